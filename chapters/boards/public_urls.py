"""Pages about chapters for everybody, below /organisasi/."""

from django.urls import URLPattern, URLResolver, path

from chapters.boards.views import public

app_name = "organisation"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", public.chapters, name="chapters"),
    path("<slug:slug>/", public.chapter, name="chapter"),
]
