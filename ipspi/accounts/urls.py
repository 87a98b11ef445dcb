"""Accounts. Addresses are Indonesian; names are those that allauth looks up."""

from allauth.account import views as allauth_views
from django.urls import path, re_path

from ipspi.accounts import views

urlpatterns = [
    path("masuk/", allauth_views.login, name="account_login"),
    path("keluar/", allauth_views.logout, name="account_logout"),
    path("daftar/", views.signup, name="account_signup"),
    path("konfirmasi/", views.confirm, name="account_email_verification_sent"),
    path("konfirmasi/kirim-ulang/", views.resend, name="resend_code"),
    path("konfirmasi/<uuid:confirmation_id>/", views.confirm, name="confirm"),
    path("konfirmasi/<uuid:confirmation_id>/kirim-ulang/", views.resend, name="resend_confirmation"),
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
    path("periksa/", allauth_views.reauthenticate, name="account_reauthenticate"),
]
