"""
What a national import says otherwise of members who have an account: a proposal to each, and never an overwrite.

A row's email, number, kind and category are left alone: the address is the account's, the others are no member's to
change. Another province is a mutasi.
Source: docs/rules.md#national-import
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django.db.models import CharField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from ipspi.regions import lookup as regions
from ipspi.spreadsheets.models import Upload
from members import identity, proposals
from members.import_rows import Parsed
from members.models import ASN, Employment, Member, Proposal, Restriction
from members.proposals import Origin, Wanted

Field = Proposal.Field
BATCH = 2_000
# the field of a proposal, by what a row calls it
PROPOSED = {
    "name": Field.NAME, "titles_before": Field.TITLES_BEFORE, "titles_after": Field.TITLES_AFTER,
    "birth_date": Field.BIRTH_DATE, "sex": Field.SEX, "phone": Field.PHONE, "home_regency_id": Field.HOME_REGENCY,
    "employment": Field.EMPLOYMENT, "nip": Field.NIP, "workplace": Field.WORKPLACE,
}  # fmt: skip


def propose(rows: Mapping[UUID, Parsed], *, upload: Upload, at: dt.datetime) -> int:
    """Propose what `rows`, by the member they are about, say otherwise than the register; return how many proposals."""
    wanted = [each for member in _members(list(rows)) for each in _wanted(member, rows[member["pk"]])]
    wanted += _niks(rows)
    if not wanted:
        return 0
    origin = Origin(Proposal.Source.IMPORT, _("data nasional IPSPI"), upload=upload)
    return len(proposals.write(wanted, origin=origin, at=at))


def _members(pks: list[UUID]) -> Iterator[dict[str, Any]]:
    """Yield the facts of those who can be asked: members with an account who have not restricted their data."""
    names = [name for name in PROPOSED if name != "phone"]
    asked = Member.objects.counted().filter(pk__in=pks, user__isnull=False)
    asked = asked.exclude(pk__in=Restriction.objects.values("member"))
    facts = asked.values("pk", "home_province_id", *names, said=Cast("phone", CharField()))
    for member in facts.iterator(chunk_size=BATCH):
        yield member | {"phone": member["said"]}


def _wanted(member: dict[str, Any], row: Parsed) -> Iterator[Wanted]:
    for name, field in PROPOSED.items():
        said, now = row.facts.get(name), member[name]
        if said and not _same(field, said, now) and _fits(member, field, said):
            value = said.isoformat() if isinstance(said, dt.date) else str(said)
            yield Wanted(member["pk"], field, value)


def _same(field: str, said: Any, now: Any) -> bool:
    """Tell whether both mean the same: case and spaces are no difference, and a PNS is an ASN."""
    if field == Field.EMPLOYMENT and Employment.ASN in (said, now):
        return said in ASN and now in ASN
    if isinstance(said, str) and isinstance(now, str):
        return said.casefold().split() == now.casefold().split()
    return bool(said == now)


def _fits(member: dict[str, Any], field: str, said: Any) -> bool:
    """Tell whether the member could take it over: a NIP as a civil servant, a regency in their own province."""
    if field == Field.HOME_REGENCY:
        return bool(regions.regions().regencies[said].province_id == member["home_province_id"])
    if field == Field.NIP:
        return member["employment"] in ASN and (not member["nip"] or identity.is_slip(said, member["nip"]))
    return True


def _niks(rows: Mapping[UUID, Parsed]) -> Iterator[Wanted]:
    """Yield the NIKs that differ by a slip: any other one would be told to whom it may not belong."""
    told = {pk: row for pk, row in rows.items() if row.nik_lookup}
    known = Member.objects.filter(pk__in=list(told), user__isnull=False).values_list("pk", "nik_lookup")
    other = [pk for pk, found in known if found and bytes(found) != told[pk].nik_lookup]
    asked = Member.objects.counted().filter(pk__in=other).exclude(pk__in=Restriction.objects.values("member"))
    for pk, nik in asked.values_list("pk", "nik"):
        if identity.is_slip(told[pk].facts["nik"], str(nik)):
            yield Wanted(pk, Field.NIK, told[pk].facts["nik"])
