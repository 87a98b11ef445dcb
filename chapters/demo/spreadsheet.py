"""A chapter's list as a secretary keeps it over the years: many hands, many habits. Pure."""

import csv
import datetime as dt
import io
import random
import re
from collections.abc import Callable, Sequence

from chapters.demo import SEED
from chapters.demo.people import Invented

TITLE = ("DAFTAR ANGGOTA DPD IPSPI SUMATERA SELATAN", "Keadaan terakhir, digabung dari beberapa berkas")
HEADINGS = (
    "No",
    "Nama Lengkap",
    "NIP",
    "No HP/WA",
    "Tempat, Tanggal Lahir",
    "Unit Kerja",
    "Kab/Kota",
    "Status",
)
MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)
SHORT_NAMES = {
    "Kabupaten Ogan Komering Ulu": "OKU",
    "Kabupaten Ogan Komering Ilir": "OKI",
    "Kabupaten Ogan Komering Ulu Timur": "OKU Timur",
    "Kabupaten Ogan Komering Ulu Selatan": "OKUS",
    "Kabupaten Musi Banyuasin": "Muba",
    "Kabupaten Musi Rawas": "Mura",
    "Kabupaten Musi Rawas Utara": "Muratara",
    "Kabupaten Penukal Abab Lematang Ilir": "PALI",
}
SPELLINGS = (
    ("Muhammad", ("M.", "Muh.", "Moh.", "Mohamad", "Muhamad")),
    ("Ahmad", ("Akhmad", "Achmad", "Ahmat")),
    ("Abdul", ("Abd.", "Abdul")),
    ("Siti", ("St.", "Sitti", "Siti")),
    ("Nur", ("Noer", "Nor", "Nur")),
    ("Yulia", ("Julia", "Yulya")),
    ("Efendi", ("Effendi", "Efendy")),
    ("Rahma", ("Rachma", "Rohma")),
    ("Syamsul", ("Samsul", "Syamsul")),
    ("Fadli", ("Padli", "Fadly")),
    ("Dwi", ("Dwie",)),
    ("wati", ("waty",)),
    ("Sri", ("Srie",)),
)
STATUSES = {
    "PNS": ("PNS", "ASN", "PNS", "pns", "ASN (PNS)"),
    "PPPK": ("PPPK", "P3K", "ASN", "ASN-PPPK"),
    "ASN": ("ASN",),
    "NON_ASN": ("Non ASN", "Non-ASN", "Honorer", "Swasta", "kontrak", ""),
}
Row = tuple[str, ...]


class Secretary:
    """Writes people down, with a secretary's mistakes; the same ones every time."""

    def __init__(self) -> None:
        self._lot = random.Random(f"{SEED} secretary")  # noqa: S311 - a story, not a secret

    def sheet(
        self, people: Sequence[Invented], *, twice: int, wrong_birth: int, title: Sequence[str] = TITLE
    ) -> str:
        """
        Return the list as the text of a CSV with semicolons: people in no order, `twice` of them written twice.

        Of `wrong_birth` people the birth date is that of somebody else.
        """
        people = list(people)
        rows = [self._row(person) for person in people]
        for number in self._lot.sample(range(len(people)), wrong_birth):
            other = people[number - 1].birth
            rows[number] = (*rows[number][:3], f"{other:%d-%m-%Y}", *rows[number][4:])
        rows += [self._row(person) for person in self._lot.sample(people, twice)]
        self._lot.shuffle(rows)
        out = io.StringIO()
        writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
        writer.writerows([(line,) for line in title])
        writer.writerow(())
        writer.writerow(HEADINGS)
        writer.writerows((number, *row) for number, row in enumerate(rows, 1))
        return out.getvalue()

    def _row(self, person: Invented) -> Row:
        # of some people there is little more than a name
        (known,) = self._lot.choices([1.0, 0.6, 0.15], [74, 12, 14])
        return (
            self._name(person),
            self._sometimes(0.85 * known, self._nip, person.nip),
            self._sometimes(0.8 * known, self._phone, person.phone),
            self._sometimes(0.85 * known, self._birth, person),
            self._sometimes(0.9 * known, self._workplace, person),
            self._sometimes(0.92, self._regency, person),
            self._lot.choice(STATUSES[person.employment]),
        )

    def _sometimes(self, chance: float, write: Callable[..., str], known: str | Invented) -> str:
        return write(known) if known and self._lot.random() < chance else ""

    # ------------------------------------------------------------ names
    def _name(self, person: Invented) -> str:
        lot, name = self._lot, person.name
        if lot.random() < 0.3:
            name = self._misspelt(name)
        words = name.split()
        if len(words) > 2 and lot.random() < 0.2:
            words = words[:-1] if lot.random() < 0.6 else [words[0], f"{words[1][0]}.", *words[2:]]
        if len(words) == 2 and lot.random() < 0.05:
            words = ["".join([words[0], words[1].lower()])]
        name = self._titled(person, " ".join(words))
        return lot.choices([name, name.upper(), name.lower()], [70, 25, 5])[0]

    def _misspelt(self, name: str) -> str:
        fitting = [(word, others) for word, others in SPELLINGS if re.search(rf"{word}\b", name)]
        if not fitting:
            return self._slipped(name)
        word, others = self._lot.choice(fitting)
        return re.sub(rf"{word}\b", self._lot.choice(others), name, count=1)

    def _slipped(self, name: str) -> str:
        """Two letters change places, or one is doubled or lost."""
        at = self._lot.randrange(2, len(name) - 1)
        return self._lot.choice(
            [
                name[: at - 1] + name[at] + name[at - 1] + name[at + 1 :],
                name[:at] + name[at] + name[at:],
                name[:at] + name[at + 1 :],
            ]
        )

    def _titled(self, person: Invented, name: str) -> str:
        lot = self._lot
        before = (
            person.titles_before
            if lot.random() < 0.5
            else lot.choice(["", "", "", "", "Bpk." if person.sex == "L" else "Ibu"])
        )
        after = person.titles_after if lot.random() < 0.55 else ""
        if lot.random() < 0.3:
            after = after.replace(".", "") if lot.random() < 0.5 else after.replace(".", ". ")
        return f"{before} {name}".strip() + (f", {after}" if after else "")

    # ------------------------------------------------------------ numbers and dates
    def _nip(self, nip: str) -> str:
        printed = f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}"
        rounded, exponent = nip[:15] + "000", f"{nip[0]},{nip[1:6]}E+17"
        return self._lot.choices([printed, nip, rounded, exponent, f"'{nip}"], [40, 38, 8, 8, 6])[0]

    def _phone(self, phone: str) -> str:
        if self._lot.random() < 0.08:  # the number of before
            phone = f"{phone[:-6]}{self._lot.randrange(10**5, 10**6)}"
        local = "0" + phone.removeprefix("+62")
        spaced, dashed = f"{local[:4]} {local[4:8]} {local[8:]}", f"{local[:4]}-{local[4:8]}-{local[8:]}"
        abroad = f"+62 {local[1:4]}-{local[4:8]}-{local[8:]}"
        return self._lot.choices([local, local[1:], spaced, dashed, abroad, phone], [35, 20, 15, 12, 10, 8])[
            0
        ]

    def _birth(self, person: Invented) -> str:
        lot, born = self._lot, person.birth
        place = person.place.name.split(" ", 1)[1]
        long = f"{born.day} {MONTHS[born.month - 1]} {born.year}"
        swapped = f"{born:%m-%d-%Y}" if born.day <= 12 else f"{born:%d-%m-%Y}"
        serial = str((born - dt.date(1899, 12, 30)).days)
        forms = [
            f"{place}, {long}",
            f"{place}/{born:%d-%m-%Y}",
            f"{born:%d-%m-%Y}",
            f"{born:%d/%m/%y}",
            long,
            swapped,
            serial,
        ]
        return lot.choices(forms, [34, 12, 24, 10, 12, 4, 4])[0]

    # ------------------------------------------------------------ work and place
    def _workplace(self, person: Invented) -> str:
        lot, name = self._lot, person.workplace
        short = name.replace("Dinas Sosial", lot.choice(["Dinsos", "Dinas Sosial", "Din. Sosial"]))
        short = short.replace("Kabupaten ", lot.choice(["Kab. ", "Kabupaten ", ""]))
        short = short.replace("Kota ", lot.choice(["Kota ", ""])).replace(
            "Provinsi ", lot.choice(["Prov. ", "Provinsi "])
        )
        return short.upper() if lot.random() < 0.15 else short

    def _regency(self, person: Invented) -> str:
        name, lot = person.place.name, self._lot
        bare = name.split(" ", 1)[1]
        short = SHORT_NAMES.get(name, bare)
        return lot.choice([name, bare, short, name.replace("Kabupaten", "Kab."), bare.upper()])
