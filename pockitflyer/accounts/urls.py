from django.urls import path

from pockitflyer.accounts import views

urlpatterns = [
    path("me/edit/", views.edit_profile, name="edit_profile"),
    path("users/<int:user_id>/follow/", views.follow, name="follow"),
]
