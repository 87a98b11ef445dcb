"""Fields that several forms of members ask with, and what the forms of a registration's steps have in common."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ipspi.regions.models import Regency
from members.drafts import Answers
from members.identity import EARLIEST_BIRTH_YEAR, IdentityError, parse_nik, parse_nip
from members.letters import is_unseen, strange_in

LONGEST_NUMBER = 40  # of a NIK or NIP as typed, with its spaces and dots
MONTHS = (
    ("januari", "jan"), ("februari", "feb"), ("maret", "mar"), ("april", "apr"), ("mei",), ("juni", "jun"),
    ("juli", "jul"), ("agustus", "agu", "agt"), ("september", "sep"), ("oktober", "okt"),
    ("november", "nop", "nov"), ("desember", "des"),
)  # fmt: skip
NUMBER_OF = {word: number for number, words in enumerate(MONTHS, start=1) for word in words}
IN_WORDS = re.compile(r"([0-9]{1,2})[\s./-]+([a-z]+)[\s./-]+([0-9]{4})", re.IGNORECASE)
SHORT_YEAR = re.compile(r"[0-9]{1,2}[\s./-]+(?:[0-9]{1,2}|[a-z]+)[\s./-]+[0-9]{2}", re.IGNORECASE)
WRITTEN_DATES = ["%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%d %m %Y", "%Y-%m-%d"]
YOUNGEST = 15  # of who registers: nobody younger studies or works in the field
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
        letter = strange_in(value[:1000])
        if letter and is_unseen(letter):
            raise forms.ValidationError(
                _("Ada tanda yang tidak terlihat di isian ini. Hapus semuanya, lalu ketik ulang."),
                code="unseen",
            )
        if letter:
            raise forms.ValidationError(
                _("Ada huruf yang tidak dikenal: “%(letter)s”. Hapus, lalu ketik ulang dengan huruf Latin."),
                code="strange",
                params={"letter": letter},
            )


class FullName(LatinLine):
    """The name of a person: letters with what stands between them, no figures and no signs of addresses or pages."""

    def validate(self, value: str) -> None:
        super().validate(value)
        if odd := next((letter for letter in value[:1000] if letter.isdigit() or letter in "@<>"), None):
            raise forms.ValidationError(
                _("Nama tidak berisi angka atau tanda seperti @, <, dan >. Di sini ada “%(letter)s”."),
                code="not_a_name",
                params={"letter": odd},
            )


class BirthDate(forms.DateField):
    """A date as it is on an identity card, 27-03-1985; neither in the future nor beyond a human life."""

    widget = forms.DateInput(
        format="%d-%m-%Y", attrs={"inputmode": "numeric", "autocomplete": "bday", "placeholder": ""}
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=WRITTEN_DATES, localize=False, **kwargs)

    def to_python(self, value: Any) -> Any:
        text = " ".join(value.split()) if isinstance(value, str) else value
        if isinstance(text, str) and SHORT_YEAR.fullmatch(text):
            raise forms.ValidationError(_("Tulis tahunnya dengan empat angka, misalnya 27-03-1985."))
        if isinstance(text, str) and (match := IN_WORDS.fullmatch(text)):
            day, word, year = match.groups()
            text = f"{day}-{NUMBER_OF.get(word.lower(), word)}-{year}"
        return super().to_python(text)

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
        if value and (age := _age(value, on=timezone.localdate())) < YOUNGEST:
            raise forms.ValidationError(
                _(
                    "Menurut tanggal ini Anda berumur %(age)d tahun. Periksa tahunnya; anggota berumur sedikitnya "
                    "%(least)d tahun."
                ),
                code="too_young",
                params={"age": age, "least": YOUNGEST},
            )


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

    ASKED_AS: ClassVar[dict[str, str]] = {}  # answers whose field has another name

    def __init__(self, data: Any = None, *, given: Answers) -> None:
        super().__init__(data, initial=given)
        self.given = given
        self.suit()

    def suit(self) -> None:
        """Make the fields suit who is asked."""

    def point_out(self, answers: Iterable[str], note: str) -> None:
        """Say `note` below the fields of these answers: somebody else gave them."""
        for name in answers:
            field = self.fields.get(self.ASKED_AS.get(name, name))
            if field is not None:
                field.help_text = f"{field.help_text} {note}".strip()

    def answers(self) -> Answers:
        """Return the cleaned answers as a draft keeps them."""
        return {name: _written(value) for name, value in self.cleaned_data.items()}


def _age(born: dt.date, *, on: dt.date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _written(value: object) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Regency):
        return value.code
    return str(value or "")
