"""
Member cards (KTA): issued when first looked at, issued again when what they say has changed, revoked by officers.

Permissions of officers are judged by the app above (chapters/cards.py), which calls these verbs.
Source: docs/rules.md#member-card
"""

import datetime as dt

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ipspi.accounts.models import User
from ipspi.audit import recording as audit
from ipspi.credentials import keys, tokens
from ipspi.errors import RuleError
from members import claims
from members.claims import Claims
from members.models import Card, Member

PURPOSE = "ipspi.member-card"


class NoCard(RuleError):
    """There is no card to do this with."""


class ReasonMissing(RuleError):
    """A card is revoked for a reason."""


def may_have_one(member: Member) -> bool:
    return member.status in Member.COUNTED and bool(member.number)


def latest_of(member: Member) -> Card | None:
    return (
        Card.objects.select_related("key").defer("key__private").filter(member=member).order_by("-pk").first()
    )


def said_by(card: Card) -> Claims:
    """Return what a card's code says."""
    return claims.unpacked(tokens.read(card.token).payload)


def current(*, member: Member, at: dt.datetime) -> Card | None:
    """
    Return the member's card as it should be now: a first one, or another one when what it says is no longer true.

    None for who is no member now, and for whom an officer has revoked the card: a new one is then an officer's to give.
    """
    card = latest_of(member)
    if card and _is_good(card, member, at=at):
        return card
    return _issue_where_due(member, at=at)


@transaction.atomic
def renew(*, member: Member, at: dt.datetime) -> Card | None:
    """
    Issue the card again if there is one and it no longer says the truth; return the member's card, if there is one.

    For the verbs that change a name, a number, a kind of membership, or a province: the old card then says that it
    is replaced from that moment on, and not only when its holder looks.
    """
    return current(member=member, at=at) if Card.objects.filter(member=member).exists() else None


@transaction.atomic
def replace(*, member: Member, by: User, at: dt.datetime) -> Card:
    """
    Issue another card at the member's own wish: the one before, lost perhaps, no longer counts.

    Raises PermissionDenied if the membership is not that of `by`, NoCard if the member has none to replace.
    """
    member = _locked(member)
    if member.user_id != by.pk:
        raise PermissionDenied
    card = Card.objects.filter(member=member, ended_at=None).first()
    if card is None or not may_have_one(member):
        raise NoCard(_("Saat ini tidak ada kartu yang dapat diganti. Hubungi pengurus daerah Anda."))
    return _issue(member, by=by, at=at)


@transaction.atomic
def revoke(*, member: Member, reason: str, by: User, at: dt.datetime) -> Card:
    """Let the member's card count no longer, whatever the member's status. Raises NoCard, ReasonMissing."""
    member = _locked(member)
    card = Card.objects.select_for_update().filter(member=member, ended_at=None).first()
    if card is None:
        raise NoCard(_("Anggota ini tidak mempunyai kartu yang berlaku."))
    if not reason.strip():
        raise ReasonMissing(_("Tulis alasan pencabutan. Anggota akan membacanya."))
    _end(card, Card.End.REVOKED, reason=reason.strip(), at=at)
    audit.record(by=by, did="revoke_card", to=card)
    return card


@transaction.atomic
def give_again(*, member: Member, by: User, at: dt.datetime) -> Card:
    """Give a new card to a member whose card was revoked. Raises NoCard if they have one, or are no member now."""
    member = _locked(member)
    if not may_have_one(member) or Card.objects.filter(member=member, ended_at=None).exists():
        raise NoCard(_("Anggota ini tidak menunggu kartu baru."))
    return _issue(member, by=by, at=at)


@transaction.atomic
def forget(*, member: Member, at: dt.datetime) -> int:
    """
    Delete the codes of a member's cards, which name them, and let none of them count; return how many there were.

    For the verb that erases a person: serials and dates stay, so that a printed card still reads as revoked.
    """
    member = _locked(member)
    for card in Card.objects.filter(member=member, ended_at=None):
        _end(card, Card.End.REVOKED, reason=_("Data anggota dihapus."), at=at)
    return Card.objects.filter(member=member).update(token="")


@transaction.atomic
def _issue_where_due(member: Member, *, at: dt.datetime) -> Card | None:
    member = _locked(member)
    card = latest_of(member)  # again, now that nobody else can issue one
    if card and _is_good(card, member, at=at):
        return card
    if not may_have_one(member) or (card and card.end == Card.End.REVOKED):
        return None
    return _issue(member, by=None, at=at)


def _is_good(card: Card, member: Member, *, at: dt.datetime) -> bool:
    if card.ended_at or card.key.distrusted_at or not may_have_one(member):
        return False
    said = said_by(card)
    has_expired = said.expires_on is not None and said.expires_on <= timezone.localdate(at)
    return not has_expired and said == _claims_of(member, serial=card.pk, issued_on=said.issued_on)


def _issue(member: Member, *, by: User | None, at: dt.datetime) -> Card:
    before = Card.objects.filter(member=member, ended_at=None).first()
    if before:
        _end(before, Card.End.REPLACED, at=at)
    key = keys.signing()
    card = Card.objects.create(member=member, key=key, issued_at=at)
    said = _claims_of(member, serial=card.pk, issued_on=timezone.localdate(at))
    card.token = tokens.sign(said.packed(), purpose=PURPOSE, key=key)
    card.save(update_fields=["token"])
    audit.record(by=by, did="issue_card", to=card)
    return card


def _claims_of(member: Member, *, serial: int, issued_on: dt.date) -> Claims:
    years = settings.MEMBER_CARD_YEARS
    return Claims(
        serial=serial,
        number=str(member.number),
        name=claims.shortened(member.name, with_titles=member.full_name),
        kind=str(member.type_id),
        province=member.home_province_id or "",
        issued_on=issued_on,
        expires_on=_years_later(issued_on, years) if years else None,
    )


def _years_later(day: dt.date, years: int) -> dt.date:
    """The same day some years later; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, month=3, day=1)


def _end(card: Card, end: str, *, at: dt.datetime, reason: str = "") -> None:
    card.ended_at, card.end, card.reason = at, end, reason
    card.save(update_fields=["ended_at", "end", "reason"])


def _locked(member: Member) -> Member:
    return Member.objects.select_for_update(of=("self",)).defer("nik", "nik_lookup").get(pk=member.pk)
