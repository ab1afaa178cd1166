"""The AVIFs of posters: made by a background task within seconds, so that publishing does not wait for them."""

import datetime as dt

import msgspec
from django.conf import settings
from django.tasks import task
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from pockitflyer.pictures import claims, drawing, rows, store, workers
from pockitflyer.pictures.errors import PictureError
from pockitflyer.pictures.picture import Picture
from pockitflyer.pictures.recipes import recipe_of

# A worker gives way to pages: on a busy machine its deadline may pass before it had the time it needs.
_TRY_AGAIN_AFTER = dt.timedelta(minutes=1)
_MOST_TRIES = 5


def finish_later(picture: Picture) -> None:
    """To be called in the transaction that writes a row with a picture fresh from intake."""
    recipe = recipe_of(picture.key)
    if recipe is not None and recipe.avif_later and not picture.avif:
        add_avifs.enqueue(picture.key)


def resume() -> int:
    """Asks again for what an earlier worker left undone when it was killed; tells how many pictures."""
    keys = {key for key in rows.unfinished() if recipe_of(key)} - _waiting()
    for key in keys:
        add_avifs.enqueue(key)
    return len(keys)


def _waiting() -> set[str]:
    """Keys that are asked for and not begun."""
    asked = DBTaskResult.objects.ready().filter(task_path=add_avifs.module_path)
    return {arguments["args"][0] for arguments in asked.values_list("args_kwargs", flat=True)}


@task()
def add_avifs(key: str, tries: int = 1) -> None:
    """Makes and stores the AVIFs of a picture, then tells every row of them. Repeating it changes nothing.

    Raises a ``PictureError`` when a worker fails: then it is tried again later, ``_MOST_TRIES`` times in all.
    """
    try:
        _add_avifs(key)
    except PictureError:
        if tries < _MOST_TRIES:
            add_avifs.using(run_after=timezone.now() + _TRY_AGAIN_AFTER).enqueue(key, tries + 1)
        raise


def _add_avifs(key: str) -> None:
    # Like an upload: a sweep that began meanwhile would take the picture away and leave what is written here.
    claims.claim(key)
    picture, master, recipe = store.read_card(key), store.read_master(key), recipe_of(key)
    # Swept meanwhile, or made by an older recipe, which "pictures rebuild" sees to.
    if picture is None or master is None or recipe is None:
        return
    if not picture.avif:
        files = workers.run(drawing.draw_avifs, master, recipe, settings.MAX_PICTURE_PIXELS)
        # The rows are told only of what is stored.
        picture = msgspec.structs.replace(picture, avif=picture.jpeg)
        store.write(picture, files)
    rows.tell(picture)
