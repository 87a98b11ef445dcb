"""The columns of a roster: what officers may read of many members at once. NIK and NIP are none of them."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chapters.models import DPP, Chapter
from chapters.narrowing import paid_until
from members.mailing import address_of
from members.models import Member, MemberQuerySet


@dataclass(frozen=True, slots=True)
class Column:
    """
    A column: its heading, and what stands in it, as text.

    `look` says how a page shows it where it is more than a text: "status", "chat", "number". On a phone `less` is left
    out.
    """

    key: str
    label: str | Promise
    value: Callable[[Member], str]
    look: str = ""
    less: bool = False


def _day(day: dt.date | None) -> str:
    return date_format(day, "j F Y") if day else ""


def _dues(member: Member) -> str:
    paid: dt.date | None = getattr(member, "paid", None)
    return _("sampai %(day)s") % {"day": _day(paid)} if paid else ""


_ALL = [
    Column("number", gettext_lazy("Nomor anggota"), lambda member: member.number or "", look="number"),
    Column("place", gettext_lazy("Kabupaten/kota"), lambda member: str(member.home_regency or "")),
    Column("province", gettext_lazy("Provinsi"), lambda member: str(member.home_province or "")),
    Column("work", gettext_lazy("Kepegawaian"), lambda member: member.get_employment_display(), less=True),
    Column("status", gettext_lazy("Status"), lambda member: str(member.get_status_display()), look="status"),
    Column(
        "chat",
        gettext_lazy("Telepon/WhatsApp"),
        lambda member: member.phone.as_national if member.phone else "",
        look="chat",
    ),
    Column("email", gettext_lazy("Email"), address_of),
    Column("joined", gettext_lazy("Anggota sejak"), lambda member: _day(member.joined_on)),
    Column("type", gettext_lazy("Jenis keanggotaan"), lambda member: member.type.name),
    Column("category", gettext_lazy("Kategori"), lambda member: member.get_category_display()),
    Column("sector", gettext_lazy("Bidang"), lambda member: member.get_sector_display()),
    Column("workplace", gettext_lazy("Tempat bekerja"), lambda member: member.workplace),
    Column("role", gettext_lazy("Peran di tempat kerja"), lambda member: member.role_at_work),
    Column("dues", gettext_lazy("Iuran lunas"), _dues),
    Column("birth", gettext_lazy("Tanggal lahir"), lambda member: _day(member.birth_date)),
    Column("sex", gettext_lazy("Jenis kelamin"), lambda member: member.get_sex_display()),
    Column(
        "address",
        gettext_lazy("Alamat surat"),
        lambda member: " ".join(filter(None, [member.address, member.postal_code])),
    ),
]
COLUMNS = {column.key: column for column in _ALL}
CHOICES = [(column.key, column.label) for column in _ALL]
USUAL = ("number", "place", "work", "status")  # no contact that nobody asked for
OF_THE_NATION = ("number", "place", "province", "work", "status")


def usual(chapter: Chapter) -> list[Column]:
    """Return the columns of who has chosen none."""
    return named(OF_THE_NATION if chapter.pk == DPP else USUAL)


def named(keys: Iterable[str]) -> list[Column]:
    """Return columns by their keys, in the order of all columns; what is no key is passed over."""
    wanted = set(keys)
    return [column for column in _ALL if column.key in wanted]


def read(rows: MemberQuerySet) -> MemberQuerySet:
    """Return members with what columns need of other tables, without numbers of the state, in one query."""
    near = rows.select_related("home_regency", "home_province", "type", "role", "user")
    return near.defer("nik", "nip").annotate(paid=paid_until())
