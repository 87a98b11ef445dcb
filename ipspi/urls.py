"""Every address of the registry. Who may see what: views ask chapters.access; PUBLIC names what needs no sign-in."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
