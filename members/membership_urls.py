"""Pages of members about their own membership, below /keanggotaan/."""

from django.urls import URLPattern, URLResolver, path

from members.views import life as views
from members.views import proposals

app_name = "membership"
urlpatterns: list[URLPattern | URLResolver] = [
    path("profil/", views.own_profile, name="profile"),
    path("usulan/", proposals.proposals, name="proposals"),
    path("usulan/<int:pk>/", proposals.answer, name="answer"),
    path("<slug:act>/", views.act, name="act"),
    path("<slug:act>/bukti/", views.proof, name="proof"),
    path("<slug:act>/bukti/berkas/", views.proof_file, name="proof_file"),
]
