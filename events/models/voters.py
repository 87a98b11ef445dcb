"""The voters' list of an assembly, what was objected to it, and who came."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models.assemblies import Assembly
from ipspi.regions.models import Regency
from members.models import Member


class Reason(models.TextChoices):
    """Why a member of the chapter is not on the list of voters."""

    LATE = "LATE", _("Menjadi anggota sesudah tanggal batas")
    MOVED_AWAY = "MOVED_AWAY", _("Pindah ke daerah lain")
    MOVED_IN = "MOVED_IN", _("Pindah ke daerah ini sesudah tanggal batas")
    NOT_ACTIVE = "NOT_ACTIVE", _("Bukan anggota aktif")
    TYPE = "TYPE", _("Jenis keanggotaan tanpa hak suara")
    DUES = "DUES", _("Iuran belum lunas")
    YEARS = "YEARS", _("Belum cukup lama menjadi anggota")
    OBJECTION = "OBJECTION", _("Dicoret atas keberatan")


class VoterQuerySet(models.QuerySet["Voter"]):
    def entitled(self) -> "VoterQuerySet":
        """Those who may vote: all on the list, or the delegates among them."""
        return self.filter(may_vote=True).filter(
            Q(assembly__franchise=Assembly.Franchise.ALL) | Q(is_delegate=True)
        )


class Voter(models.Model):
    """
    A member as the register has them for the list: on it (`may_vote`), or not, for `reasons`.

    No name is kept, and the row stays when a person is erased: the list's count and hash rest on it. `granted` by an
    objection: it survives that the list is drawn again.
    """

    assembly = models.ForeignKey(Assembly, on_delete=models.CASCADE, related_name="voters")
    member = models.ForeignKey(
        Member, verbose_name=_("anggota"), on_delete=models.PROTECT, related_name="voting"
    )
    regency = models.ForeignKey(
        Regency, verbose_name=_("kabupaten/kota"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    status = models.CharField(_("status"), max_length=10, choices=Member.Status)
    may_vote = models.BooleanField(_("pemilih"))
    reasons = ArrayField(models.CharField(max_length=12), default=list)
    granted = models.BooleanField(default=False)
    is_delegate = models.BooleanField(_("utusan"), default=False)

    objects = VoterQuerySet.as_manager()

    class Meta:
        verbose_name = _("pemilih")
        verbose_name_plural = _("pemilih")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assembly", "member"], name="voter_once_on_a_list"),
            models.CheckConstraint(
                condition=Q(may_vote=True, reasons=[]) | Q(may_vote=False) & ~Q(reasons=[]),
                name="voter_excluded_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(is_delegate=False) | Q(may_vote=True), name="voter_delegate_is_on_the_list"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def reasons_said(self) -> list[str]:
        return [str(Reason(each).label) for each in self.reasons]


class Objection(models.Model):
    """That somebody objected to a line of the list, and what was decided. Granted, the line is turned over."""

    class State(models.TextChoices):
        OPEN = "OPEN", _("Menunggu keputusan")
        GRANTED = "GRANTED", _("Diterima")
        REFUSED = "REFUSED", _("Ditolak")

    voter = models.ForeignKey(Voter, on_delete=models.CASCADE, related_name="objections")
    words = models.CharField(_("keberatan"), max_length=500)
    state = models.CharField(_("keputusan"), max_length=8, choices=State, default=State.OPEN)
    answer = models.CharField(_("alasan keputusan"), max_length=500, blank=True)
    noted_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("keberatan")
        verbose_name_plural = _("keberatan")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="OPEN", decided_at__isnull=True)
                | ~Q(state="OPEN") & Q(decided_at__isnull=False) & ~Q(answer=""),
                name="objection_decided_with_an_answer",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Attendance(models.Model):
    """That a voter came, said once, and how an officer saw who it was."""

    class Way(models.TextChoices):
        CODE = "CODE", _("Kode QR kartu")
        NUMBER = "NUMBER", _("Nomor anggota")

    voter = models.OneToOneField(Voter, on_delete=models.CASCADE, related_name="attendance")
    way = models.CharField(_("cara"), max_length=6, choices=Way)
    at = models.DateTimeField(_("hadir"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("kehadiran")
        verbose_name_plural = _("kehadiran")

    def __str__(self) -> str:
        return str(self.pk)
