"""The rows and members behind each figure of the ledger, from the living rows and the links of the latest run."""

from typing import Any, cast

from django.db.models import Exists, OuterRef, QuerySet, TextChoices
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from chapters import access
from chapters.models import Chapter, LedgerEntry, Link, ListRow, MemberList
from ipspi import keyset


class Group(TextChoices):
    """A figure of the ledger that has rows behind it; the value is its address."""

    LINKED = "kedua-sisi", _("Di kedua sisi")
    ONLY_NATIONAL = "hanya-nasional", _("Hanya nasional")
    ONLY_LIST = "hanya-daftar", _("Hanya di daftar")
    REVIEW = "perlu-ditinjau", _("Perlu ditinjau")
    CONFLICTS = "bertentangan", _("Data bertentangan")
    DUPLICATES = "baris-ganda", _("Baris ganda")
    MOVED = "daerah-lain", _("Terdaftar di daerah lain")

    @property
    def slug(self) -> str:
        return str(self.value)

    @property
    def lead(self) -> str:
        """Say, for the group's page, who is in it."""
        return str(_LEADS[self])

    def count_in(self, entry: LedgerEntry) -> int:
        """Return the group's figure."""
        return cast(int, getattr(entry, self.name.lower()))


_LEADS = {
    Group.LINKED: _("Baris daftar yang terhubung dengan seorang anggota nasional."),
    Group.ONLY_NATIONAL: _(
        "Anggota nasional daerah ini yang tidak pasti ada di daftar. Yang masih perlu ditinjau termasuk di sini."
    ),
    Group.ONLY_LIST: _(
        "Baris daftar yang tidak mirip dengan anggota mana pun: mungkin belum terdaftar nasional."
    ),
    Group.REVIEW: _(
        "Baris daftar yang mungkin seorang anggota, tetapi buktinya belum cukup untuk dihubungkan."
    ),
    Group.CONFLICTS: _("Baris yang terhubung, tetapi isinya tidak sama dengan data nasional."),
    Group.DUPLICATES: _("Baris yang mengulang orang dari baris lain di daftar yang sama."),
    Group.MOVED: _(
        "Baris daftar yang orangnya terdaftar sebagai anggota di daerah lain: mungkin sudah pindah."
    ),
}
# of the groups whose rows are links: which ones
_LINKS: dict[Group, dict[str, Any]] = {
    Group.LINKED: {},
    Group.CONFLICTS: {},
    Group.DUPLICATES: {"duplicate_of__isnull": False},
    Group.MOVED: {"moved": True},
}


def rows_of(group: Group, *, chapter: Chapter, only: MemberList | None = None) -> QuerySet[Any]:
    """
    Return a group's rows (of only national: members), with `sort_name` to order them by.

    They are of the lists of the chapter's members, or of the one list that is told.
    """
    if group == Group.ONLY_NATIONAL:
        linked = Link.objects.filter(
            run__chapter=chapter, band=Link.Band.AUTO, of_members=True, member=OuterRef("pk")
        )
        members = access.members_of(chapter).counted().filter(~Exists(linked))
        return members.defer("nik").select_related("home_regency").alias(sort_name=Upper("name"))
    rows = ListRow.objects.current().listed(chapter, only=only)
    automatic = Exists(Link.objects.filter(row=OuterRef("pk"), band=Link.Band.AUTO))
    candidate = Exists(Link.objects.filter(row=OuterRef("pk"), band=Link.Band.REVIEW))
    if group == Group.ONLY_LIST:
        rows = rows.filter(~automatic, ~candidate)
    elif group == Group.REVIEW:
        rows = rows.filter(~automatic, candidate)
    else:
        rows = rows.filter(Exists(_links(group).filter(row=OuterRef("pk"))))
    return rows.defer("nik").select_related("list").alias(sort_name=Upper("name"))


def _links(group: Group) -> QuerySet[Link]:
    links = Link.objects.filter(**_LINKS[group])
    if group == Group.CONFLICTS:
        links = links.exclude(disagreements=[])
    # a row that repeats another may still be one to review; all other groups are of automatic links
    return links if group == Group.DUPLICATES else links.filter(band=Link.Band.AUTO)


def page(
    group: Group,
    *,
    chapter: Chapter,
    only: MemberList | None = None,
    after: str | None = None,
    before: str | None = None,
) -> keyset.Page[Any]:
    """Return a page of a group by name, after or before the row (or member) with an id; no name is in an address."""
    rows = rows_of(group, chapter=chapter, only=only)
    return keyset.page(
        rows, by=("sort_name", "pk"), after=_key(group, chapter, after), before=_key(group, chapter, before)
    )


def _key(group: Group, chapter: Chapter, pk: str | None) -> keyset.Key | None:
    """
    The place of a row, or member, of the chapter in the order.

    It may have left the group since the last page was read; one of another chapter has no place here, or going on from
    it would tell where in the alphabet it stands.
    """
    if pk is None:
        return None
    of_chapter: QuerySet[Any] = (
        access.members_of(chapter)
        if group == Group.ONLY_NATIONAL
        else ListRow.objects.filter(list__chapter=chapter)
    )
    found = of_chapter.filter(pk=pk).annotate(sort_name=Upper("name"))
    return cast("keyset.Key | None", found.values_list("sort_name", "pk").first())
