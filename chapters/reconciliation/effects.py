"""
What a decision changes at once in the links of the latest run, and how that is taken back.

The next run says it exactly; until then pages, exports and figures follow the officer. What was changed is kept by row
key and member id, so that it can be given back after uploads and runs.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from chapters import likelihood
from chapters.models import Chapter, Decision, Link, ListRow, Run
from members import matching
from members.matching import settling
from members.models import Member

Answer = Decision.Answer
Before = list[dict[str, Any]]


def apply(decision: Decision, *, pair: Link) -> Before:
    """Change the links as `decision` about `pair` says, and return those that changed as they were, the pair first."""
    if decision.answer == Answer.LATER:
        return [_snapshot(pair)]
    accepting = decision.answer == Answer.SAME
    groups = _touched(pair, rivals=accepting)
    before = [_snapshot(link) for group in groups.values() for link in group]
    before.sort(key=lambda item: (item["key"], item["member"]) != (pair.row.key, str(pair.member_id)))
    for row, group in groups.items():
        if row != pair.row_id:
            _write(group, _claimed(group, pair))
        elif accepting:
            _write(group, [settling.accepted(_engine(link)) for link in group if link.pk == pair.pk])
        else:
            links = [_engine(link) for link in group]
            _write(group, settling.reweighed(links, {str(pair.member_id): settling.NEVER}))
    _name_repeats(decision.list_id, [pair.member_id])
    return before


def take_back(decision: Decision, *, run: Run) -> None:
    """Give the links back that `decision` changed, as far as no other decision stands against them; into `run`."""
    if decision.answer == Answer.LATER or not decision.before:
        return
    before = [{**decision.before[0], "member": str(decision.member_id)}, *decision.before[1:]]
    allowed = _Allowed(decision, before)
    pair = before[0]
    Link.objects.filter(row__in=allowed.rows.values(), row__key=pair["key"], member=pair["member"]).delete()
    for item in before:
        if allowed.gives(item):
            _restore(item, allowed.rows[item["key"]], run)
    _name_repeats(decision.list_id, {item["member"] for item in before})


def catch_up(chapter: Chapter, *, known: frozenset[int], run: Run) -> bool:
    """Bring a run's links up to what was decided since it read the decisions `known`, and tell if anything was."""
    now = list(Decision.objects.final().filter(list__chapter=chapter).select_related("list").order_by("pk"))
    gone = Decision.objects.filter(pk__in=known - {each.pk for each in now}).order_by("pk")
    fresh = [each for each in now if each.pk not in known]
    for decision in gone:
        take_back(decision, run=run)
    for decision in fresh:
        if pair := _pair_of(decision, run):
            apply(decision, pair=pair)
    return bool(fresh) or bool(gone)


class _Allowed:
    """The present rows by key, and which links other decisions leave free."""

    def __init__(self, decision: Decision, before: Before) -> None:
        keys = {item["key"] for item in before}
        rows = ListRow.objects.current().filter(list=decision.list_id, key__in=keys).defer("nik")
        rows = rows.select_related("list")
        self.rows = {row.key: row for row in rows}
        members = Member.objects.counted().filter(pk__in={item["member"] for item in before})
        self._members = {str(pk) for pk in members.values_list("pk", flat=True)}
        final = Decision.objects.final().filter(list=decision.list_id, key__in=keys).exclude(pk=decision.pk)
        self._settled, self._apart = set[str](), set[tuple[str, str]]()
        for key, member, answer in final.values_list("key", "member", "answer"):
            if answer == Answer.SAME:
                self._settled.add(key)
            else:
                self._apart.add((key, str(member)))

    def gives(self, item: dict[str, Any]) -> bool:
        key, member = item["key"], item["member"]
        free = key not in self._settled and (key, member) not in self._apart
        return free and key in self.rows and member in self._members


def _touched(pair: Link, *, rivals: bool) -> dict[int, list[Link]]:
    """The links of the pair's row and, if it is accepted, of other rows of the list that may be the same member."""
    rows = {pair.row_id}
    if rivals:
        same = Link.objects.filter(
            row__list=pair.row.list_id, row__gone_by__isnull=True, member=pair.member_id
        )
        rows |= set(same.values_list("row_id", flat=True))
    links = Link.objects.filter(row__in=rows).select_related("row", "run__model").defer("row__nik")
    groups = defaultdict[int, list[Link]](list)
    for link in links.order_by("row", "-probability", "pk"):
        groups[link.row_id].append(link)
    return groups


def _claimed(group: Sequence[Link], pair: Link) -> list[matching.Link]:
    """The links of another row, now that its candidate is decided to be `pair`'s row."""
    model = pair.run.model
    links = {link.member_id: _engine(link) for link in group}
    if model is None or settling.is_decided(links[pair.member_id]):
        return list(links.values())
    links[pair.member_id], gain = settling.claimed(
        links[pair.member_id], repeated=model.parameters["repeated"]
    )
    if not gain:
        return list(links.values())
    found = settling.reweighed(list(links.values()), {str(pair.member_id): gain})
    own = {str(link.member_id) for link in group if not link.moved}
    return [
        link
        for link in found
        if link.band == "auto" or link.member in own or link.probability >= likelihood.LEAST_OUTSIDE
    ]


def _write(group: Sequence[Link], found: Iterable[matching.Link]) -> None:
    kept = {link.member: link for link in found}
    Link.objects.filter(pk__in=[link.pk for link in group if str(link.member_id) not in kept]).delete()
    for link in group:
        now = kept.get(str(link.member_id))
        if now is not None and now != _engine(link):
            Link.objects.filter(pk=link.pk).update(
                band=now.band,
                probability=now.probability,
                bits=now.bits,
                evidence=likelihood.packed(now.evidence),
            )


def _name_repeats(list_id: int, members: Iterable[Any]) -> None:
    """Name, on every automatic link of a member in the list but the best, the row that it repeats."""
    links = Link.objects.filter(
        row__list=list_id, row__gone_by__isnull=True, member__in=members, band=Link.Band.AUTO
    )
    best: dict[Any, Link] = {}
    for link in links.select_related("row").defer("row__nik").order_by("member", "-bits", "row__key"):
        first = best.setdefault(link.member_id, link)
        repeats = None if link == first else first.row_id
        if link.duplicate_of_id != repeats:
            Link.objects.filter(pk=link.pk).update(duplicate_of=repeats)


def _pair_of(decision: Decision, run: Run) -> Link | None:
    """The pair's link in the run; one that the run did not find is made of what the decision keeps."""
    row = (
        ListRow.objects.current()
        .filter(list=decision.list_id, key=decision.key)
        .select_related("list")
        .first()
    )
    if row is None or not Member.objects.counted().filter(pk=decision.member_id).exists():
        return None
    links = Link.objects.select_related("row", "run__model")
    found = links.filter(row=row, member=decision.member_id).first()
    if found is None and decision.answer == Answer.SAME and decision.before:
        _restore({**decision.before[0], "member": str(decision.member_id), "band": "review"}, row, run)
        found = links.filter(row=row, member=decision.member_id).first()
    return found


def _restore(item: dict[str, Any], row: ListRow, run: Run) -> None:
    evidence = [piece for piece in item["evidence"] if piece[0] != "decided"]
    others = Link.objects.filter(row=row, band=Link.Band.AUTO).exclude(member=item["member"])
    undecided = len(evidence) == len(item["evidence"])
    automatic = item["band"] == Link.Band.AUTO and undecided and not others.exists()
    Link.objects.update_or_create(
        row=row,
        member_id=item["member"],
        defaults={
            "run": run, "band": Link.Band.AUTO if automatic else Link.Band.REVIEW, "evidence": evidence,
            "probability": item["probability"], "bits": item["bits"], "duplicate_of": None,
            "disagreements": item["disagreements"], "moved": item["moved"], "of_members": row.list.is_of_members,
        },
    )  # fmt: skip


def _snapshot(link: Link) -> dict[str, Any]:
    return {
        "key": link.row.key, "member": str(link.member_id), "band": link.band, "probability": link.probability,
        "bits": link.bits, "evidence": link.evidence, "disagreements": link.disagreements, "moved": link.moved,
    }  # fmt: skip


def _engine(link: Link) -> matching.Link:
    """The link as the engine gave it, by the ids of its row and member."""
    return matching.Link(
        row=str(link.row_id), member=str(link.member_id), probability=link.probability,
        band="auto" if link.band == Link.Band.AUTO else "review", bits=link.bits,
        evidence=tuple(likelihood.unpacked(link.evidence)), duplicate_of=None,
        disagreements=tuple(link.disagreements), gate="",
    )  # fmt: skip
