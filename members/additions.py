"""
What higher apps add to the pages of members: each registers a function in its AppConfig.ready().

Members know no chapter; the status page nevertheless says who decides on an application and how to reach them, and a
card which chapter somebody belongs to.
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


NamesOfChapters = Callable[[], dict[str, str]]
_names_of_chapters: list[NamesOfChapters] = []


def register_names_of_chapters(names: NamesOfChapters) -> NamesOfChapters:
    """Let `names` say which chapter looks after each province, by code; the empty code is an unknown province."""
    if names not in _names_of_chapters:
        _names_of_chapters.append(names)
    return names


def names_of_chapters() -> dict[str, str]:
    """Return the name of who looks after each province, where an app knows; one query for all of them."""
    return {code: name for names in _names_of_chapters for code, name in names().items()}
