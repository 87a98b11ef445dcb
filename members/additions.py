"""
What higher apps add to the pages of members: each registers a function in its AppConfig.ready().

Members know no chapter; the status page nevertheless says who decides on an application and how to reach them.
"""

from collections.abc import Callable
from dataclasses import dataclass

from members.models import Member


@dataclass(frozen=True, slots=True)
class Keeper:
    """Who looks after a member: the name, and an address and a telephone number where they are known."""

    name: str
    email: str = ""
    phone: str = ""


KeeperOf = Callable[[Member], Keeper | None]
_keepers: list[KeeperOf] = []


def register_keeper(keeper_of: KeeperOf) -> KeeperOf:
    """Ask `keeper_of` who looks after a member; the first answer that is not None counts. Usable as a decorator."""
    if keeper_of not in _keepers:
        _keepers.append(keeper_of)
    return keeper_of


Arrival = Callable[[Member], object]
_arrivals: list[Arrival] = []


def register_arrival(arrival: Arrival) -> Arrival:
    """Call `arrival` with everybody who applies, in the transaction that writes the application: it may add rows."""
    if arrival not in _arrivals:
        _arrivals.append(arrival)
    return arrival


def arrived(applicant: Member) -> None:
    """Say that somebody has applied."""
    for arrival in _arrivals:
        arrival(applicant)


def keeper_of(member: Member) -> Keeper | None:
    """Return who looks after `member`, or None where no app knows."""
    return next((keeper for ask in _keepers if (keeper := ask(member))), None)
