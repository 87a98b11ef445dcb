"""What officers type to narrow a roster."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, NamedTuple, cast

from django import forms
from django.http import QueryDict
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from chapters.narrowing import ANY, LATE, MEMBERS, PAID, PROBLEMS, UNKNOWN, Asked
from chapters.rosters import Place
from members.forms.life import Day
from members.models import Category, Member, Sector

LONGEST = 100


class Answer(NamedTuple):
    """An answer that narrows, in words: the field, what it is about, and what was chosen."""

    field: str
    label: str
    words: str


class RosterFilter(forms.Form):
    """
    Narrows a roster; an answer that is none of the choices is as good as no answer.

    The fields of `folded` are shown when they are asked for.
    """

    is_filter = True
    use_required_attribute = False
    folded = ("work", "sector", "category", "dues", "joined_from", "joined_until", "problem")

    q = forms.CharField(
        label=_("Nama atau nomor anggota"), required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[
            ("", _("Anggota dan pendaftar")),
            (MEMBERS, _("Semua anggota")),
            *Member.Status.choices,
        ],
    )
    place = forms.ChoiceField(required=False)
    work = forms.ChoiceField(
        label=_("Kepegawaian"),
        required=False,
        choices=[
            ("", _("Semua")),
            ("asn", "ASN"),
            ("pns", "ASN: PNS"),
            ("pppk", "ASN: PPPK"),
            ("non", "Non-ASN"),
            (UNKNOWN, _("Belum diketahui")),
        ],
    )
    sector = forms.ChoiceField(
        label=_("Bidang (non-ASN)"),
        required=False,
        choices=[("", _("Semua")), *Sector.choices, (UNKNOWN, _("Belum diketahui"))],
    )
    category = forms.ChoiceField(
        label=_("Kategori"),
        required=False,
        choices=[("", _("Semua")), *Category.choices, (UNKNOWN, _("Belum diketahui"))],
    )
    dues = forms.ChoiceField(
        label=_("Iuran"),
        required=False,
        choices=[
            ("", _("Semua")),
            (PAID, _("Lunas")),
            (LATE, _("Sudah lewat")),
            (UNKNOWN, _("Belum ditandai")),
        ],
    )
    joined_from = Day(label=_("Anggota sejak, mulai"), required=False)
    joined_until = Day(label=_("Anggota sejak, sampai"), required=False)
    problem = forms.ChoiceField(
        label=_("Masalah data"),
        required=False,
        choices=[
            ("", _("Semua, juga yang lengkap")),
            (ANY, _("Ada masalah apa pun")),
            *((key, problem.label) for key, problem in PROBLEMS.items()),
        ],
    )

    def __init__(
        self, data: QueryDict, *, places: Iterable[Place], by_province: bool, today: dt.date | None = None
    ) -> None:
        super().__init__(data)
        self.today = today or dt.date.min
        unknown = _("Provinsi tidak diketahui") if by_province else _("Belum diketahui")
        place = cast(forms.ChoiceField, self.fields["place"])
        place.label = _("Provinsi") if by_province else _("Kabupaten/kota")
        place.choices = [
            ("", _("Semua")),
            *((each.code, _with_number(each.name or unknown, each)) for each in places),
        ]
        for name in ("joined_from", "joined_until"):
            self.fields[name].widget.attrs["placeholder"] = "27-03-2026"

    def asked(self) -> Asked:
        """Return what is looked for."""
        self.is_valid()
        answers = {name: answer for name, answer in self.cleaned_data.items() if answer}
        text = answers.pop("q", "")[:LONGEST]
        return Asked(text=text, today=self.today, **answers)

    def query(self) -> dict[str, str]:
        """Return the answers as an address holds them, without the empty ones."""
        self.is_valid()
        return {name: _written(answer) for name, answer in self.cleaned_data.items() if answer}

    def answers(self) -> list[Answer]:
        """Return the answers that narrow, in words."""
        self.is_valid()
        return [
            Answer(field.name, str(field.label), self._words(field, answer))
            for field in self.visible_fields()
            if (answer := self.cleaned_data.get(field.name))
        ]

    @property
    def mistaken(self) -> bool:
        """Whether a folded field holds a mistake: then they are shown."""
        return any(name in self.errors for name in ("joined_from", "joined_until"))

    def _words(self, field: forms.BoundField, answer: Any) -> str:
        if isinstance(answer, dt.date):
            return date_format(answer, "j F Y")
        if isinstance(field.field, forms.ChoiceField):
            return str(dict(field.field.choices).get(answer, answer))
        return f"“{answer}”"


def _written(answer: Any) -> str:
    return answer.isoformat() if isinstance(answer, dt.date) else str(answer)


def _with_number(name: str | Promise, place: Place) -> str:
    return f"{name} ({number_format(place.count.members)})"
