"""
What the DPP does for who lost the way into their account: never for oneself, always told to the person.

Who resets the second factors of an account does not move its address as well: both together would be the account, and
one officer alone takes none.
The officer says why in a word that the log of acts may hold. Source: docs/rules.md#accounts
"""

import datetime as dt

from allauth.mfa.models import Authenticator
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ipspi.accounts import addresses, noticing, sessions
from ipspi.accounts.models import User
from ipspi.audit import recording as audit
from ipspi.errors import RuleError


class Reason(models.TextChoices):
    """Why, and how the officer knows who asks."""

    MET = "MET", gettext_lazy("Perangkat atau alamat hilang; orangnya bertemu langsung dengan pengurus")
    CALLED = "CALLED", gettext_lazy("Perangkat atau alamat hilang; orangnya dikenali lewat panggilan video")
    STOLEN = "STOLEN", gettext_lazy("Perangkat dicuri atau akun disalahgunakan")


APART = dt.timedelta(days=30)  # that the two acts on one account need two officers
RESET, MOVED = "account.reset_factors", "account.move_address"


class CannotRecover(RuleError):
    """The account is the officer's own, there is nothing to reset, or a second officer has to do the rest."""


@transaction.atomic
def reset_factors(*, user: User, by: User, reason: str, at: dt.datetime) -> None:
    """Take away all second factors of an account and end its sessions. Raises CannotRecover."""
    account = _somebody_elses(user, by=by, did=RESET, at=at)
    if not Authenticator.objects.filter(user=account).exists():
        raise CannotRecover(_("Akun ini tidak punya pengaman kedua."))
    Authenticator.objects.filter(user=account).delete()
    sessions.end_all(account)
    noticing.tell("factors_reset", user=account, by=by, at=at, reason=str(Reason(reason).label))
    audit.record(by=by, did=RESET, to=account, reason=reason)


@transaction.atomic
def move_address(*, user: User, email: str, by: User, reason: str, at: dt.datetime) -> None:
    """
    Begin a change of address for who no longer reads the old one: only the new one has to be proved.

    Raises CannotRecover, CannotChangeAddress.
    """
    account = _somebody_elses(user, by=by, did=MOVED, at=at)
    addresses.ask(user=account, email=email, at=at, by=by)
    audit.record(by=by, did=MOVED, to=account, reason=reason)


def _somebody_elses(user: User, *, by: User, did: str, at: dt.datetime) -> User:
    account = User.objects.select_for_update().get(pk=user.pk)
    if account.pk == by.pk:
        raise CannotRecover(_("Mintalah pengurus DPP yang lain melakukannya untuk akun Anda sendiri."))
    if audit.has_done(by, {RESET, MOVED} - {did}, to=account, since=at - APART):
        raise CannotRecover(
            _(
                "Anda sudah membantu akun ini dengan cara lain. Pengurus DPP yang lain harus melakukan yang ini."
            )
        )
    return account
