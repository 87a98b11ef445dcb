"""Builders and doings that the tests of admission share."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection

from chapters import asking
from ipspi.accounts.models import User
from members import correcting, drafts
from members.models import ChangeRequest, Member
from tests.cast import NOW


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Run calls in threads of their own that all begin together; return what each returned or raised."""
    barrier = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        barrier.wait(10)
        try:
            return call()
        except Exception as error:  # noqa: BLE001  # the test looks at it
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def kinds(ended: list[Any]) -> list[str]:
    """Return what calls ended with, by the names of its types."""
    return sorted(type(each).__name__ for each in ended)


def ask(applicant: Member, by: User, **facts: Any) -> ChangeRequest:
    """Ask for a change of the name, unless other notes are given."""
    return asking.ask(
        **{"applicant": applicant, "notes": {"name": "Tulis seperti di KTP."}, "by": by, "at": NOW, **facts}
    )


def correct(applicant: Member, **facts: Any) -> Member:
    """Send an application again with what is given changed; `step` answers that stay are sent along."""
    how = {name: facts.pop(name) for name in ("reply", "confirmed", "at") if name in facts}
    usual = {"reply": "", "confirmed": False, "at": NOW}
    return correcting.correct(by=applicant.user, answers=facts, **{**usual, **how})


def answers_of(member: Member) -> dict[str, str]:
    """Return the answers that an application holds, by name."""
    return {name: answer for each in drafts.given_in(member).values() for name, answer in each.items()}
