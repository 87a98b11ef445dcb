"""
The numbers by which the state knows a person: NIK (everybody) and NIP (civil servants). Pure: no database, no clock.

A number that cannot exist is an error that names the part that is wrong. A number that can exist but disagrees with
what else is known of the person is a warning, never a refusal: NIKs stay as they were first written, mistakes included.
Numbers are never quoted in an error or a warning, so that messages may be stored and logged.
Source: docs/sources.md#nik, docs/sources.md#nip
"""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _

from ipspi.errors import RuleError
from ipspi.regions.codes import KnownCodes, known_codes

NIK_LENGTH, NIP_LENGTH, OLD_NIP_LENGTH = 16, 18, 9
FEMALE_DAY = 40
EARLIEST_BIRTH_YEAR = 1900
YOUNGEST_APPOINTED = 16
SEXES = {"1": "L", "2": "P"}
# A spreadsheet cell that was a number: the last digits are gone.
EXPONENT = re.compile(r"[0-9][.,]?[0-9]*[eE]\+?[0-9]{1,2}")
# Spaces, dashes and invisible marks (which come with numbers copied from chats), by their Unicode category.
SEPARATOR_CATEGORIES = {"Zs", "Cc", "Cf", "Pd"}
# An apostrophe is a spreadsheet's sign for "this is text".
SEPARATORS = {".", "'", "\N{RIGHT SINGLE QUOTATION MARK}", "\N{LEFT SINGLE QUOTATION MARK}"}
SHOWN_OF_MASKED = 2
MOST_DIFFERING = (
    4  # digits that are shown of two numbers side by side: two slips of the pen, or two swapped pairs
)


class IdentityError(RuleError):
    """A number that cannot exist; `code` says why, `message` says it in words."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class IdentityWarning:
    """A number that disagrees with something else; `code` for programs, `message` for people."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class NIK:
    """A NIK that can exist: PPKKCC DDMMYY SSSS, the day of birth 40 higher for women."""

    digits: str

    @property
    def province_code(self) -> str:
        """The province of first registration, as it was then."""
        return self.digits[:2]

    @property
    def regency_code(self) -> str:
        """The regency of first registration, dotted; it may be a former code or unknown."""
        return f"{self.digits[:2]}.{self.digits[2:4]}"

    @property
    def sex(self) -> str:
        """L or P."""
        return "P" if int(self.digits[6:8]) > FEMALE_DAY else "L"

    @property
    def serial(self) -> str:
        """The last four digits."""
        return self.digits[12:]

    def birth_date(self, *, today: dt.date) -> dt.date:
        """
        Return the birth date in the latest century that gives one not after `today`.

        The century is not written: a NIK alone cannot tell a baby from a person of 100 years.
        """
        dates = birth_dates_of(self.digits)
        return max((date for date in dates if date <= today), default=min(dates))

    @property
    def masked(self) -> str:
        """The number as it may be shown."""
        return masked(self.digits)

    def __repr__(self) -> str:
        return f"NIK({self.masked})"

    __str__ = __repr__


@dataclass(frozen=True, slots=True)
class NIP:
    """A NIP of 18 digits that can exist: birth YYYYMMDD, appointment YYYYMM (PNS only), sex, serial."""

    digits: str

    @property
    def birth_date(self) -> dt.date:
        return dt.date(int(self.digits[:4]), int(self.digits[4:6]), int(self.digits[6:8]))

    @property
    def sex(self) -> str:
        """L or P."""
        return SEXES[self.digits[14]]

    @property
    def appointed(self) -> dt.date | None:
        """The first day of the month of appointment; None where those digits are no month, as with a PPPK."""
        year, month = int(self.digits[8:12]), int(self.digits[12:14])
        return dt.date(year, month, 1) if year and 1 <= month <= 12 else None

    @property
    def printed(self) -> str:
        """As it is printed: 8 6 1 3."""
        return f"{self.digits[:8]} {self.digits[8:14]} {self.digits[14]} {self.digits[15:]}"

    @property
    def masked(self) -> str:
        """The number as it may be shown."""
        return masked(self.digits)

    def __repr__(self) -> str:
        return f"NIP({self.masked})"

    __str__ = __repr__


def masked(number: str) -> str:
    """Return `number` with all but its first and last two characters hidden: enough to recognise, not to use."""
    if len(number) <= 2 * SHOWN_OF_MASKED:
        return "•" * len(number)
    hidden = len(number) - 2 * SHOWN_OF_MASKED
    return number[:SHOWN_OF_MASKED] + "•" * hidden + number[-SHOWN_OF_MASKED:]


def differing(number: str, other: str) -> list[tuple[str, bool]]:
    """
    Return the pieces of a number beside another: digits in which they differ (True) as they are, all else hidden.

    Numbers of other lengths, or that differ in more than a slip or two, are hidden whole: they would be told.
    """
    pieces = list(zip(number, other, strict=True)) if len(number) == len(other) else []
    apart = sum(one != two for one, two in pieces)
    if not 0 < apart <= MOST_DIFFERING:
        return [("•" * len(number), False)] if number else []
    return [(one, True) if one != two else ("•", False) for one, two in pieces]


def is_slip(number: str, other: str) -> bool:
    """Tell whether two numbers differ in so few digits that `differing` shows them: a slip, no other number."""
    return any(differs for _piece, differs in differing(number, other))


def birth_dates_of(nik: str) -> list[dt.date]:
    """Return the dates that the 7th to 12th digits may mean, of both centuries: none, one (29 February 2000) or two."""
    return list(_dates_of(nik[6:12]))


@lru_cache(maxsize=50_000)  # an import of the nation asks three times for everybody
def _dates_of(digits: str) -> tuple[dt.date, ...]:
    day, month, year = int(digits[:2]), int(digits[2:4]), int(digits[4:])
    day -= FEMALE_DAY if day > FEMALE_DAY else 0
    dates = []
    for century in (1900, 2000):
        try:
            dates.append(dt.date(century + year, month, day))
        except ValueError:
            continue
    return tuple(dates)


def parse_nik(text: str, *, regions: KnownCodes | None = None) -> NIK:
    """
    Return the NIK that `text` holds; spaces, dots and dashes between the digits are ignored.

    Raises IdentityError with code nik_empty, nik_exponent, nik_characters, nik_length, nik_province, nik_birth_date or
    nik_serial. A regency that is not known in a known province is no error: see `nik_warnings`.
    """
    digits = _digits_of(text, name="NIK")
    if len(digits) != NIK_LENGTH:
        raise IdentityError("nik_length", _wrong_length("NIK", NIK_LENGTH, len(digits)))
    if digits[:2] not in (regions or known_codes()).provinces:
        raise IdentityError("nik_province", _("Dua angka pertama NIK bukan kode provinsi yang dikenal."))
    if not birth_dates_of(digits):
        raise IdentityError(
            "nik_birth_date",
            _("Angka ke-7 sampai ke-12 NIK bukan tanggal lahir yang ada di kalender."),
        )
    if digits[12:] == "0000":
        raise IdentityError("nik_serial", _("Empat angka terakhir NIK tidak mungkin 0000."))
    return NIK(digits)


def nik_digits(text: str) -> str:
    """Return the digits of the NIK that `text` holds, as look-ups are made of them. Raises IdentityError."""
    return parse_nik(text).digits


def nik_warnings(
    nik: NIK,
    *,
    birth_date: dt.date | None = None,
    sex: str = "",
    regency_code: str = "",
    regions: KnownCodes | None = None,
) -> list[IdentityWarning]:
    """
    Return what in `nik` disagrees with what was entered; what was not entered is not compared.

    Codes: nik_regency_unknown, nik_birth_date_differs, nik_sex_differs, nik_regency_differs.
    """
    regions = regions or known_codes()
    found = []
    if nik.regency_code not in regions.regencies:
        found.append(("nik_regency_unknown", _("Kode kabupaten/kota di dalam NIK tidak kami kenal.")))
    elif regency_code and regions.today(nik.regency_code) != regions.today(regency_code):
        found.append(
            (
                "nik_regency_differs",
                _(
                    "Wilayah di dalam NIK berbeda dari kabupaten/kota yang diisi. Ini biasa bila pernah pindah."
                ),
            )
        )
    if birth_date and birth_date not in birth_dates_of(nik.digits):
        found.append(("nik_birth_date_differs", _("Tanggal lahir di dalam NIK berbeda dari yang diisi.")))
    if sex and sex != nik.sex:
        found.append(("nik_sex_differs", _("Jenis kelamin di dalam NIK berbeda dari yang diisi.")))
    return [IdentityWarning(*each) for each in found]


def parse_nip(text: str, *, today: dt.date) -> NIP:
    """
    Return the NIP (of a PNS or a PPPK) that `text` holds; spaces, dots and dashes between the digits are ignored.

    Raises IdentityError with code nip_empty, nip_exponent, nip_characters, nip_length, nip_old, nip_birth_date,
    nip_sex, nip_rounded.
    """
    digits = _digits_of(text, name="NIP")
    if len(digits) == OLD_NIP_LENGTH:
        raise IdentityError(
            "nip_old", _("Ini NIP lama (9 angka). Tulis NIP baru yang terdiri atas 18 angka.")
        )
    if len(digits) != NIP_LENGTH:
        raise IdentityError("nip_length", _wrong_length("NIP", NIP_LENGTH, len(digits)))
    if not _is_birth_date(digits[:8], today=today):
        raise IdentityError(
            "nip_birth_date", _("Delapan angka pertama NIP bukan tanggal lahir yang mungkin.")
        )
    if digits[14] not in SEXES:
        raise IdentityError("nip_sex", _("Angka ke-15 NIP harus 1 (laki-laki) atau 2 (perempuan)."))
    if digits[15:] == "000":
        # Spreadsheets keep 15 digits of a number; serials begin at 001.
        raise IdentityError(
            "nip_rounded",
            _("Tiga angka terakhir NIP tidak mungkin 000; mungkin dibulatkan oleh spreadsheet."),
        )
    return NIP(digits)


def nip_warnings(
    nip: NIP, *, today: dt.date, birth_date: dt.date | None = None, sex: str = "", pppk: bool | None = None
) -> list[IdentityWarning]:
    """
    Return what in `nip` disagrees with what was entered; the month of appointment counts only where `pppk` is False.

    Codes: nip_birth_date_differs, nip_sex_differs, nip_appointment.
    """
    found = []
    if birth_date and birth_date != nip.birth_date:
        found.append(("nip_birth_date_differs", _("Tanggal lahir di dalam NIP berbeda dari yang diisi.")))
    if sex and sex != nip.sex:
        found.append(("nip_sex_differs", _("Jenis kelamin di dalam NIP berbeda dari yang diisi.")))
    if pppk is False and not _is_plausible(nip, today=today):
        found.append(("nip_appointment", _implausible(nip)))
    return [IdentityWarning(*each) for each in found]


def _implausible(nip: NIP) -> str:
    """Say what of the month of appointment cannot be; the month stands in the 13th and 14th digit."""
    month = nip.digits[12:14]
    if not 1 <= int(month) <= 12:
        return _("Angka ke-13 dan ke-14 NIP menyebut bulan pengangkatan: bulan %(month)s tidak ada.") % {
            "month": month
        }
    return _("Bulan pengangkatan di dalam NIP (angka ke-9 sampai ke-14) terlalu dini, atau belum tiba.")


def _is_plausible(nip: NIP, *, today: dt.date) -> bool:
    appointed = nip.appointed
    return bool(
        appointed and nip.birth_date.year + YOUNGEST_APPOINTED <= appointed.year and appointed <= today
    )


def _is_birth_date(digits: str, *, today: dt.date) -> bool:
    try:
        born = dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return False
    return born.year >= EARLIEST_BIRTH_YEAR and born <= today


def _digits_of(text: str, *, name: str) -> str:
    if text.isascii() and text.isdigit():
        return text  # nearly all
    kept = "".join(
        char
        for char in text
        if char not in SEPARATORS and unicodedata.category(char) not in SEPARATOR_CATEGORIES
    )
    if not kept:
        raise IdentityError(f"{name.lower()}_empty", _("Isi %(name)s.") % {"name": name})
    if EXPONENT.fullmatch(text.strip().lstrip("'")):
        message = _("%(name)s dipotong oleh spreadsheet. Tulis semua angkanya sebagai teks.") % {"name": name}
        raise IdentityError(f"{name.lower()}_exponent", message)
    # str.isdigit alone also takes the digits of other scripts, which look alike and are another number.
    if not (kept.isascii() and kept.isdigit()):
        message = _("%(name)s hanya boleh berisi angka 0 sampai 9.") % {"name": name}
        raise IdentityError(f"{name.lower()}_characters", message)
    return kept


def _wrong_length(name: str, length: int, written: int) -> str:
    return _("%(name)s terdiri atas %(length)d angka; yang ditulis %(written)d angka.") % {
        "name": name,
        "length": length,
        "written": written,
    }
