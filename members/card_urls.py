"""The member's own card."""

from django.urls import URLPattern, URLResolver, path

from members.views import cards as views

app_name = "cards"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.start, name="start"),
    path("pdf/", views.pdf, name="pdf"),
    path("ganti/", views.replace, name="replace"),
]
