"""What officers type about their views, their columns, and what they take out."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from chapters.models import RosterExport
from chapters.rostering import columns
from chapters.rostering.columns import Column
from members.forms.fields import OneLine
from members.models import DataAccess

Reason = DataAccess.Reason
FOR_EXPORTS = [Reason.EVENT, Reason.REPORT, Reason.CORRECT, Reason.AUTHORITY, Reason.OTHER]


class NameForm(forms.Form):
    """The name of a view."""

    name = OneLine(
        label=_("Nama tampilan"),
        help_text=_("Contoh: PNS di Palembang. Hanya Anda yang melihatnya."),
        max_length=60,
        error_messages={
            "required": _("Isi nama tampilan."),
            "max_length": _("Nama tampilan paling panjang 60 huruf."),
        },
    )


class ColumnsForm(forms.Form):
    """The columns that are shown beside the name."""

    use_required_attribute = False
    columns = forms.MultipleChoiceField(
        label=_("Kolom"),
        help_text=_("Nama selalu tampak. Makin sedikit kolomnya, makin mudah dibaca."),
        choices=columns.CHOICES,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Pilih sedikitnya satu kolom."),
            "invalid_choice": _("Pilih kolom yang ada."),
        },
    )

    def __init__(self, data: Any, *, shown: Iterable[Column]) -> None:
        super().__init__(data, initial={"columns": [column.key for column in shown]})


class ExportForm(ColumnsForm):
    """What is taken out, in which form, and why: the members concerned see the reason."""

    form = forms.ChoiceField(
        label=_("Bentuk berkas"),
        choices=RosterExport.Form.choices,
        initial=RosterExport.Form.XLSX,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Pilih bentuk berkasnya."),
            "invalid_choice": _("Pilih salah satu bentuk."),
        },
    )
    reason = forms.ChoiceField(
        label=_("Alasan"),
        help_text=_("Setiap anggota di dalam berkas dapat melihat alasan ini, jabatan Anda, dan waktunya."),
        choices=[(reason.value, reason.label) for reason in FOR_EXPORTS],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Pilih alasan ekspor ini."),
            "invalid_choice": _("Pilih salah satu alasan."),
        },
    )
    words = forms.CharField(
        label=_("Keterangan"),
        help_text=_("Wajib untuk keperluan lain. Jangan menulis NIK atau NIP."),
        required=False,
        max_length=300,
        error_messages={"max_length": _("Keterangan paling panjang 300 huruf.")},
    )

    def __init__(self, data: Any, *, shown: Iterable[Column]) -> None:
        super().__init__(data, shown=shown)
        cast(forms.MultipleChoiceField, self.fields["columns"]).required = False
        self.fields["columns"].help_text = _("Nama selalu ikut. NIK dan NIP tidak pernah ikut.")
        self.order_fields(["columns", "form", "reason", "words"])
