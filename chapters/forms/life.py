"""What officers say when they act in the life of a membership, and when they decide on what is asked of them."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from ipspi.regions.forms import RegencyField
from members.forms.fields import OneLine
from members.forms.life import ActForm, Day, Reason

NOTE_HINT = _("Hanya dibaca pengurus yang berhak. Anggota tidak membacanya.")
REASON_HINT = _("Anggota membaca alasan ini.")


class DeathForm(ActForm):
    on = Day(label=_("Wafat pada"))


class SuspensionForm(ActForm):
    begins_on = Day(label=_("Mulai"))
    ends_on = Day(
        label=_("Berakhir pada"),
        hint=_("Hari pertama aktif kembali; kosongkan bila belum ditentukan."),
        required=False,
    )
    reason = Reason(label=_("Alasan"), hint=REASON_HINT)
    note = Reason(label=_("Catatan terbatas"), hint=NOTE_HINT, required=False)


class ReasonForm(ActForm):
    reason = Reason(label=_("Alasan"), hint=REASON_HINT)


class ExpulsionForm(ActForm):
    on = Day(label=_("Berlaku sejak"))
    decree_number = OneLine(
        label=_("Nomor SK DPP"), max_length=80, error_messages={"required": _("Tulis nomor SK DPP.")}
    )
    reason = Reason(label=_("Alasan"), hint=REASON_HINT)
    note = Reason(label=_("Catatan terbatas"), hint=NOTE_HINT, required=False)


class DuesForm(ActForm):
    paid_until = Day(label=_("Iuran lunas sampai"))
    note = OneLine(label=_("Catatan"), max_length=200, required=False)


class ReceivingForm(forms.Form):
    """Who is to move here: known by number and name."""

    number = OneLine(
        label=_("Nomor anggota"), max_length=40, error_messages={"required": _("Isi nomor anggota.")}
    )
    name = OneLine(
        label=_("Nama lengkap, tanpa gelar"),
        max_length=200,
        error_messages={"required": _("Isi nama anggota.")},
    )
    to_regency = RegencyField(
        label=_("Kabupaten atau kota yang baru"), help_text=_("Contoh: Kota Palembang.")
    )
    wished_on = Day(label=_("Pindah sejak"))
    reason = Reason(label=_("Alasan"), required=False)


class DecisionForm(forms.Form):
    """What an officer decides; `choices` are the ways to, the last of them the refusal, which has a reason."""

    decision = forms.ChoiceField(
        label=_("Keputusan"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih keputusan Anda.")},
    )
    evidence = Reason(
        label=_("Ijazah yang Anda lihat"), hint=_("Nomor, tahun, dan perguruan tinggi."), required=False
    )
    reason = Reason(label=_("Alasan bila tidak disetujui"), hint=REASON_HINT, required=False)

    def __init__(
        self, *args: Any, choices: Sequence[tuple[str, Any]], with_evidence: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["decision"]).choices = choices
        if not with_evidence:
            del self.fields["evidence"]

    def clean(self) -> None:
        decision, refusal = (
            self.cleaned_data.get("decision"),
            list(cast(forms.ChoiceField, self.fields["decision"]).choices)[-1][0],
        )
        if decision == refusal and "reason" in self.fields and not self.cleaned_data.get("reason"):
            self.add_error("reason", _("Tulis alasannya. Anggota membacanya."))
        if (
            decision
            and decision != refusal
            and "evidence" in self.fields
            and not self.cleaned_data.get("evidence")
        ):
            self.add_error("evidence", _("Tulis ijazah yang Anda lihat."))


class AsOf(forms.Form):
    """A day up to `today`: of days to come nothing is recorded."""

    is_filter = True
    use_required_attribute = False
    pada = Day(label=_("Keadaan pada tanggal"), required=False)

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_pada(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["pada"]
        if day and day > self.today:
            raise forms.ValidationError(_("Tanggal ini belum tiba. Keadaan hanya diketahui sampai hari ini."))
        return day
