"""What reconciling a chapter found: links with their reasons, and the figures of every night."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from chapters.models.lists import ListRow, MemberList
from chapters.models.organisation import Chapter
from members.models import Member


class MatchingModel(models.Model):
    """
    A numbered model of the matching engine: the weights that it learned, kept so that nights repeat.

    `counts` says how often names and places occur in the register that it was learned from: hashes and numbers.
    `calibration` is members.matching.Calibration, learned from officers' decisions; empty, it is what is believed.
    `from_rows` is how many rows of lists it was learned from; from none, before any list of members was there, it
    holds what is believed beforehand.
    """

    number = models.AutoField(_("nomor"), primary_key=True)
    learned_at = models.DateTimeField(_("dipelajari"))
    parameters = models.JSONField(_("parameter"))
    counts = models.BinaryField(_("hitungan"), default=bytes)
    calibration = models.JSONField(_("kalibrasi"), default=dict)
    from_rows = models.PositiveIntegerField(_("dari baris"), null=True)

    class Meta:
        verbose_name = _("model pencocokan")
        verbose_name_plural = _("model pencocokan")

    def __str__(self) -> str:
        return str(self.number)


class Run(models.Model):
    """One reconciliation of a chapter; `night` is its local date for the run of the night, null for one by hand."""

    chapter = models.ForeignKey(
        Chapter, verbose_name=_("daerah"), on_delete=models.PROTECT, related_name="runs"
    )
    night = models.DateField(_("malam"), null=True)
    started_at = models.DateTimeField(_("mulai"))
    finished_at = models.DateTimeField(_("selesai"), null=True)
    model = models.ForeignKey(MatchingModel, null=True, on_delete=models.PROTECT, related_name="runs")

    class Meta:
        verbose_name = _("rekonsiliasi")
        verbose_name_plural = _("rekonsiliasi")
        ordering: ClassVar = ["-started_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["chapter", "night"],
                condition=Q(night__isnull=False),
                name="run_once_per_chapter_and_night",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["chapter", "-finished_at"], condition=Q(finished_at__isnull=False), name="run_latest"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.chapter_id} {self.started_at:%Y-%m-%d %H:%M}"


class Figures(models.Model):
    """
    A chapter's figures: counts only.

    Of the list's rows: rows = linked + review + only_list; duplicates, moved and conflicts are among them.
    `only_national` counts members of the chapter whom no row is linked to. `differing` counts conflicts by field.
    """

    national = models.PositiveIntegerField(_("anggota nasional"))
    rows = models.PositiveIntegerField(_("baris daftar"))
    linked = models.PositiveIntegerField(_("di kedua sisi"))
    review = models.PositiveIntegerField(_("perlu ditinjau"))
    only_list = models.PositiveIntegerField(_("hanya di daftar"))
    only_national = models.PositiveIntegerField(_("hanya nasional"))
    conflicts = models.PositiveIntegerField(_("data bertentangan"))
    duplicates = models.PositiveIntegerField(_("baris ganda"))
    moved = models.PositiveIntegerField(_("terdaftar di daerah lain"))
    differing = models.JSONField(_("isian yang bertentangan"), default=dict)

    class Meta:
        abstract = True


class LedgerEntry(Figures):
    """
    The figures of one run as it found them, kept for ever.

    The estimate is of people in total, on either side or neither.
    `decided_since` is of one read by `chapters.certainty` only, which gives the figures as they stand by now: how many
    decisions of officers have changed them.
    """

    run = models.OneToOneField(Run, primary_key=True, on_delete=models.CASCADE, related_name="ledger")
    estimate_total = models.PositiveIntegerField(_("perkiraan seluruhnya"), null=True)
    estimate_low = models.PositiveIntegerField(_("perkiraan terendah"), null=True)
    estimate_high = models.PositiveIntegerField(_("perkiraan tertinggi"), null=True)

    decided_since = 0

    class Meta:
        verbose_name = _("lembar buku besar")
        verbose_name_plural = _("buku besar kepastian")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(rows=F("linked") + F("review") + F("only_list")),
                name="ledger_counts_each_row_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.run_id)


class LivingFigures(Figures):
    """The figures of a chapter's latest run after what its officers have decided since: counted anew each time."""

    entry = models.OneToOneField(
        LedgerEntry, primary_key=True, on_delete=models.CASCADE, related_name="living"
    )
    decided = models.PositiveIntegerField(_("keputusan sejak itu"))
    counted_at = models.DateTimeField(_("dihitung"))

    class Meta:
        verbose_name = _("angka berjalan")
        verbose_name_plural = _("angka berjalan")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(rows=F("linked") + F("review") + F("only_list")),
                name="living_figures_count_each_row_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.entry_id)


class ListEntry(models.Model):
    """
    The figures of one list of another kind as a run found them, kept for ever: counts only, also when it is deleted.

    rows = registered + review + not_registered; duplicates are among them. `invited` and `joined` are people: how many
    were invited until then, and how many of them registered.
    """

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="list_entries")
    list = models.ForeignKey(MemberList, on_delete=models.PROTECT, related_name="entries")
    rows = models.PositiveIntegerField(_("baris daftar"))
    registered = models.PositiveIntegerField(_("terdaftar"))
    review = models.PositiveIntegerField(_("perlu ditinjau"))
    not_registered = models.PositiveIntegerField(_("belum terdaftar"))
    duplicates = models.PositiveIntegerField(_("baris ganda"))
    invited = models.PositiveIntegerField(_("diundang"), default=0)
    joined = models.PositiveIntegerField(_("mendaftar lewat undangan"), default=0)

    class Meta:
        verbose_name = _("lembar buku besar daftar")
        verbose_name_plural = _("buku besar daftar")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["list", "run"], name="list_entry_once_per_run"),
            models.CheckConstraint(
                condition=Q(rows=F("registered") + F("review") + F("not_registered")),
                name="list_entry_counts_each_row_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run_id} {self.list_id}"


class LedgerStratum(models.Model):
    """
    One part of an estimate: the people of a province and a sector, who were counted apart.

    Expected numbers, with fractions: a row to review counts with its probability. An empty sector is all of the
    province; an empty province, all of the chapter.
    """

    class Sector(models.TextChoices):
        ASN = "asn", _("ASN")
        NON_ASN = "non_asn", _("Non-ASN")
        ALL = "", _("Semua")

    entry = models.ForeignKey(LedgerEntry, on_delete=models.CASCADE, related_name="strata")
    province = models.CharField(_("provinsi"), max_length=2, blank=True)
    sector = models.CharField(_("status kepegawaian"), max_length=7, choices=Sector, blank=True)
    only_national = models.FloatField(_("hanya nasional"))
    only_list = models.FloatField(_("hanya di daftar"))
    both = models.FloatField(_("di kedua sisi"))
    total = models.PositiveIntegerField(_("perkiraan seluruhnya"), null=True)
    low = models.PositiveIntegerField(_("perkiraan terendah"), null=True)
    high = models.PositiveIntegerField(_("perkiraan tertinggi"), null=True)

    class Meta:
        verbose_name = _("bagian perkiraan")
        verbose_name_plural = _("bagian perkiraan")
        ordering: ClassVar = ["province", "sector"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entry", "province", "sector"], name="ledger_stratum_once"),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.province} {self.sector}"


class Link(models.Model):
    """
    That the engine takes a row and a member for the same person, or offers them for review, and why.

    Only those that hold are kept, each with the run that found it. `evidence` is what members.matching stored: field,
    level, bits. `probability` is the engine's own, which bands go by; `told` is what people are told: calibrated.
    `of_members` is the kind of the row's list, here too because every count of members asks for it.
    """

    class Band(models.TextChoices):
        AUTO = "auto", _("terhubung otomatis")
        REVIEW = "review", _("perlu ditinjau")

    row = models.ForeignKey(ListRow, on_delete=models.CASCADE, related_name="links")
    member = models.ForeignKey(
        Member,
        on_delete=models.CASCADE,
        related_name="links",
        db_index=False,  # link_by_member
    )
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="links")
    band = models.CharField(_("kelompok"), max_length=6, choices=Band)
    probability = models.FloatField(_("peluang"))
    told = models.FloatField(_("peluang yang disebut"), db_default=0.0)
    bits = models.FloatField(_("bobot"))
    evidence = models.JSONField(_("bukti"))
    disagreements = models.JSONField(_("bertentangan"), default=list)
    duplicate_of = models.ForeignKey(ListRow, null=True, on_delete=models.CASCADE, related_name="duplicates")
    moved = models.BooleanField(_("terdaftar di daerah lain"), default=False)
    of_members = models.BooleanField(_("dari daftar anggota"), default=True, db_default=True)

    class Meta:
        verbose_name = _("tautan")
        verbose_name_plural = _("tautan")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["row", "member"], name="link_once_per_row_and_member"),
            models.UniqueConstraint(
                fields=["row"], condition=Q(band="auto"), name="link_one_automatic_per_row"
            ),
            models.CheckConstraint(
                condition=Q(probability__gte=0, probability__lte=1),
                name="link_probability_is_between_0_and_1",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["member", "band"], name="link_by_member")]

    def __str__(self) -> str:
        return f"{self.row_id} {self.member_id}"
