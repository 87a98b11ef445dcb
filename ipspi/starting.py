"""
The start page: the public home, or, for who is signed in, the page that is theirs.

Apps say which page that is: each registers a function in its AppConfig.ready(). The first answer counts, and apps are
asked from the highest down.
"""

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

Answer = Callable[[HttpRequest], str | None]
_answers: list[Answer] = []


def register(answer: Answer) -> Answer:
    """Add a function that returns the address of the signed-in person's first page, or None."""
    _answers.insert(0, answer)
    return answer


@login_not_required
def start(request: HttpRequest) -> HttpResponse:
    """The public home; who is signed in goes to their own page."""
    if request.user.is_authenticated:
        for answer in _answers:
            if address := answer(request):
                return redirect(address)
    return render(request, "start.html")
