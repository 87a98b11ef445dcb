"""The work programmes of a term: what a board set out to do, how far it came, and what it passed on."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from chapters.models.boards import Seat, Term
from ipspi.encryption import EncryptedBinaryField
from ipspi.regions.models import Regency
from members.models import Document


class CarryOver(models.Model):
    """That the unfinished programmes of a term were carried over to a later one, by one act."""

    from_term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="carried_on")
    to_term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="carried_in")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(_("pada"))

    class Meta:
        verbose_name = _("pembawaan program")
        verbose_name_plural = _("pembawaan program")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(from_term=F("to_term")), name="carry_over_leads_to_another_term"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_term_id} {self.to_term_id}"


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def kept(self) -> "ProgrammeQuerySet":
        """Those that nobody removed."""
        return self.filter(removed_at=None)

    def with_names(self) -> "ProgrammeQuerySet":
        """Fetch what a list shows with them, without anybody's NIK."""
        rows = self.select_related("term", "in_charge__member", "in_charge__user", "carried_over_from__term")
        return rows.defer("in_charge__member__nik", "in_charge__member__nik_lookup")

    def with_targets(self) -> "ProgrammeQuerySet":
        """Fetch the targets too, with their places."""
        targets = Target.objects.select_related("regency")
        return self.with_names().prefetch_related(models.Prefetch("targets", queryset=targets))


class Programme(models.Model):
    """
    A programme of a term (program kerja).

    `stage` is what its officers say of it, empty where nobody said anything: see chapters.programmes.status. Months
    are days: from the first of `starts_on` up to, not including, `ends_on`. Money is whole rupiah, null where nobody
    wrote it down. `carried_over_from` is the programme of an earlier term that it goes on with.
    """

    class Stage(models.TextChoices):
        PLANNED = "PLANNED", _("Direncanakan")
        RUNNING = "RUNNING", _("Berjalan")
        DONE = "DONE", _("Selesai")
        UNFINISHED = "UNFINISHED", _("Belum selesai")
        DROPPED = "DROPPED", _("Dihentikan")

    term = models.ForeignKey(
        Term, verbose_name=_("masa bakti"), on_delete=models.PROTECT, related_name="programmes"
    )
    division = models.CharField(_("bidang"), max_length=120, blank=True)
    name = models.CharField(_("nama program"), max_length=200)
    aim = models.TextField(_("tujuan"), blank=True)
    in_charge = models.ForeignKey(
        Seat,
        verbose_name=_("penanggung jawab"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="programmes",
    )
    starts_on = models.DateField(_("mulai"), null=True, blank=True)
    ends_on = models.DateField(_("berakhir sebelum"), null=True, blank=True)
    budget = models.PositiveBigIntegerField(_("anggaran"), null=True, blank=True)
    spent = models.PositiveBigIntegerField(_("realisasi"), null=True, blank=True)
    stage = models.CharField(_("keadaan"), max_length=10, choices=Stage, blank=True)
    stage_reason = models.TextField(_("alasan"), blank=True)
    carried_over_from = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="carried_over_to"
    )
    carried_by = models.ForeignKey(
        CarryOver, null=True, blank=True, on_delete=models.PROTECT, related_name="copies"
    )
    created_at = models.DateTimeField(_("dicatat"))
    removed_at = models.DateTimeField(_("dihapus"), null=True, blank=True)
    removed_reason = models.TextField(_("alasan penghapusan"), blank=True)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("program kerja")
        verbose_name_plural = _("program kerja")
        ordering: ClassVar = ["division", "starts_on", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True, ends_on__isnull=True)
                | Q(starts_on__isnull=False, ends_on__isnull=False, ends_on__gt=F("starts_on")),
                name="programme_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=~Q(stage="DROPPED") | ~Q(stage_reason=""), name="programme_dropped_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True) ^ ~Q(removed_reason=""),
                name="programme_removed_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(carried_by__isnull=True) | Q(carried_over_from__isnull=False),
                name="programme_carried_over_has_a_past",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Target(models.Model):
    """
    What a programme is to reach: so many of a unit.

    A target with a `measure` (chapters.programmes.measures) is counted by the registry; `stated` is what its officers
    say. With `since_start` what was added since the programme began counts, else the number that there is.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="targets")
    what = models.CharField(_("sasaran"), max_length=200)
    number = models.PositiveBigIntegerField(_("jumlah"))
    unit = models.CharField(_("satuan"), max_length=40)
    measure = models.CharField(_("diukur dengan"), max_length=40, blank=True)
    regency = models.ForeignKey(
        Regency,
        verbose_name=_("kabupaten/kota"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    since_start = models.BooleanField(_("tambahan sejak awal program"), default=False)
    stated = models.PositiveBigIntegerField(_("capaian menurut pengurus"), null=True, blank=True)

    class Meta:
        verbose_name = _("sasaran program")
        verbose_name_plural = _("sasaran program")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(number__gt=0), name="target_number_is_positive"),
            models.CheckConstraint(
                condition=~Q(measure="") | Q(regency__isnull=True, since_start=False),
                name="target_counted_by_hand_has_no_place",
            ),
        ]

    def __str__(self) -> str:
        return self.what


class ProgrammeNote(models.Model):
    """What happened in a programme on a day, in words."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="notes")
    on = models.DateField(_("tanggal"))
    words = models.TextField(_("catatan"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(_("ditulis"))

    class Meta:
        verbose_name = _("catatan kemajuan")
        verbose_name_plural = _("catatan kemajuan")
        ordering: ClassVar = ["-on", "-id"]

    def __str__(self) -> str:
        return f"{self.on} {self.pk}"


class Paper(models.Model):
    """A file that chapters keep, as members' documents are kept: pictures developed, PDFs as they came."""

    medium = models.CharField(_("bentuk"), max_length=15, choices=Document.Medium)
    content = EncryptedBinaryField()
    preview = EncryptedBinaryField()
    size = models.PositiveIntegerField(_("besarnya"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    received_at = models.DateTimeField(_("diterima"))

    class Meta:
        abstract = True

    @property
    def is_picture(self) -> bool:
        """Whether a browser may show it; a PDF is only handed out as a file."""
        return self.medium == Document.Medium.JPEG

    @property
    def is_pdf(self) -> bool:
        return not self.is_picture


class Evidence(Paper):
    """A photo or a report that shows what a programme did."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="evidence")
    name = models.CharField(_("keterangan"), max_length=120)

    class Meta:
        verbose_name = _("bukti program")
        verbose_name_plural = _("bukti program")
        ordering: ClassVar = ["-received_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(content__isnull=False), name="evidence_has_content"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def kind(self) -> str:
        """The file's name when it is saved."""
        return f"bukti-{self.pk}"


class Change(models.Model):
    """
    That somebody changed what a chapter keeps. Rows are added, never changed.

    `fields` are [label, before, after] as people read them, and nobody's name; `words` a reason, or what it was about.
    """

    class Kind(models.TextChoices):
        CREATED = "CREATED", _("Dicatat")
        IMPORTED = "IMPORTED", _("Dicatat dari berkas")
        CARRIED = "CARRIED", _("Dibawa dari masa bakti sebelumnya")
        CHANGED = "CHANGED", _("Diubah")
        ADDED = "ADDED", _("Ditambahkan")
        TAKEN_OUT = "TAKEN_OUT", _("Dikeluarkan")
        REMOVED = "REMOVED", _("Dihapus")
        RESTORED = "RESTORED", _("Dikembalikan")

    kind = models.CharField(_("perubahan"), max_length=9, choices=Kind)
    fields = models.JSONField(_("isian"), default=list)
    words = models.TextField(_("keterangan"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(_("pada"))

    class Meta:
        abstract = True
        ordering: ClassVar = ["-id"]


class ProgrammeChange(Change):
    """One change of a programme."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="changes")

    class Meta(Change.Meta):
        verbose_name = _("perubahan program")
        verbose_name_plural = _("perubahan program")

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
