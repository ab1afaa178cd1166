from django.urls import path

from pockitflyer.flyers import views

urlpatterns = [
    path("", views.feed, name="feed"),
    path("feed.atom", views.atom, name="atom"),
    path("calendar.ics", views.calendar, name="calendar"),
    path("users/<int:user_id>/", views.profile, name="profile"),
    path("flyers/<int:flyer_id>/", views.flyer, name="flyer"),
    path("flyers/<int:flyer_id>/favourite/", views.favourite, name="favourite"),
]
