"""
Universities and academies by what people write. The list grows: what nobody knows yet is a proposal.

Proposals are offered to nobody: they are what one person typed. Source: docs/rules.md#education
"""

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Greatest

from members.models import Institution

LONGEST = 200
OFFERED = 8
NEAR = 0.45  # of the letters typed that are found together, so that “pajajaran” finds Padjadjaran


def key_of(name: str) -> str:
    """Return a name as names are compared: small letters and figures, single spaces."""
    words = "".join(letter if letter.isalnum() else " " for letter in name.lower()).split()
    return " ".join(words)[:LONGEST]


def find(text: str) -> list[Institution]:
    """Return at most OFFERED confirmed institutions that `text` may be the beginning of, the likeliest first."""
    words = key_of(text).split()
    if not words:
        return []
    known = Institution.objects.confirmed().annotate(
        everything=Concat("name", Value(" "), "known_as", Value(" "), "city"),
        likeness=Greatest(
            TrigramWordSimilarity(" ".join(words), "name"), TrigramWordSimilarity(" ".join(words), "known_as")
        ),
    )
    every_word = Q()
    for word in words:
        every_word &= Q(everything__icontains=word)
    return list(
        known.filter(every_word | Q(likeness__gte=NEAR)).order_by(F("likeness").desc(), "name")[:OFFERED]
    )


def named(text: str) -> Institution:
    """Return the institution that `text` names by its name or another of its names; a new proposal if none does."""
    key = key_of(text)
    found = Institution.objects.select_related("merged_into").filter(key=key).first() or _known_as(text, key)
    if found is None:
        found, _created = Institution.objects.get_or_create(key=key, defaults={"name": text[:LONGEST]})
    return found.merged_into or found


def _known_as(text: str, key: str) -> Institution | None:
    alike = Institution.objects.confirmed().filter(known_as__icontains=text.strip())
    meant = [each for each in alike if key in map(key_of, each.known_as.split(";"))]
    return meant[0] if len(meant) == 1 else None
