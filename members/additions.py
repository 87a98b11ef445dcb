"""
What higher apps add to the pages of members: each registers a function in its AppConfig.ready().

Members know no chapter; the status page nevertheless says who decides on an application and how to reach them, and a
card which chapter somebody belongs to.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from django.http import HttpRequest

from ipspi.accounts.models import User
from ipspi.regions.models import Province
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


class Leaving(Protocol):
    """Who left: a membership that has ended, or a province (None: unknown) that a mutasi led out of."""

    def __call__(
        self, *, member: Member, province: Province | None, by: User | None, at: dt.datetime
    ) -> object: ...


_leavings: list[Leaving] = []


def register_leaving(leaving: Leaving) -> Leaving:
    """Call `leaving` with everybody who is no member any more or moves away, in the transaction that writes it."""
    if leaving not in _leavings:
        _leavings.append(leaving)
    return leaving


def left(*, member: Member, province: Province | None, by: User | None, at: dt.datetime) -> None:
    """Say that somebody who was at home in a province is no member any more, or has moved away."""
    for leaving in _leavings:
        leaving(member=member, province=province, by=by, at=at)


Beginning = Callable[[HttpRequest], object]
_beginnings: list[Beginning] = []


def register_beginning(beginning: Beginning) -> Beginning:
    """Call `beginning` whenever somebody comes to the first page of a registration: it may suggest answers."""
    if beginning not in _beginnings:
        _beginnings.append(beginning)
    return beginning


def begin(request: HttpRequest) -> None:
    """Say that somebody has come to register."""
    for beginning in _beginnings:
        beginning(request)


Sending = Callable[[Member], object]
_sendings: list[Sending] = []


def register_sending(sending: Sending) -> Sending:
    """Call `sending` with whom a registration made an applicant, or gave an imported membership, in its transaction."""
    if sending not in _sendings:
        _sendings.append(sending)
    return sending


def sent(member: Member) -> None:
    """Say that a registration was sent, and who it made."""
    for sending in _sendings:
        sending(member)


def keeper_of(member: Member) -> Keeper | None:
    """Return who looks after `member`, or None where no app knows."""
    return next((keeper for ask in _keepers if (keeper := ask(member))), None)


@dataclass(frozen=True, slots=True)
class HeldOffice:
    """An office that a member holds: its words, where, since when (or from when on), and the page about it."""

    post: str
    chapter: str
    said: str
    url: str


OfficesOf = Callable[[Member], list[HeldOffice]]
_offices: list[OfficesOf] = []


def register_offices(offices_of: OfficesOf) -> OfficesOf:
    """Let `offices_of` say which offices a member holds or is about to. Usable as a decorator."""
    if offices_of not in _offices:
        _offices.append(offices_of)
    return offices_of


def offices_of(member: Member) -> list[HeldOffice]:
    """Return the offices that a member holds or is about to."""
    return [office for ask in _offices for office in ask(member)]


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
