"""Mails that a chapter's officers write to many members, and what became of each."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chapters.models.organisation import Chapter
from members.models import Member


class Circular(models.Model):
    """
    A mail to many members. Its id comes with the form, so that sending twice is sending once.

    `signed` is the office and chapter under it, in the words of that day.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    chapter = models.ForeignKey(Chapter, on_delete=models.CASCADE, related_name="circulars")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("oleh"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    signed = models.CharField(_("penanda tangan"), max_length=250)
    subject = models.CharField(_("perihal"), max_length=150)
    text = models.TextField(_("isi"))
    made_at = models.DateTimeField(_("dikirim"))
    finished_at = models.DateTimeField(_("selesai"), null=True)
    stopped_at = models.DateTimeField(_("dihentikan"), null=True)

    class Meta:
        verbose_name = _("email ke anggota")
        verbose_name_plural = _("email ke anggota")
        ordering: ClassVar = ["-made_at"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(subject="") & ~Q(text=""), name="circular_says_something"),
        ]
        indexes: ClassVar = [models.Index(fields=["chapter", "-made_at"], name="circular_of_chapter")]

    def __str__(self) -> str:
        return self.subject


class CircularRecipient(models.Model):
    """A member whom an officer chose to write to: their mail is in the outbox, or `reason` says why there is none."""

    class State(models.TextChoices):
        WAITING = "WAITING", _("menunggu")
        MAILED = "MAILED", _("dikirim")
        LEFT_OUT = "LEFT_OUT", _("tidak dikirimi")

    class Reason(models.TextChoices):
        NOT_A_MEMBER = "NO_MEMBER", _("Bukan anggota")
        ON_LEAVE = "ON_LEAVE", _("Sedang cuti")
        SUSPENDED = "SUSPENDED", _("Diberhentikan sementara")
        RESTRICTED = "RESTRICT", _("Datanya dibatasi")
        REFUSED = "REFUSED", _("Tidak mau menerima email dari pengurus")
        NO_ADDRESS = "NO_EMAIL", _("Tidak ada alamat email")

    circular = models.ForeignKey(Circular, on_delete=models.CASCADE, related_name="recipients")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="circulars")
    state = models.CharField(_("keadaan"), max_length=8, choices=State, default=State.WAITING)
    reason = models.CharField(_("alasan"), max_length=9, choices=Reason, blank=True)

    class Meta:
        verbose_name = _("penerima email")
        verbose_name_plural = _("penerima email")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["circular", "member"], name="circular_recipient_once"),
            models.CheckConstraint(
                condition=Q(state="LEFT_OUT") ^ Q(reason=""),
                name="circular_recipient_left_out_says_why",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["circular", "id"], condition=Q(state="WAITING"), name="circular_recipient_waiting"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.circular_id} {self.member_id}"

    @property
    def mail_key(self) -> str:
        """The key of the mail in the outbox."""
        return f"circular:{self.circular_id}:{self.member_id}"
