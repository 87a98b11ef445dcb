"""Who signs in. A person's membership is not here: see members."""

import uuid
from typing import Any, ClassVar

from allauth.account.models import EmailAddress
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create an account that signs in with `email`; its address is not confirmed by this."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    """An account: an e-mail address and a password. `name` is only how the account is greeted."""

    username = None  # type: ignore[assignment]  # people sign in with their e-mail address
    first_name = None  # type: ignore[assignment]  # a name is one field: mononyms exist
    last_name = None  # type: ignore[assignment]
    email = models.EmailField(_("alamat email"))
    name = models.CharField(_("nama"), max_length=200, blank=True)
    # how often all sessions were ended; Django's check of a session asks it too
    sessions_ended = models.PositiveIntegerField(default=0, db_default=0, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("akun")
        verbose_name_plural = _("akun")
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("email"), name="user_email_is_unique"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name or self.email

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Return what a session must hold to be the account's: another password changes it, and ending all sessions."""
        by_password: str = super()._get_session_auth_hash(secret)  # type: ignore[misc]
        return f"{by_password}:{self.sessions_ended}" if self.sessions_ended else by_password


class Confirmation(models.Model):
    """
    A code sent to an e-mail address, which proves that its reader owns the address.

    The page where the code is typed is named by `id`, so that it opens on any device.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    address = models.OneToOneField(EmailAddress, on_delete=models.CASCADE, related_name="confirmation")
    code_hash = models.CharField(max_length=128)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("konfirmasi alamat email")
        verbose_name_plural = _("konfirmasi alamat email")

    def __str__(self) -> str:
        return str(self.id)


class AddressChange(models.Model):
    """
    A new e-mail address that somebody asked for, and what is proved of it so far.

    The reader of the new address types a code; the reader of the old one agrees by a link that holds a key. The account
    keeps its old address until both have happened. An account has one at a time.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="address_change")
    email = models.EmailField(_("alamat baru"))
    code_hash = models.CharField(max_length=128)
    key_hash = models.CharField(max_length=128)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    new_proved_at = models.DateTimeField(null=True)
    old_agreed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("penggantian alamat email")
        verbose_name_plural = _("penggantian alamat email")

    def __str__(self) -> str:
        return str(self.id)
