"""
The log of acts: who did what to which row, and when. Append-only in the database itself, and hash-chained.

It holds ids and counts, never a personal value, so that it need not be changed when somebody is erased.
"""

from typing import ClassVar

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _


class Act(models.Model):
    """One act. `actor_id` is the id of a user, or null where the registry itself acted."""

    at = models.DateTimeField(_("waktu"), db_default=models.functions.Now())
    actor_id = models.BigIntegerField(_("pelaku"), null=True)
    did = models.CharField(_("perbuatan"), max_length=80)
    on_table = models.CharField(_("tabel"), max_length=80)
    on_id = models.CharField(_("baris"), max_length=64)
    chapter = models.CharField(_("daerah"), max_length=8, blank=True)
    details = models.JSONField(_("rincian"), default=dict)

    class Meta:
        verbose_name = _("perbuatan")
        verbose_name_plural = _("catatan perbuatan")
        indexes: ClassVar = [
            models.Index(fields=["on_table", "on_id"], name="act_by_row"),
            models.Index(fields=["actor_id", "-at"], name="act_by_actor"),
            BrinIndex(fields=["at"], name="act_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.did} {self.on_table} {self.on_id}"


class ChainLink(models.Model):
    """The hash of an act together with the hash before it. Written by a trigger when a transaction commits."""

    id = models.BigAutoField(primary_key=True)
    act = models.OneToOneField(Act, on_delete=models.PROTECT, related_name="link")
    hash = models.BinaryField()

    class Meta:
        verbose_name = _("mata rantai")
        verbose_name_plural = _("rantai catatan")

    def __str__(self) -> str:
        return str(self.pk)
