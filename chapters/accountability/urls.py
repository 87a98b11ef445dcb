"""Accountability reports of a chapter, below /daerah/."""

from django.urls import path

from chapters.accountability import views

app_name = "accountability"
urlpatterns = [
    path("<str:code>/lpj/", views.start, name="start"),
    path("<str:code>/lpj/baru/", views.new, name="new"),
    path("<str:code>/lpj/<int:pk>/", views.report, name="report"),
    path("<str:code>/lpj/<int:pk>/uraian/<slug:key>/", views.text, name="text"),
    path("<str:code>/lpj/<int:pk>/tabel/", views.add_table, name="add_table"),
    path("<str:code>/lpj/<int:pk>/tabel/<int:place>/hapus/", views.remove_table, name="remove_table"),
    path("<str:code>/lpj/<int:pk>/sampaikan/", views.present, name="present"),
    path("<str:code>/lpj/<int:pk>/versi-baru/", views.amend, name="amend"),
    path("<str:code>/lpj/<int:pk>/hapus/", views.discard, name="discard"),
    path("<str:code>/lpj/<int:pk>/lpj.pdf", views.pdf, name="pdf"),
    path("<str:code>/lpj/<int:pk>/lampiran.xlsx", views.appendices, name="appendices"),
]
