from django.urls import path

from pockitflyer.flyers import views

urlpatterns = [
    path("", views.feed, name="feed"),
    path("users/<int:user_id>/", views.profile, name="profile"),
    path("flyers/<int:flyer_id>/", views.flyer, name="flyer"),
]
