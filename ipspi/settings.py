"""
The one settings file. Everything that differs between machines comes from the environment; see .env.example.

No secret has a default: with DEBUG or as a demo the embedded servers' state folder supplies the keys.
"""

from pathlib import Path

from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from ipspi import environment as env
from ipspi.administration.theme import UNFOLD  # noqa: F401 - a setting: how the admin looks

BASE_DIR = Path(__file__).resolve().parent.parent

# ---------------------------------------------------------------- where we run
DEBUG = env.flag("DEBUG")
DEMO = env.flag("IPSPI_DEMO")
SECRET_KEY = env.text("SECRET_KEY")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"])
SITE_URL = env.text("SITE_URL", "http://localhost:8000")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_FAILURE_VIEW = "ipspi.accounts.keeping.csrf_failure"

# ---------------------------------------------------------------- keys
# version → 32 bytes in base64, "1:…,2:…"; the highest version encrypts, all decrypt
ENCRYPTION_KEYS = env.keys("ENCRYPTION_KEYS")
# the version in force is in the database; LOOKUP_KEY alone is version 1
LOOKUP_KEYS = env.keys("LOOKUP_KEYS", single="LOOKUP_KEY")

# ---------------------------------------------------------------- servers
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        **env.database("DATABASE_URL"),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
}
REDIS_URL = env.text("REDIS_URL")

EMAIL_HOST = env.text("EMAIL_HOST", "127.0.0.1")
EMAIL_PORT = env.number("EMAIL_PORT", default=1025, at_least=1)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS")
EMAIL_TIMEOUT = 15
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "IPSPI <tidak-dibalas@ipspi.example>")

# ---------------------------------------------------------------- the house
INSTALLED_APPS = [
    "ipspi.accounts",
    "ipspi.audit",
    "ipspi.credentials",
    "ipspi.keys",
    "ipspi.outbox",
    "ipspi.jobs",
    "ipspi.regions",
    "ipspi.spreadsheets",
    "members",
    "chapters",
    "certification",
    "events",
    "ipspi.embedded",  # after the others: its links come last in the menu
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "csp",
    "phonenumber_field",
    "rest_framework",
    "drf_spectacular",
    "pgtrigger",
    "pghistory",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "ipspi.policies.keep_nothing",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "ipspi.accounts.keeping.Keep",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "ipspi.accounts.sessions.Track",
    "ipspi.accounts.second_factor.Guard",
    "ipspi.accounts.acting.ActingAccount",
]

ROOT_URLCONF = "ipspi.urls"
WSGI_APPLICATION = "ipspi.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ipspi.navigation.context",
                "ipspi.accounts.keeping.context",
            ],
        },
    }
]

# ---------------------------------------------------------------- accounts
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
ACCOUNT_ADAPTER = "ipspi.accounts.adapter.Adapter"
ACCOUNT_FORMS = {
    "login": "ipspi.accounts.forms.LoginForm",
    "signup": "ipspi.accounts.forms.SignupForm",
    "change_password": "ipspi.accounts.forms.ChangePasswordForm",
    "set_password": "ipspi.accounts.forms.SetPasswordForm",
    "reset_password": "ipspi.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "ipspi.accounts.forms.ResetPasswordKeyForm",
    "reauthenticate": "ipspi.accounts.forms.ReauthenticateForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = True
# only the browser that signed up; see ipspi.accounts.views.signing_up
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "start"
ACCOUNT_RATE_LIMITS = {
    "confirm_email": "1/3m/key,6/d/key",  # a new code brings five guesses: thirty a day at one address
    "reset_password": "20/m/ip,5/m/key,10/d/key",
    "check_number": "20/m/ip,200/d/ip,30/d/key",  # many people share an address of a mobile network
    "check_photo": "20/m/ip,300/d/ip",
    "check_many": "20/d/user,40/d/ip",
    "check_line": "30/d/key",  # as for a single question: each number, in how many lists it ever stands
    "call_member": "30/d/user,30/d/key",  # a mutasi hither, of somebody known by number and name
    "replace_card": "5/d/user",
    "second_factor": "30/d/key",  # wrong codes of an app, beside allauth's five in five minutes
}
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300  # seconds that a proof of who one is lasts for sensitive acts
MFA_ADAPTER = "ipspi.accounts.factors.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "ipspi.accounts.forms.AuthenticateForm",
    "reauthenticate": "ipspi.accounts.forms.ReauthenticateByCodeForm",
    "activate_totp": "ipspi.accounts.forms.ActivateTOTPForm",
    "add_webauthn": "ipspi.accounts.forms.AddPasskeyForm",
    "edit_webauthn": "ipspi.accounts.forms.EditPasskeyForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
# a passkey is what one has and what one knows or is: both factors
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_ISSUER = "IPSPI"
MFA_TOTP_TOLERANCE = 1  # a telephone's clock, or its owner's thumbs, may be half a minute late
PASSWORD_HASHERS = ["ipspi.accounts.hashers.Argon2", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# Sessions and rate limits stay in PostgreSQL, so that nobody is locked out when Redis is down.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no names in cookies
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "rate_limit_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # a full cache forgets limits: somebody would fill it
    },
}

# ---------------------------------------------------------------- language, time, numbers
LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Bahasa Indonesia"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = "Asia/Jakarta"
USE_THOUSAND_SEPARATOR = True
PHONENUMBER_DEFAULT_REGION = "ID"
PHONENUMBER_DB_FORMAT = "E164"

# The official format is not known: {province} {year} {sequence}; the sequence is national and never restarts.
LPJ_NUMBER = env.text("LPJ_NUMBER", "{sequence:03d}/LPJ/{chapter}/{month}/{year}")
MEMBER_NUMBER_PATTERN = env.text("MEMBER_NUMBER_PATTERN", "{province}.{year}.{sequence:06d}")
# how long a card counts; 0: as long as the membership
MEMBER_CARD_YEARS = env.number("MEMBER_CARD_YEARS", default=0)

# ---------------------------------------------------------------- history of rows
PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")

# How long what nobody needs any more is kept, in days: docs/rules.md#retention
DAYS_BEFORE_ERASURE = env.number("DAYS_BEFORE_ERASURE", default=7)
DAYS_OF_DATA_COPIES = env.number("DAYS_OF_DATA_COPIES", default=7, at_least=1)
# how long the link of an invitation works
DAYS_OF_INVITATIONS = env.number("DAYS_OF_INVITATIONS", default=60, at_least=15)
DAYS_OF_DRAFTS = env.number("DAYS_OF_DRAFTS", default=180, at_least=15)
DAYS_OF_REFUSED = env.number("DAYS_OF_REFUSED", default=180, at_least=1)
DAYS_OF_UNCONFIRMED = env.number("DAYS_OF_UNCONFIRMED", default=30, at_least=1)
# drafts' warnings are among them
DAYS_OF_SENT_MAIL = env.number("DAYS_OF_SENT_MAIL", default=90, at_least=30)

# ---------------------------------------------------------------- files
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "ipspi" / "static"]  # the project's own package is no app
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(BASE_DIR / ".static")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or DEMO
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG or DEMO  # without `collectstatic`
WHITENOISE_AUTOREFRESH = DEBUG
FILE_UPLOAD_HANDLERS = [
    "ipspi.spreadsheets.receiving.LimitedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# ---------------------------------------------------------------- background work
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "max_retries": 0,  # a ring that nobody hears is given up at once: a page must not wait 6 s for it
    "socket_connect_timeout": 1,
    "socket_timeout": 1.5,  # a page waits for a silent broker; sign-up must answer within 2 s
    "visibility_timeout": 3600,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False  # its lines would not pass through ours
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_DEFAULT_QUEUE = "work"
CELERY_TASK_ROUTES = {"outbox.*": {"queue": "mail"}}
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE = {
    "mail that nobody rang for": {
        "task": "outbox.send_waiting",
        "schedule": 30.0,
        "options": {"expires": 30},
    },
    "jobs whose worker died": {"task": "jobs.sweep", "schedule": 30.0, "options": {"expires": 30}},
    "nights that are due": {
        "task": "chapters.start_nights",
        "schedule": crontab(minute="*/5"),
        "options": {"expires": 300},
    },
    "lists whose purpose ends": {
        "task": "chapters.end_lists",
        "schedule": crontab(hour="0-23/6", minute="20"),  # a day begins at three times
        "options": {"expires": 3600},
    },
    "terms of boards that end": {
        "task": "chapters.warn_of_terms",
        "schedule": crontab(hour="0-23/6", minute="35"),  # a day begins at three times
        "options": {"expires": 3600},
    },
    "files taken out of rosters whose day is over": {
        "task": "chapters.forget_exports",
        "schedule": crontab(minute="25"),
        "options": {"expires": 3600},
    },
    "the night's search for duplicates": {
        "task": "chapters.start_search",
        "schedule": crontab(minute="*/5"),
        "options": {"expires": 300},
    },
    "officers' hourly mail": {
        "task": "chapters.notify_officers",
        "schedule": crontab(minute="0"),
        "options": {"expires": 3600},
    },
    "officers' hourly mail of requests": {
        "task": "chapters.notify_of_requests",
        "schedule": crontab(minute="10"),
        "options": {"expires": 3600},
    },
    "leave, suspensions and resignations of today": {  # a day begins at three times
        "task": "chapters.carry_out_plans",
        "schedule": crontab(minute="*/15"),
        "options": {"expires": 900},
    },
    "who comes and goes, by month": {
        "task": "members.count_flows",
        "schedule": crontab(minute="*/5"),
        "options": {"expires": 300},
    },
    "transfers of today": {
        "task": "chapters.carry_out_transfers",
        "schedule": crontab(minute="5-59/15"),
        "options": {"expires": 900},
    },
    "what nobody needs any more": {
        "task": "members.retention",
        "schedule": crontab(hour="3", minute="10"),
    },
    "requests that wait too long": {
        "task": "chapters.remind_of_requests",
        "schedule": crontab(minute="30"),
    },
    "applications that wait": {
        "task": "chapters.remind",
        "schedule": crontab(hour="8", minute="10"),
    },
    "agreements that end": {
        "task": "chapters.remind_of_agreements",
        "schedule": crontab(hour="8", minute="20"),
    },
    "bulk admissions in force": {
        "task": "chapters.admit_due",
        "schedule": 10.0,
        "options": {"expires": 10},
    },
    "uploads that nobody applied": {
        "task": "spreadsheets.cancel_abandoned",
        "schedule": crontab(hour="3", minute="40"),
        "options": {"expires": 3600},
    },
}
OUTBOX_EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"

# ---------------------------------------------------------------- security
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
        "worker-src": [SELF],  # the check of cards goes on without a network
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    "camera": [],
    "geolocation": [],
    "microphone": [],
    "payment": [],
    "usb": [],
}
HTTPS = SITE_URL.startswith("https://")
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
# Limits on sign-in count by address; of X-Forwarded-For only what our own proxies wrote is believed.
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXIES", default=0)
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # e-mail addresses are unique, by a constraint on lower(email)

# ---------------------------------------------------------------- the API
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Registri Anggota IPSPI",
    "DESCRIPTION": "API registri anggota Independen Pekerja Sosial Profesional Indonesia.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
}

# ---------------------------------------------------------------- logs
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "ipspi.logs.Line", "fmt": "%(asctime)s %(levelname)s %(name)s: %(message)s"}
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
}
