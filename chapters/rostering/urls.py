"""Pages of rosters, below /daerah/. The roster itself is chapters:roster."""

from django.urls import path

from chapters.rostering.views import exports, looks, roster

app_name = "rostering"
urlpatterns = [
    path("<str:code>/anggota/pilih/", roster.choose, name="choose"),
    path("<str:code>/anggota/cetak/", roster.on_paper, name="print"),
    path("<str:code>/anggota/kolom/", looks.columns, name="columns"),
    path("<str:code>/anggota/tampilan/", looks.views, name="views"),
    path("<str:code>/anggota/tampilan/simpan/", looks.save, name="save_view"),
    path("<str:code>/anggota/tampilan/<int:pk>/nama/", looks.rename, name="rename_view"),
    path("<str:code>/anggota/tampilan/<int:pk>/ubah/", looks.change, name="change_view"),
    path("<str:code>/anggota/tampilan/<int:pk>/hapus/", looks.delete, name="delete_view"),
    path("<str:code>/anggota/tampilan/<int:pk>/kembalikan/", looks.restore, name="restore_view"),
    path("<str:code>/anggota/ekspor/", exports.export, name="export"),
    path("<str:code>/anggota/berkas/", exports.exports, name="exports"),
    path("<str:code>/anggota/berkas/<uuid:pk>/", exports.download, name="download"),
    path("<str:code>/anggota/berkas/<uuid:pk>/hapus/", exports.end, name="end_export"),
]
