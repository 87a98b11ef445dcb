"""The public keys, for whoever checks signatures without asking us."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from ipspi.credentials import keys


@login_not_required
@require_safe
@cache_control(public=True, max_age=300)
def jwks(request: HttpRequest) -> JsonResponse:
    """All trusted public keys, as a JSON Web Key Set."""
    return JsonResponse(keys.published(), content_type="application/jwk-set+json")
