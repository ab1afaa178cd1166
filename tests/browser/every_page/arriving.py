"""The steps to pages that have no address of their own. They go by names of fields and so hold in any language."""

from playwright.sync_api import Locator, Page

from pockitflyer.pictures.tests import photos
from tests.browser.conftest import PASSWORD
from tests.browser.every_page.scene import Scene
from tests.browser.mails import code_mailed


def language(page: Page) -> str:
    return str(page.evaluate("document.documentElement.lang"))


def send(page: Page, **fields: str) -> None:
    """Fills in and sends the form that has these fields, and waits for what comes."""
    first = _field(page, next(iter(fields)))
    for name, value in fields.items():
        _field(page, name).fill(value)
    with page.expect_navigation():
        first.evaluate("field => field.form.requestSubmit(field.form.querySelector('.buttons button[type=submit]'))")


def _field(page: Page, name: str) -> Locator:
    return page.locator(f"main form [name='{name}']:not([type=hidden])").first


def send_as_it_is(page: Page, scene: Scene) -> None:
    """As a browser does that looks at no field before."""
    with page.expect_navigation():
        page.evaluate("document.querySelector('main form').submit()")


def near_me(page: Page, scene: Scene) -> None:
    page.locator("button.near").click()
    page.locator("dialog[open]").wait_for()


def open_menu(page: Page, scene: Scene) -> None:
    page.locator(".menu summary").click()


def sign_in_wrongly(page: Page, scene: Scene) -> None:
    send(page, login="nobody@example.com", password="not-my-password")


def to_second_step(page: Page, scene: Scene) -> None:
    send(page, login="gita@example.com", password=PASSWORD)


def sign_up_wrongly(page: Page, scene: Scene) -> None:
    send(page, name="x" * 81, email="eva@example.com", password1="12345678")


def sign_up(page: Page, scene: Scene) -> None:
    send(page, name="Eva", email=f"eva-{language(page)}@example.com", password1=PASSWORD)


def wrong_code(page: Page, scene: Scene) -> None:
    send(page, name="Eva", email=f"eva-wrong-{language(page)}@example.com", password1=PASSWORD)
    send(page, code="WRONG1")


def to_passkey(page: Page, scene: Scene) -> None:
    email = f"eva-key-{language(page)}@example.com"
    send(page, name="Eva", email=email)
    send(page, code=code_mailed(scene.server, email))


def ask_for_reset(page: Page, scene: Scene) -> None:
    send(page, email="bob@example.com")


def to_new_password(page: Page, scene: Scene) -> None:
    send(page, email="alice@example.com")
    send(page, code=code_mailed(scene.server, "alice@example.com"))


def empty_name(page: Page, scene: Scene) -> None:
    page.locator("[name=name]").fill("")
    send_as_it_is(page, scene)


def crop(page: Page, scene: Scene) -> None:
    photo = {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": photos.jpeg()}
    page.locator(".pick input[type=file]:not([capture])").set_input_files(photo)
    page.locator(".crop.ready").wait_for()


def publish_nothing(page: Page, scene: Scene) -> None:
    send_as_it_is(page, scene)


def write_a_flyer(page: Page, scene: Scene) -> None:
    page.locator("[name=title]").fill("Flohmarkt im Hof")
    page.locator("[name=text]").fill(scene.words[0])
    page.locator("[name=categories]").first.check()
    page.locator("[name=address]").fill("Röschibachplatz, 8037 Zürich")
    page.locator(".preview h2").wait_for()


def without_token(page: Page, scene: Scene) -> None:
    page.evaluate("document.querySelectorAll('[name=csrfmiddlewaretoken]').forEach(token => token.remove())")
    send_as_it_is(page, scene)


def change_email(page: Page, scene: Scene) -> None:
    send(page, email=f"paul-{language(page)}@example.com")


def change_password_wrongly(page: Page, scene: Scene) -> None:
    send(page, oldpassword="not-my-password", password1="12345678", password2="other")


def guess_the_code(page: Page, scene: Scene) -> None:
    send(page, code="000000")


def leave(page: Page, scene: Scene) -> None:
    """Two who leave, because each language has to be shown to somebody who still can."""
    name = {"en": "Leo", "de": "Lea"}[language(page)]
    page.context.add_cookies([{"name": "sessionid", "value": scene.sessions[name], "url": scene.server.url}])
    page.goto("/me/leave/")
    send_as_it_is(page, scene)


def save_stale(page: Page, scene: Scene) -> None:
    page.evaluate("document.querySelector('[name=version]').value = 99")
    page.locator("[name=info_1]").evaluate("field => { field.value = 'www.example.com'; }")
    send_as_it_is(page, scene)


def withdraw_and_back(page: Page, scene: Scene) -> None:
    """A message of what was done is on the page then."""
    for _ in range(2):
        button = page.locator(f".own-acts form[action='/flyers/{scene.ids['live']}/withdraw/'] button")
        with page.expect_navigation():
            button.click()
