"""Inventing people: names, dates, and numbers that obey every rule and that no office can have given. Pure."""

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chapters.demo import SEED
from chapters.demo.vocabulary import (
    FOR_MEN,
    FOR_WOMEN,
    OF_PROVINCE,
    TITLES_AFTER,
    TITLES_BEFORE,
    WORKPLACES_ASN,
    WORKPLACES_OTHER,
)

# Serials count the people registered in a district on a day, in real life from 0001 to some tens.
FIRST_SERIAL = 9901
# No operator has numbers that begin with 0860.
NO_OPERATOR = "+62860"
STAYED = 0.82  # the share of people who live where they were first registered


@dataclass(frozen=True, slots=True)
class Place:
    """A regency with the name of its province."""

    code: str
    name: str
    province: str


@dataclass(frozen=True, slots=True)
class Invented:
    """Somebody who does not exist. `employment` is one of members' Employment; `joined_on` when they registered."""

    name: str
    titles_before: str
    titles_after: str
    sex: str
    birth: dt.date
    nik: str
    nip: str
    phone: str
    employment: str
    workplace: str
    place: Place
    joined_on: dt.date


class Inventor:
    """Invents people of one province; the same ones every time. `births` are all regencies where one can be born."""

    def __init__(self, province: str, *, places: Sequence[Place], births: Sequence[Place]) -> None:
        self._lot = random.Random(f"{SEED} {province}")  # noqa: S311 - a story, not a secret
        self._cultures = OF_PROVINCE[province]
        self._places, self._births = places, births
        # towns have more members than the country
        self._weights = [4 if place.name.startswith("Kota") else 1 for place in places]
        self._serials: Counter[str] = Counter()

    def people(self, count: int) -> Iterator[Invented]:
        for _number in range(count):
            yield self.one()

    def one(self) -> Invented:
        """Invent the next one."""
        lot = self._lot
        sex = lot.choices("PL", [58, 42])[0]
        birth = dt.date(1962, 1, 1) + dt.timedelta(days=lot.randrange(39 * 365))
        place = lot.choices(self._places, self._weights)[0]
        employment = lot.choices(["PNS", "PPPK", "ASN", "NON_ASN"], [32, 14, 4, 50])[0]
        joined_on = dt.date(2019, 4, 8) + dt.timedelta(days=lot.randrange(7 * 365))
        return Invented(
            name=self._name(sex),
            titles_before=self._title_before(sex),
            titles_after=lot.choice(TITLES_AFTER),
            sex=sex,
            birth=birth,
            nik=self.nik(place, birth, sex),
            nip=self._nip(birth, sex, employment),
            phone=f"{NO_OPERATOR}{lot.randrange(10**7, 10**8)}",
            employment=employment,
            workplace=self._workplace(place, employment),
            place=place,
            joined_on=max(joined_on, dt.date(birth.year + 22, 7, 1)),
        )

    def nik(self, place: Place, birth: dt.date, sex: str) -> str:
        """Return a NIK that nobody in this province has yet; most were first registered where they live now."""
        origin = place if self._lot.random() < STAYED else self._lot.choice(self._births)
        day = birth.day + (40 if sex == "P" else 0)
        stem = f"{origin.code.replace('.', '')}{self._lot.randint(1, 18):02d}{day:02d}{birth:%m%y}"
        self._serials[stem] += 1
        # every province has serials of its own: people of two provinces may be born in the same place on the same day
        return f"{stem}{FIRST_SERIAL + 2 * self._own + self._serials[stem] - 1:04d}"

    @property
    def _own(self) -> int:
        return sorted(OF_PROVINCE).index(self._places[0].code[:2])

    def _name(self, sex: str) -> str:
        lot = self._lot
        culture = lot.choice(self._cultures)
        first = lot.choice(culture.male if sex == "L" else culture.female)
        second = lot.choice(culture.second_male if sex == "L" else culture.second_female)
        family = lot.choice(culture.family) if culture.family else ""
        middle = lot.choice(culture.male if sex == "L" else culture.female) if lot.random() < 0.3 else ""
        if not family and lot.random() < 0.06:
            return first if len(first) > 4 else second
        parts = [
            first,
            middle if middle not in {first, second} else "",
            second if second != first else "",
            family,
        ]
        return " ".join(filter(None, parts))

    def _title_before(self, sex: str) -> str:
        title = self._lot.choice(TITLES_BEFORE)
        return "" if title in (FOR_WOMEN if sex == "L" else FOR_MEN) else title

    def _nip(self, birth: dt.date, sex: str, employment: str) -> str:
        """PNS: month of appointment; PPPK: the two digits after the year are no month."""
        if employment == "NON_ASN":
            return ""
        year = min(birth.year + self._lot.randint(23, 34), 2024)
        month = 21 if employment == "PPPK" else self._lot.choice([1, 3, 4, 12])
        year = max(year, 2021) if employment == "PPPK" else year
        return f"{birth:%Y%m%d}{year}{month:02d}{1 if sex == 'L' else 2}{self._lot.randint(900, 999)}"

    def _workplace(self, place: Place, employment: str) -> str:
        pattern = self._lot.choice(WORKPLACES_OTHER if employment == "NON_ASN" else WORKPLACES_ASN)
        return pattern.format(place=place.name, province=place.province)
