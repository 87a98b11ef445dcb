"""What an officer's pages of invitations show."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet, TextChoices
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chapters import scoped
from chapters.inviting import letters, links, reaching, sending
from chapters.inviting.sending import Message
from chapters.models import Chapter, Invitation, ListRow, MemberList
from chapters.models.invitations import InvitationQuerySet
from chapters.reconciliation import kinds
from chapters.reconciliation.groups import Group, page
from ipspi.errors import RuleError
from ipspi.navigation import Crumb
from ipspi.outbox.models import Mail
from ipspi.regions import times

Channel = Invitation.Channel
SHOWN = 50
LEFT_OUT_SHOWN = 100


class State(TextChoices):
    """How far the people invited are; the value is its word in an address. Whoever is further is also before it."""

    SENT = "terkirim", gettext_lazy("Terkirim")
    OPENED = "dibuka", gettext_lazy("Dibuka")
    REGISTERED = "mendaftar", gettext_lazy("Mendaftar")
    REFUSED = "tidak-mau", gettext_lazy("Tidak mau dihubungi")


_HELD = {
    State.SENT: Q(sent_at__isnull=False),
    State.OPENED: Q(opened_at__isnull=False),
    State.REGISTERED: Q(registered_at__isnull=False),
    State.REFUSED: Q(refused_at__isnull=False),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One figure of the funnel: how many people, and the address of the list of them."""

    label: str
    count: int
    url: str
    is_shown: bool


@dataclass(frozen=True, slots=True)
class Line:
    """An invitation as the list shows it; `remind_url` is empty where it cannot be sent once more."""

    name: str
    row_url: str
    channel: str
    sent: str
    state: str
    look: str
    remind_url: str


@dataclass(frozen=True, slots=True)
class Prospect:
    """A row that may be invited: by mail and by WhatsApp, or why not; `may` says whether by any of them."""

    row: ListRow
    row_url: str
    email: str
    whatsapp: str
    may: bool


def start_page(
    chapter: Chapter, *, state: str, before: int | None, only: MemberList | None = None
) -> dict[str, Any]:
    """Return the funnel of a chapter, or of one list, in people, and a page of the invitations, the latest first."""
    shown = State(state) if state in State.values else None
    found = _of(chapter, only).filter(_HELD[shown] if shown else Q(replaced_at=None))
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = list(found.defer("address").select_related("list__chapter").order_by("-pk")[: SHOWN + 1])
    here = reverse("inviting:start", args=[chapter.pk])
    scope = scope_of(only)
    query = (f"daftar={only.pk}&" if only else "") + (f"keadaan={state}&" if shown else "")
    last = rows[:SHOWN][-1].pk if len(rows) > SHOWN else None
    return {
        "chapter": chapter,
        "only": only,
        "steps": _funnel(chapter, shown, only),
        "shown": shown,
        "lines": _lines(chapter, rows[:SHOWN]),
        "all_url": here + scope,
        "choose_url": reverse("inviting:choose", args=[chapter.pk]) + scope,
        "previous_url": f"{here}?{query}".rstrip("?&") if before is not None else "",
        "next_url": f"{here}?{query}sebelum={last}" if last else "",
        "breadcrumbs": [*_crumbs(chapter, only)[:-1], Crumb(_("Undangan"))],
    }


def choose_page(
    chapter: Chapter,
    *,
    after: int | None,
    before: int | None,
    at: dt.datetime,
    only: MemberList | None = None,
) -> dict[str, Any]:
    """Return a page of the rows that are only on a list, with how each is reached."""
    found = page(Group.ONLY_LIST, chapter=chapter, only=only, after=_text(after), before=_text(before))
    rows = found.rows
    by_mail, by_whatsapp = (
        reaching.reach(rows, chapter=chapter, channel=channel, at=at, only=only)
        for channel in (Channel.EMAIL, Channel.WHATSAPP)
    )
    here, scope = reverse("inviting:choose", args=[chapter.pk]), scope_of(only)
    query = f"{scope}&" if scope else "?"
    return {
        "chapter": chapter,
        "only": only,
        "named": kinds.named(only) if only else "",
        "scope": scope,
        "all_chosen_url": f"{query}pilih=semua",
        "ledger_url": _crumbs(chapter, only)[1].url,
        "rows": [
            Prospect(
                row,
                reverse("reconciliation:row", args=[chapter.pk, row.pk]),
                mail.reason or mail.address,
                text.reason or text.address,
                not (mail.reason and text.reason),
            )
            for row, mail, text in zip(rows, by_mail, by_whatsapp, strict=True)
        ],
        "blocked": _blocked(chapter, only),
        "most": sending.MOST_AT_ONCE[Channel.EMAIL],
        "most_texts": sending.MOST_AT_ONCE[Channel.WHATSAPP],
        "previous_url": f"{here}{query}sebelum={found.first.pk}" if found.first and found.has_before else "",
        "next_url": f"{here}{query}sesudah={found.last.pk}" if found.last and found.has_after else "",
        "start_url": reverse("inviting:start", args=[chapter.pk]) + scope,
        "breadcrumbs": [*_crumbs(chapter, only), Crumb(_("Pilih"))],
    }


def preview_page(
    chapter: Chapter,
    *,
    chosen: Collection[int] | None,
    channel: str,
    at: dt.datetime,
    only: MemberList | None = None,
) -> dict[str, Any]:
    """Return who would be invited, what the first of them would read, and who cannot be, with the reasons."""
    rows = sending.rows_to_invite(chapter, chosen=chosen, only=only)
    found = sending.sort(rows, chapter=chapter, channel=channel, at=at, only=only)
    fitting, left_out = ([each for each in found if bool(each.reason) == out] for out in (False, True))
    first = fitting[0].row if fitting else None
    ends_at = sending.lasts_until(first.list, at=at) if first else at
    return {
        "chapter": chapter,
        "channel": channel,
        "by_mail": channel == Channel.EMAIL,
        "chosen": [row.pk for row in rows] if chosen is not None else None,
        "fitting": fitting,
        "left_out": left_out[:LEFT_OUT_SHOWN],
        "others": len(left_out) - LEFT_OUT_SHOWN,
        "number_left_out": len(left_out),
        "blocked": _blocked(chapter, only),
        "subject": letters.subject(chapter),
        "first": first,
        "text": letters.preview(first, chapter=chapter, channel=channel, ends_at=ends_at) if first else "",
        "choose_url": reverse("inviting:choose", args=[chapter.pk]) + scope_of(only),
        "breadcrumbs": [*_crumbs(chapter, only), Crumb(_("Periksa"))],
    }


def messages_page(
    chapter: Chapter, made: Sequence[Message], *, only: MemberList | None = None
) -> dict[str, Any]:
    """Return the texts that an officer sends by WhatsApp: their links are told here and never again."""
    return {
        "chapter": chapter,
        "made": made,
        "scope": scope_of(only),
        "start_url": reverse("inviting:start", args=[chapter.pk]) + scope_of(only),
        "breadcrumbs": [*_crumbs(chapter, only), Crumb(_("Pesan WhatsApp"))],
    }


def scope_of(only: MemberList | None) -> str:
    """Return what names a list in the query of an address; "" for the lists of the chapter's members."""
    return f"?daftar={only.pk}" if only else ""


def _of(chapter: Chapter, only: MemberList | None) -> InvitationQuerySet:
    found = Invitation.objects.filter(list__chapter=chapter)
    return found.filter(list=only) if only else found


def _funnel(chapter: Chapter, shown: State | None, only: MemberList | None) -> list[Step]:
    counts = _of(chapter, only).people()
    scope = scope_of(only)
    here = reverse("inviting:start", args=[chapter.pk]) + (f"{scope}&" if scope else "?")
    return [
        Step(
            str(state.label),
            counts[f"number_{state.name.lower()}"],
            f"{here}keadaan={state.value}",
            state == shown,
        )
        for state in State
    ]


def _lines(chapter: Chapter, invitations: Sequence[Invitation]) -> list[Line]:
    rows = {(row.list_id, row.key): row for row in _rows_of(invitations)}
    failed = _failed(invitations)
    now = timezone.now()
    return [
        _line(chapter, each, rows.get((each.list_id, each.key)), failed=each.pk in failed, at=now)
        for each in invitations
    ]


def _line(
    chapter: Chapter, invitation: Invitation, row: ListRow | None, *, failed: bool, at: dt.datetime
) -> Line:
    state, look = _state(invitation, failed=failed, at=at)
    moment = invitation.reminded_at or invitation.sent_at
    may = row is not None and sending.may_remind(invitation, at=at)
    return Line(
        name=row.name if row else _("Sudah tidak ada di daftar"),
        row_url=reverse("reconciliation:row", args=[chapter.pk, row.pk]) if row else "",
        channel=str(invitation.get_channel_display()),
        sent=times.spoken(moment, zone=chapter.zone) if moment else "",
        state=state,
        look=look,
        remind_url=reverse("inviting:remind", args=[chapter.pk, invitation.pk]) if may else "",
    )


def _state(invitation: Invitation, *, failed: bool, at: dt.datetime) -> tuple[str, str]:
    """Say how far an invitation is, and how its tag looks."""
    states = [
        (invitation.registered_at, _("mendaftar"), "good"),
        (invitation.refused_at, _("tidak mau dihubungi"), "bad"),
        (failed, _("gagal terkirim"), "bad"),
        (invitation.replaced_at or invitation.ends_at <= at, _("berakhir"), "list"),
        (invitation.opened_at, _("dibuka"), "news"),
        (invitation.reminded_at, _("diingatkan"), "wait"),
        (invitation.sent_at, _("terkirim"), "wait"),
        (True, _("belum dikirim"), "list"),
    ]
    return next((words, look) for stands, words, look in states if stands)


def _rows_of(invitations: Iterable[Invitation]) -> QuerySet[ListRow]:
    lists, keys = {each.list_id for each in invitations}, {each.key for each in invitations}
    return ListRow.objects.current().filter(list__in=lists, key__in=keys).defer("nik")


def _failed(invitations: Sequence[Invitation]) -> set[int]:
    keys = {letters.key_of(each): each.pk for each in invitations if each.channel == Channel.EMAIL}
    failed = Mail.objects.filter(kind=links.KIND, key__in=keys, status=Mail.Status.FAILED)
    return {keys[key] for key in failed.values_list("key", flat=True)}


def _blocked(chapter: Chapter, only: MemberList | None) -> str:
    """Say why nobody of the lists can be invited now; nothing if somebody can."""
    try:
        reaching.require_comparison(chapter, only)
    except RuleError as error:
        return error.message
    return ""


def _text(pk: int | None) -> str | None:
    return None if pk is None else str(pk)


def _crumbs(chapter: Chapter, only: MemberList | None) -> list[Crumb]:
    if only is not None:
        url = reverse("reconciliation:list", args=[chapter.pk, only.pk])
        start_url = reverse("inviting:start", args=[chapter.pk]) + scope_of(only)
        return [scoped.crumb(chapter), Crumb(only.about, url), Crumb(_("Undangan"), start_url)]
    return [
        scoped.crumb(chapter),
        Crumb(_("Rekonsiliasi"), reverse("reconciliation:ledger", args=[chapter.pk])),
        Crumb(_("Undangan"), reverse("inviting:start", args=[chapter.pk])),
    ]
