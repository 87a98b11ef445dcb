"""
Changing the e-mail address of an account, with proof of both addresses.

The new address gets a code, the old one a link to agree or refuse; the account keeps its old address until both are
there. What else names a person's address follows: each app registers a function in its AppConfig.ready().
Source: docs/rules.md#accounts
"""

import datetime as dt
import secrets
from collections.abc import Callable

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import check_password, make_password
from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from ipspi.accounts import noticing
from ipspi.accounts.confirming import LASTS, MOST_ATTEMPTS, CodeRefused
from ipspi.accounts.models import AddressChange, User
from ipspi.errors import RuleError
from ipspi.outbox import posting

Follow = Callable[[User], None]
_followers: list[Follow] = []


class CannotChangeAddress(RuleError):
    """The address is the present one already."""


class NoLongerOpen(RuleError):
    """The change was refused, is done, is too old, or the link is not the one in the mail."""


def register(follow: Follow) -> Follow:
    """Call `follow` with an account whose address has changed, in the same transaction. Usable as a decorator."""
    if follow not in _followers:
        _followers.append(follow)
    return follow


@transaction.atomic
def ask(*, user: User, email: str, at: dt.datetime, by: User | None = None) -> AddressChange:
    """
    Begin a change to `email`: write to both addresses. It replaces an earlier one that is not done.

    An address that somebody else has looks like any other: its owner gets another mail, and no code fits. With `by`, an
    officer who has seen to it that the old address is lost, its agreement is not waited for; it may still refuse.
    Raises CannotChangeAddress.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    email = email.strip().lower()
    if email == user.email:
        raise CannotChangeAddress(_("Alamat ini sudah menjadi alamat akun Anda."))
    code, key = f"{secrets.randbelow(1_000_000):06d}", secrets.token_urlsafe(24)
    AddressChange.objects.filter(user=user).delete()
    change = AddressChange.objects.create(
        user=user,
        email=email,
        code_hash=make_password(code),
        key_hash=make_password(key),
        asked_at=at,
        expires_at=at + LASTS,
        old_agreed_at=at if by else None,
    )
    _write_to_new(change, code=code)
    _write_to_old(change, key=key, by_officer=by is not None)
    return change


def waiting_of(user: User) -> AddressChange | None:
    """Return the change that an account has asked for and that is not done."""
    return AddressChange.objects.filter(user=user).first()


def prove_new(*, change: AddressChange | None, code: str, at: dt.datetime) -> AddressChange:
    """
    Take the code that was sent to the new address; if the old one has agreed, the account has the new address now.

    The attempt is counted before the code is compared. Raises CodeRefused, with the same words whatever was wrong, also
    where the new address is somebody else's.
    """
    refusal = CodeRefused(_("Kode tidak cocok atau sudah kedaluwarsa. Periksa kembali, atau minta lagi."))
    if change is None:
        make_password(code)  # takes as long as a comparison
        raise refusal
    usable = AddressChange.objects.filter(
        pk=change.pk, expires_at__gt=at, attempts__lt=MOST_ATTEMPTS, new_proved_at=None
    )
    counted = usable.update(attempts=F("attempts") + 1)
    if not check_password(code, change.code_hash) or not counted or _has_account(change.email):
        raise refusal
    try:
        return _note(change, at=at, new_proved_at=at)
    except IntegrityError:  # somebody signed up with it in this very moment
        raise refusal from None


def agree(*, change: AddressChange | None, key: str, at: dt.datetime) -> AddressChange:
    """
    Agree from the old address; if the new one is proved, the account has the new address now.

    Raises NoLongerOpen.
    """
    change = _opened(change, key=key, at=at)
    try:
        return _note(change, at=at, old_agreed_at=at)
    except IntegrityError:
        raise _no_longer_open() from None


def refuse(*, change: AddressChange | None, key: str, at: dt.datetime) -> None:
    """Refuse from the old address: nothing changes. Raises NoLongerOpen."""
    _opened(change, key=key, at=at).delete()


def _opened(change: AddressChange | None, *, key: str, at: dt.datetime) -> AddressChange:
    if change is None or change.expires_at <= at or not check_password(key, change.key_hash):
        raise _no_longer_open()
    return change


def _no_longer_open() -> NoLongerOpen:
    return NoLongerOpen(_("Permintaan ini sudah selesai, ditolak, atau kedaluwarsa."))


def _has_account(email: str) -> bool:
    return (
        User.objects.filter(email__iexact=email).exists()
        or EmailAddress.objects.filter(email__iexact=email, verified=True).exists()
    )


@transaction.atomic
def _note(change: AddressChange, *, at: dt.datetime, **proved: dt.datetime) -> AddressChange:
    """Keep a proof; with the second one, give the account its new address."""
    found = AddressChange.objects.select_for_update().filter(pk=change.pk).first()
    if found is None:
        raise _no_longer_open()
    for name, moment in proved.items():
        setattr(found, name, moment)
    found.save(update_fields=list(proved))
    if found.new_proved_at and found.old_agreed_at:
        _move(found, at=at)
    return found


def _move(change: AddressChange, *, at: dt.datetime) -> None:
    user = User.objects.select_for_update().get(pk=change.user_id)
    before, user.email = user.email, change.email
    user.save(update_fields=["email"])
    EmailAddress.objects.filter(user=user).delete()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    for follow in _followers:
        follow(user)
    noticing.tell("address_changed", user=user, by=user, at=at, to=before)
    posting.remember(to=before, account=user.pk)
    AddressChange.objects.filter(pk=change.pk).delete()


def _write_to_new(change: AddressChange, *, code: str) -> None:
    taken = _has_account(change.email)
    posting.add(
        key=f"address:{change.pk}:new",
        kind="account.address_taken" if taken else "account.address_code",
        to=change.email,
        account=None if taken else change.user_id,
        subject=_("Alamat email ini sudah punya akun")
        if taken
        else _("%(code)s adalah kode untuk alamat email baru Anda") % {"code": code},
        template="mail/address_taken" if taken else "mail/address_code",
        context={
            "code": code,
            "path": reverse(
                "account_login" if taken else "prove_address", args=None if taken else [change.pk]
            ),
            "hours": LASTS // dt.timedelta(hours=1),
        },
    )


def _write_to_old(change: AddressChange, *, key: str, by_officer: bool) -> None:
    posting.add(
        key=f"address:{change.pk}:old",
        kind="account.address_consent",
        to=change.user.email,
        subject=_("Alamat email akun Anda akan diganti"),
        template="mail/address_consent",
        context={
            "new": recognisable(change.email),
            "by_officer": by_officer,
            "path": reverse("agree_to_address", args=[change.pk, key]),
            "hours": LASTS // dt.timedelta(hours=1),
        },
    )


def recognisable(email: str) -> str:
    """Return an address as its owner recognises it: the mail to the old address may be read by somebody else by now."""
    name, _at, place = email.rpartition("@")
    return f"{name[:1]}•••@{place}"
