"""Accounts. Addresses are Indonesian; names are those that allauth looks up."""

from allauth.account import views as allauth_views
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.contrib.auth.decorators import login_not_required
from django.urls import path, re_path

from ipspi.accounts.views import addresses, proving, security, signing_up

urlpatterns = [
    path("masuk/", allauth_views.login, name="account_login"),
    path("keluar/", allauth_views.logout, name="account_logout"),
    path("daftar/", signing_up.signup, name="account_signup"),
    path("daftar/passkey/", signing_up.signup_with_passkey, name="signup_with_passkey"),
    path("konfirmasi/", signing_up.confirm, name="account_email_verification_sent"),
    path("konfirmasi/perbaiki/", signing_up.correct, name="correct_address"),
    path("konfirmasi/kirim-ulang/", signing_up.resend, name="resend_code"),
    path("konfirmasi/<uuid:confirmation_id>/", signing_up.confirm, name="confirm"),
    path("konfirmasi/<uuid:confirmation_id>/kirim-ulang/", signing_up.resend, name="resend_confirmation"),
    path("nonaktif/", allauth_views.account_inactive, name="account_inactive"),
    path("sandi/", allauth_views.password_change, name="account_change_password"),
    path("sandi/buat/", allauth_views.password_set, name="account_set_password"),
    path("sandi/lupa/", allauth_views.password_reset, name="account_reset_password"),
    path("sandi/lupa/terkirim/", allauth_views.password_reset_done, name="account_reset_password_done"),
    re_path(  # the key has a hyphen of its own: the account's part ends at the first
        r"^sandi/lupa/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[0-9A-Za-z-]+)/$",
        allauth_views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "sandi/lupa/selesai/",
        allauth_views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("masuk/kode/", factors.authenticate, name="mfa_authenticate"),
    path("masuk/passkey/", login_not_required(passkeys.login_webauthn), name="mfa_login_webauthn"),
    path("periksa/", proving.by_password, name="account_reauthenticate"),
    path("periksa/kode/", proving.by_code, name="mfa_reauthenticate"),
    path("periksa/passkey/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("keamanan/", security.security, name="mfa_index"),
    path("keamanan/", security.security, name="mfa_list_webauthn"),  # where allauth goes back to
    path("keamanan/aplikasi/pasang/", totp.activate_totp, name="mfa_activate_totp"),
    path("keamanan/aplikasi/lepas/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("keamanan/passkey/baru/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("keamanan/passkey/<int:pk>/nama/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path("keamanan/passkey/<int:pk>/hapus/", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
    path("keamanan/kode-pemulihan/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "keamanan/kode-pemulihan/baru/",
        recovery_codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "keamanan/kode-pemulihan/unduh/",
        recovery_codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("keamanan/sesi/<int:pk>/akhiri/", security.end_session, name="end_session"),
    path("keamanan/sesi/akhiri-lainnya/", security.end_other_sessions, name="end_other_sessions"),
    path("keamanan/email/", addresses.change_address, name="change_address"),
    path("email/<uuid:change_id>/", addresses.prove_address, name="prove_address"),
    path("email/<uuid:change_id>/<str:key>/", addresses.agree_to_address, name="agree_to_address"),
]
