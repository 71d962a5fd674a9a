"""Django's settings for a process that serves people: accounts, sessions, pages, the back office."""

from pathlib import Path
from typing import Any

from corridor.app.config import environment

WEB = Path(__file__).parents[1] / "web"
LOCALE = Path(__file__).parents[1] / "locale"

APPLICATIONS = [
    "corridor.app.store",
    "corridor.app.store.accounts",
    "corridor.app.web",
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "corridor.app.web.middleware.ContentPolicy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "corridor.app.web.middleware.Languages",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "corridor.app.web.middleware.Faults",
    "allauth.account.middleware.AccountMiddleware",
]

TEAL = {
    "50": "#e8f1f2", "100": "#d1e3e6", "200": "#a9cbd1", "300": "#7ab0b9", "400": "#478e9b", "500": "#1f6f7e",
    "600": "#0f4c5c", "700": "#0d4351", "800": "#0b3945", "900": "#082c36", "950": "#051d24",
}  # fmt: skip
"""The pages' accent, for the back office."""

SESSION_SECONDS = 8 * 3600
"""A working day: whoever comes back the next morning signs in again."""


def web_settings(home: Path) -> dict[str, Any]:
    """What `settings.choose` takes. home: the folder that keeps the key with which cookies are signed."""
    is_secure = environment.is_behind_https()
    return {
        "SECRET_KEY": environment.secret_key(home),
        "INSTALLED_APPS": APPLICATIONS,
        "MIDDLEWARE": MIDDLEWARE,
        "ROOT_URLCONF": "corridor.app.web.urls",
        "API_HANDLER": "corridor.app.api.handler.ApiHandler",
        "ALLOWED_HOSTS": environment.hosts(),
        "CSRF_TRUSTED_ORIGINS": [f"https://{host}" for host in environment.hosts()] if is_secure else [],
        "TEMPLATES": [_templates()],
        "AUTH_USER_MODEL": "accounts.User",
        "DATABASE_ROUTERS": [],
        **_signing_in(),
        **_languages(),
        **_static_files(),
        "SESSION_COOKIE_AGE": SESSION_SECONDS,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SECURE": is_secure,
        "CSRF_COOKIE_SECURE": is_secure,
        "CSRF_FAILURE_VIEW": "corridor.app.web.faults.csrf_failure",
        "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https") if is_secure else None,
        "SECURE_HSTS_SECONDS": 31_536_000 if is_secure else 0,
        "X_FRAME_OPTIONS": "DENY",
        "LOGGING_CONFIG": "logging.config.dictConfig",
        "LOGGING": _logging(),
        "UNFOLD": {
            "SITE_TITLE": "Corridor",
            "SITE_HEADER": "Corridor",
            "SITE_URL": "/",
            "SHOW_HISTORY": False,
            "SHOW_VIEW_ON_SITE": False,
            "COLORS": {"primary": TEAL},
            "SITE_DROPDOWN": "corridor.app.web.back_office.site.sponsors",
        },
    }


def _templates() -> dict[str, Any]:
    return {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [WEB / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "corridor.app.web.context.page",
            ],
            "builtins": [
                "corridor.app.web.templatetags.told",
                "django.templatetags.i18n",
                "django.templatetags.static",
            ],
        },
    }


def _signing_in() -> dict[str, Any]:
    minimum = {"OPTIONS": {"min_length": 10}}
    validators = "django.contrib.auth.password_validation"
    return {
        "AUTHENTICATION_BACKENDS": ["allauth.account.auth_backends.AuthenticationBackend"],
        "AUTH_PASSWORD_VALIDATORS": [
            {"NAME": f"{validators}.MinimumLengthValidator", **minimum},
            {"NAME": f"{validators}.CommonPasswordValidator"},
            {"NAME": f"{validators}.NumericPasswordValidator"},
        ],
        "LOGIN_URL": "account_login",
        "LOGIN_REDIRECT_URL": "/",
        "ACCOUNT_ADAPTER": "corridor.app.web.signin.Adapter",
        "ACCOUNT_LOGIN_METHODS": {"email"},
        "ACCOUNT_SIGNUP_FIELDS": ["email*", "password1*"],
        "ACCOUNT_USER_MODEL_USERNAME_FIELD": None,
        "ACCOUNT_EMAIL_VERIFICATION": "none",
        "ACCOUNT_SESSION_REMEMBER": False,
        "ACCOUNT_LOGOUT_ON_GET": False,
    }


def _languages() -> dict[str, Any]:
    return {
        "LANGUAGE_CODE": "en",
        "LANGUAGES": [("en", "English"), ("tr", "Türkçe")],
        "LOCALE_PATHS": [LOCALE],
        "USE_I18N": True,
        "LANGUAGE_COOKIE_NAME": "corridor_language",
        "FORMAT_MODULE_PATH": ["corridor.app.web.formats"],
    }


def _logging() -> dict[str, Any]:
    """Warnings and errors on stderr. A refused host name is an answer to its sender, and no line of ours."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "level": "WARNING", "formatter": "line"},
            "nowhere": {"class": "logging.NullHandler"},
        },
        "loggers": {
            "django": {"handlers": ["stderr"]},
            "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},
            "corridor": {"handlers": ["stderr"]},
        },
    }


def _static_files() -> dict[str, Any]:
    return {
        "STATIC_URL": "/static/",
        "WHITENOISE_USE_FINDERS": True,
        "WHITENOISE_AUTOREFRESH": False,
        "WHITENOISE_MAX_AGE": 3600,
        "STORAGES": {
            "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        },
    }
