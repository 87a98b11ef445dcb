"""Who is in the story, before anything is written: members by province, applicants, and people no register knows."""

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from chapters.demo import SEED, nation
from chapters.demo.people import Invented, Inventor, Place

# Sumatera Selatan's list has 124 rows; most of its people are registered in the province, some elsewhere, some nowhere.
LISTED_HERE, LISTED_ELSEWHERE, LISTED_NOWHERE, WRITTEN_TWICE, WRONG_BIRTH = 76, 8, 37, 3, 4
# of the lists that a university and an office gave: registered here, elsewhere, nowhere
GRADUATES, STAFF = (19, 6, 27), (14, 0, 9)
ELSEWHERE_IN_THE_STORY = 9  # the last members of Sumatera Selatan, of whom other parts tell
OFFICE = "Dinas Sosial Kota Palembang"
TWICE = -2  # who among Aceh's members is registered in Sumatera Selatan as well


@dataclass(frozen=True, slots=True)
class Applicant:
    """Somebody who applied `days` ago and waits for a decision."""

    person: Invented
    days: int


@dataclass(frozen=True, slots=True)
class Story:
    """
    All who were invented.

    `members` by the code of their province; `listed` are on the list of Sumatera Selatan, `graduates` and `staff` on
    those that a university and an office gave it.
    """

    members: dict[str, list[Invented]]
    unknown: list[Invented]
    listed: list[Invented]
    applicants: list[Applicant]
    graduates: list[Invented]
    staff: list[Invented]


def invent(places: Sequence[Place]) -> Story:
    """Return the story; `places` are all regencies, in the order of their codes."""
    inventors, members = {}, {}
    for code, count in nation.MEMBERS.items():
        here = [place for place in places if place.code.startswith(code)]
        inventors[code] = Inventor(code, places=here, births=places)
        members[code] = list(inventors[code].people(count))
    home = inventors[nation.HOME]
    nowhere = list(home.people(LISTED_NOWHERE))
    listed = _listed(members, nowhere)
    twice = _registered_again(members[nation.HOME], instead=members["11"][TWICE], listed=listed)
    members["11"][TWICE] = twice
    return Story(
        members=members,
        unknown=list(inventors["31"].people(nation.UNKNOWN_PROVINCE)),
        listed=listed,
        applicants=_applicants(inventors, members, listed=nowhere[0]),
        # last: whoever is invented before is the same as without them
        graduates=_given(members, home, GRADUATES),
        staff=[replace(each, workplace=OFFICE) for each in _given(members, home, STAFF)],
    )


def _listed(members: dict[str, list[Invented]], nowhere: list[Invented]) -> list[Invented]:
    """The list knows those who moved as they were: in the place where they lived before."""
    lot = random.Random(f"{SEED} list")  # noqa: S311 - a story, not a secret
    here = lot.sample(members[nation.HOME], LISTED_HERE)
    around = [person for code in nation.NEIGHBOURS for person in members[code]]
    moved = [
        replace(person, place=lot.choice(here).place, workplace=lot.choice(here).workplace)
        for person in lot.sample(around, LISTED_ELSEWHERE)
    ]
    return [*here, *moved, *nowhere]


def _given(
    members: dict[str, list[Invented]], home: Inventor, numbers: tuple[int, int, int]
) -> list[Invented]:
    """Who is on a list of another kind: some are registered in Sumatera Selatan, some around it, some nowhere."""
    here, elsewhere, nowhere = numbers
    lot = random.Random(f"{SEED} given {numbers}")  # noqa: S311 - a story, not a secret
    around = [person for code in nation.NEIGHBOURS for person in members[code]]
    return [
        *lot.sample(members[nation.HOME][:-ELSEWHERE_IN_THE_STORY], here),
        *lot.sample(around, elsewhere),
        *home.people(nowhere),
    ]


def _registered_again(here: list[Invented], *, instead: Invented, listed: list[Invented]) -> Invented:
    """
    Somebody of Sumatera Selatan as Aceh knows them, `instead` of one of its own.

    They moved, and registered once more where a mutasi was called for. Nobody noticed, because the NIK was written
    down wrongly; the list of Sumatera Selatan does not have them.
    """
    person = next(
        each
        for each in reversed(here[:-ELSEWHERE_IN_THE_STORY])
        if each not in listed and each.employment == "NON_ASN" and each.joined_on < instead.joined_on
    )
    nik = f"{person.nik[:4]}{int(person.nik[4:6]) % 18 + 1:02d}{person.nik[6:]}"
    return replace(
        person, nik=nik, place=instead.place, workplace=instead.workplace, joined_on=instead.joined_on
    )


def _applicants(
    inventors: dict[str, Inventor], members: dict[str, list[Invented]], *, listed: Invented
) -> list[Applicant]:
    """
    Seven who wait in Sumatera Selatan, as officers meet them.

    Most are as they should be, some with a contradiction; one, `listed`, is on the chapter's list already.
    """
    own = list(islice(_stayed(inventors[nation.HOME]), 6))
    elsewhere, held = members["18"][0].place, members[nation.HOME][-1]
    born_later = own[2].birth + dt.timedelta(days=365)
    return [
        Applicant(replace(own[0], nik=inventors["18"].nik(elsewhere, own[0].birth, own[0].sex)), days=1),
        Applicant(own[1], days=1),
        Applicant(replace(own[2], birth=born_later), days=2),
        Applicant(replace(own[3], sex="L" if own[3].sex == "P" else "P"), days=3),
        Applicant(replace(own[4], nik=f"{own[4].nik[:2]}99{own[4].nik[4:]}"), days=5),
        Applicant(
            replace(own[5], nik=held.nik, birth=held.birth, sex=held.sex, nip="", employment="NON_ASN"),
            days=6,
        ),
        Applicant(listed, days=8),
        *(Applicant(inventors[code].one(), days=4) for code in ("11", "11", "32", "95")),
    ]


def _stayed(inventor: Inventor) -> Iterator[Invented]:
    """People who live where their NIK was given."""
    while True:
        person = inventor.one()
        if person.nik.startswith(person.place.code.replace(".", "")):
            yield person
