"""Fields that several forms of members ask with, and what the forms of a registration's steps have in common."""

import datetime as dt
import unicodedata
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ipspi.regions.models import Regency
from members.drafts import Answers
from members.identity import EARLIEST_BIRTH_YEAR, IdentityError, parse_nik, parse_nip
from members.letters import described, strange_in

LONGEST_NUMBER = 40  # of a NIK or NIP as typed, with its spaces and dots
WRITTEN_DATES = ["%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%d %m %Y", "%Y-%m-%d"]
LONGEST_SHOWN = 4  # figures of a year, with room for a mistake


class OneLine(forms.CharField):
    """A text whose spaces, of any kind and number, count as one."""

    def to_python(self, value: Any) -> str:
        return " ".join(str(super().to_python(value)).split())


class LatinLine(OneLine):
    """One line in Latin letters, as a name is; letters of other scripts that look the same are told."""

    def to_python(self, value: Any) -> str:
        return unicodedata.normalize("NFC", super().to_python(value))

    def validate(self, value: str) -> None:
        super().validate(value)
        if letter := strange_in(value[:1000]):
            raise forms.ValidationError(
                _("Ada huruf yang tidak dikenal: “%(letter)s”. Hapus, lalu ketik ulang dengan huruf Latin."),
                code="strange",
                params={"letter": described(letter)},
            )


class BirthDate(forms.DateField):
    """A date as it is on an identity card, 27-03-1985; neither in the future nor beyond a human life."""

    widget = forms.DateInput(
        format="%d-%m-%Y", attrs={"inputmode": "numeric", "autocomplete": "bday", "placeholder": ""}
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=WRITTEN_DATES, localize=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Show a date from a draft as people write it."""
        try:
            return dt.date.fromisoformat(value)
        except (TypeError, ValueError):
            return value

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and not dt.date(EARLIEST_BIRTH_YEAR, 1, 1) <= value <= timezone.localdate():
            raise forms.ValidationError(_("Tanggal lahir ini tidak mungkin. Periksa tahunnya."))


class IdentityNumber(forms.CharField):
    """A number of the state as people write it, with spaces and dots; cleans to its digits."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST_NUMBER, **kwargs)

    def clean(self, value: Any) -> str:
        written = super().clean(value)
        try:
            return self.digits_of(written) if written else ""
        except IdentityError as error:
            raise forms.ValidationError(error.message, code=error.code) from None

    def digits_of(self, written: str) -> str:
        raise NotImplementedError


class NIKField(IdentityNumber):
    def digits_of(self, written: str) -> str:
        return parse_nik(written).digits


class NIPField(IdentityNumber):
    """A NIP or an NI PPPK."""

    def digits_of(self, written: str) -> str:
        return parse_nip(written, today=timezone.localdate()).digits


class Year(forms.CharField):
    """A year of a working life, as four figures; cleans to text."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST_SHOWN * 2, **kwargs)

    def validate(self, value: str) -> None:
        super().validate(value)
        if not value:
            return
        if len(value) != 4 or not (value.isascii() and value.isdigit()):
            raise forms.ValidationError(_("Tahun ditulis dengan empat angka, misalnya 2012."))
        if not EARLIEST_BIRTH_YEAR < int(value) <= timezone.localdate().year:
            raise forms.ValidationError(_("Tahun ini tidak mungkin. Periksa kembali."))


class StepForm(forms.Form):
    """A step of the registration. `given` are the answers so far: some steps ask other things of other people."""

    def __init__(self, data: Any = None, *, given: Answers) -> None:
        super().__init__(data, initial=given)
        self.given = given
        self.suit()

    def suit(self) -> None:
        """Make the fields suit who is asked."""

    def answers(self) -> Answers:
        """Return the cleaned answers as a draft keeps them."""
        return {name: _written(value) for name, value in self.cleaned_data.items()}


def _written(value: object) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Regency):
        return value.code
    return str(value or "")
