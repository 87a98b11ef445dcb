"""Assemblies that elect a chair: what was settled for them, who stood, what came of it."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from chapters.models import Chapter, Term
from ipspi.regions.models import Province
from members.models import Member


class Condition(models.TextChoices):
    """What a voter or a candidate may be asked to meet, beyond active membership."""

    DUES = "DUES", _("Iuran lunas")
    YEARS = "YEARS", _("Anggota sekurang-kurangnya sekian tahun")
    HOME = "HOME", _("Anggota daerah ini")
    OFFICE = "OFFICE", _("Jenis keanggotaan dapat menjadi pengurus")
    VOTER = "VOTER", _("Tercantum dalam daftar pemilih")
    TERMS = "TERMS", _("Belum dua masa bakti menjadi ketua")


class Assembly(models.Model):
    """
    A MUSDA of a chapter, or the Kongres of the DPP. A chapter prepares or holds one at a time.

    `cutoff_on`: the day as of whose end the register says who votes. `list_hash`, of the closed list, is that of
    events.assembly.voters.digest. `quorum_needed` is kept from when the assembly opens. The quorum after adjourning
    counts for one that was adjourned before it could open; where it is not set, the first one does.
    """

    class Kind(models.TextChoices):
        MUSDA = "MUSDA", _("MUSDA")
        KONGRES = "KONGRES", _("Kongres")

    class State(models.TextChoices):
        DRAFT = "DRAFT", _("Rancangan")
        CALLED = "CALLED", _("Diundang")
        LISTED = "LISTED", _("Daftar pemilih ditutup")
        OPEN = "OPEN", _("Berlangsung")
        ADJOURNED = "ADJOURNED", _("Diskors")
        ELECTED = "ELECTED", _("Ketua terpilih")
        CLOSED = "CLOSED", _("Ditutup")
        CANCELLED = "CANCELLED", _("Dibatalkan")

    class Franchise(models.TextChoices):
        ALL = "ALL", _("Semua anggota yang berhak suara")
        DELEGATES = "DELEGATES", _("Utusan kabupaten/kota")

    chapter = models.ForeignKey(
        Chapter, verbose_name=_("daerah"), on_delete=models.PROTECT, related_name="assemblies"
    )
    kind = models.CharField(_("jenis"), max_length=8, choices=Kind, default=Kind.MUSDA)
    name = models.CharField(_("nama"), max_length=120)
    held_on = models.DateField(_("tanggal"))
    place = models.CharField(_("tempat"), max_length=200)
    zone = models.CharField(_("zona waktu"), max_length=4, choices=Province.Zone)
    agenda = models.TextField(_("acara"), blank=True)
    state = models.CharField(_("keadaan"), max_length=10, choices=State, default=State.DRAFT)

    cutoff_on = models.DateField(_("tanggal batas daftar pemilih"))
    franchise = models.CharField(
        _("yang memberi suara"), max_length=10, choices=Franchise, default=Franchise.ALL
    )
    delegates_each = models.PositiveSmallIntegerField(_("jumlah utusan"), default=1)
    delegates_per = models.PositiveSmallIntegerField(_("untuk setiap anggota sebanyak"), default=10)
    quorum_percent = models.PositiveSmallIntegerField(_("kuorum (%)"), default=50)
    quorum_exceeds = models.BooleanField(_("harus lebih dari itu"), default=True)
    later_percent = models.PositiveSmallIntegerField(_("kuorum sesudah skors (%)"), null=True, blank=True)
    later_minutes = models.PositiveSmallIntegerField(_("lama skors (menit)"), default=60)
    voter_conditions = ArrayField(
        models.CharField(max_length=8), verbose_name=_("syarat pemilih"), default=list, blank=True
    )
    candidate_conditions = ArrayField(
        models.CharField(max_length=8), verbose_name=_("syarat calon ketua"), default=list, blank=True
    )
    years = models.PositiveSmallIntegerField(_("tahun keanggotaan"), default=1)

    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField()
    called_at = models.DateTimeField(null=True)
    drawn_at = models.DateTimeField(null=True)
    listed_at = models.DateTimeField(null=True)
    list_count = models.PositiveIntegerField(null=True)
    list_hash = models.CharField(max_length=64, blank=True)
    opened_at = models.DateTimeField(null=True)
    adjourned_at = models.DateTimeField(null=True)
    quorum_needed = models.PositiveIntegerField(null=True)
    closed_at = models.DateTimeField(null=True)
    term = models.OneToOneField(Term, null=True, on_delete=models.PROTECT, related_name="assembly")

    class Meta:
        verbose_name = _("musyawarah")
        verbose_name_plural = _("musyawarah")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["chapter"],
                condition=~Q(state__in=["CLOSED", "CANCELLED"]),
                name="assembly_one_at_a_time",
                violation_error_message=_("Daerah ini sedang menyiapkan sebuah musyawarah."),
            ),
            models.CheckConstraint(
                condition=Q(cutoff_on__lte=F("held_on")), name="assembly_cutoff_not_after_its_day"
            ),
            models.CheckConstraint(
                condition=Q(quorum_percent__lte=100)
                & (Q(later_percent__isnull=True) | Q(later_percent__lte=100)),
                name="assembly_quorum_is_a_percentage",
            ),
            models.CheckConstraint(
                condition=Q(delegates_each__gte=1, delegates_per__gte=1), name="assembly_delegates_are_some"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["LISTED", "OPEN", "ADJOURNED", "ELECTED", "CLOSED"])
                | Q(list_count__isnull=False) & ~Q(list_hash=""),
                name="assembly_list_is_sealed_once_closed",
            ),
            models.CheckConstraint(
                condition=Q(kind="KONGRES") ^ ~Q(chapter="DPP"), name="assembly_kongres_is_the_dpps"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_over(self) -> bool:
        return self.state in {self.State.CLOSED, self.State.CANCELLED}


class Candidate(models.Model):
    """
    Somebody proposed as chair. `checked`: what the register said of each condition on `checked_on`.

    Each line of `checked` is a code, or "ACTIVE", with whether it is met and the register's own words.
    """

    assembly = models.ForeignKey(Assembly, on_delete=models.CASCADE, related_name="candidates")
    member = models.ForeignKey(
        Member, verbose_name=_("anggota"), on_delete=models.PROTECT, related_name="candidacies"
    )
    proposed_by = models.CharField(_("diusulkan oleh"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("nomor urut"))
    checked = models.JSONField(default=list)
    checked_on = models.DateField(_("diperiksa pada"))
    withdrawn_at = models.DateTimeField(null=True)
    votes = models.PositiveIntegerField(_("suara"), null=True)

    class Meta:
        verbose_name = _("calon ketua")
        verbose_name_plural = _("calon ketua")
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assembly", "member"], name="candidate_stands_once"),
            models.UniqueConstraint(fields=["assembly", "position"], name="candidate_number_once"),
            models.CheckConstraint(
                condition=Q(votes__isnull=True) | Q(withdrawn_at__isnull=True),
                name="candidate_withdrawn_has_no_votes",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_eligible(self) -> bool:
        return all(line["met"] for line in self.checked)


class Result(models.Model):
    """
    What an election came to: by ballots, or by acclamation without any.

    `stated`: the total that the committee's paper says, where it says one; it may differ from the computed one.
    """

    class Way(models.TextChoices):
        BALLOT = "BALLOT", _("Pemungutan suara")
        ACCLAMATION = "ACCLAMATION", _("Aklamasi (mufakat)")

    assembly = models.OneToOneField(Assembly, on_delete=models.CASCADE, related_name="result")
    way = models.CharField(_("cara pemilihan"), max_length=12, choices=Way, default=Way.BALLOT)
    elected = models.ForeignKey(
        Candidate, verbose_name=_("ketua terpilih"), on_delete=models.PROTECT, related_name="+"
    )
    present = models.PositiveIntegerField(_("pemilih hadir"))
    ballots = models.PositiveIntegerField(_("surat suara masuk"), null=True)
    invalid = models.PositiveIntegerField(_("suara tidak sah"), null=True)
    abstained = models.PositiveIntegerField(_("abstain"), null=True)
    stated = models.PositiveIntegerField(_("jumlah menurut panitia"), null=True, blank=True)
    note = models.CharField(_("keterangan"), max_length=500, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("hasil pemilihan")
        verbose_name_plural = _("hasil pemilihan")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(
                    way="ACCLAMATION", ballots__isnull=True, invalid__isnull=True, abstained__isnull=True
                )
                | Q(way="BALLOT", ballots__isnull=False, invalid__isnull=False, abstained__isnull=False),
                name="result_counts_ballots_or_none",
            ),
            models.CheckConstraint(
                condition=Q(ballots__isnull=True) | Q(ballots__lte=F("present")),
                name="result_ballots_not_more_than_present",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Minutes(models.Model):
    """The minutes (berita acara): a narrative beside the data; once frozen, the PDF as it was, and its SHA-256."""

    assembly = models.OneToOneField(Assembly, on_delete=models.CASCADE, related_name="minutes")
    narrative = models.TextField(_("uraian"), blank=True)
    number = models.CharField(_("nomor berita acara"), max_length=80, blank=True)
    frozen_at = models.DateTimeField(null=True)
    digest = models.CharField(_("sidik (SHA-256)"), max_length=64, blank=True)
    pdf = models.BinaryField(null=True)

    class Meta:
        verbose_name = _("berita acara")
        verbose_name_plural = _("berita acara")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(frozen_at__isnull=True, pdf__isnull=True, digest="")
                | Q(frozen_at__isnull=False, pdf__isnull=False) & ~Q(digest="") & ~Q(number=""),
                name="minutes_frozen_have_number_and_hash",
            ),
        ]

    def __str__(self) -> str:
        return self.number
