"""A board that is being prepared: nothing of it counts before the DPP puts it into force."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from chapters.models.boards import RANK, Office, Term
from chapters.models.organisation import Chapter
from members.models import Member


class BoardDraft(models.Model):
    """
    The board of a term to come, or of one that is over and was never written down. A chapter prepares one at a time.

    `closed_at`: when it was put into force, which made `term`, or given up; then who was on it is deleted.
    """

    chapter = models.ForeignKey(
        Chapter, verbose_name=_("daerah"), on_delete=models.PROTECT, related_name="drafts"
    )
    name = models.CharField(_("masa bakti"), max_length=40)
    starts_on = models.DateField(_("mulai"))
    ends_on = models.DateField(_("berakhir sebelum"))
    elected_on = models.DateField(_("dipilih pada"), null=True, blank=True)
    decree_number = models.CharField(_("nomor SK"), max_length=80, blank=True)
    decree_on = models.DateField(_("tanggal SK"), null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    term = models.OneToOneField(Term, null=True, on_delete=models.PROTECT, related_name="draft")

    class Meta:
        verbose_name = _("rancangan kepengurusan")
        verbose_name_plural = _("rancangan kepengurusan")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="draft_ends_after_it_starts"
            ),
            models.UniqueConstraint(
                fields=["chapter"], condition=Q(closed_at__isnull=True), name="draft_one_open_per_chapter"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DraftSeatQuerySet(models.QuerySet["DraftSeat"]):
    def printed(self) -> "DraftSeatQuerySet":
        """Seats in the order of a printed board, with whom they name."""
        rows = self.annotate(rank=RANK).select_related("member__type")
        return rows.defer("member__nik", "member__nik_lookup").order_by("rank", "position", "pk")


class DraftSeat(models.Model):
    """
    An office on a board that is being prepared, and who is to hold it: `member`, or `name` as an outsider.

    Until it is settled, `member` is only whom the name suggests.
    """

    draft = models.ForeignKey(BoardDraft, on_delete=models.CASCADE, related_name="seats")
    office = models.CharField(_("jabatan"), max_length=16, choices=Office)
    title = models.CharField(_("sebutan jabatan"), max_length=120, blank=True)
    position = models.PositiveSmallIntegerField(_("urutan"), default=0)
    name = models.CharField(_("nama"), max_length=200)
    member = models.ForeignKey(
        Member,
        verbose_name=_("anggota"),
        null=True,
        on_delete=models.CASCADE,
        related_name="draft_seats",
    )
    is_settled = models.BooleanField(_("sudah pasti"), default=False)

    objects = DraftSeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("rancangan jabatan")
        verbose_name_plural = _("rancangan jabatan")

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def post(self) -> str:
        """The office as it is printed."""
        return self.title or str(self.get_office_display())

    @property
    def holder_name(self) -> str:
        return self.member.full_name if self.member and self.is_settled else self.name
