"""Two records side by side: a row of a list and a member of the same chapter, field by field, differences marked."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from chapters.models import ListRow
from members import identity
from members.marks import marked
from members.matching import names
from members.models import Member

Shown = str | SafeString


@dataclass(frozen=True, slots=True)
class Pair:
    """A field as the list has it and as the register has it; of numbers of the state only digits that differ."""

    field: str
    label: str
    listed: Shown
    national: Shown
    differs: bool


def pairs_of(
    row: ListRow, member: Member, differing: set[str], niks: tuple[str, str] = ("", "")
) -> list[Pair]:
    """Return a row and a member of one chapter by fields, told which are `differing`; `niks` where they were read."""
    birth = date_format(member.birth_date, "j F Y") if member.birth_date else ""
    both: list[tuple[str, str, Shown, Shown]] = [
        ("name", _("Nama"), *_marked(row.name, member.full_name)),
        ("birth", _("Tanggal lahir"), row.birth, birth),
        ("phone", _("Telepon"), row.phone, str(member.phone or "")),
        ("nik", "NIK", *_numbers(*niks)),
        ("nip", "NIP", *_numbers(row.nip, member.nip)),
        ("workplace", _("Tempat bekerja"), row.workplace, member.workplace),
        ("regency", _("Kabupaten/kota"), row.regency, str(member.home_regency or "")),
        ("employment", _("Status kepegawaian"), row.status, member.get_employment_display()),
    ]
    return [
        Pair(field, label, listed, national, field in differing)
        for field, label, listed, national in both
        if listed or national
    ]


def _marked(one: str, other: str) -> tuple[Shown, Shown]:
    """Mark the words of each name that the other has not, in any spelling."""
    return _words(one, other), _words(other, one)


def _words(text: str, other: str) -> Shown:
    folded, written = _folded(other), {_letters(word) for word in other.split()}
    pieces = (
        (word, bool(own := _folded(word)) and not own & folded and _letters(word) not in written)
        for word in text.split()
    )
    return marked(pieces, between=" ")


def _letters(word: str) -> str:
    return "".join(filter(str.isalnum, word)).casefold()


def _folded(text: str) -> set[str]:
    return {names.fold(word) for word in names.parse(text).words}


def _numbers(one: str, other: str) -> tuple[Shown, Shown]:
    """Both numbers hidden, but for the digits in which they differ where that is a slip."""
    ours, theirs = _digits(one), _digits(other)
    if not ours or not theirs:
        return "•" * len(ours), "•" * len(theirs)
    return marked(identity.differing(ours, theirs)), marked(identity.differing(theirs, ours))


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isascii() and char.isdigit())
