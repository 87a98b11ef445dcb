"""Officers' pages of assemblies, below /daerah/."""

from django.urls import URLPattern, URLResolver, path

from events.assembly.views import assemblies, coming, election, voters

app_name = "assembly"
HERE = "<str:code>/musda/<int:pk>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path("<str:code>/musda/", assemblies.all_, name="list"),
    path("<str:code>/musda/baru/", assemblies.prepare, name="prepare"),
    path(HERE, assemblies.assembly, name="assembly"),
    path(HERE + "ubah/", assemblies.change, name="change"),
    path(HERE + "aturan/", assemblies.settle, name="settings"),
    path(HERE + "langkah/<slug:step>/", assemblies.step, name="step"),
    path(HERE + "pemilih/", voters.all_, name="voters"),
    path(HERE + "pemilih/<int:voter>/", voters.voter, name="voter"),
    path(HERE + "pemilih/<int:voter>/utusan/", voters.delegate, name="delegate"),
    path(HERE + "keberatan/<int:objection>/", voters.objection, name="objection"),
    path(HERE + "kehadiran/", coming.check_in, name="check_in"),
    path(HERE + "kehadiran/foto/", coming.photo, name="photo"),
    path(HERE + "kehadiran/<int:attendance>/urungkan/", coming.take_back, name="take_back"),
    path(HERE + "calon/tambah/", election.propose, name="propose"),
    path(HERE + "calon/<int:candidate>/mundur/", election.withdraw, name="withdraw"),
    path(HERE + "hasil/", election.record, name="result"),
    path(HERE + "masa-bakti/", election.begin, name="begin"),
    path(HERE + "berita-acara/", election.minutes, name="minutes"),
    path(HERE + "berita-acara/pdf/", election.pdf, name="pdf"),
]
