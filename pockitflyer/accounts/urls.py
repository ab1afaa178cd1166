from django.urls import path

from pockitflyer.accounts import views

urlpatterns = [path("me/edit/", views.edit_profile, name="edit_profile")]
