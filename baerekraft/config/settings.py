"""Settings. Every choice an operator has is an environment variable, listed in docs/configuration.md."""

from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP

from baerekraft.config import environment, staff_providers
from baerekraft.mail.address import mail_settings

ROOT = Path(__file__).resolve().parent.parent
DEVELOPMENT = environment.flag("DEVELOPMENT")
DATA_DIR = Path(environment.text("DATA_DIR", str(ROOT.parent / "var"))).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)
CONTENT_DIR = Path(environment.text("CONTENT_DIR", str(ROOT.parent / "content")))

DEBUG = False
SECRET_KEY = environment.secret_key(DATA_DIR)
BASE_URL = environment.text("BASE_URL", "http://127.0.0.1:8000").rstrip("/")
if urlsplit(BASE_URL).scheme not in {"http", "https"} or not urlsplit(BASE_URL).hostname:
    raise ImproperlyConfigured(f"BASE_URL must be like https://kurs.example.no, not «{BASE_URL}».")
HTTPS = BASE_URL.startswith("https://")
ALLOWED_HOSTS = environment.listing("ALLOWED_HOSTS", f"{urlsplit(BASE_URL).hostname},localhost,127.0.0.1")
TRUST_PROXY = environment.flag("TRUST_PROXY")
if TRUST_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Who runs this installation: on certificates, as the sender of mail, in the editor.
ISSUER = environment.text("ISSUER", "Bærekraft i kommunen")
CONTACT = environment.text("CONTACT", "")

INSTALLED_APPS = [
    "baerekraft.config.apps.ConfigConfig",
    "baerekraft.adaptation",
    "baerekraft.quality",
    "baerekraft.importing",
    "baerekraft.exporting",
    "baerekraft.translation",
    "baerekraft.authoring",
    "baerekraft.media",
    "baerekraft.interop",
    "baerekraft.packages",
    "baerekraft.insight",
    "baerekraft.player",
    "baerekraft.credentials",
    "baerekraft.delivery",
    "baerekraft.campaigns",
    "baerekraft.reports",
    "baerekraft.assessments",
    "baerekraft.status",
    "baerekraft.pages",
    "baerekraft.records",
    "baerekraft.catalog",
    "baerekraft.learners",
    "baerekraft.exercises",
    "baerekraft.exercises.single_choice",
    "baerekraft.exercises.multiple_choice",
    "baerekraft.exercises.fact_or_myth",
    "baerekraft.exercises.ordering",
    "baerekraft.exercises.matching",
    "baerekraft.exercises.sorting",
    "baerekraft.exercises.estimate",
    "baerekraft.exercises.dilemma",
    "baerekraft.exercises.flashcards",
    "baerekraft.exercises.reflection",
    "baerekraft.exercises.poll",
    "baerekraft.exercises.pledge",
    # Before our own, which takes some of their admin pages away.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "baerekraft.accounts",
    "baerekraft.indicators",
    "baerekraft.municipalities",
    "baerekraft.design",
    "baerekraft.mail",
    "baerekraft.pdf",
    "baerekraft.sdg",
    "baerekraft.sheets",
    "django_tasks_db",
    "baerekraft.authoring.words",
    "baerekraft.authoring.words.script",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.contrib.typed_table_block",
    "wagtail.admin",
    "wagtail.search",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "baerekraft.config.middleware.headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "baerekraft.accounts.gate.middleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "baerekraft.authoring.reach.Gate",
    "baerekraft.authoring.guarding.Refusals",
    "baerekraft.interop.api.door.public",
]

ROOT_URLCONF = "baerekraft.config.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "baerekraft.design.languages.context",
            ],
        },
    }
]

# FULL makes an acknowledged answer survive a power cut; IMMEDIATE makes writers queue instead of failing midway.
SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16000; "
    "PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY;",
}
DATABASES = {
    "default": dj_database_url.parse(
        environment.text("DATABASE_URL", f"sqlite:///{DATA_DIR / 'baerekraft.sqlite3'}"), conn_max_age=None
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = SQLITE
elif "postgresql" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["CONN_MAX_AGE"] = 0
    DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = True
    DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {"min_size": 1, "max_size": 8}
else:
    raise ImproperlyConfigured("DATABASE_URL must begin with sqlite:/// or postgres://.")
# A process keeps two connections to each replica; one that does not answer must not keep people waiting.
for number, url in enumerate(environment.text("DATABASE_REPLICA_URL").split(), start=1):
    if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
        raise ImproperlyConfigured(
            "DATABASE_REPLICA_URL is for PostgreSQL; SQLite has no replicas. Unset it."
        )
    if not url.startswith(("postgres://", "postgresql://")):
        raise ImproperlyConfigured("Each address in DATABASE_REPLICA_URL must begin with postgres://.")
    replica = dj_database_url.parse(url, conn_max_age=60)
    replica["ENGINE"] = "baerekraft.config.impatient"
    replica["DISABLE_SERVER_SIDE_CURSORS"] = True
    replica.setdefault("OPTIONS", {}).setdefault("connect_timeout", 2)
    replica["TEST"] = {"MIRROR": "default"}
    DATABASES[f"replica {number}"] = replica
REPLICAS = [alias for alias in DATABASES if alias != "default"]
DATABASE_ROUTERS = ["baerekraft.config.replicas.Router"] if REPLICAS else []
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# In the database, so that whoever guesses is counted by every process alike; learners' pages do not use it.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "OPTIONS": {}}}

AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Staff sign in with a code by e-mail, a passkey, or where they work; a password only if they have one.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = WAGTAILADMIN_LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
ACCOUNT_ADAPTER = "baerekraft.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_TIMEOUT = 20 * 60
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if TRUST_PROXY else 0
MFA_ADAPTER = "baerekraft.accounts.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["recovery_codes", "totp", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1
SOCIALACCOUNT_ADAPTER = "baerekraft.accounts.adapters.SocialAdapter"
STAFF_PROVIDERS = staff_providers.read()
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": STAFF_PROVIDERS}}

EMAIL_URL = environment.text("EMAIL_URL")
MAIL_FROM = environment.text("MAIL_FROM", f"{ISSUER} <kurs@{urlsplit(BASE_URL).hostname}>")
# Where other servers say that mail did not arrive, and where we read it.
MAIL_RETURN_PATH = environment.text("MAIL_RETURN_PATH")
MAIL_BOUNCES = environment.text("MAIL_BOUNCES")
# Campaigns' mail to one receiving domain; what somebody waits for goes at once.
MAIL_PER_MINUTE = environment.number("MAIL_PER_MINUTE", 120, least=1)
MAIL_DKIM_SELECTOR = environment.text("MAIL_DKIM_SELECTOR")
# Where the doctor asks, as address:port; empty for the machine's own name servers.
DNS_SERVER = environment.text("DNS_SERVER")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = MAIL_FROM
MAILERS = mail_settings(EMAIL_URL, DATA_DIR)
OUTBOX = DEVELOPMENT and not EMAIL_URL

LANGUAGE_CODE = "nb"
LANGUAGES = [("nb", "Bokmål"), ("nn", "Nynorsk"), ("en", "English")]
FORMAT_MODULE_PATH = "baerekraft.config.formats"
TIME_ZONE = "Europe/Oslo"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "baerekraft.design.assets.BundleFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "baerekraft.design.assets.AssetStorage"},
}
# What a lesson in a package needs besides the driver that keeps what was answered.
PACKAGED = [
    "exercises/exercise.js",
    "exercises/*.js",
    "player/page.js",
    "player/read-aloud.js",
    "packages/run.js",
]
SCORM = ["packages/packing.js", "packages/answers.js", "packages/scorm.js"]
# The order of the cascade and of the script; a bundle is these files joined.
BUNDLES = {
    "app.css": [
        "design/designsystemet/*.css",
        "design/tokens.css",
        "design/theme.css",
        "design/base.css",
        "design/layout.css",
        "design/components.css",
        "exercises/exercise.css",
        "exercises/*.css",
        "design/print.css",
    ],
    "status.css": ["sdg/goals.css", "indicators/*.css", "status/*.css"],
    "status.js": ["status/*.js"],
    "check.css": ["sdg/goals.css", "assessments/*.css"],
    "check.js": ["assessments/*.js"],
    "insight.css": ["indicators/*.css", "insight/*.css"],
    "insight.js": ["insight/*.js"],
    "lesson-figures.js": ["lessons/*.js"],
    "lesson-media.css": ["lessons/*.css"],
    "app.js": [
        "exercises/exercise.js",
        "exercises/*.js",
        "player/page.js",
        "player/outbox.js",
        "player/*.js",
    ],
    "package.css": ["lessons/*.css", "packages/packages.css"],
    "site.js": [*PACKAGED, "packages/site.js"],
    "scorm12.js": [*PACKAGED, *SCORM, "packages/scorm12.js"],
    "scorm2004.js": [*PACKAGED, *SCORM, "packages/scorm2004.js"],
    "cmi5.js": [
        *PACKAGED,
        "packages/cmi5-launch.js",
        "packages/cmi5-lrs.js",
        "packages/cmi5-statements.js",
        "packages/cmi5-unit.js",
        "packages/cmi5.js",
    ],
}

LEARNER_COOKIE = "baerekraft"
DEVICE_COOKIE = "baerekraft-svar"
COURSE_COOKIE = "baerekraft-kurs"
LATELY_COOKIE = "baerekraft-nylig"  # only where there are replicas
# How long things live, by purpose.
LEARNER_MONTHS = environment.number("LEARNER_MONTHS", 24, least=1)  # name and e-mail, after the last activity
RECIPIENT_MONTHS = environment.number(
    "RECIPIENT_MONTHS", 12, least=1
)  # people on a campaign's list who never entered, after its end
ASSESSMENT_MONTHS = environment.number(
    "ASSESSMENT_MONTHS", 24, least=1
)  # an assessment, after the last change
PROOF_DAYS = environment.number("PROOF_DAYS", 7, least=1)  # a mailed link or code
SHARED_MINUTES = environment.number("SHARED_MINUTES", 30, least=1)  # a shared computer left alone
PLEDGE_DAYS = environment.number("PLEDGE_DAYS", 30, least=1)  # until a pledge is asked about
REVIEW_DAYS = (3, 10, 30)  # after a yes to questions by mail; the texts that learners read say so too
# Whether the worker tries the links of published lessons at night. Off, because then nothing here calls out.
CHECK_LINKS = environment.flag("CHECK_LINKS")
# Whether webhooks, record stores and learning platforms may be in the house's own network, and be called without https.
OUTGOING_PRIVATE = environment.flag("OUTGOING_PRIVATE")
# Whether record stores get learners' proven e-mail addresses instead of pseudonyms.
XAPI_EMAIL = environment.flag("XAPI_EMAIL")
RATE_LIMITS = environment.flag("RATE_LIMITS", True)
ENTRIES_A_MINUTE = environment.number(
    "ENTRIES_A_MINUTE", 600, least=1
)  # from one address: a town hall shares one
API_A_MINUTE = environment.number("API_A_MINUTE", 600, least=1)  # questions by one token, or from one address
# How often staff may ask for a code, or be wrong: with one e-mail address (key), and from one network address (ip).
ACCOUNT_RATE_LIMITS: dict[str, str | None] = {
    "request_login_code": "3/m/key,20/d/key",
    "login_failed": "5/5m/key",
}
if RATE_LIMITS:
    ACCOUNT_RATE_LIMITS = {limit: f"{rate},20/m/ip" for limit, rate in ACCOUNT_RATE_LIMITS.items()}
else:
    ACCOUNT_RATE_LIMITS |= {"login": None, "reauthenticate": None}
    MFA_RATE_LIMITS = {"webauthn_login": None}

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [BASE_URL]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}
# The text field of the editor writes its own <style> elements: the one exception, for staff alone.
STAFF_CSP = {
    **SECURE_CSP,
    "style-src-elem": [CSP.SELF, CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "frame-ancestors": [CSP.SELF],
}
# Signing in is ours, and needs nothing inline. The way to a provider begins with a form here.
_away = {f"{urlsplit(app['settings']['issuer']).scheme}:" for app in STAFF_PROVIDERS}
SIGN_IN_CSP = {**SECURE_CSP, "form-action": [CSP.SELF, *sorted(_away)]}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# A page of an assessment with hundreds of targets or conflicts has so many.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3_000

# What the media library lets in. A picture is also refused above 50 million pixels.
MEDIA_IMAGE_MB = environment.number("MEDIA_IMAGE_MB", 10, least=1)
MEDIA_VIDEO_MB = environment.number("MEDIA_VIDEO_MB", 30, least=1)
WAGTAILIMAGES_IMAGE_MODEL = "media.LibraryImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "baerekraft.media.forms.LibraryImageForm"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "avif", "gif"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = MEDIA_IMAGE_MB * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000

WAGTAIL_SITE_NAME = ISSUER
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
# Documents lie in the library with everything else, and staff alone fetch them.
WAGTAILDOCS_SERVE_METHOD = "direct"
# A translation that is begun is a draft: whoever begins it may not be one who publishes.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"secrets": {"()": "baerekraft.assessments.redacting.Secrets"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["secrets"]}},
    "root": {"handlers": ["console"], "level": environment.text("LOG_LEVEL", "WARNING")},
    "loggers": {
        # Django's own handlers, past our filter, go: mail to ADMINS, and runserver's.
        "django": {"handlers": []},
        "django.server": {"handlers": ["console"], "propagate": False},
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
