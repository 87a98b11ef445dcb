"""Pages of members."""

from django.urls import URLPattern, URLResolver, path

from members.views import corrections, documents, privacy, refusing
from members.views import registration as views

app_name = "members"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.start, name="start"),
    path("lagi/", views.again, name="again"),
    path("nama/", views.name, name="name"),
    path("identitas/", views.identity, name="identity"),
    path("kontak/", views.contact, name="contact"),
    path("kepegawaian/", views.employment, name="employment"),
    path("pekerjaan/", views.work, name="work"),
    path("kategori/", views.category, name="category"),
    path("pendidikan/", views.education, name="education"),
    path("perguruan-tinggi/", views.suggest_institutions, name="institutions"),
    path("dokumen/", documents.overview, name="documents"),
    path("dokumen/<str:kind>/", documents.upload, name="upload"),
    path("dokumen/<str:kind>/hapus/", documents.remove, name="remove"),
    path("dokumen/<str:kind>/berkas/", documents.document, name="document"),
    path("dokumen/<str:kind>/kecil/", documents.preview, name="preview"),
    path("periksa/", views.check, name="check"),
    path("tarik/", views.withdraw, name="withdraw"),
    path("data/", views.sent, name="sent"),
    path("status/", views.status, name="status"),
    path("perbaikan/", corrections.correct, name="correct"),
]

# below /saya/
own: tuple[list[URLPattern | URLResolver], str] = (
    [
        path("data/", privacy.centre, name="centre"),
        path("data/minta/<slug:kind>/", privacy.ask, name="ask"),
        path("data/permintaan/<int:pk>/tarik/", privacy.withdraw, name="withdraw"),
        path("data/pembatasan/akhiri/", privacy.lift, name="lift"),
        path("email/", refusing.own, name="mail"),
        path("data/salinan/", privacy.copy, name="copy"),
        path("data/salinan/<str:token>/", privacy.download, name="download"),
    ],
    "privacy",
)

# below /berhenti/: the link of a mail to many. Logs drop what follows.
stopping: tuple[list[URLPattern | URLResolver], str] = (
    [path("<str:token>/", refusing.stop, name="stop")],
    "refusing",
)
