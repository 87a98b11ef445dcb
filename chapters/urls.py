"""Pages of chapters, below /daerah/."""

from django.urls import URLPattern, URLResolver, path

from chapters.views import members as views
from chapters.views import privacy

app_name = "chapters"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.mine, name="mine"),
    path("<str:code>/", views.overview, name="overview"),
    path("<str:code>/anggota/", views.roster, name="roster"),
    path("<str:code>/anggota/<uuid:pk>/", views.member, name="member"),
    path("<str:code>/anggota/<uuid:pk>/terima/", views.admit, name="admit"),
    path("<str:code>/anggota/<uuid:pk>/tolak/", views.reject, name="reject"),
    path("<str:code>/anggota/<uuid:pk>/nomor/", privacy.numbers, name="numbers"),
    path("<str:code>/permintaan-data/", privacy.requests, name="data_requests"),
    path("<str:code>/permintaan-data/<int:pk>/", privacy.request_page, name="data_request"),
]
