"""Pages of chapters, below /daerah/."""

from django.urls import URLPattern, URLResolver, path

from chapters.rostering.views import roster
from chapters.views import applications, bulk, cards, documents, growth, life, privacy
from chapters.views import members as views

app_name = "chapters"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.mine, name="mine"),
    path("<str:code>/", views.overview, name="overview"),
    path("<str:code>/perkembangan/", growth.page, name="growth"),
    path("<str:code>/anggota/", roster.roster, name="roster"),
    path("<str:code>/anggota/<uuid:pk>/", views.member, name="member"),
    path("<str:code>/anggota/<uuid:pk>/kartu/", cards.card, name="card"),
    path("<str:code>/anggota/<uuid:pk>/kartu/baru/", cards.give_card, name="give_card"),
    path("<str:code>/anggota/<uuid:pk>/dokumen/<str:kind>/", documents.document, name="document"),
    path("<str:code>/anggota/<uuid:pk>/dokumen/<str:kind>/kecil/", documents.preview, name="preview"),
    path("<str:code>/anggota/<uuid:pk>/ubah/<slug:act>/", life.act, name="act"),
    path("<str:code>/permintaan/", life.requests, name="requests"),
    path("<str:code>/permintaan/<int:pk>/", life.correction, name="correction"),
    path("<str:code>/permintaan/<int:pk>/bukti/", documents.proof, name="proof"),
    path("<str:code>/pemberhentian/<int:pk>/", life.suspension, name="suspension"),
    path("<str:code>/mutasi/", life.moves, name="transfers"),
    path("<str:code>/mutasi/usulkan/", life.receive, name="receive"),
    path("<str:code>/mutasi/<int:pk>/", life.move, name="transfer"),
    path("<str:code>/anggota/<uuid:pk>/nomor/", privacy.numbers, name="numbers"),
    path("<str:code>/permintaan-data/", privacy.requests, name="data_requests"),
    path("<str:code>/permintaan-data/<int:pk>/", privacy.request_page, name="data_request"),
    path("<str:code>/pendaftaran/<uuid:pk>/terima/", applications.admit, name="admit"),
    path("<str:code>/pendaftaran/<uuid:pk>/tolak/", applications.reject, name="reject"),
    path("<str:code>/pendaftaran/", applications.queue, name="queue"),
    path("<str:code>/pendaftaran/terima/", bulk.choose, name="choose"),
    path("<str:code>/pendaftaran/bersama/<uuid:pk>/", bulk.bulk, name="bulk"),
    path("<str:code>/pendaftaran/bersama/<uuid:pk>/batalkan/", bulk.call_back, name="call_back"),
    path("<str:code>/pendaftaran/<uuid:pk>/", applications.application, name="application"),
    path("<str:code>/pendaftaran/<uuid:pk>/perbaikan/", applications.ask, name="ask"),
    path("<str:code>/pendaftaran/<uuid:pk>/tarik/", applications.take_back, name="take_back"),
]
