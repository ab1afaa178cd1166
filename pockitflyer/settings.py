"""Every setting in one place. The environment is read here alone; docs/settings.md explains each variable."""

import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from pockitflyer.web.databases import database


def _whole_number(name: str, default: int, smallest: int, largest: int) -> int:
    raw = os.environ.get(name, "").strip()
    if not raw:
        return default
    if not raw.isdecimal() or not smallest <= int(raw) <= largest:
        raise ImproperlyConfigured(f"{name} must be a whole number from {smallest} to {largest}, not {raw!r}.")
    return int(raw)


def _number_above_zero(name: str, default: float) -> float:
    raw = os.environ.get(name, "").strip()
    if not raw:
        return default
    try:
        value = float(raw)
    except ValueError:
        value = 0.0
    if not 0 < value < 1_000_000:
        raise ImproperlyConfigured(f"{name} must be a number above 0, not {raw!r}.")
    return value


def _switch(name: str) -> bool:
    raw = os.environ.get(name, "0").strip()
    if raw not in ("0", "1"):
        raise ImproperlyConfigured(f"{name} must be 0 or 1, not {raw!r}.")
    return raw == "1"


def _names(name: str, default: str) -> list[str]:
    return [item.strip() for item in os.environ.get(name, default).split(",") if item.strip()]


def _kept_secret_key(home: Path) -> str:
    """The key in the data folder, made on first use; readable by the owner only."""
    path = home / "secret-key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        pass
    else:
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(50))
    key = path.read_text().strip()
    if len(key) < 50:
        raise ImproperlyConfigured(f"{path} is damaged; delete it to get a new key (everyone is signed out).")
    return key


def _mailer(url: str, home: Path) -> dict[str, object]:
    """SMTP from ``smtp[s]://user:password@host:port``; without it, a folder and the terminal."""
    if not url:
        return {
            "BACKEND": "pockitflyer.web.mail.FolderAndTerminal",
            "OPTIONS": {"file_path": str(home / "mail")},
        }
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ImproperlyConfigured("POCKITFLYER_SMTP_URL must look like smtp://user:password@host:587.")
    return {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": parts.hostname,
            "port": parts.port or (465 if parts.scheme == "smtps" else 587),
            "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "use_ssl": parts.scheme == "smtps",
            "use_tls": parts.scheme == "smtp",
            "timeout": 10,
        },
    }


# --- The data folder -------------------------------------------------------------------------------------------
HOME = Path(os.environ.get("POCKITFLYER_HOME") or "var").resolve()
HOME.mkdir(parents=True, exist_ok=True)
SECRET_KEY = os.environ.get("POCKITFLYER_SECRET_KEY") or _kept_secret_key(HOME)

# --- The server ------------------------------------------------------------------------------------------------
HOST = os.environ.get("HOST", "").strip() or "127.0.0.1"
PORT = _whole_number("PORT", 8000, 1, 65535)
WORKERS = _whole_number("POCKITFLYER_WORKERS", min(4, os.cpu_count() or 1), 1, 64)
# A request holds its thread while its body trickles in from a slow phone, so there must be many more threads
# than slow uploads per worker; an idle thread costs some 100 kB.
THREADS_PER_WORKER = 64
DEBUG = _switch("POCKITFLYER_DEBUG")
ALLOWED_HOSTS = _names("POCKITFLYER_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
HTTPS = _switch("POCKITFLYER_HTTPS")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if HTTPS and host != "*"]

# --- The house -------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "pockitflyer.flyers",
    "pockitflyer.accounts",
    "pockitflyer.pictures",
    "pockitflyer.web",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.headless",
    "django_htmx",
    "dmr",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "pockitflyer.web.limits.BodyLimit",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
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
DATABASES = {"default": database(os.environ.get("POCKITFLYER_DATABASE_URL", ""), DATABASE_FILE)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# In the database, because throttles must count over all worker processes.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "shared_cache"}}
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
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
# Brotli and gzip reach every browser; what is not asked for need not be compressed at a first start.
SERVESTATIC_KEEP_ONLY_HASHED_FILES = True
SERVESTATIC_USE_ZSTD = False

# --- Pictures --------------------------------------------------------------------------------------------------
MAX_PICTURE_BYTES = 10 * 1024 * 1024
MAX_PICTURE_PIXELS = 50_000_000
# A form around one picture: the picture and some room for the other fields.
MAX_BODY_BYTES = MAX_PICTURE_BYTES + 256 * 1024

# --- The order of the board: docs/ranking.md --------------------------------------------------------------------
# A flyer that is this much older, or this far away, is worth half as much.
RANKING_HALF_LIFE_DAYS = _number_above_zero("POCKITFLYER_RANKING_HALF_LIFE_DAYS", 3)
RANKING_HALF_DISTANCE_KM = _number_above_zero("POCKITFLYER_RANKING_HALF_DISTANCE_KM", 2)

# --- Who you are -----------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
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
HEADLESS_CLIENTS = ("app",)
HEADLESS_TOKEN_STRATEGY = "allauth.headless.tokens.strategies.jwt.JWTTokenStrategy"
HEADLESS_JWT_ALGORITHM = "HS256"
# Stateful: the token of a session that was signed out is refused at once.
HEADLESS_JWT_STATEFUL_VALIDATION_ENABLED = True

# Kept in a cookie: reading it on a public page asks neither the session nor the database.
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

# --- Words -----------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("de", _("German"))]
LOCALE_PATHS = [Path(__file__).parent / "locale"]
TIME_ZONE = os.environ.get("POCKITFLYER_TIME_ZONE") or "Europe/Zurich"
USE_TZ = True
MAILERS = {"default": _mailer(os.environ.get("POCKITFLYER_SMTP_URL", ""), HOME)}
DEFAULT_FROM_EMAIL = os.environ.get("POCKITFLYER_MAIL_FROM") or "PockitFlyer <board@pockitflyer.example>"
SERVER_EMAIL = DEFAULT_FROM_EMAIL

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
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 60 * 60 * 24 * 90
CSRF_FAILURE_VIEW = "pockitflyer.web.problems.csrf_failure"
X_FRAME_OPTIONS = "DENY"
if HTTPS:
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"terminal": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["terminal"], "level": "INFO"},
    # It tells every step of every decode, and what it warns of reaches the sender as a named error.
    "loggers": {"pyvips": {"level": "ERROR"}},
}
