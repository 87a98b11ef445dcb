"""
How many of a list of graduates, staff or participants are registered: the figures of lists that are not of members.

Each row counts once: registered if it is linked, to review if it may be somebody, else not registered. Who registered
in another province is registered.
Source: docs/rules.md#other-lists
"""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Count, Exists, Max, OuterRef, Q, TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from chapters.models import Invitation, Link, ListEntry, ListRow, ListUpload, MemberList, Run
from chapters.reconciliation.groups import Group


class Standing(TextChoices):
    """How a row of such a list stands; the value is its address."""

    REGISTERED = "terdaftar", _("Terdaftar")
    REVIEW = "perlu-ditinjau", _("Perlu ditinjau")
    NOT_REGISTERED = "belum-terdaftar", _("Belum terdaftar")
    DUPLICATES = "baris-ganda", _("Baris ganda")

    @property
    def group(self) -> Group:
        """The group of the ledger whose rows these are."""
        return _GROUPS[self]

    @property
    def lead(self) -> str | Promise:
        """Say who is in it."""
        return _LEADS[self]


_GROUPS = {
    Standing.REGISTERED: Group.LINKED,
    Standing.REVIEW: Group.REVIEW,
    Standing.NOT_REGISTERED: Group.ONLY_LIST,
    Standing.DUPLICATES: Group.DUPLICATES,
}
_LEADS = {
    Standing.REGISTERED: _(
        "Yang sudah menjadi anggota IPSPI, di daerah mana pun. Dari yang di luar daerah ini hanya itu yang tampak."
    ),
    Standing.REVIEW: _(
        "Yang mungkin sudah menjadi anggota, tetapi buktinya belum cukup. Belum dihitung sebagai terdaftar."
    ),
    Standing.NOT_REGISTERED: _(
        "Yang tidak ditemukan di data nasional: belum mendaftar, atau isian di daftar terlalu sedikit untuk dikenali."
    ),
    Standing.DUPLICATES: _("Baris yang mengulang orang dari baris lain di daftar yang sama."),
}


@dataclass(frozen=True, slots=True)
class Figures:
    """The rows of a list; rows = registered + review + not_registered, duplicates are among them."""

    rows: int = 0
    registered: int = 0
    review: int = 0
    not_registered: int = 0
    duplicates: int = 0


@dataclass(frozen=True, slots=True)
class State:
    """
    A list, its figures and its invitations, in people, as they stand; `entry` is what its latest run found.

    Without an entry it was never compared, and only its rows are known. `outdated`: it has changed since, and the
    figures are still those of the run.
    """

    kept: MemberList
    figures: Figures
    entry: ListEntry | None
    outdated: bool
    invited: int = 0
    joined: int = 0


def keep(run: Run) -> None:
    """Write what a run found in each of its chapter's other lists, in the caller's transaction."""
    others = MemberList.objects.of_others().kept().filter(chapter=run.chapter_id)
    lists = list(others.filter(Exists(ListUpload.objects.filter(list=OuterRef("pk")))).order_by("pk"))
    counted, people = _counted(lists), _people(lists)
    ListEntry.objects.bulk_create(
        ListEntry(run=run, list=each, **_columns(counted[each.pk]), **people.get(each.pk, {}))
        for each in lists
    )


def states_of(lists: Collection[MemberList]) -> list[State]:
    """Return how some lists stand, in the order given; a few queries for any number."""
    entries, changes = _latest(lists), _changes(lists)
    counted, people = _counted(lists), _people(lists)
    return [
        _state(each, entries.get(each.pk), changes.get(each.pk), counted[each.pk], people.get(each.pk, {}))
        for each in lists
    ]


def state_of(kept: MemberList) -> State:
    """Return how a list stands."""
    return states_of([kept])[0]


def _state(
    kept: MemberList,
    entry: ListEntry | None,
    changed_at: dt.datetime | None,
    living: Figures,
    people: Mapping[str, int],
) -> State:
    if kept.deleted_at is not None and entry is not None:
        return State(kept, _figures(entry), entry, False, entry.invited, entry.joined)
    outdated = entry is not None and changed_at is not None and changed_at > entry.run.started_at
    figures = living
    if entry is None:
        figures = Figures(rows=living.rows)
    elif outdated:
        figures = _figures(entry)
    return State(kept, figures, entry, outdated, people.get("invited", 0), people.get("joined", 0))


def _counted(lists: Collection[MemberList]) -> dict[int, Figures]:
    """Count the rows of lists by the links that hold now."""
    links = Link.objects.filter(row=OuterRef("pk"))
    rows = ListRow.objects.current().filter(list__in=[each.pk for each in lists]).order_by()
    rows = rows.alias(
        linked=Exists(links.filter(band=Link.Band.AUTO)),
        offered=Exists(links.filter(band=Link.Band.REVIEW)),
        repeats=Exists(links.filter(duplicate_of__isnull=False)),
    )
    found = {
        each["list"]: each
        for each in rows.values("list").annotate(
            number=Count("pk"),
            registered=Count("pk", filter=Q(linked=True)),
            review=Count("pk", filter=Q(linked=False, offered=True)),
            repeated=Count("pk", filter=Q(repeats=True)),
        )
    }
    return {each.pk: _of_row(found[each.pk]) if each.pk in found else Figures() for each in lists}


def _of_row(row: Mapping[str, int]) -> Figures:
    return Figures(
        rows=row["number"],
        registered=row["registered"],
        review=row["review"],
        not_registered=row["number"] - row["registered"] - row["review"],
        duplicates=row["repeated"],
    )


def _figures(entry: ListEntry) -> Figures:
    return Figures(entry.rows, entry.registered, entry.review, entry.not_registered, entry.duplicates)


def _columns(figures: Figures) -> dict[str, int]:
    return {name: getattr(figures, name) for name in Figures.__dataclass_fields__}


def _people(lists: Collection[MemberList]) -> dict[int, dict[str, int]]:
    """How many people of each list were invited, and how many of them registered."""
    sent = Invitation.objects.filter(list__in=[each.pk for each in lists], sent_at__isnull=False).order_by()
    counted = sent.values("list").annotate(
        invited=Count("key", distinct=True),
        joined=Count("key", distinct=True, filter=Q(registered_at__isnull=False)),
    )
    return {each["list"]: {"invited": each["invited"], "joined": each["joined"]} for each in counted}


def _latest(lists: Collection[MemberList]) -> dict[int, ListEntry]:
    entries = ListEntry.objects.filter(list__in=[each.pk for each in lists]).select_related("run")
    return {each.list_id: each for each in entries.order_by("list", "-run_id").distinct("list")}


def _changes(lists: Collection[MemberList]) -> dict[int, dt.datetime]:
    """When each list was last changed, by an upload or by undoing one."""
    uploads = ListUpload.objects.filter(list__in=[each.pk for each in lists]).order_by()
    moments = uploads.values("list").annotate(applied=Max("applied_at"), undone=Max("undone_at"))
    return {each["list"]: max(filter(None, (each["applied"], each["undone"]))) for each in moments}
