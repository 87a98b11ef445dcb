"""Officers' pages of boards, and of what a chapter says of itself, below /daerah/."""

from django.urls import URLPattern, URLResolver, path

from chapters.boards.views import boards, chapters, drafts, seats

app_name = "boards"
urlpatterns: list[URLPattern | URLResolver] = [
    path("<str:code>/profil/", chapters.profile, name="profile"),
    path("<str:code>/profil/kontak/", chapters.contact, name="contact"),
    path("<str:code>/profil/pembentukan/", chapters.founded, name="founded"),
    path("<str:code>/profil/wilayah/", chapters.cover, name="cover"),
    path("<str:code>/kepengurusan/", boards.board, name="board"),
    path("<str:code>/kepengurusan/riwayat/", boards.history, name="history"),
    path("<str:code>/kepengurusan/hak/", boards.offices, name="rights"),
    path("<str:code>/kepengurusan/beri/", seats.give, name="give"),
    path("<str:code>/kepengurusan/jabatan/<int:pk>/ganti/", seats.replace, name="replace"),
    path("<str:code>/kepengurusan/jabatan/<int:pk>/akhiri/", seats.end, name="end"),
    path("<str:code>/kepengurusan/masa-bakti/<int:pk>/", boards.term, name="term"),
    path("<str:code>/kepengurusan/masa-bakti/<int:pk>/ubah/", boards.correct, name="correct"),
    path("<str:code>/kepengurusan/masa-bakti/<int:pk>/serah-terima/", boards.hand_over, name="hand_over"),
    path("<str:code>/kepengurusan/rancangan/", drafts.draft, name="draft"),
    path("<str:code>/kepengurusan/rancangan/ubah/", drafts.change, name="change_draft"),
    path("<str:code>/kepengurusan/rancangan/tambah/", drafts.add, name="add"),
    path("<str:code>/kepengurusan/rancangan/pastikan/", drafts.settle, name="settle"),
    path("<str:code>/kepengurusan/rancangan/kirim/", drafts.send, name="send"),
    path("<str:code>/kepengurusan/rancangan/berlakukan/", drafts.put_in_force, name="put_in_force"),
    path("<str:code>/kepengurusan/rancangan/batalkan/", drafts.discard, name="discard"),
]
