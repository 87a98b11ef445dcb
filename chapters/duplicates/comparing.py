"""Two records side by side: what differs first, what only one of them says apart, what is the same last."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from chapters.duplicates import fields
from members.matching.alike import alike
from members.models import Member

# said once where both records say the same in both: an account has its address, who is admitted is a member from then
TOLD_BY = {"email": "user", "admitted_on": "joined_on"}


@dataclass(frozen=True, slots=True)
class Compared:
    """A field of both records side by side."""

    label: str
    one: str
    other: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two records say, parted by how they agree."""

    differing: list[Compared] = field(default_factory=list)
    one_sided: list[Compared] = field(default_factory=list)
    same: list[Compared] = field(default_factory=list)


def compare(one: Member, other: Member) -> Comparison:
    """Return the fields of both records that say something."""
    rows = _rows(one, other)
    told = {
        name for name, by in TOLD_BY.items() if name in rows and by in rows and _same(rows[name], rows[by])
    }
    differing = {each.name for each in fields.differing(one, other)} | {"status", "number"}
    found = Comparison()
    for name, row in rows.items():
        if name in told or not (row.one or row.other):
            continue
        if name not in differing or (name in {"status", "number"} and row.one == row.other):
            found.same.append(row)
        else:
            (found.differing if row.one and row.other else found.one_sided).append(row)
    return found


def doubt_about(one: Member, other: Member) -> str:
    """Say what speaks for two people with one NIK; empty where nothing does."""
    if not one.nik or one.nik != other.nik or alike(one.name, other.name):
        return ""
    return _(
        "NIK keduanya sama, tetapi namanya berbeda: salah satu mungkin salah mengetik NIK. "
        "Mintalah KTP keduanya sebelum memutuskan."
    )


def _rows(one: Member, other: Member) -> dict[str, Compared]:
    rows = {
        "status": Compared(_("Status"), one.get_status_display(), other.get_status_display()),
        "number": Compared(_("Nomor induk anggota"), one.number or "", other.number or ""),
    }
    for each in fields.choosable():
        shown = [fields.shown(each, member) for member in (one, other)]
        rows[each.name] = Compared(fields.label_of(each), *shown)
    return rows


def _same(row: Compared, by: Compared) -> bool:
    return (row.one, row.other) == (by.one, by.other)
