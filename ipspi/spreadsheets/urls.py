"""Pages of uploads, below /unggahan/."""

from django.urls import path

from ipspi.spreadsheets import views

app_name = "spreadsheets"
urlpatterns = [
    path("<slug:kind>/baru/<str:key>/", views.start, name="start"),
    path("<uuid:pk>/", views.show, name="upload"),
    path("<uuid:pk>/kolom/", views.columns, name="columns"),
    path("<uuid:pk>/lembar/", views.sheet, name="sheet"),
    path("<uuid:pk>/terapkan/", views.apply, name="apply"),
    path("<uuid:pk>/ditolak.xlsx", views.rejected_rows, name="rejected"),
    path("<uuid:pk>/urungkan/", views.undo, name="undo"),
    path("<uuid:pk>/batalkan/", views.cancel, name="cancel"),
]
