"""
Where a row of a list and a member of the same chapter say different things now, and what of it can be proposed.

The ledger counts what the engine found contradicting at the last run; here the living values are read again, so that
what was corrected meanwhile is gone. A field that the list only writes otherwise (RSUD, Rumah Sakit Umum Daerah) does
not differ.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from phonenumber_field.phonenumber import PhoneNumber

from chapters.models import ListRow
from chapters.reconciliation import sides
from chapters.reconciliation.sides import Shown
from ipspi.regions import lookup as regions
from members import identity, proposals
from members.employment import employment_of
from members.matching import dates, names, numbers, places
from members.models import ASN, Employment, Member, Proposal
from members.names import split_titles

Field = Proposal.Field
# the field of a proposal, by the engine's name
FIELDS = {
    "name": Field.NAME, "birth": Field.BIRTH_DATE, "phone": Field.PHONE, "nik": Field.NIK, "nip": Field.NIP,
    "employment": Field.EMPLOYMENT, "workplace": Field.WORKPLACE, "regency": Field.HOME_REGENCY, "sex": Field.SEX,
}  # fmt: skip
LONGEST_WORKPLACE = Member._meta.get_field("workplace").max_length or 0
LONGEST_NAME = Member._meta.get_field("name").max_length or 0


@dataclass(frozen=True, slots=True)
class Difference:
    """
    A field in which a row and its member differ: both sides as they are shown.

    `value` is what would be proposed; where it is empty, `why_not` says why nothing can be. `in_conflict`: the ledger
    counts it.
    """

    field: str
    label: str
    listed: Shown
    national: Shown
    value: str
    why_not: str
    in_conflict: bool


@dataclass(frozen=True, slots=True)
class _Said:
    """What a row says otherwise: a value that can be proposed, or why none can be."""

    value: str = ""
    why_not: str = ""


def between(
    row: ListRow, member: Member, disagreeing: Collection[str], *, today: dt.date
) -> list[Difference]:
    """Return where a row and its member differ now; `disagreeing` are the fields that the ledger counts."""
    shown = {pair.field: pair for pair in sides.pairs_of(row, member, set())}
    found = []
    for name, said in _said(row, member, disagreeing, today=today):
        pair = shown.get(name) or _beside(name)
        found.append(
            Difference(
                FIELDS[name],
                pair.label,
                pair.listed,
                pair.national,
                said.value,
                said.why_not,
                name in disagreeing,
            )
        )
    return found


def _said(
    row: ListRow, member: Member, disagreeing: Collection[str], *, today: dt.date
) -> Iterator[tuple[str, _Said]]:
    for name, read in READ.items():
        if said := read(row, member, today):
            yield name, said
    if "nik" in disagreeing:
        yield "nik", _Said(why_not=_("NIK tidak diusulkan dari daftar. Cocokkan dengan KTP orangnya."))
    if "sex" in disagreeing:
        words = _("Daftar tidak menulis jenis kelamin; ini disimpulkan dari gelar atau NIP.")
        yield "sex", _Said(why_not=words)


def _beside(name: str) -> sides.Pair:
    label = str(FIELDS[name].label)
    return sides.Pair(
        name, label, _("diisi") if name == "nik" else "", _("diisi") if name == "nik" else "", True
    )


def _phone(row: ListRow, member: Member, _today: dt.date) -> _Said | None:
    told = [f"+62{number}" for number in numbers.phones(row.phone)]
    if proposals.value_of(member, Field.PHONE) in told or not row.phone:
        return None
    valid = next((each for each in told if PhoneNumber.from_string(each).is_valid()), "")
    return _Said(valid, "" if valid else _("Isi daftar tidak terbaca sebagai nomor telepon."))


def _birth(row: ListRow, member: Member, today: dt.date) -> _Said | None:
    if not row.birth:
        return None
    told = dates.birth(row.birth)
    if told is None:
        return _Said(why_not=_("Isi daftar tidak terbaca sebagai tanggal.")) if member.birth_date else None
    day = dt.date(*told)
    return None if day == member.birth_date or day > today else _Said(day.isoformat())


def _nip(row: ListRow, member: Member, today: dt.date) -> _Said | None:
    """A NIP is proposed where a slip parts it from the member's: any other one may be somebody else's."""
    written = numbers.nip(row.nip)
    cut = written.state in ("zeros", "exponent") and member.nip.startswith(written.digits)  # by a spreadsheet
    if not member.nip or not written.digits or written.digits == member.nip or cut:
        return None
    try:
        digits = identity.parse_nip(row.nip, today=today).digits
    except identity.IdentityError:
        return _Said(why_not=_("NIP di daftar tidak utuh."))
    if member.employment not in ASN:
        return _Said(
            why_not=_("Menurut registri bukan ASN, jadi tidak ber-NIP. Usulkan status kepegawaiannya dahulu.")
        )
    if not identity.is_slip(digits, member.nip):
        return _Said(why_not=_("Terlalu banyak angkanya berbeda: mungkin NIP orang lain. Tanyakan orangnya."))
    return _Said(digits)


def _employment(row: ListRow, member: Member, _today: dt.date) -> _Said | None:
    told = employment_of(row.status)
    if told is None or told == member.employment:
        return None
    if Employment.ASN in (told, member.employment) and told in ASN and member.employment in ASN:
        return None
    return _Said(str(told))


def _workplace(row: ListRow, member: Member, _today: dt.date) -> _Said | None:
    one, other = (places.workplace(text, ()).words for text in (row.workplace, member.workplace))
    if not one or 2 * len(one & other) >= max(len(one), len(other)):
        return None
    if len(row.workplace) > LONGEST_WORKPLACE:
        return _Said(why_not=_("Isi daftar terlalu panjang."))
    return _Said(row.workplace)


def _regency(row: ListRow, member: Member, _today: dt.date) -> _Said | None:
    meant = regions.regencies_meant_by(row.regency) if row.regency else []
    if not meant or member.home_regency_id in [each.code for each in meant]:
        return None
    own = [each for each in meant if each.province_id == member.home_province_id]
    if not own:
        return _Said(why_not=_("Di provinsi lain: itu mutasi, yang diajukan anggota atau daerah."))
    return _Said(own[0].code) if len(own) == 1 else None


def _name(row: ListRow, member: Member, _today: dt.date) -> _Said | None:
    """Another name has a word that is no spelling, initial or part of one of the member's."""
    ours, theirs = _folded(row.name), _folded(member.name)
    other = [word for word in ours if not any(each.startswith(word) for each in theirs)]
    if not other or not theirs:
        return None
    name = split_titles(row.name).name
    if len(name) > LONGEST_NAME or any(char.isdigit() for char in name):
        return _Said(why_not=_("Nama di daftar tidak terbaca sebagai nama."))
    return _Said(name.title() if name.isupper() or name.islower() else name)


def _folded(text: str) -> list[str]:
    return [names.fold(word) for word in names.parse(text).words]


READ: dict[str, Callable[[ListRow, Member, dt.date], _Said | None]] = {
    "name": _name,
    "birth": _birth,
    "phone": _phone,
    "nip": _nip,
    "employment": _employment,
    "workplace": _workplace,
    "regency": _regency,
}
