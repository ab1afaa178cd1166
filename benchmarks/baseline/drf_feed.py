"""The feed, a profile and the upload in Django REST framework, as its documentation teaches.

The JSON is ours to the letter (but for cursors), for someone who is not signed in: marks are null. Related rows are
fetched ahead, three queries a page. A picture's addresses come from our own cheap code, so what is compared is the
reading of rows and the making of JSON.
"""

from typing import ClassVar

from allauth.headless.contrib.rest_framework.authentication import JWTTokenAuthentication
from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from rest_framework import generics, pagination, parsers, permissions, renderers, serializers, views
from rest_framework.request import Request
from rest_framework.response import Response

from benchmarks.baseline import plain_recipe
from pockitflyer.accounts.faces import large_face, small_face
from pockitflyer.accounts.models import User
from pockitflyer.flyers.models import Category, Flyer, FlyerImage
from pockitflyer.pictures.cards import picture_card
from pockitflyer.pictures.picture import PictureCard
from pockitflyer.web.pages import origin_of


def _picture(card: PictureCard) -> dict:
    return {
        "url": card.url,
        "width": card.width,
        "height": card.height,
        "placeholder": card.placeholder,
        "sources": [{"url": s.url, "type": s.type, "width": s.width} for s in card.sources],
    }


class _WithOrigin:
    @property
    def origin(self) -> str:
        return origin_of(self.context["request"])


class CreatorSerializer(_WithOrigin, serializers.ModelSerializer):
    url = serializers.SerializerMethodField()
    picture = serializers.SerializerMethodField()
    is_following = serializers.ReadOnlyField(default=None)

    class Meta:
        model = User
        fields: ClassVar = ["id", "name", "url", "picture", "is_following"]

    def get_url(self, user: User) -> str:
        return self.origin + reverse("profile", args=[user.pk])

    def get_picture(self, user: User) -> dict:
        return _picture(small_face(user.picture, self.origin))


class ImageSerializer(_WithOrigin, serializers.ModelSerializer):
    class Meta:
        model = FlyerImage
        fields: ClassVar = ["picture"]

    def to_representation(self, image: FlyerImage) -> dict:
        return _picture(picture_card(image.picture, fits=800, origin=self.origin))


class FlyerSerializer(_WithOrigin, serializers.ModelSerializer):
    url = serializers.SerializerMethodField()
    info = serializers.SerializerMethodField()
    categories = serializers.SlugRelatedField(slug_field="slug", many=True, read_only=True)
    creator = CreatorSerializer()
    images = ImageSerializer(many=True)
    place = serializers.SerializerMethodField()
    is_favourite = serializers.ReadOnlyField(default=None)

    class Meta:
        model = Flyer
        fields: ClassVar = ["id", "url", "title", "text", "info", "categories", "creator", "images", "place"]
        fields += ["starts_at", "ends_at", "published_at", "is_favourite"]

    def get_url(self, flyer: Flyer) -> str:
        return self.origin + reverse("flyer", args=[flyer.pk])

    def get_info(self, flyer: Flyer) -> list[str]:
        return [info for info in (flyer.info_1, flyer.info_2) if info]

    def get_place(self, flyer: Flyer) -> dict:
        return {"address": flyer.address, "lat": flyer.lat, "lon": flyer.lon, "distance_m": None}


class ProfileSerializer(_WithOrigin, serializers.ModelSerializer):
    """``next`` is always null: the bench's profile has one page."""

    picture = serializers.SerializerMethodField()
    flyers = serializers.SerializerMethodField()
    flyer_count = serializers.SerializerMethodField()
    next = serializers.SerializerMethodField()
    is_following = serializers.ReadOnlyField(default=None)

    class Meta:
        model = User
        fields: ClassVar = ["id", "name", "picture", "is_following", "flyers", "flyer_count", "next"]

    def get_picture(self, user: User) -> dict:
        return _picture(large_face(user.picture, self.origin))

    def get_flyers(self, user: User) -> list[dict]:
        flyers = _live_flyers().filter(creator=user).newest_first()[:20]
        return FlyerSerializer(flyers, many=True, context=self.context).data

    def get_flyer_count(self, user: User) -> int:
        return user.flyers.live().count()

    def get_next(self, user: User) -> None:
        return None


def _live_flyers() -> QuerySet[Flyer]:
    by_name = Prefetch("categories", Category.objects.order_by("name_en"))
    return Flyer.objects.live().select_related("creator").prefetch_related("images", by_name)


class FeedPagination(pagination.CursorPagination):
    page_size = 20
    ordering = ("-published_at", "-id")

    def get_paginated_response(self, data: list) -> Response:
        return Response({"items": data, "next": self.get_next_link()})


class FeedView(generics.ListAPIView):
    serializer_class = FlyerSerializer
    pagination_class = FeedPagination
    renderer_classes: ClassVar = [renderers.JSONRenderer]

    def get_queryset(self) -> QuerySet[Flyer]:
        return _live_flyers()


class ProfileView(generics.RetrieveAPIView):
    serializer_class = ProfileSerializer
    renderer_classes: ClassVar = [renderers.JSONRenderer]
    queryset = User.objects.filter(is_active=True)


class PictureView(views.APIView):
    """The upload with the plain recipe inside; answers with the profile, as ours does."""

    authentication_classes: ClassVar = [JWTTokenAuthentication]
    permission_classes: ClassVar = [permissions.IsAuthenticated]
    parser_classes: ClassVar = [parsers.MultiPartParser]
    renderer_classes: ClassVar = [renderers.JSONRenderer]

    def post(self, request: Request) -> Response:
        plain_recipe.take_in(request.data["image"].read())
        # An ImageField would write its column here; this writes one that changes nothing.
        request.user.save(update_fields=["name"])
        return Response(ProfileSerializer(request.user, context={"request": request}).data)
