"""
Every address of the registry.

Sign-in is the default (LoginRequiredMiddleware); PUBLIC names, once, the pages that need none, and a test holds it
against all views.
"""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularAPIView

from ipspi import health, starting
from ipspi.administration.site import site as admin_site
from ipspi.credentials import views as credentials
from ipspi.design import page as design_page
from members import api as members_api
from members import urls as members_urls

PUBLIC = {
    "start",
    "healthz",
    "readyz",
    "schema",
    "jwks",
    "checking:start",
    "checking:photo",
    "checking:number",
    "checking:worker",
    "checking:manifest",
    "checking:list",
    "checking:card",
    "regions:options",
    "invitation:page",
    "invitation:accept",
    "invitation:refuse",
    "organisation:chapters",
    "organisation:chapter",
    "refusing:stop",
    "account_login",
    "account_logout",
    "account_signup",
    "signup_with_passkey",
    "correct_address",
    "prove_address",
    "agree_to_address",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "account_inactive",
    "account_email_verification_sent",
    "confirm",
    "resend_code",
    "resend_confirmation",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
}

urlpatterns: list[URLPattern | URLResolver] = [
    path("", starting.start, name="start"),
    path("akun/", include("ipspi.accounts.urls")),
    path("pendaftaran/", include("members.urls")),
    path("kartu/", include("members.card_urls")),
    path("v/", include("members.check_urls")),  # short: it stands in QR codes
    path("keanggotaan/", include("members.membership_urls")),
    path("saya/", include(members_urls.own)),
    path("berhenti/", include(members_urls.stopping)),
    path("daerah/", include("chapters.urls")),
    path("daerah/", include("chapters.reconciliation.urls")),
    path("daerah/", include("chapters.duplicates.urls")),
    path("daerah/", include("chapters.inviting.urls")),
    path("daerah/", include("chapters.boards.urls")),
    path("daerah/", include("events.assembly.urls")),
    path("organisasi/", include("chapters.boards.public_urls")),
    path("daerah/", include("chapters.rostering.urls")),
    path("daerah/", include("chapters.circulars.urls")),
    path("daerah/", include("chapters.programmes.urls")),
    path("daerah/", include("chapters.partners.urls")),
    path("daerah/", include("chapters.accountability.urls")),
    path("undangan/", include("chapters.inviting.public_urls")),
    path("unggahan/", include("ipspi.spreadsheets.urls")),
    path("pekerjaan/", include("ipspi.jobs.urls")),
    path("wilayah/", include("ipspi.regions.urls")),
    path("api/v1/me", members_api.me, name="api-me"),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    path(".well-known/jwks.json", credentials.jwks, name="jwks"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("admin/", admin_site.urls),
]

if settings.DEBUG:
    PUBLIC |= {"design"}
    urlpatterns += [path("desain/", design_page, name="design")]

if settings.DEMO:
    PUBLIC |= {"demo:accounts", "demo:mailbox", "demo:mail", "demo:mail-as-sent"}
    urlpatterns += [path("demo/", include("ipspi.embedded.urls"))]
