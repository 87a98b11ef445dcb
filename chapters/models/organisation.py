"""What a chapter is, and who serves on its board."""

from collections.abc import Collection
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from ipspi.regions.models import Province
from members.models import Member

DPP = "DPP"  # the code of the national board's row


class Chapter(models.Model):
    """
    A DPD, or the DPP itself (code "DPP").

    A chapter that is not yet founded is looked after by another one: the DPP unless the DPP names a DPD. `parent`
    leaves room for a level below the DPD.
    """

    class Status(models.TextChoices):
        NOT_YET_FOUNDED = "NOT_YET_FOUNDED", _("Belum dibentuk")
        FOUNDED = "FOUNDED", _("Sudah dibentuk")

    code = models.CharField(_("kode"), max_length=8, primary_key=True)
    name = models.CharField(_("nama"), max_length=80, unique=True)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("induk"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    status = models.CharField(_("status"), max_length=16, choices=Status, default=Status.NOT_YET_FOUNDED)
    founded_on = models.DateField(_("dibentuk pada"), null=True, blank=True)
    decree_number = models.CharField(_("nomor SK"), max_length=80, blank=True)
    decree_on = models.DateField(_("tanggal SK"), null=True, blank=True)
    looked_after_by = models.ForeignKey(
        "self",
        verbose_name=_("dibina oleh"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="looks_after",
        help_text=_("DPP atau DPD yang mengurus provinsi ini selama DPD-nya belum dibentuk."),
    )
    zone = models.CharField(_("zona waktu"), max_length=4, choices=Province.Zone)
    email = models.EmailField(_("alamat email"), blank=True)
    phone = models.CharField(_("telepon/WhatsApp"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("daerah")
        verbose_name_plural = _("daerah")
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status="FOUNDED") ^ Q(looked_after_by__isnull=False),
                name="chapter_not_founded_is_looked_after",
                violation_error_message=_(
                    "Daerah yang belum dibentuk harus dibina oleh DPP atau sebuah DPD."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(looked_after_by=F("code")), name="chapter_does_not_look_after_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_founded(self) -> bool:
        return self.status == self.Status.FOUNDED


class Coverage(models.Model):
    """Which chapter a province belongs to. Members of no known province belong to the DPP."""

    province = models.OneToOneField(
        Province,
        verbose_name=_("provinsi"),
        primary_key=True,
        on_delete=models.PROTECT,
        related_name="coverage",
    )
    chapter = models.ForeignKey(
        Chapter, verbose_name=_("daerah"), on_delete=models.PROTECT, related_name="coverage"
    )

    class Meta:
        verbose_name = _("wilayah kerja")
        verbose_name_plural = _("wilayah kerja")

    def __str__(self) -> str:
        return f"{self.province_id} {self.chapter_id}"


class Term(models.Model):
    """The term of a board (masa bakti): from an assembly to the next. The end is exclusive."""

    chapter = models.ForeignKey(
        Chapter, verbose_name=_("daerah"), on_delete=models.PROTECT, related_name="terms"
    )
    name = models.CharField(_("masa bakti"), max_length=40)
    starts_on = models.DateField(_("mulai"))
    ends_on = models.DateField(_("berakhir sebelum"))
    elected_on = models.DateField(_("dipilih pada"), null=True, blank=True)
    decree_number = models.CharField(_("nomor SK"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("masa bakti")
        verbose_name_plural = _("masa bakti")
        ordering: ClassVar = ["chapter", "starts_on"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="term_ends_after_it_starts"),
            models.UniqueConstraint(fields=["chapter", "name"], name="term_name_once_per_chapter"),
        ]

    def __str__(self) -> str:
        return f"{self.chapter} {self.name}"


class Office(models.TextChoices):
    """Positions on a board. What each may do: chapters.access.GRANTS."""

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


class SeatQuerySet(models.QuerySet["Seat"]):
    def held_at(self, at: object) -> "SeatQuerySet":
        """Seats whose access is in force at a moment."""
        return self.not_ended(at).filter(starts_at__lte=at)

    def not_ended(self, at: object) -> "SeatQuerySet":
        """Seats in force at a moment or later."""
        return self.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at))


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
    def holder_name(self) -> str:
        """The holder's name as printed on a board list."""
        return self.outsider_name or (self.member.full_name if self.member else str(self.user))


class ApplicationNotice(models.Model):
    """That the officers were told of an application, in one of the hourly mails."""

    member = models.OneToOneField(Member, primary_key=True, on_delete=models.CASCADE, related_name="notice")
    told_at = models.DateTimeField()

    class Meta:
        verbose_name = _("pemberitahuan pendaftaran")
        verbose_name_plural = _("pemberitahuan pendaftaran")

    def __str__(self) -> str:
        return str(self.pk)
