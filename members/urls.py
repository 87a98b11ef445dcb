"""Pages of members."""

from django.urls import URLPattern, URLResolver, path

from members.views import privacy
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
]

# below /saya/
own: tuple[list[URLPattern | URLResolver], str] = (
    [
        path("data/", privacy.centre, name="centre"),
        path("data/minta/<slug:kind>/", privacy.ask, name="ask"),
        path("data/permintaan/<int:pk>/tarik/", privacy.withdraw, name="withdraw"),
        path("data/pembatasan/akhiri/", privacy.lift, name="lift"),
        path("data/salinan/", privacy.copy, name="copy"),
        path("data/salinan/<str:token>/", privacy.download, name="download"),
    ],
    "privacy",
)
