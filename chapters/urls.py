"""Pages of chapters, below /daerah/."""

from django.urls import URLPattern, URLResolver, path

from chapters.views import cards, documents
from chapters.views import members as views

app_name = "chapters"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.mine, name="mine"),
    path("<str:code>/", views.overview, name="overview"),
    path("<str:code>/anggota/", views.roster, name="roster"),
    path("<str:code>/anggota/<uuid:pk>/", views.member, name="member"),
    path("<str:code>/anggota/<uuid:pk>/kartu/", cards.card, name="card"),
    path("<str:code>/anggota/<uuid:pk>/kartu/baru/", cards.give_card, name="give_card"),
    path("<str:code>/anggota/<uuid:pk>/terima/", views.admit, name="admit"),
    path("<str:code>/anggota/<uuid:pk>/tolak/", views.reject, name="reject"),
    path("<str:code>/anggota/<uuid:pk>/dokumen/<str:kind>/", documents.document, name="document"),
]
