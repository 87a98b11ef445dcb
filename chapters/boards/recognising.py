"""
Which member somebody on a written board is: by number, else by name within the chapter, to be confirmed.

A number of a member at home elsewhere counts only with that member's name, as anybody may check it: a number alone
would tell whose it is.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models.functions import Lower, Upper

from chapters import access, rosters
from chapters.models import DPP, Chapter
from members import checking
from members.matching import names as names_of
from members.models import Member, MemberQuerySet
from members.models.plain_numbers import PLAIN_NUMBER, plain_number
from members.names import split_titles


@dataclass(frozen=True, slots=True)
class Written:
    """Somebody as a list writes them: a name with its titles, and a member number or an e-mail address, if any."""

    name: str
    number: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Recognised:
    """Whom a line means; not sure where only the name says so. None: nobody whom the chapter may know."""

    member: Member | None = None
    is_sure: bool = False


def recognise(written: Sequence[Written], *, chapter: Chapter) -> list[Recognised]:
    """Return whom each line means, in a few queries however many they are. Only active members are meant."""
    home = rosters.roster_of(chapter).filter(status=Member.Status.ACTIVE)
    provinces = set(access.provinces_of(frozenset({chapter.pk})))
    numbered = _by_number(written)
    addressed = _by_email(written, home)
    named = _by_name(written, home, chapter=chapter)

    def one(line: Written) -> Recognised:
        for member in numbered.get(plain_number(line.number), []):
            fits = checking.fits(bare(line.name), member_name=member.name)
            if fits or chapter.pk == DPP or member.home_province_id in provinces:
                return Recognised(member, fits)
        if known := addressed.get(line.email.casefold()):
            return Recognised(known, checking.fits(bare(line.name), member_name=known.name))
        alike = named.get(line.name, [])
        return Recognised(alike[0]) if len(alike) == 1 else Recognised()

    return [one(line) for line in written]


def member_of(number: str, name: str) -> Member | None:
    """Return the active member whose number that is, if the name fits as well; None where one is wrong."""
    rows = _readable(checking.with_number(number).filter(status=Member.Status.ACTIVE))
    return next((each for each in rows if checking.fits(bare(name), member_name=each.name)), None)


def bare(name: str) -> str:
    """Return a name without its titles."""
    return split_titles(name).name


def _readable(members: MemberQuerySet) -> MemberQuerySet:
    return members.select_related("type").defer("nik", "nik_lookup")


def _by_number(written: Sequence[Written]) -> dict[str, list[Member]]:
    plain = {plain_number(line.number) for line in written} - {""}
    found: dict[str, list[Member]] = defaultdict(list)
    if plain:
        rows = Member.objects.annotate(plain=PLAIN_NUMBER).filter(plain__in=plain)
        for member in _readable(rows.filter(status=Member.Status.ACTIVE)):
            found[plain_number(str(member.number))].append(member)
    return found


def _by_email(written: Sequence[Written], home: MemberQuerySet) -> dict[str, Member]:
    wanted = {line.email.casefold() for line in written} - {""}
    if not wanted:
        return {}
    rows = home.annotate(small=Lower("email")).filter(small__in=wanted)
    return {member.email.casefold(): member for member in _readable(rows)}


def _by_name(
    written: Sequence[Written], home: MemberQuerySet, *, chapter: Chapter
) -> dict[str, list[Member]]:
    """Find each line's namesakes, by its name; in the nation only those who write it with the same letters."""
    names = {line.name: bare(line.name) for line in written}
    rows = home
    if chapter.pk == DPP:
        capitals = {name.upper() for name in names.values()}
        rows = home.annotate(capitals=Upper("name")).filter(capitals__in=capitals)
    known: dict[str, list[object]] = defaultdict(list)
    for pk, name in rows.values_list("pk", "name"):
        known[_spelling(name)].append(pk)
    meant = {line: known.get(_spelling(name), []) for line, name in names.items()}
    members = _readable(home).in_bulk([pk for pks in meant.values() for pk in pks])
    return {line: [members[pk] for pk in pks] for line, pks in meant.items()}


def _spelling(name: str) -> str:
    """Return a name in one spelling, its words in one order; one without letters stands for itself."""
    return " ".join(sorted(names_of.fold(word) for word in names_of.parse(name).words)) or name
