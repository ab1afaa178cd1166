"""The baseline's WSGI application. Nothing stands in front of Django, as little as possible."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.baseline.settings")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
