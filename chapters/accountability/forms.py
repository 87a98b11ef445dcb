"""What authors of a report say: what it is about, a section's text, and figures of their own."""

import datetime as dt
import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chapters.accountability.drafting import LONGEST_TEXT, MOST_LINES
from chapters.models import Chapter, Term

LINE = re.compile(r"(?P<label>.+?)\s*[=:;\t]\s*(?P<number>[0-9][0-9.]*)\s*")
LARGEST = 10**15


class ReportForm(forms.Form):
    """A new report: of a term, or of a time that is said."""

    title = forms.CharField(label=_("Judul"), max_length=160)
    term = forms.ModelChoiceField(
        label=_("Masa bakti"),
        queryset=Term.objects.none(),
        required=False,
        empty_label=_("Bukan satu masa bakti"),
        help_text=_("Laporan seluruh masa bakti. Tanggalnya diisi sendiri bila dikosongkan."),
    )
    since = forms.DateField(
        label=_("Sejak"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=_("Sampai"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, chapter: Chapter, **options: Any) -> None:
        super().__init__(*args, **options)
        term = self.fields["term"]
        assert isinstance(term, forms.ModelChoiceField)  # noqa: S101 - said to the type checker
        term.queryset = Term.objects.filter(chapter=chapter).order_by("-starts_on")

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        term = asked.get("term")
        for name in ("since", "until"):
            if not asked.get(name) and name not in self.errors:
                if term is None:
                    self.add_error(name, _("Isi tanggal, atau pilih masa bakti."))
                else:
                    asked[name] = term.starts_on if name == "since" else term.ends_on - dt.timedelta(1)
        since, until = asked.get("since"), asked.get("until")
        if since and until and until < since:
            self.add_error("until", _("Akhir laporan tidak boleh sebelum awalnya."))
        return asked


class TextForm(forms.Form):
    """The text of a section."""

    text = forms.CharField(
        label=_("Uraian"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_(
            "Angka dari registri sudah ada di bawahnya; di sini ceritanya. Baris kosong memisahkan paragraf."
        ),
    )


class TableForm(forms.Form):
    """Figures that the registry does not keep: a line each, and the total that somebody stated."""

    title = forms.CharField(label=_("Judul tabel"), max_length=120)
    lines = forms.CharField(
        label=_("Baris"),
        max_length=8_000,
        widget=forms.Textarea(attrs={"rows": 6, "placeholder": _("Pekerja Sosial = 40")}),
        help_text=_("Satu angka satu baris, dengan tanda sama dengan di tengah. Jumlahnya dihitung sendiri."),
    )
    stated = forms.CharField(
        label=_("Jumlah yang disebut"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text=_(
            "Bila ada yang menyebut jumlahnya, misalnya di berita. "
            "Bila berbeda dari barisnya, laporan memperlihatkan keduanya."
        ),
    )

    def clean_lines(self) -> list[tuple[str, int]]:
        found = []
        for number, line in enumerate(filter(str.strip, self.cleaned_data["lines"].splitlines()), 1):
            match = LINE.fullmatch(line.strip())
            if match is None or (count := _whole(match["number"])) is None:
                raise forms.ValidationError(
                    _("Baris %(number)d bukan “uraian = angka”."), params={"number": number}
                )
            found.append((match["label"].strip(), count))
        if len(found) > MOST_LINES:
            raise forms.ValidationError(_("Paling banyak %(most)d baris."), params={"most": MOST_LINES})
        return found

    def clean_stated(self) -> int | None:
        text = self.cleaned_data["stated"].strip()
        if text and (count := _whole(text)) is None:
            raise forms.ValidationError(_("Tulis angka saja, misalnya 148."))
        return count if text else None


def _whole(text: str) -> int | None:
    """A whole number, with or without dots between thousands."""
    if not re.fullmatch(r"[0-9]+|[0-9]{1,3}(\.[0-9]{3})+", text):
        return None
    number = int(text.replace(".", ""))
    return number if number <= LARGEST else None
