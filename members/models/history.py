"""What happened to a membership: one row for every change, with the day from which it counts."""

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ipspi.encryption import EncryptedTextField
from ipspi.regions.models import Province
from members.models.membership import Member, MembershipType


class MembershipChangeQuerySet(models.QuerySet["MembershipChange"]):
    def in_force(self, on: dt.date) -> "MembershipChangeQuerySet":
        """For each member the change that says how it stood at the end of a day; who was not yet known is left out."""
        known = MembershipChange.objects.filter(on__lte=on)
        return self.filter(pk__in=known.order_by("member", "-pk").distinct("member").values("pk"))

    def counted(self) -> "MembershipChangeQuerySet":
        """Those after which somebody was a member."""
        return self.filter(status__in=Member.COUNTED)


class MembershipChange(models.Model):
    """
    A change of a membership, and how it stood after it. Rows are added, never changed.

    `on` is the day from which it counts, in the member's own zone; it may lie before the day on which it was recorded
    (a death that was reported late), never after it. What was recorded last is believed, from its day on. `reason` is
    fit for the member's eyes; `restricted_note` is for officers who may read such notes.
    """

    class Kind(models.TextChoices):
        APPLIED = "APPLIED", _("Mendaftar")
        IMPORTED = "IMPORTED", _("Tercatat dari data nasional")
        CLAIMED = "CLAIMED", _("Terhubung dengan akun")
        ADMITTED = "ADMITTED", _("Diterima sebagai anggota")
        REJECTED = "REJECTED", _("Pendaftaran ditolak")
        WITHDRAWN = "WITHDRAWN", _("Pendaftaran ditarik")
        LEAVE = "LEAVE", _("Mulai cuti")
        RETURNED = "RETURNED", _("Kembali dari cuti")
        SUSPENDED = "SUSPENDED", _("Diberhentikan sementara")
        REINSTATED = "REINSTATED", _("Pemberhentian sementara berakhir")
        RESIGNED = "RESIGNED", _("Mengundurkan diri")
        EXPELLED = "EXPELLED", _("Diberhentikan")
        DECEASED = "DECEASED", _("Meninggal dunia")
        RESTORED = "RESTORED", _("Keanggotaan dipulihkan")
        TRANSFERRED = "TRANSFERRED", _("Pindah daerah (mutasi)")
        RETYPED = "RETYPED", _("Jenis keanggotaan berubah")
        CORRECTED = "CORRECTED", _("Data diri diperbaiki")
        MERGED = "MERGED", _("Digabungkan dengan data lain")
        UNMERGED = "UNMERGED", _("Penggabungan diurungkan")

    member = models.ForeignKey(
        Member,
        on_delete=models.CASCADE,
        related_name="changes",
        db_index=False,  # change_latest_of_member
    )
    kind = models.CharField(_("perubahan"), max_length=12, choices=Kind)
    on = models.DateField(_("berlaku sejak"))
    recorded_at = models.DateTimeField(_("dicatat"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("oleh"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_index=False,  # nobody asks by it, and an import writes many rows; type and province the same
    )
    status = models.CharField(_("status sesudahnya"), max_length=10, choices=Member.Status)
    type = models.ForeignKey(
        MembershipType,
        verbose_name=_("jenis sesudahnya"),
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    province = models.ForeignKey(
        Province,
        verbose_name=_("provinsi sesudahnya"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    reason = models.TextField(_("alasan"), blank=True)
    restricted_note = EncryptedTextField(_("catatan terbatas"))

    objects = MembershipChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("perubahan keanggotaan")
        verbose_name_plural = _("riwayat keanggotaan")
        indexes: ClassVar = [
            models.Index(fields=["member", "-id"], include=["on"], name="change_latest_of_member"),
            models.Index(fields=["on"], name="change_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"
