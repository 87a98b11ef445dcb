"""Pages of jobs."""

from django.urls import URLPattern, URLResolver, path

from ipspi.jobs import views

app_name = "jobs"
urlpatterns: list[URLPattern | URLResolver] = [
    path("<uuid:pk>/", views.progress, name="progress"),
    path("<uuid:pk>/hentikan/", views.cancel, name="cancel"),
]
