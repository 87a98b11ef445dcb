"""A line of a chapter's spreadsheet: what may stand in it, and how it is known again in the next one."""

import json
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from chapters.models import ListRow
from ipspi.encryption import lookup
from ipspi.errors import RuleError
from members import identity

FIELDS = ("row_id", "name", "nik", "nip", "phone", "birth", "workplace", "regency", "status", "email")
LATER = ("email",)  # columns of later: where they are empty, a line is known by the hash that it had before
# what a column holds; the encrypted NIK, which has no such limit, is no longer than this either
LONGEST = {"nik": 60} | {
    field.name: field.max_length or 0
    for field in ListRow._meta.concrete_fields
    if field.name in FIELDS and field.max_length
}


class LineRefused(RuleError):
    """A line that cannot be taken; `column` is the field that is wrong."""

    def __init__(self, column: str, message: str) -> None:
        super().__init__(message)
        self.column = column


@dataclass(frozen=True, slots=True)
class Line:
    """One person as a chapter wrote them: every text as it stands in the spreadsheet, in its line `number`."""

    number: int
    row_id: str = ""
    name: str = ""
    nik: str = ""
    nip: str = ""
    phone: str = ""
    birth: str = ""
    workplace: str = ""
    regency: str = ""
    status: str = ""
    email: str = ""

    @property
    def nik_lookup(self) -> bytes | None:
        """The look-up of the NIK, if what stands there is one: a damaged NIK is kept, but proves nothing."""
        try:
            return lookup(identity.parse_nik(self.nik).digits, purpose="nik") if self.nik else None
        except identity.IdentityError:
            return None


@dataclass(frozen=True, slots=True)
class Known:
    """A line with what knows it again: `key` within its list, and the keyed hash of all that it says."""

    line: Line
    key: str
    content_hash: bytes


def read(values: Mapping[str, str], *, number: int) -> Line:
    """
    Return the line that `values` (field → text; fields may be missing) hold.

    Raises LineRefused where there is no name, or a text is longer than any real one.
    """
    texts = {field: _clean(values.get(field, "")) for field in FIELDS}
    if _is_nik(texts["row_id"]):  # an id is shown and exported; a NIK is neither
        texts["nik"], texts["row_id"] = texts["nik"] or texts["row_id"], ""
    if not texts["name"]:
        raise LineRefused("name", _("Nama kosong."))
    for field, text in texts.items():
        if len(text) > LONGEST[field]:
            message = _("Isinya terlalu panjang: %(length)d huruf, paling banyak %(most)d.")
            raise LineRefused(field, message % {"length": len(text), "most": LONGEST[field]})
    return Line(number=number, **texts)


def known(lines: Iterable[Line], *, version: int | None = None) -> Iterator[Known]:
    """
    Yield the lines of one list with their keys; `version` is that of the look-up key by which the list is kept.

    The key is the line's own `row_id`; where it has none, or one that stood there before (lists numbered afresh on
    every sheet), a keyed hash of what the line says and of how often the list said so before.
    """
    taken: set[str] = set()
    repeats: Counter[bytes] = Counter()
    for line in lines:
        text = said_by(line)
        content = content_hash(text, version=version)
        key = line.row_id
        if not key or key in taken:
            key = repeated_key(text, repeats[content], version=version)
            repeats[content] += 1
        taken.add(key)
        yield Known(line, key, content)


def said_by(line: Line | ListRow) -> str:
    """Return all that a line says, as its hashes are made of it."""
    said = [(field, getattr(line, field) or "") for field in FIELDS]
    return json.dumps([text for field, text in said if text or field not in LATER], ensure_ascii=False)


def content_hash(text: str, *, version: int | None) -> bytes:
    """Return the keyed hash of what a line says."""
    return lookup(text, purpose="list row", version=version)


def repeated_key(text: str, number: int, *, version: int | None) -> str:
    """Return the key of a line without an id of its own, which was said `number` times before."""
    return lookup(f"{number}:{text}", purpose="list row key", version=version).hex()


def _is_nik(text: str) -> bool:
    try:
        return len(text) >= identity.NIK_LENGTH and bool(identity.parse_nik(text))
    except identity.IdentityError:
        return False


def _clean(text: str) -> str:
    """The text without control characters, which PostgreSQL or a page would refuse, and without outer spaces."""
    if not text.isprintable():
        text = "".join(" " if unicodedata.category(char) == "Cc" else char for char in text)
    return text.strip()
