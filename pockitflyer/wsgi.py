"""What the server runs: picture files and static files first, Django for the rest."""

import atexit
import gc
import os
import threading
from wsgiref.util import setup_testing_defaults

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pockitflyer.settings")

from django.core.wsgi import get_wsgi_application

django_application = get_wsgi_application()

from django.conf import settings  # noqa: E402
from django.core.files.storage import storages  # noqa: E402
from servestatic import ServeStatic  # noqa: E402

# Now, not while the first visitor of each worker waits.
import pockitflyer.urls  # noqa: E402, F401
from pockitflyer.pictures import workers  # noqa: E402
from pockitflyer.pictures.front import PictureFront  # noqa: E402
from pockitflyer.web.background import end_with_parent  # noqa: E402
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
# Now: what talks to a bucket takes a second to load.
storages["pictures"]

# Else they would go on serving, and keep the port from the next start.
end_with_parent()
# Here, because a fork forgets what was to be done at the end: a server process waits for its picture workers.
atexit.register(workers.stop)


def _make_a_page() -> None:
    """Reads and compiles what pages are made of. What is there by then stays; a search for garbage need not pass it."""
    host = next((host.lstrip(".") for host in settings.ALLOWED_HOSTS if host != "*"), "localhost")
    # As from the proxy, where there is one: else the answer is a redirect.
    environ = {"HTTP_HOST": host, "HTTP_X_FORWARDED_PROTO": "https"}
    setup_testing_defaults(environ)
    answer = django_application(environ, lambda *_: lambda _: None)
    answer.close()
    gc.collect()
    gc.freeze()


_make_a_page()
# Not at once: starting them takes a second of the processor, and pages come first.
_warm_up = threading.Timer(3, workers.warm_up)
_warm_up.daemon = True
_warm_up.start()
