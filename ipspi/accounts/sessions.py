"""Where an account is signed in: noted every few minutes, listed, and ended."""

import time
from collections.abc import Callable
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from ipspi.accounts.models import User
from ipspi.accounts.second_factor import is_public

SEEN = "seen"  # the session's note of when it was noted last, in seconds
EVERY = 300  # seconds; a row is not written for every page


class Track:
    """Middleware: note where a session is now."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, _arguments: object, _named: object) -> None:
        if is_public(view) or not request.user.is_authenticated:
            return
        now = time.time()
        if not 0 <= now - request.session.get(SEEN, 0) < EVERY:
            UserSession.objects.create_from_request(request)
            request.session[SEEN] = now


def of(user: User) -> QuerySet[UserSession]:
    """Return the living sessions of an account, the one seen last first."""
    living = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    sessions: QuerySet[UserSession] = UserSession.objects.filter(user=user, session_key__in=living)
    return sessions.order_by("-last_seen_at", "-pk")


@transaction.atomic
def end(sessions: QuerySet[UserSession]) -> int:
    """End sessions: their next page asks them to sign in. Return how many there were."""
    keys = list(sessions.order_by().values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(session_key__in=keys).delete()
    return len(keys)


@transaction.atomic
def end_all(user: User, *, but: HttpRequest | None = None) -> None:
    """End all sessions of an account, noted here or not; that of the request `but` goes on."""
    User.objects.filter(pk=user.pk).update(sessions_ended=F("sessions_ended") + 1)
    user.refresh_from_db(fields=["sessions_ended"])
    end(others(user=user, than=but.session.session_key if but else None))
    if but:
        but.session[HASH_SESSION_KEY] = user.get_session_auth_hash()


def others(*, user: User, than: str | None) -> QuerySet[UserSession]:
    """Return all sessions of an account but the one of this key; all of them where there is none."""
    sessions: QuerySet[UserSession] = UserSession.objects.filter(user=user)
    return sessions.exclude(session_key=than) if than else sessions
