"""An invented register for the engine's tests; nobody in it exists."""

import random

from members.matching import Person

FIRST = [
    "Agus",
    "Ani",
    "Bagas",
    "Cici",
    "Darma",
    "Desi",
    "Edo",
    "Erni",
    "Fandi",
    "Gita",
    "Hendra",
    "Ika",
    "Jarwo",
    "Kiki",
    "Lina",
    "Made",
    "Nanda",
    "Okta",
    "Panji",
    "Ratih",
]
LAST = [
    "Manalu",
    "Suta",
    "Wirawan",
    "Kusnadi",
    "Tanjung",
    "Rumbay",
    "Saragi",
    "Halim",
    "Basri",
    "Lubuk",
    "Nugraha",
    "Pane",
    "Utomo",
    "Zega",
    "Loe",
    "Wardhana",
]
REGENCIES = ("Kabupaten Ogan Ilir", "Kota Palembang", "Kabupaten Banyuasin", "Kabupaten Lahat")


def member(key: str, name: str, **facts: str) -> Person:
    return Person(key=key, name=name, **{"province": "16", "regency": "Kota Palembang", **facts})


def row(key: str, name: str, **facts: str) -> Person:
    return Person(key=key, name=name, **{"province": "16", **facts})


def crowd(size: int = 400) -> list[Person]:
    """Return members with all their facts, the same every time."""
    chance = random.Random(5)
    people = []
    for number in range(size):
        year, month, day = chance.randrange(1960, 2002), chance.randrange(1, 13), chance.randrange(1, 29)
        sex = chance.choice("12")
        asn = chance.random() < 0.5
        tail = f"{year + 24}{chance.randrange(1, 13):02d}{sex}{chance.randrange(1, 99):03d}"
        people.append(
            Person(
                key=f"M{number:04d}",
                name=f"{chance.choice(FIRST)} {chance.choice(LAST)} {chance.choice(LAST)}",
                nip=f"{year}{month:02d}{day:02d}{tail}" if asn else "",
                phone=f"08{chance.randrange(10**9, 10**10)}",
                birth=f"{year}-{month:02d}-{day:02d}",
                sex="LP"[int(sex) - 1],
                workplace=chance.choice(
                    ["Dinas Sosial", "RSUD", "Yayasan Harapan", "LKS Melati", "Puskesmas"]
                ),
                regency=chance.choice(REGENCIES),
                province="16",
                employment="ASN" if asn else "Non-ASN",
            )
        )
    return people
