"""Checking members: what a card's code leads to, and other ways. Logs drop what follows /v/."""

from django.urls import URLPattern, URLResolver, path

from members.views import checking as views
from members.views import offline

app_name = "checking"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.start, name="start"),
    path("foto/", views.photo, name="photo"),
    path("nomor/", views.number, name="number"),
    path("banyak/", views.many, name="many"),
    path("kerja.js", offline.worker, name="worker"),
    path("aplikasi.webmanifest", offline.manifest, name="manifest"),
    path("daftar", offline.signed_list, name="list"),
    path("<str:token>", views.card, name="card"),
]
