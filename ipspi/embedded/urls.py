"""The demo's own pages; wired only where IPSPI_DEMO is set."""

from django.urls import path

from ipspi.embedded import views

app_name = "demo"
urlpatterns = [
    path("", views.accounts, name="accounts"),
    path("surat/", views.mailbox, name="mailbox"),
    path("surat/<str:key>/", views.mail, name="mail"),
    path("surat/<str:key>/tampilan/", views.mail_as_sent, name="mail-as-sent"),
]
