"""The boards of chapters: their terms, the offices, who sits where, and what was handed over."""

from collections.abc import Collection
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import Case, F, Func, IntegerField, Q, Value, When
from django.utils.translation import gettext_lazy as _

from chapters.models.organisation import Chapter
from members.models import Member


class Term(models.Model):
    """
    The term of a board (masa bakti): from an assembly to the next. The end is exclusive.

    `ends_on` is when it is to end, `ended_on` when it did: the day on which the next one began. Until then it is open,
    overdue or not, and a chapter has one.
    """

    chapter = models.ForeignKey(
        Chapter, verbose_name=_("daerah"), on_delete=models.PROTECT, related_name="terms"
    )
    name = models.CharField(_("masa bakti"), max_length=40)
    starts_on = models.DateField(_("mulai"))
    ends_on = models.DateField(_("berakhir sebelum"))
    ended_on = models.DateField(_("berakhir nyatanya"), null=True, blank=True)
    elected_on = models.DateField(_("dipilih pada"), null=True, blank=True)
    decree_number = models.CharField(_("nomor SK"), max_length=80, blank=True)
    decree_on = models.DateField(_("tanggal SK"), null=True, blank=True)

    class Meta:
        verbose_name = _("masa bakti")
        verbose_name_plural = _("masa bakti")
        ordering: ClassVar = ["chapter", "starts_on"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="term_ends_after_it_starts"),
            models.UniqueConstraint(fields=["chapter", "name"], name="term_name_once_per_chapter"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("starts_on")),
                name="term_did_not_end_before_it_started",
            ),
            models.UniqueConstraint(
                fields=["chapter"],
                condition=Q(ended_on__isnull=True),
                name="term_one_open_per_chapter",
                violation_error_message=_("Daerah ini masih mempunyai masa bakti yang berjalan."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.chapter} {self.name}"


class Office(models.TextChoices):
    """Positions on a board, in the order in which they are printed. What each may do: chapters.access.GRANTS."""

    ADVISER = "PENASIHAT", _("Penasihat")
    PATRON = "PEMBINA", _("Pembina")
    CHAIR = "KETUA", _("Ketua")
    VICE_CHAIR = "WAKIL_KETUA", _("Wakil Ketua")
    SECRETARY = "SEKRETARIS", _("Sekretaris")
    VICE_SECRETARY = "WAKIL_SEKRETARIS", _("Wakil Sekretaris")
    TREASURER = "BENDAHARA", _("Bendahara")
    DIVISION = "BIDANG", _("Bidang")
    REGISTRAR = "REGISTRAR", _("Registrar")
    AUDITOR = "AUDITOR", _("Pemeriksa")


# the place of an office in the order of Office
RANK = Case(
    *(When(office=office, then=Value(rank)) for rank, office in enumerate(Office.values)),
    default=Value(len(Office)),
    output_field=IntegerField(),
)


class SeatQuerySet(models.QuerySet["Seat"]):
    def held_at(self, at: object) -> "SeatQuerySet":
        """Seats whose access is in force at a moment."""
        return self.not_ended(at).filter(starts_at__lte=at)

    def not_ended(self, at: object) -> "SeatQuerySet":
        """Seats in force at a moment or later."""
        return self.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at))

    def printed(self) -> "SeatQuerySet":
        """Seats in the order of a printed board, those of one post one after the other, with whom they name."""
        rows = self.annotate(rank=RANK).select_related("chapter", "term", "member", "user")
        rows = rows.defer("member__nik", "member__nik_lookup")
        return rows.order_by("rank", "position", "starts_at", "pk")


class Seat(models.Model):
    """
    An office on a board, held by a member, a staff account without membership, or a named outsider.

    Access follows the clock, not the decree: from `starts_at` up to, not including, `ends_at`.
    """

    chapter = models.ForeignKey(
        Chapter, verbose_name=_("daerah"), on_delete=models.PROTECT, related_name="seats"
    )
    term = models.ForeignKey(
        Term,
        verbose_name=_("masa bakti"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="seats",
    )
    office = models.CharField(_("jabatan"), max_length=16, choices=Office)
    title = models.CharField(_("sebutan jabatan"), max_length=120, blank=True)
    member = models.ForeignKey(
        Member,
        verbose_name=_("anggota"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="seats",
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("akun staf"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="seats",
    )
    outsider_name = models.CharField(_("nama bukan anggota"), max_length=200, blank=True)
    starts_at = models.DateTimeField(_("akses mulai"))
    ends_at = models.DateTimeField(_("akses berakhir"), null=True, blank=True)
    decree_number = models.CharField(_("nomor SK"), max_length=80, blank=True)
    decree_on = models.DateField(_("tanggal SK"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("urutan"), default=0)
    replaces = models.OneToOneField(
        "self",
        verbose_name=_("menggantikan"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="replaced_by",
        help_text=_("Jabatan yang diteruskan lewat pergantian antarwaktu (PAW)."),
    )
    reason = models.CharField(_("alasan berakhir"), max_length=300, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("jabatan pengurus")
        verbose_name_plural = _("jabatan pengurus")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(
                    Q(member__isnull=False, user__isnull=True, outsider_name="")
                    | Q(member__isnull=True, user__isnull=False, outsider_name="")
                    | Q(member__isnull=True, user__isnull=True) & ~Q(outsider_name="")
                ),
                name="seat_has_one_holder",
                violation_error_message=_("Isi salah satu: anggota, akun staf, atau nama bukan anggota."),
            ),
            models.CheckConstraint(
                # a seat that was ended before it began ends where it would begin: it never gave access
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")),
                name="seat_does_not_end_before_it_starts",
                violation_error_message=_("Akhir tidak boleh sebelum awal."),
            ),
            models.CheckConstraint(condition=~Q(replaces=F("id")), name="seat_does_not_replace_itself"),
            ExclusionConstraint(
                name="seat_one_chair_at_a_time",
                expressions=[
                    ("chapter", RangeOperators.EQUAL),
                    (
                        Func(
                            "starts_at",
                            "ends_at",
                            RangeBoundary(),
                            function="tstzrange",
                            output_field=DateTimeRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(office="KETUA"),
                violation_error_message=_("Daerah ini sudah mempunyai ketua pada masa itu."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_office_display()} {self.chapter_id}"

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Judge the whole by the rules that say more than one field, once the office that they ask for is known."""
        if "office" not in (exclude or ()):  # Django breaks on a condition on a field that is wrong itself
            super().validate_constraints(exclude)

    @property
    def post(self) -> str:
        """The office as it is printed."""
        return self.title or str(self.get_office_display())

    @property
    def holder_name(self) -> str:
        """The holder's name as printed on a board list."""
        return self.outsider_name or (self.member.full_name if self.member else str(self.user))


class Handover(models.Model):
    """
    The handing over (serah terima) from the board before to that of `term`: who, where, what.

    `given_by` is a seat of the board before; None where that is not in the registry.
    `figures` are the counts of open work that were handed over, by the name that chapters.todo gives them.
    """

    term = models.OneToOneField(
        Term, verbose_name=_("masa bakti"), on_delete=models.PROTECT, related_name="handover"
    )
    on = models.DateField(_("tanggal"))
    place = models.CharField(_("tempat"), max_length=120)
    given_by = models.ForeignKey(
        Seat,
        verbose_name=_("yang menyerahkan"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    taken_by = models.ForeignKey(
        Seat, verbose_name=_("yang menerima"), on_delete=models.PROTECT, related_name="+"
    )
    things = models.TextField(_("yang diserahkan"), blank=True)
    figures = models.JSONField(_("pekerjaan yang terbuka"), default=dict)
    recorded_at = models.DateTimeField(_("dicatat pada"))

    class Meta:
        verbose_name = _("serah terima")
        verbose_name_plural = _("serah terima")

    def __str__(self) -> str:
        return str(self.pk)


class TermWarning(models.Model):
    """That the board and the DPP were told that a term ends in `days` days, or were told something nearer instead."""

    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="warnings")
    ends_on = models.DateField()
    days = models.PositiveSmallIntegerField()
    told_at = models.DateTimeField()

    class Meta:
        verbose_name = _("peringatan masa bakti")
        verbose_name_plural = _("peringatan masa bakti")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["term", "ends_on", "days"], name="term_warned_once"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
