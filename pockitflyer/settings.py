"""Every setting in one place. The environment is read here alone; docs/settings.md explains each variable."""

import os
import re
from pathlib import Path

from corsheaders.defaults import default_headers
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from pockitflyer.environment import Environment, caches, countries, database, geocoder, kept_secret_key, mailer
from pockitflyer.pictures import bucket_settings

_env = Environment(os.environ)

# Read by libvips when it starts in a worker: an upload takes one thread, so that uploads share the cores evenly.
os.environ.setdefault("VIPS_CONCURRENCY", "1")

# --- The data folder -------------------------------------------------------------------------------------------
HOME = Path(_env.text("POCKITFLYER_HOME", "var")).resolve()
HOME.mkdir(parents=True, exist_ok=True)
SECRET_KEY = _env.text("POCKITFLYER_SECRET_KEY") or kept_secret_key(HOME)

# --- The server ------------------------------------------------------------------------------------------------
HOST = _env.text("HOST", "127.0.0.1")
PORT = _env.whole_number("PORT", 8000, 1, 65535)
WORKERS = _env.whole_number("POCKITFLYER_WORKERS", min(4, os.cpu_count() or 1), 1, 64)
# A request holds its thread while its body trickles in from a slow phone, so there must be many more threads
# than slow uploads per worker; an idle thread costs some 100 kB.
THREADS_PER_WORKER = 64
DEBUG = _env.switch("POCKITFLYER_DEBUG")
ALLOWED_HOSTS = _env.names("POCKITFLYER_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
HTTPS = _env.switch("POCKITFLYER_HTTPS")
CSRF_TRUSTED_ORIGINS = [
    f"https://{'*' * host.startswith('.')}{host}" for host in ALLOWED_HOSTS if HTTPS and host != "*"
]
# Whose word is taken for who asks: so many proxies in front write X-Forwarded-For.
ALLAUTH_TRUSTED_PROXY_COUNT = _env.whole_number("POCKITFLYER_TRUSTED_PROXIES", int(HTTPS), 0, 10)

# --- The house -------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "pockitflyer.flyers",
    "pockitflyer.accounts",
    "pockitflyer.pictures",
    "pockitflyer.web",
    "pockitflyer.flyers.admin_site.BoardAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.headless",
    "allauth.mfa",
    "allauth.usersessions",
    "corsheaders",
    "django_htmx",
    "django_tasks_db",
    "dmr",
]
MIDDLEWARE = [
    "pockitflyer.web.compression.Compression",
    "django.middleware.security.SecurityMiddleware",
    # Before pages that are kept, because what it says depends on who asks.
    "corsheaders.middleware.CorsMiddleware",
    # Kept pages as well: they are quick, but not beside eight threads that each want the processor.
    "pockitflyer.web.turns.InTurn",
    # Around those that are kept: it asks for them, and puts somebody's marks in.
    "pockitflyer.flyers.marked_pages.MarkedPages",
    "pockitflyer.web.caching.KeptPages",
    "pockitflyer.web.headers.Isolation",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "pockitflyer.web.limits.BodyLimit",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "pockitflyer.accounts.sessions.SignedIn",
    "pockitflyer.accounts.viewer.SameViewer",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "pockitflyer.accounts.half_done.NothingHalfDone",
    "pockitflyer.accounts.headless.ToldLimits",
]
ROOT_URLCONF = "pockitflyer.urls"
WSGI_APPLICATION = "pockitflyer.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "pockitflyer.accounts.viewer.viewer",
            ],
        },
    },
]

# --- Kept data -------------------------------------------------------------------------------------------------
DATABASE_FILE = HOME / "pockitflyer.sqlite3"
PICTURES_FOLDER = HOME / "pictures"
_S3 = (
    "POCKITFLYER_S3_BUCKET",
    "POCKITFLYER_S3_ACCESS_KEY",
    "POCKITFLYER_S3_SECRET_KEY",
    "POCKITFLYER_S3_PUBLIC_URL",
    "POCKITFLYER_S3_ENDPOINT",
    "POCKITFLYER_S3_REGION",
)
PICTURE_BUCKET = bucket_settings.bucket_options({name: _env.text(name) for name in _S3}, HTTPS)
DATABASES = {"default": database(_env.text("POCKITFLYER_DATABASE_URL"), DATABASE_FILE)}
# Kept in the database: a task is as durable as the row that asked for it.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
# Background tasks are done by a process that the server starts, or by ones of your own: pockitflyer work.
TASKS_INSIDE = _env.switch("POCKITFLYER_TASKS_INSIDE", default="1")
# In the database or in Redis, because throttles must count over all worker processes.
CACHES = caches(_env.text("POCKITFLYER_CACHE_URL"))
# Done every hour by each process that does background tasks, so doing it twice must change nothing.
HOURLY = ["pockitflyer.web.shared_cache.sweep", "pockitflyer.web.hourly.prune", "pockitflyer.flyers.exporting.sweep"]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": HOME / "files"},
    },
    "pictures": {
        "BACKEND": "pockitflyer.pictures.storage.PictureFolder",
        "OPTIONS": {"location": PICTURES_FOLDER, "base_url": "/pictures/"},
    },
    "staticfiles": {"BACKEND": "pockitflyer.web.statics.HashedStatics"},
}
if PICTURE_BUCKET:
    STORAGES["pictures"] = {"BACKEND": "pockitflyer.pictures.bucket.PictureBucket", "OPTIONS": PICTURE_BUCKET}
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
# Brotli and gzip reach every browser; what is not asked for need not be compressed at a first start.
SERVESTATIC_KEEP_ONLY_HASHED_FILES = True
SERVESTATIC_USE_ZSTD = False

# --- Pictures --------------------------------------------------------------------------------------------------
MAX_PICTURE_BYTES = 10 * 1024 * 1024
MAX_PICTURE_PIXELS = 50_000_000
# Decoders work in processes of their own, these many for each server process, so many seconds and bytes at most
# for one picture. The dearest that is let in, 50 megapixels of AVIF without chroma subsampling, takes 4 s and 954 MB.
PICTURE_WORKERS = max(1, (os.cpu_count() or 1) // WORKERS)
PICTURE_DEADLINE_S = 15
PICTURE_MEMORY_BYTES = 1280 * 1024 * 1024
# How long one upload may keep others of the same bytes waiting: its turn in the queue, the deadline, and storing.
PICTURE_LEASE_S = 60
# A form around one picture: the picture and some room for the other fields.
MAX_BODY_BYTES = MAX_PICTURE_BYTES + 256 * 1024

# A flyer sent as one form, with all of its pictures; everything else is smaller.
MAX_FLYER_BODY_BYTES = 5 * MAX_PICTURE_BYTES + 256 * 1024
FLYER_FORMS = re.compile(r"/flyers/(?:new|\d+/edit)/|/api/v1/flyers/(?:\d+/)?")

# --- Pages made once ------------------------------------------------------------------------------------------
# A function whose number changes with everything a public page may show.
PAGE_VERSION = "pockitflyer.flyers.versions.board_version"
# Read with the session of who is signed in: the same; categories as one text; the version of what its owner marked.
PAGE_VERSION_SQL = "pockitflyer.flyers.versions.VERSION_SQL"
PAGE_CATEGORIES_SQL = "pockitflyer.flyers.versions.categories_sql"
MARKS_VERSION_SQL = "pockitflyer.flyers.marks.VERSION_SQL"

# --- Where things are ------------------------------------------------------------------------------------------
# "offline" knows towns and villages; a service knows streets and houses.
GEOCODER, GEOCODER_URL = geocoder(_env.text("POCKITFLYER_GEOCODER", "offline"), _env.text("POCKITFLYER_GEOCODER_URL"))
# Where towns are looked for, the likeliest first.
COUNTRIES = countries(_env.names("POCKITFLYER_COUNTRIES", "CH,LI,DE,AT,FR,IT"))

# --- The order of the board: docs/ranking.md --------------------------------------------------------------------
# A flyer that is this much older, or this far away, is worth half as much.
RANKING_HALF_LIFE_DAYS = _env.number_above_zero("POCKITFLYER_RANKING_HALF_LIFE_DAYS", 3)
RANKING_HALF_DISTANCE_KM = _env.number_above_zero("POCKITFLYER_RANKING_HALF_DISTANCE_KM", 2)

# --- Who you are -----------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}Validator"}
    # 8 characters at least.
    for name in ("UserAttributeSimilarity", "MinimumLength", "CommonPassword", "NumericPassword")
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "feed"
ACCOUNT_ADAPTER = "pockitflyer.accounts.sign_in.AccountAdapter"
ACCOUNT_SIGNUP_FORM_CLASS = "pockitflyer.accounts.forms.SignUpForm"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
# Mandatory, because a sign-up that goes on without it would tell whether an address has an account.
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_REDIRECT_URL = "feed"
# By code, as the sign-up: a native app needs no link that leads back to it.
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
# One address; the new one takes its place once it is confirmed.
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# Added to allauth's own limits; a face is changed a few times, not a few hundred.
_UPLOADS = _env.whole_number("POCKITFLYER_UPLOADS_PER_MINUTE", 30, 1, 100_000)
ACCOUNT_RATE_LIMITS = {
    # In a house or a school, several people send from one address.
    "picture_upload": f"{_UPLOADS}/m/user,{4 * _UPLOADS}/m/ip",
    "contact": "5/h/user,20/d/user",
    "report": "10/h/ip",
    "export": "3/d/user",
}
MFA_ADAPTER = "pockitflyer.accounts.passkeys.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = True
# A phone's clock may be half a minute off.
MFA_TOTP_TOLERANCE = 1
# Browsers allow passkeys without HTTPS on localhost alone.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
HEADLESS_CLIENTS = ("app",)
HEADLESS_TOKEN_STRATEGY = "pockitflyer.accounts.sessions.TokenStrategy"
HEADLESS_JWT_ALGORITHM = "HS256"
# Stateful: the token of a session that was signed out is refused at once.
HEADLESS_JWT_STATEFUL_VALIDATION_ENABLED = True
SESSION_ENGINE = "pockitflyer.accounts.sessions"
# As long as a session lasts: an app that is opened once a month stays signed in.
HEADLESS_JWT_REFRESH_TOKEN_EXPIRES_IN = 60 * 60 * 24 * 90

# Kept in a cookie: reading it on a public page asks neither the session nor the database.
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

# --- Words -----------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("de", _("German"))]
LOCALE_PATHS = [Path(__file__).parent / "locale"]
TIME_ZONE = _env.text("POCKITFLYER_TIME_ZONE", "Europe/Zurich")
MAILERS = {"default": mailer(_env.text("POCKITFLYER_SMTP_URL"), HOME)}
DEFAULT_FROM_EMAIL = SERVER_EMAIL = _env.text("POCKITFLYER_MAIL_FROM", "PockitFlyer <board@pockitflyer.example>")

# --- Safety ----------------------------------------------------------------------------------------------------
SECURE_CSP: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    # blob: is the picture just chosen, shown before it is sent.
    "img-src": [CSP.SELF, "data:", "blob:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "worker-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_HTTPONLY, LANGUAGE_COOKIE_SAMESITE = True, "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 90
CSRF_FAILURE_VIEW = "pockitflyer.web.problems.csrf_failure"
if PICTURE_BUCKET:
    # Where pictures are read from.
    SECURE_CSP["img-src"].append(bucket_settings.origin(PICTURE_BUCKET))
if HTTPS:
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_SSL_REDIRECT = True
    # Asked by load balancers, from inside.
    SECURE_REDIRECT_EXEMPT = [r"^health/$"]
    # A preloaded domain is bound to HTTPS for years, whoever owns it then: its owner decides, not we.
    SILENCED_SYSTEM_CHECKS = ["security.W021"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Pages of other origins that may use the API, with tokens; cookies stay at home.
CORS_ALLOWED_ORIGINS = _env.names("POCKITFLYER_CORS_ORIGINS", "")
CORS_URLS_REGEX = r"^/(api/v1|_allauth/app/v1)/"
CORS_ALLOW_HEADERS = [*default_headers, "idempotency-key", "if-match", "if-none-match", "x-session-token"]
CORS_EXPOSE_HEADERS = ["Deprecation", "ETag", "Location", "RateLimit", "RateLimit-Policy", "Retry-After", "Sunset"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"terminal": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["terminal"], "level": "INFO"},
    # It tells every step of every decode, and what it warns of reaches the sender as a named error.
    # geopy tells what it asks for, and no address may stand in a log.
    "loggers": {"pyvips": {"level": "ERROR"}, "geopy": {"level": "CRITICAL"}},
}
