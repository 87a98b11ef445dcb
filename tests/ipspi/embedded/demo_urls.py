"""The addresses of the registry as the demo has them."""

from django.urls import include, path

from ipspi.urls import urlpatterns as registry

urlpatterns = [*registry, path("demo/", include("ipspi.embedded.urls"))]
