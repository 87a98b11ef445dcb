"""What officers choose when they merge two records."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.db.models import Field
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from chapters.duplicates import fields, merging
from chapters.models import DuplicatePair
from members.models import Member

PREFIX = "dari_"
REACHES = _(
    "Siapa yang memegangnya dapat masuk dan melihat semua data keanggotaan ini. Pastikan dahulu kepada orangnya."
)


class MergeForm(forms.Form):
    """
    Which record is kept, and of each field in which they differ, from which record it is taken.

    An answer is "one" or "other": the records as the pair names them, whichever of them is kept.
    """

    keep = forms.ChoiceField(
        label=_("Catatan mana yang dipertahankan?"),
        help_text=_("Nomor induk anggota dan statusnya tetap. Catatan yang lain ditandai “Digabungkan”."),
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih catatan yang dipertahankan.")},
    )

    def __init__(self, data: QueryDict | None = None, *, pair: DuplicatePair) -> None:
        keep = _usual_keep(pair)
        super().__init__(data, initial={"keep": "one" if keep is pair.one else "other"})
        self.pair = pair
        keep_field = cast(forms.ChoiceField, self.fields["keep"])
        keep_field.choices = [(side, _named(member)) for side, member in self._sides.items()]
        other = pair.other if keep is pair.one else pair.one
        for field in self._asked(keep, other):
            usual = merging.source_of(field, keep=keep, other=other, choices={})
            self._add(field.name, fields.label_of(field), "one" if usual is pair.one else "other")

    @property
    def kept(self) -> Member:
        """The record that is kept."""
        return self._sides[self.cleaned_data["keep"]]

    @property
    def merged(self) -> Member:
        return self.pair.other if self.kept is self.pair.one else self.pair.one

    def choices(self) -> dict[str, merging.Side]:
        """Return the answers as `merging.merge` takes them."""
        kept = self.cleaned_data["keep"]
        return {
            name.removeprefix(PREFIX): "keep" if side == kept else "other"
            for name, side in self.cleaned_data.items()
            if name.startswith(PREFIX)
        }

    def clean(self) -> None:
        if "keep" in self.cleaned_data and (blocked := merging.what_blocks(self.kept, self.merged)):
            self.add_error("keep", blocked)

    @property
    def _sides(self) -> dict[str, Member]:
        return {"one": self.pair.one, "other": self.pair.other}

    def _asked(self, keep: Member, other: Member) -> list[Field[Any, Any]]:
        """The fields to choose, the account first; an address is not asked for beside it, as it goes with it."""
        left_out = set() if merging.may_take_place(keep, other) else {"home_regency"}
        left_out |= {"email"} if keep.user_id or other.user_id else set()
        asked = [field for field in fields.differing(keep, other) if field.name not in left_out]
        return sorted(asked, key=lambda field: field.name not in fields.REACH)

    def _add(self, name: str, label: str, usual: str) -> None:
        field = next(each for each in fields.choosable() if each.name == name)
        values = {side: fields.shown(field, member) or _("(kosong)") for side, member in self._sides.items()}
        if values["one"] == values["other"]:  # two numbers that look the same when masked
            values["other"] = _("%(value)s (catatan kedua)") % {"value": values["other"]}
        self.fields[f"{PREFIX}{name}"] = forms.ChoiceField(
            label=label,
            choices=list(values.items()),
            initial=None if name in fields.REACH else usual,  # whoever holds it is chosen, not taken
            help_text=REACHES if name in fields.REACH else "",
            widget=forms.RadioSelect,
            error_messages={"required": _("Pilih salah satu.")},
        )


def _usual_keep(pair: DuplicatePair) -> Member:
    """A membership before an application, one with an account before one without, then the older one."""
    order = {Member.Status.SUSPENDED: 0, Member.Status.APPLIED: 2}
    return min(
        (pair.one, pair.other),
        key=lambda each: (
            order.get(Member.Status(each.status), 1),
            each.user_id is None,
            each.number is None,
            str(each.joined_on or "9999"),
            str(each.pk),
        ),
    )


def _named(member: Member) -> str:
    words = [member.full_name, member.number or "", str(member.get_status_display())]
    return " · ".join(word for word in words if word)
