"""Diplomas, certificates and photos that people send. Rows, not files: see docs/adr/0009."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ipspi.encryption import EncryptedBinaryField
from members.models.changes import ChangeRequest
from members.models.drafts import Draft
from members.models.membership import Member


class DocumentQuerySet(models.QuerySet["Document"]):
    def without_content(self) -> "DocumentQuerySet":
        """Rows that say of what there is, and read none of it: a list must not decrypt a megabyte per row."""
        return self.defer("content", "preview")


class Document(models.Model):
    """
    A document as it is kept: photos turned, shrunk and bare of metadata, PDFs as they came.

    It belongs to the draft until that is submitted, then to the member; one that a round of changes brings belongs to
    the round until it is answered. One of each kind. `preview` is a small JPEG, null for a PDF.
    """

    class Kind(models.TextChoices):
        PHOTO = "foto", _("Pasfoto")
        DIPLOMA = "ijazah", _("Ijazah")
        CERTIFICATE = "sertifikat", _("Sertifikat kompetensi")

    class Medium(models.TextChoices):
        JPEG = "image/jpeg", _("gambar")
        PDF = "application/pdf", _("PDF")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    draft = models.ForeignKey(
        Draft, verbose_name=_("rancangan"), null=True, on_delete=models.CASCADE, related_name="documents"
    )
    member = models.ForeignKey(
        Member, verbose_name=_("anggota"), null=True, on_delete=models.CASCADE, related_name="documents"
    )
    request = models.ForeignKey(
        ChangeRequest,
        verbose_name=_("permintaan perbaikan"),
        null=True,
        on_delete=models.CASCADE,
        related_name="documents",
    )
    kind = models.CharField(_("dokumen"), max_length=10, choices=Kind)
    medium = models.CharField(_("bentuk"), max_length=15, choices=Medium)
    content = EncryptedBinaryField()
    preview = EncryptedBinaryField()
    size = models.PositiveIntegerField(_("besarnya"))
    received_at = models.DateTimeField(_("diterima"))

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("dokumen")
        verbose_name_plural = _("dokumen")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(draft__isnull=False, member__isnull=True, request__isnull=True)
                | Q(draft__isnull=True, member__isnull=False, request__isnull=True)
                | Q(draft__isnull=True, member__isnull=True, request__isnull=False),
                name="document_belongs_to_a_draft_a_member_or_a_round",
            ),
            models.UniqueConstraint(fields=["draft", "kind"], name="document_one_of_a_kind_per_draft"),
            models.UniqueConstraint(fields=["member", "kind"], name="document_one_of_a_kind_per_member"),
            models.UniqueConstraint(fields=["request", "kind"], name="document_one_of_a_kind_per_round"),
            models.CheckConstraint(condition=Q(content__isnull=False), name="document_has_content"),
            models.CheckConstraint(
                condition=~Q(kind="foto") | Q(medium="image/jpeg"), name="document_photo_is_a_picture"
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def is_picture(self) -> bool:
        """Whether a browser may show it; a PDF is only handed out as a file."""
        return self.medium == self.Medium.JPEG
