"""What an officer asks an applicant to correct, and what came of it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ipspi.encryption import EncryptedTextField
from members.models.membership import Member


class ChangeRequestQuerySet(models.QuerySet["ChangeRequest"]):
    def open(self) -> "ChangeRequestQuerySet":
        """Those that wait for the applicant."""
        return self.filter(ended_at__isnull=True)


class ChangeRequest(models.Model):
    """
    One round: an officer asks for changes in an application, and the applicant sends it again.

    It ends by an answer (`answered`), or without one: taken back by an officer, or with the application itself. While
    one is open it is the applicant's turn, and the officers' clock stands still.
    """

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="change_requests")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(_("diminta"))
    ended_at = models.DateTimeField(_("berakhir"), null=True)
    answered = models.BooleanField(_("dijawab"), default=False)
    reply = models.TextField(_("keterangan pendaftar"), blank=True)
    reminded_at = models.DateTimeField(_("diingatkan"), null=True)

    objects = ChangeRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("permintaan perbaikan")
        verbose_name_plural = _("permintaan perbaikan")
        ordering: ClassVar = ["asked_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["member"],
                condition=Q(ended_at__isnull=True),
                name="change_request_one_open_per_member",
            ),
            models.CheckConstraint(
                condition=Q(answered=False) | Q(ended_at__isnull=False),
                name="change_request_answered_has_ended",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("asked_at")),
                name="change_request_ends_after_it_was_asked",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["asked_at"], condition=Q(ended_at__isnull=True), name="change_request_waiting"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_open(self) -> bool:
        return self.ended_at is None


class RequestedField(models.Model):
    """
    A field of an application that was asked for, with the officer's note; without a note, one changed along with it.

    `before` and `after` are answers as drafts write them, kept encrypted; of a NIK or NIP only the masked number, of a
    document (`field` is its kind) when it came. `changed` says whether the answer differs, which two masked numbers
    cannot.
    """

    request = models.ForeignKey(ChangeRequest, on_delete=models.CASCADE, related_name="fields")
    field = models.CharField(_("isian"), max_length=40)
    note = models.TextField(_("catatan"), blank=True)
    before = EncryptedTextField()
    after = EncryptedTextField()
    changed = models.BooleanField(_("berubah"), default=False)

    class Meta:
        verbose_name = _("isian yang diminta")
        verbose_name_plural = _("isian yang diminta")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "field"], name="requested_field_once_per_request"),
            models.CheckConstraint(
                condition=~Q(note="") | Q(changed=True), name="requested_field_has_a_note_or_has_changed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.field}"
