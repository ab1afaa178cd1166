"""Who may do what in the admin: moderators decide about reports, superusers give rights, the trail has it all."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client

from pockitflyer.accounts.models import Export, User
from pockitflyer.flyers.models import Category, DeletedFlyer, Flyer
from pockitflyer.flyers.reported import Decision, Report
from pockitflyer.flyers.tests.board import pin
from pockitflyer.flyers.tests.test_operators import form_of

pytestmark = pytest.mark.django_db
REPORTS = "/admin/flyers/report/"


def staff(user, *permissions: str) -> Client:
    """Signed in as somebody who may use the admin, and do these things there."""
    user.is_staff = True
    user.save()
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def moderator(bob) -> Client:
    bob.groups.add(Group.objects.get(name="Moderators"))
    return staff(bob)


def report(person, flyer=None) -> Report:
    return Report.objects.create(person=person, flyer=flyer, reason="spam")


def decide(client, action: str, *reports: Report):
    form = {"action": action, "_selected_action": [one.pk for one in reports]}
    return client.post(REPORTS, form, follow=True)


def verbs() -> list[str]:
    return list(Decision.objects.order_by("id").values_list("verb", flat=True))


def test_a_moderator_decides_about_reports(moderator, alice, charlie):
    flyer, other = pin(alice), pin(charlie)
    page = decide(moderator, "hide", report(alice, flyer))
    assert page.status_code == 200
    assert Flyer.objects.get(pk=flyer.pk).hidden_reason
    decide(moderator, "dismiss", report(charlie, other))
    decide(moderator, "suspend", report(charlie))
    assert not User.objects.get(pk=charlie.pk).is_active
    assert verbs() == ["hide", "dismiss", "suspend"]
    assert set(Decision.objects.values_list("operator", flat=True)) == {"bob@example.com"}
    assert moderator.get("/admin/flyers/decision/").status_code == 200


def test_a_moderator_has_no_other_rights(moderator, alice):
    flyer = pin(alice)
    listed = moderator.get("/admin/").context["app_list"]
    assert {model["object_name"] for app in listed for model in app["models"]} == {"Report", "Decision"}
    for path in (
        "accounts/user/",
        f"accounts/user/{alice.pk}/change/",
        "flyers/flyer/",
        f"flyers/flyer/{flyer.pk}/change/",
        "flyers/category/",
        "auth/group/",
        "account/emailaddress/",
        "mfa/authenticator/",
        "django_tasks_database/dbtaskresult/",
    ):
        assert moderator.get(f"/admin/{path}").status_code == 403, path
    one = report(alice)
    assert moderator.post(f"{REPORTS}{one.pk}/delete/", {"post": "yes"}).status_code == 403


def test_who_is_no_moderator_cannot_decide(alice, charlie):
    one = report(alice)
    decide(staff(charlie, "view_report"), "suspend", one)
    assert User.objects.get(pk=alice.pk).is_active
    assert verbs() == []


def test_a_moderator_cannot_suspend_an_operator(moderator, admin_client, admin_user, alice):
    page = decide(moderator, "suspend", report(admin_user), report(alice))
    assert "Only a superuser can suspend" in page.content.decode()
    assert User.objects.get(pk=admin_user.pk).is_active
    assert not User.objects.get(pk=alice.pk).is_active
    decide(admin_client, "suspend", report(User.objects.get(name="Bob")))
    assert not User.objects.get(name="Bob").is_active


RIGHTS = {"is_staff": "on", "is_superuser": "on"}


def test_only_a_superuser_gives_rights(admin_client, alice, bob, charlie):
    group, right = Group.objects.get(name="Moderators"), Permission.objects.get(codename="delete_user")
    rights = RIGHTS | {"groups": [group.pk], "user_permissions": [right.pk]}

    def give(client, person) -> User:
        form = {"name": person.name, "email": person.email, "hidden_reason": ""} | rights
        assert client.post(f"/admin/accounts/user/{person.pk}/change/", form).status_code == 302
        return User.objects.get(pk=person.pk)

    operator = staff(bob, "view_user", "change_user", "add_user")
    for person in (charlie, bob):
        now = give(operator, person)
        assert not now.is_superuser
        assert not now.groups.exists()
        assert right not in now.user_permissions.all()
    assert not User.objects.get(pk=charlie.pk).is_staff
    now = give(admin_client, alice)
    assert now.is_superuser
    assert now.is_staff
    assert list(now.groups.all()) == [group]
    assert list(now.user_permissions.all()) == [right]


def test_nobody_becomes_a_superuser_by_making_another_account(bob):
    form = {"name": "Eve", "email": "eve@example.com"} | RIGHTS
    staff(bob, "view_user", "add_user").post("/admin/accounts/user/add/", form)
    assert not User.objects.filter(is_superuser=True).exists()


@pytest.mark.parametrize("path", ["change/", "delete/"])
def test_an_operator_is_changed_by_superusers_alone(admin_user, bob, path):
    operator = staff(bob, "view_user", "change_user", "delete_user")
    form = {"name": "Mine", "email": "bob+admin@example.com", "post": "yes"}
    assert operator.post(f"/admin/accounts/user/{admin_user.pk}/{path}", form).status_code == 403
    assert User.objects.get(pk=admin_user.pk).email == admin_user.email


@pytest.mark.parametrize("model", ["auth/group", "account/emailaddress", "mfa/authenticator"])
def test_what_opens_accounts_or_gives_rights_is_for_superusers(admin_client, bob, model):
    name = model.split("/")[1]
    operator = staff(bob, *(f"{verb}_{name}" for verb in ("view", "add", "change", "delete")))
    for path in ("", "add/"):
        assert operator.get(f"/admin/{model}/{path}").status_code == 403
    assert admin_client.get(f"/admin/{model}/").status_code == 200


def test_a_change_in_the_admin_is_in_the_trail(admin_client, alice):
    flyer = pin(alice)
    url = f"/admin/flyers/flyer/{flyer.pk}/change/"
    assert admin_client.post(url, form_of(flyer, title="Another")).status_code == 302
    changed = Decision.objects.get()
    assert (changed.verb, changed.operator) == ("change", "admin@example.com")
    assert changed.subject == f"flyer {flyer.pk}: Another (person {alice.pk})"
    assert "Title" in changed.why
    form = {"name": alice.name, "email": "new@example.com"}
    admin_client.post(f"/admin/accounts/user/{alice.pk}/change/", form)
    assert Decision.objects.first().subject == f"person {alice.pk}: Alice"
    assert "E-mail" in Decision.objects.first().why
    admin_client.post("/admin/flyers/category/add/", {"slug": "x", "name_en": "X", "name_de": "X", "position": 99})
    assert verbs() == ["change", "change", "add"]


def test_a_deletion_in_the_admin_is_in_the_trail(admin_client, alice, bob, tmp_path, settings):
    flyer, other = pin(alice), pin(bob)
    report(alice, flyer)
    Export.objects.create(owner=alice, file="exports/x.zip")
    assert admin_client.post(f"/admin/flyers/flyer/{flyer.pk}/delete/", {"post": "yes"}).status_code == 302
    assert DeletedFlyer.objects.filter(pk=flyer.pk).exists()
    chosen = {"action": "delete_selected", "_selected_action": [alice.pk, bob.pk], "post": "yes"}
    assert admin_client.post("/admin/accounts/user/", chosen).status_code == 302
    assert list(User.objects.values_list("email", flat=True)) == ["admin@example.com"]
    assert DeletedFlyer.objects.filter(pk=other.pk).exists()
    trail = Decision.objects.order_by("id")
    assert [line.verb for line in trail] == ["delete"] * 3
    assert trail[0].subject.startswith(f"flyer {flyer.pk}:")
    assert {line.subject for line in trail[1:]} == {f"person {alice.pk}: Alice", f"person {bob.pk}: Bob"}


def test_the_trail_has_what_happens_to_models_of_others_as_well(admin_client):
    admin_client.post("/admin/auth/group/add/", {"name": "Editors"})
    group = Group.objects.get(name="Editors")
    admin_client.post(f"/admin/auth/group/{group.pk}/delete/", {"post": "yes"})
    assert list(Decision.objects.order_by("id").values_list("verb", "subject")) == [
        ("add", f"group {group.pk}: Editors"),
        ("delete", f"group {group.pk}: Editors"),
    ]


def test_the_trail_outlives_the_operator(admin_client, admin_user, alice):
    admin_client.post(f"/admin/flyers/category/{Category.objects.first().pk}/delete/", {"post": "yes"})
    assert verbs() == ["delete"]
    admin_user.delete()
    assert Decision.objects.get().operator == "admin@example.com"


def test_open_reports_come_first(admin_client, alice):
    decided, first, last = (report(alice) for _ in range(3))
    decide(admin_client, "dismiss", decided)
    shown = admin_client.get(REPORTS).context["cl"].result_list
    assert [one.pk for one in shown] == [last.pk, first.pk, decided.pk]
