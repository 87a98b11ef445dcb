"""Pages of lists and reconciliation, below /daerah/."""

from django.urls import URLPattern, URLResolver

app_name = "reconciliation"
urlpatterns: list[URLPattern | URLResolver] = []
