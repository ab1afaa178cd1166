"""The baseline's API and picture files at the addresses of ours; everything else is ours."""

from django.urls import include, path

from benchmarks.baseline.drf_feed import FeedView, PictureView, ProfileView
from benchmarks.baseline.picture_file import picture_file

urlpatterns = [
    path("api/v1/feed/", FeedView.as_view()),
    path("api/v1/users/<int:pk>/profile/", ProfileView.as_view()),
    path("api/v1/users/me/profile/picture/", PictureView.as_view()),
    path("pictures/<path:name>", picture_file),
    path("", include("pockitflyer.urls")),
]
