"""Pages of members."""

from django.urls import URLPattern, URLResolver, path

from members.views import corrections
from members.views import registration as views

app_name = "members"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.start, name="start"),
    path("lagi/", views.again, name="again"),
    path("identitas/", views.identity, name="identity"),
    path("kontak/", views.contact, name="contact"),
    path("pekerjaan/", views.work, name="work"),
    path("periksa/", views.check, name="check"),
    path("status/", views.status, name="status"),
    path("perbaikan/", corrections.correct, name="correct"),
]
