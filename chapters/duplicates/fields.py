"""
The fields of a member, one by one, when two records become one.

Which may be chosen, what is taken unless somebody chooses, and how a value is shown and kept.

A field of Member that is not named in OWN can be chosen: a new one is, without a word here.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import BinaryField, Field
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from phonenumber_field.phonenumber import PhoneNumber

from ipspi.encryption import EncryptedField, lookup
from members import identity
from members.matching.alike import alike
from members.models import Member

# stay with each record, or are set by the merge itself
OWN = {
    *("id", "status", "number", "reference", "fingerprint", "merged_into", "home_province", "warnings"),
    *("applied_at", "decided_at", "decided_by", "rejection_reason", "created_at", "changed_at"),
}
REACH = {"user", "email"}  # who has these gets into the membership: never taken but where somebody chooses it
TITLES = {"titles_before", "titles_after"}
EARLIER = {"joined_on", "admitted_on"}  # who was registered twice has been a member since the first time
NUMBERS = {"nik", "nip"}  # shown masked

HOLDS_NIK = "nik_lookup"

Values = dict[str, Any]


def choosable() -> list[Field[Any, Any]]:
    """Return the fields that may be taken from either record, in the order of the table."""
    return [
        field
        for field in Member._meta.concrete_fields
        if field.name not in OWN and not field.name.startswith("nik_lookup")
    ]


def differing(one: Member, other: Member) -> list[Field[Any, Any]]:
    """Return the choosable fields in which two records differ."""
    return [field for field in choosable() if value_of(field, one) != value_of(field, other)]


def value_of(field: Field[Any, Any], member: Member) -> Any:
    """Return a field's value; what is empty is None, however the field writes it."""
    value = getattr(member, field.attname)
    return None if value in ("", None) or (isinstance(value, PhoneNumber) and not str(value)) else value


def taken(field: Field[Any, Any], *, keep: Member, other: Member) -> Member:
    """Return the record whose value is taken unless somebody chooses."""
    own, foreign = value_of(field, keep), value_of(field, other)
    if field.name in REACH or (field.name in TITLES and not alike(keep.name, other.name)):
        return keep
    if own is None:
        return other
    if field.name in EARLIER and foreign is not None:
        return keep if own <= foreign else other
    return keep


def label_of(field: Field[Any, Any]) -> str:
    return capfirst(str(field.verbose_name))


def shown(field: Field[Any, Any], member: Member) -> str:
    """Return a value as an officer reads it; numbers of the state are masked."""
    value = value_of(field, member)
    if value is None:
        return ""
    if field.name in NUMBERS or isinstance(field, EncryptedField):
        return identity.masked(str(value))
    if field.name == "user":
        return str(member.user.email if member.user else "")
    if field.choices:
        return str(getattr(member, f"get_{field.name}_display")())
    return _in_words(getattr(member, field.name))


def _in_words(value: object) -> str:
    if isinstance(value, PhoneNumber):
        return str(value.as_international)
    if isinstance(value, dt.date):
        return date_format(value, "j F Y")
    if isinstance(value, bool):
        return _("Ya") if value else _("Tidak")
    return str(value)


# ---------------------------------------------------------------- keeping values, to take a merge back


def snapshot(member: Member) -> Values:
    """
    Return all that a record says, by the name of the field, as JSON can hold it.

    Of the NIK's look-up only whether the record holds it: keys rotate, and the look-up follows from the NIK.
    """
    said = {field.attname: _written(getattr(member, field.attname)) for field in Member._meta.concrete_fields}
    del said["nik_lookup_next"]
    return {**said, HOLDS_NIK: bool(said[HOLDS_NIK])}


def restore(member: Member, values: Values) -> list[str]:
    """Set what a snapshot says of some fields, and return their names."""
    for attname, value in values.items():
        field = _field(attname)
        if attname != HOLDS_NIK:
            setattr(member, attname, _read(field, value))
    if HOLDS_NIK in values:  # last: the NIK may have been restored too
        member.nik_lookup = lookup(member.nik or "", purpose="nik") if values[HOLDS_NIK] else None
    return [_field(attname).name for attname in values]


def name_of(attname: str) -> str:
    """Return a field's name for people."""
    return label_of(_field(attname))


def _field(attname: str) -> Field[Any, Any]:
    return next(field for field in Member._meta.concrete_fields if field.attname == attname)


def _written(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    if isinstance(value, dt.date):
        return value.isoformat()
    return value if value is None or isinstance(value, str | int | float | list | dict) else str(value)


def _read(field: Field[Any, Any], value: Any) -> Any:
    if value is None or isinstance(field, EncryptedField):
        return value
    return bytes.fromhex(value) if isinstance(field, BinaryField) else field.to_python(value)
