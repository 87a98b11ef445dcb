"""Pages of partners, below /daerah/: beside the programmes, whose menu they share."""

from django.urls import path

from chapters.partners.views import activities, agreements, partners

app_name = "partners"
urlpatterns = [
    path("<str:code>/program/mitra/", partners.start, name="start"),
    path("<str:code>/program/mitra/baru/", partners.new, name="new"),
    path("<str:code>/program/mitra/<int:pk>/", partners.partner, name="partner"),
    path("<str:code>/program/mitra/<int:pk>/ubah/", partners.change, name="change"),
    path("<str:code>/program/mitra/<int:pk>/hapus/", partners.remove, name="remove"),
    path("<str:code>/program/mitra/<int:pk>/kembalikan/", partners.restore, name="restore"),
    path("<str:code>/program/mitra/<int:pk>/kegiatan/", activities.add, name="do_together"),
    path(
        "<str:code>/program/mitra/<int:pk>/kegiatan/<int:activity>/",
        activities.change,
        name="change_activity",
    ),
    path(
        "<str:code>/program/mitra/<int:pk>/kegiatan/<int:activity>/hapus/",
        activities.remove,
        name="remove_activity",
    ),
    path("<str:code>/program/mitra/<int:pk>/perjanjian/", agreements.sign, name="sign"),
    path(
        "<str:code>/program/mitra/<int:pk>/perjanjian/<int:paper>/",
        agreements.change,
        name="change_agreement",
    ),
    path(
        "<str:code>/program/mitra/<int:pk>/perjanjian/<int:paper>/perbarui/", agreements.renew, name="renew"
    ),
    path("<str:code>/program/mitra/<int:pk>/perjanjian/<int:paper>/akhiri/", agreements.end, name="end"),
    path(
        "<str:code>/program/mitra/<int:pk>/perjanjian/<int:paper>/teruskan/", agreements.go_on, name="go_on"
    ),
    path(
        "<str:code>/program/mitra/<int:pk>/perjanjian/<int:paper>/hapus/",
        agreements.remove,
        name="remove_agreement",
    ),
    path(
        "<str:code>/program/mitra/<int:pk>/perjanjian/<int:paper>/kembalikan/",
        agreements.restore,
        name="restore_agreement",
    ),
    path(
        "<str:code>/program/mitra/<int:pk>/perjanjian/<int:paper>/unggah/", agreements.keep, name="keep_scan"
    ),
    path("<str:code>/program/mitra/<int:pk>/perjanjian/<int:paper>/pindaian/", agreements.scan, name="scan"),
    path(
        "<str:code>/program/mitra/<int:pk>/perjanjian/<int:paper>/pindaian/hapus/",
        agreements.remove_scan,
        name="remove_scan",
    ),
]
