"""Closing an account, and opening it again. The person's membership is another matter."""

from django.db import transaction
from django.utils.translation import gettext as _

from ipspi.accounts.models import User
from ipspi.audit import recording as audit
from ipspi.errors import RuleError


class CannotClose(RuleError):
    """The account cannot be closed, or opened."""


@transaction.atomic
def close(*, user: User, by: User) -> None:
    """Close an account: nobody signs in with it, and who is signed in is out at once. Raises CannotClose."""
    account = User.objects.select_for_update().get(pk=user.pk)
    if account.pk == by.pk:
        raise CannotClose(_("Anda tidak dapat menutup akun Anda sendiri."))
    if not account.is_active:
        raise CannotClose(_("Akun ini sudah ditutup."))
    _set(account, is_active=False)
    audit.record(by=by, did="account.close", to=account)


@transaction.atomic
def reopen(*, user: User, by: User) -> None:
    """Let an account sign in again. Raises CannotClose."""
    account = User.objects.select_for_update().get(pk=user.pk)
    if account.is_active:
        raise CannotClose(_("Akun ini tidak ditutup."))
    _set(account, is_active=True)
    audit.record(by=by, did="account.reopen", to=account)


def _set(account: User, *, is_active: bool) -> None:
    account.is_active = is_active
    account.save(update_fields=["is_active"])
