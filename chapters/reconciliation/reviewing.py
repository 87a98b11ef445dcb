"""What the pages show on which officers decide: a pair, what was decided last, and what would be accepted together."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, IntegerField, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chapters import likelihood
from chapters.models import Chapter, Decision, JointDecision, Link, ListRow, MemberList
from chapters.models.decisions import DecisionQuerySet
from chapters.reconciliation import conflicts, presenting, queue, reasons, together
from ipspi import keyset
from ipspi.regions import times

LATEST = 5
SAMPLE = 10
CHOICES = (0.95, 0.9, 0.8, 0.7, 0.6, 0.5)


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision in a list; `undo_url` is empty once it was taken back, `moved` tells of a member elsewhere."""

    row: str
    who: str
    answer: str
    look: str
    said: str
    undo_url: str
    moved: bool


@dataclass(frozen=True, slots=True)
class Sampled:
    """A pair among those that would be accepted together."""

    row: str
    who: str
    percent: str
    why: str
    url: str


def pair_page(link: Link, chapter: Chapter, *, at: dt.datetime) -> dict[str, Any]:
    """Return what the page of a pair shows."""
    sight = reasons.Sight([link], chapter=chapter)
    hidden = sight.hides(link)
    # read only here, and never of a member elsewhere
    niks = ("", "") if hidden else (link.row.nik or "", link.member.nik or "")
    before, after = queue.neighbours(link, chapter, at=at)
    standing = _about(link)
    later = standing if standing and standing.answer == Decision.Answer.LATER else None
    final = None if later else standing
    waits = link.band == Link.Band.REVIEW and final is None
    return {
        "pair": link,
        "row": link.row,
        "facts": presenting.facts_of(link.row),
        "hidden": hidden,
        "candidate": reasons.candidate_of(link.row, link, chapter, sight, niks),
        "conflict": conflicts.of_link(link, chapter=chapter),
        "progress": queue.progress(link, chapter, at=at) if waits else None,
        "previous_url": _url(before, chapter),
        "next_url": _url(after, chapter),
        "final": lines_of([final], chapter)[0] if final else None,
        "later": lines_of([later], chapter)[0] if later else None,
        "waits": waits,
        "latest": latest(chapter),
        "scope": scope_of(queue.of(link)),
    }


def done_page(chapter: Chapter, *, only: MemberList | None = None) -> dict[str, Any]:
    """Return what is shown when no pair waits, in the queue of the chapter's members or of one list."""
    back = reverse("reconciliation:list", args=[chapter.pk, only.pk]) if only else ""
    return {"latest": latest(chapter), "back_url": back}


def scope_of(only: MemberList | None) -> str:
    """Return what names a list's queue in the query of an address; "" for that of the chapter's members."""
    return f"?daftar={only.pk}" if only else ""


def latest(chapter: Chapter) -> list[Decided]:
    """Return the last decisions that are in force, the latest first."""
    return lines_of(_decisions(chapter).in_force().order_by("-pk")[:LATEST], chapter)


def decisions_page(chapter: Chapter, *, after: int | None, before: int | None) -> dict[str, Any]:
    """Return a page of all decisions, those taken back too, the latest first."""
    every = _decisions(chapter).alias(age=Cast(Value(0) - F("pk"), IntegerField()))
    page = keyset.page(
        every, by=("age",), after=(-after,) if after else None, before=(-before,) if before else None
    )
    joint = JointDecision.objects.filter(chapter=chapter, undone_at=None).select_related("by")[:LATEST]
    return {
        "lines": lines_of(page.rows, chapter),
        "joint": [(each, times.spoken(each.at, zone=chapter.zone)) for each in joint],
        "previous_url": f"?sebelum={page.first.pk}" if page.first and page.has_before else "",
        "next_url": f"?sesudah={page.last.pk}" if page.last and page.has_after else "",
    }


def lines_of(decisions: Iterable[Decision], chapter: Chapter) -> list[Decided]:
    """Return decisions as lines, in a few queries."""
    decisions = list(decisions)
    sight = reasons.Sight(decisions, chapter=chapter)
    names = _names(decisions)
    return [_line(each, names, chapter, sight) for each in decisions]


def together_page(
    chapter: Chapter, *, least: float, at: dt.datetime, only: MemberList | None = None
) -> dict[str, Any]:
    """Return what accepting from a probability on would do, and a sample: the least likely pairs of it."""
    chosen = together.choice(chapter, least=least, at=at, only=only)
    number, errors = len(chosen.pairs), chosen.errors
    words = ngettext(
        "%(number)d pasangan akan diterima. Perkiraan yang keliru: %(errors)s.",
        "%(number)d pasangan akan diterima. Perkiraan yang keliru: %(errors)s.",
        number,
    )
    return {
        "choices": [(f"{least:.2f}", _percent(least)) for least in CHOICES],
        "least": f"{chosen.least:.2f}",
        "percent": _percent(chosen.least),
        "number": number,
        "said": words % {"number": number, "errors": number_format(errors, 1)},
        "left_out": chosen.left_out,
        "seen": chosen.seen,
        "only": only,
        "scope": scope_of(only),
        "sample": [_sampled(pair, chapter) for pair in reversed(chosen.pairs[-SAMPLE:])],
    }


def joint_page(joint: JointDecision, chapter: Chapter) -> dict[str, Any]:
    """Return what was accepted together, and whether it can be taken back."""
    decisions = _decisions(chapter).filter(together=joint).order_by("-probability", "pk")
    number, standing = decisions.count(), decisions.in_force().count()
    lines, kept = lines_of(decisions[: keyset.SIZE], chapter), decisions.first()
    return {
        "scope": scope_of(kept.list if kept and not kept.list.is_of_members else None),
        "joint": joint,
        "at": times.spoken(joint.at, zone=chapter.zone),
        "percent": _percent(joint.least),
        "number": number,
        "standing": standing,
        "lines": lines,
    }


def _decisions(chapter: Chapter) -> DecisionQuerySet:
    rows = Decision.objects.filter(list__chapter=chapter)
    known = rows.select_related("list", "member__home_regency", "by", "undone_by")
    return known.defer("member__nik", "before")


def _about(link: Link) -> Decision | None:
    """What stands about a pair."""
    found = Decision.objects.in_force().filter(list=link.row.list_id, key=link.row.key, member=link.member_id)
    return found.select_related("list", "member", "by", "undone_by").first()


def _names(decisions: list[Decision]) -> dict[tuple[int, str], str]:
    """The names of the rows, as they were written last."""
    rows = ListRow.objects.filter(
        list__in={each.list_id for each in decisions}, key__in={each.key for each in decisions}
    )
    named = rows.order_by("pk").values_list("list", "key", "name")
    return {(list_id, key): name for list_id, key, name in named}


def _line(
    decision: Decision, names: dict[tuple[int, str], str], chapter: Chapter, sight: reasons.Sight
) -> Decided:
    hidden, same = sight.hides(decision), decision.answer == Decision.Answer.SAME
    outside = sight.elsewhere(decision, decision.list) if same else _("Seorang anggota di luar daerah ini")
    at = times.spoken(decision.at, zone=chapter.zone)
    said = _("%(who)s, %(at)s") % {"who": decision.by or _("pengurus"), "at": at}
    if decision.undone_at:
        said = _("%(said)s; diurungkan") % {"said": said}
    undo = reverse("reconciliation:undo_decision", args=[chapter.pk, decision.pk])
    return Decided(
        row=names.get((decision.list_id, decision.key), _("baris yang sudah tidak ada")),
        who=outside if hidden else decision.member.full_name,
        answer=decision.get_answer_display(),
        look={"SAME": "good", "NOT_SAME": "bad"}.get(decision.answer, "wait"),
        said=said,
        undo_url="" if decision.undone_at else undo,
        moved=hidden and same and not decision.undone_at and decision.list.is_of_members,
    )


def _sampled(pair: Link, chapter: Chapter) -> Sampled:
    return Sampled(
        row=pair.row.name,
        who=pair.member.full_name,
        percent=likelihood.percent(pair.told),
        why=likelihood.sentence_of(likelihood.unpacked(pair.evidence)),
        url=reverse("reconciliation:pair", args=[chapter.pk, pair.pk]),
    )


def _url(link: Link | None, chapter: Chapter) -> str:
    return reverse("reconciliation:pair", args=[chapter.pk, link.pk]) if link else ""


def _percent(share: float) -> str:
    return f"{share:.0%}".replace("%", " %")
