"""Who changes rows: the id of the account that sends a request, and nothing else, is told to the triggers."""

from typing import Any

from django.http import HttpRequest
from pghistory.middleware import HistoryMiddleware


class ActingAccount(HistoryMiddleware):
    """Give what triggers keep the id of the account. Addresses are left out: they may name somebody."""

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        return {"user": request.user.pk}
