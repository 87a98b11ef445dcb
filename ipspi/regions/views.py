from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from ipspi.regions import lookup
from ipspi.regions.forms import LONGEST

OFFERED = 10


@require_safe
@login_not_required
@cache_control(public=True, max_age=3600)
def options(request: HttpRequest) -> HttpResponse:
    """The regencies that what is being typed may mean, as options of a list box."""
    text = request.GET.get("q", "").strip()[:LONGEST]
    found = lookup.find_regencies(text, OFFERED)
    return render(request, "regions/_options.html", {"regencies": found, "text": text})
