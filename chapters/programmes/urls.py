"""Pages of work programmes, below /daerah/."""

from django.urls import path

from chapters.programmes.views import carrying, evidence, programmes, targets

app_name = "programmes"
urlpatterns = [
    path("<str:code>/program/", programmes.start, name="start"),
    path("<str:code>/program/baru/", programmes.new, name="new"),
    path("<str:code>/program/unduh/", programmes.download, name="download"),
    path("<str:code>/program/bawa/", carrying.carry, name="carry"),
    path("<str:code>/program/bawa/<int:pk>/urungkan/", carrying.undo, name="undo_carry"),
    path("<str:code>/program/<int:pk>/", programmes.programme, name="programme"),
    path("<str:code>/program/<int:pk>/ubah/", programmes.change, name="change"),
    path("<str:code>/program/<int:pk>/keadaan/", programmes.state, name="state"),
    path("<str:code>/program/<int:pk>/realisasi/", programmes.spend, name="spend"),
    path("<str:code>/program/<int:pk>/hapus/", programmes.remove, name="remove"),
    path("<str:code>/program/<int:pk>/kembalikan/", programmes.restore, name="restore"),
    path("<str:code>/program/<int:pk>/sasaran/", targets.add, name="add_target"),
    path("<str:code>/program/<int:pk>/sasaran/<int:target>/", targets.change, name="change_target"),
    path("<str:code>/program/<int:pk>/sasaran/<int:target>/hapus/", targets.remove, name="remove_target"),
    path("<str:code>/program/<int:pk>/catatan/", evidence.note, name="note"),
    path("<str:code>/program/<int:pk>/catatan/<int:note>/hapus/", evidence.remove_note, name="remove_note"),
    path("<str:code>/program/<int:pk>/bukti/", evidence.keep, name="keep"),
    path("<str:code>/program/<int:pk>/bukti/<int:paper>/", evidence.paper, name="paper"),
    path("<str:code>/program/<int:pk>/bukti/<int:paper>/kecil/", evidence.preview, name="preview"),
    path("<str:code>/program/<int:pk>/bukti/<int:paper>/hapus/", evidence.remove, name="remove_paper"),
]
