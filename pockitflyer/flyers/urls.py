from django.urls import path

from pockitflyer.flyers import publishing_views, views
from pockitflyer.flyers.typed_place import typed_place

urlpatterns = [
    path("", views.feed, name="feed"),
    path("feed.atom", views.atom, name="atom"),
    path("calendar.ics", views.calendar, name="calendar"),
    path("near/", typed_place, name="typed_place"),
    path("users/<int:user_id>/", views.profile, name="profile"),
    path("flyers/<int:flyer_id>/", views.flyer, name="flyer"),
    path("flyers/<int:flyer_id>/favourite/", views.favourite, name="favourite"),
    path("flyers/new/", publishing_views.new_flyer, name="new_flyer"),
    path("flyers/<int:flyer_id>/edit/", publishing_views.edit_flyer, name="edit_flyer"),
    path("flyers/<int:flyer_id>/delete/", publishing_views.delete_flyer, name="delete_flyer"),
    path("flyers/<int:flyer_id>/withdraw/", publishing_views.withdraw_flyer, name="withdraw_flyer"),
]
