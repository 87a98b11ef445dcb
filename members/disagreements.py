"""
What a NIK or NIP disagrees about with the other facts of somebody: judged when a fact changes, never kept beyond it.

Source: docs/rules.md#disagreements
"""

import datetime as dt
from collections.abc import Collection, Iterable

from members.identity import NIK, NIP, IdentityWarning, nik_warnings, nip_warnings
from members.models import Employment, Member

# the facts that each compares: who confirmed one has confirmed it about these
ABOUT = {
    "nik_regency_unknown": {"nik"},
    "nik_regency_differs": {"nik", "home_regency"},
    "nik_birth_date_differs": {"nik", "birth_date"},
    "nik_sex_differs": {"nik", "sex"},
    "nip_birth_date_differs": {"nip", "birth_date"},
    "nip_sex_differs": {"nip", "sex"},
    "nip_appointment": {"nip", "employment"},
}
IS_PPPK = {Employment.PPPK: True, Employment.PNS: False}  # of others it is not known


def among(
    *,
    nik: str,
    nip: str,
    birth_date: dt.date | None,
    sex: str,
    regency_code: str,
    employment: str,
    today: dt.date,
) -> list[IdentityWarning]:
    """Return what disagrees among facts; what is not known is not compared."""
    found = []
    if nik:
        found += nik_warnings(NIK(nik), birth_date=birth_date, sex=sex, regency_code=regency_code)
    if nip:
        pppk = IS_PPPK.get(Employment(employment)) if employment else None
        found += nip_warnings(NIP(nip), today=today, birth_date=birth_date, sex=sex, pppk=pppk)
    return found


def of(member: Member, *, today: dt.date) -> list[IdentityWarning]:
    """Return what disagrees in the facts of a member as they are now."""
    return among(
        nik=member.nik or "",
        nip=member.nip,
        birth_date=member.birth_date,
        sex=member.sex,
        regency_code=member.home_regency_id or "",
        employment=member.employment,
        today=today,
    )


def judge(member: Member, *, today: dt.date) -> None:
    """Set the warnings of a member to what disagrees now; those that are about other people stay. Not saved."""
    others = [code for code in member.warnings if code not in ABOUT]
    member.warnings = [*(each.code for each in of(member, today=today)), *others]


def unconfirmed(
    found: Iterable[IdentityWarning], *, confirmed: Collection[str], changed: Collection[str]
) -> list[IdentityWarning]:
    """
    Return those of `found` that nobody has confirmed as they are.

    `confirmed` are the codes that were confirmed before, `changed` the names of the facts that differ since.
    """
    return [each for each in found if each.code not in confirmed or not ABOUT[each.code].isdisjoint(changed)]
