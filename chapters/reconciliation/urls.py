"""Pages of lists and reconciliation, below /daerah/."""

from django.urls import path, register_converter

from chapters.reconciliation.groups import Group
from chapters.reconciliation.views import ledger, proposals, review


class GroupConverter:
    """The address of a group."""

    regex = "|".join(Group.values)

    def to_python(self, value: str) -> Group:
        return Group(value)

    def to_url(self, value: Group | str) -> str:
        return str(Group(value).value)


register_converter(GroupConverter, "group")

app_name = "reconciliation"
urlpatterns = [
    path("<str:code>/daftar/", ledger.lists_of, name="lists"),
    path("<str:code>/daftar/<int:pk>/urungkan/", ledger.undo, name="undo"),
    path("<str:code>/rekonsiliasi/", ledger.ledger, name="ledger"),
    path("<str:code>/rekonsiliasi/jalankan/", ledger.run, name="run"),
    path("<str:code>/rekonsiliasi/baris/<int:pk>/", ledger.row, name="row"),
    path("<str:code>/rekonsiliasi/tinjau/", review.review, name="review"),
    path("<str:code>/rekonsiliasi/tinjau/<int:pk>/", review.pair, name="pair"),
    path("<str:code>/rekonsiliasi/tinjau/<int:pk>/putuskan/", review.decide, name="decide"),
    path("<str:code>/rekonsiliasi/tinjau/bersama/", review.accept_together, name="accept_together"),
    path("<str:code>/rekonsiliasi/tinjau/bersama/<uuid:pk>/", review.joint, name="joint"),
    path(
        "<str:code>/rekonsiliasi/tinjau/bersama/<uuid:pk>/urungkan/",
        review.undo_joint,
        name="undo_joint",
    ),
    path("<str:code>/rekonsiliasi/keputusan/", review.decisions, name="decisions"),
    path(
        "<str:code>/rekonsiliasi/keputusan/<int:pk>/urungkan/",
        review.undo_decision,
        name="undo_decision",
    ),
    path("<str:code>/rekonsiliasi/usulan/kirim/", proposals.propose, name="propose"),
    path("<str:code>/rekonsiliasi/usulan/semua/", proposals.propose_all, name="propose_all"),
    path("<str:code>/rekonsiliasi/usulan/<int:pk>/tarik/", proposals.withdraw, name="withdraw_proposal"),
    path("<str:code>/rekonsiliasi/perbaiki-daftar/", proposals.to_correct, name="to_correct"),
    path("<str:code>/rekonsiliasi/<group:group>/", ledger.group, name="group"),
]
