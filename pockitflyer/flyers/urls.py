from django.contrib.sitemaps.views import index, sitemap
from django.urls import path
from django.views.decorators.cache import cache_control

from pockitflyer.flyers import person_views, privacy_views, publishing_views, views
from pockitflyer.flyers.sitemaps import SITEMAPS
from pockitflyer.flyers.typed_place import typed_place

# Search engines come by now and then; a list that is an hour old serves them as well.
_for_an_hour = cache_control(public=True, max_age=3600)
_LISTED = {"sitemaps": SITEMAPS}

urlpatterns = [
    path("", views.feed, name="feed"),
    path("feed.atom", views.atom, name="atom"),
    path("calendar.ics", views.calendar, name="calendar"),
    path("sitemap.xml", _for_an_hour(index), _LISTED | {"sitemap_url_name": "sitemap_part"}, name="sitemap"),
    path("sitemap-<section>.xml", _for_an_hour(sitemap), _LISTED, name="sitemap_part"),
    path("near/", typed_place, name="typed_place"),
    path("users/<int:user_id>/", views.profile, name="profile"),
    path("flyers/<int:flyer_id>/", views.flyer, name="flyer"),
    path("flyers/<int:flyer_id>/print/", views.print_flyer, name="print_flyer"),
    path("flyers/<int:flyer_id>/favourite/", views.favourite, name="favourite"),
    path("flyers/<int:flyer_id>/report/", person_views.report_flyer, name="report_flyer"),
    path("users/<int:user_id>/report/", person_views.report_person, name="report_person"),
    path("users/<int:user_id>/write/", person_views.write, name="write"),
    path("users/<int:user_id>/block/", person_views.block, name="block"),
    path("me/privacy/", privacy_views.privacy, name="privacy"),
    path("me/exports/", privacy_views.ask_for_export, name="exports"),
    path("me/exports/<int:export_id>/", privacy_views.export, name="export"),
    path("me/leave/", privacy_views.leave, name="leave"),
    path("stay/<str:token>/", privacy_views.stay, name="stay"),
    path("flyers/new/", publishing_views.new_flyer, name="new_flyer"),
    path("flyers/<int:flyer_id>/edit/", publishing_views.edit_flyer, name="edit_flyer"),
    path("flyers/<int:flyer_id>/delete/", publishing_views.delete_flyer, name="delete_flyer"),
    path("flyers/<int:flyer_id>/withdraw/", publishing_views.withdraw_flyer, name="withdraw_flyer"),
]
