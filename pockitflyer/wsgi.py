"""What the server runs: picture files and static files first, Django for the rest."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pockitflyer.settings")
# Read by libvips when it starts: an upload takes one thread, so that uploads share the cores evenly.
os.environ.setdefault("VIPS_CONCURRENCY", "1")

from django.core.wsgi import get_wsgi_application

django_application = get_wsgi_application()

from django.conf import settings  # noqa: E402
from servestatic import ServeStatic  # noqa: E402

# Now, not while the first visitor of each worker waits.
import pockitflyer.urls  # noqa: E402, F401
from pockitflyer.pictures.front import PictureFront  # noqa: E402
from pockitflyer.web.statics import is_hashed, safe_headers  # noqa: E402

_statics = ServeStatic(
    django_application,
    root=settings.STATIC_ROOT,
    prefix=settings.STATIC_URL,
    allow_all_origins=False,
    immutable_file_test=is_hashed,
    add_headers_function=safe_headers,
)
application = PictureFront(_statics, settings.PICTURES_FOLDER)
