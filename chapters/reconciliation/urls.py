"""Pages of lists and reconciliation, below /daerah/."""

from django.urls import path, register_converter

from chapters.reconciliation import views
from chapters.reconciliation.groups import Group


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
    path("<str:code>/daftar/", views.lists_of, name="lists"),
    path("<str:code>/daftar/<int:pk>/urungkan/", views.undo, name="undo"),
    path("<str:code>/rekonsiliasi/", views.ledger, name="ledger"),
    path("<str:code>/rekonsiliasi/jalankan/", views.run, name="run"),
    path("<str:code>/rekonsiliasi/baris/<int:pk>/", views.row, name="row"),
    path("<str:code>/rekonsiliasi/<group:group>/", views.group, name="group"),
]
