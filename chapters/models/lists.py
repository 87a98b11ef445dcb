"""The lists that chapters keep themselves, and the uploads that made them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chapters.models.organisation import Chapter
from ipspi.encryption import EncryptedTextField, NextLookupField
from ipspi.spreadsheets.models import Upload
from members.identity import nik_digits


class MemberListQuerySet(models.QuerySet["MemberList"]):
    def of_members(self) -> "MemberListQuerySet":
        """Lists that say who is a member of the chapter: what its ledger compares."""
        return self.filter(kind=MemberList.Kind.MEMBERS)

    def of_others(self) -> "MemberListQuerySet":
        """Lists of graduates, staff or participants, those that were deleted too."""
        return self.exclude(kind=MemberList.Kind.MEMBERS)

    def kept(self) -> "MemberListQuerySet":
        """Lists whose purpose has not ended."""
        return self.filter(deleted_at__isnull=True)


class MemberList(models.Model):
    """
    A list that a chapter keeps, one spreadsheet at a time: of its members, or one that somebody gave for a purpose.

    One of another kind is `about` a study programme, an office or an event, was handed over by `given_by`, and is
    deleted on `ends_on`; what is left then has `deleted_at`, and no line. A list never becomes one of another kind.
    `hash_version` is the look-up key by which its lines are known again.
    """

    class Kind(models.TextChoices):
        MEMBERS = "MEMBERS", _("daftar anggota")
        GRADUATES = "GRADUATES", _("daftar lulusan")
        STAFF = "STAFF", _("daftar pegawai")
        PARTICIPANTS = "PARTICIPANTS", _("daftar peserta")

    chapter = models.ForeignKey(
        Chapter, verbose_name=_("daerah"), on_delete=models.PROTECT, related_name="lists"
    )
    name = models.CharField(_("nama daftar"), max_length=60)
    kind = models.CharField(
        _("jenis"), max_length=12, choices=Kind, default=Kind.MEMBERS, db_default=Kind.MEMBERS
    )
    about = models.CharField(_("tentang"), max_length=160, blank=True, default="", db_default="")
    given_by = models.CharField(_("diserahkan oleh"), max_length=160, blank=True, default="", db_default="")
    purpose = models.CharField(_("tujuan"), max_length=300, blank=True, default="", db_default="")
    ends_on = models.DateField(_("dihapus pada tanggal"), null=True, blank=True)
    deleted_at = models.DateTimeField(_("dihapus"), null=True)
    created_at = models.DateTimeField(_("dibuat"), db_default=models.functions.Now())
    hash_version = models.PositiveSmallIntegerField(_("versi kunci"), default=1)
    objects = MemberListQuerySet.as_manager()

    class Meta:
        verbose_name = _("daftar daerah")
        verbose_name_plural = _("daftar daerah")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["chapter", "name"], name="list_name_once_per_chapter"),
            models.CheckConstraint(
                condition=Q(kind="MEMBERS", about="", given_by="", purpose="", ends_on=None, deleted_at=None)
                | (
                    ~Q(kind="MEMBERS")
                    & ~Q(about="")
                    & ~Q(purpose="")
                    & Q(ends_on__isnull=False)
                    & (~Q(given_by="") | Q(deleted_at__isnull=False))
                ),
                name="list_of_others_has_purpose_and_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.chapter_id} {self.name}"

    @property
    def is_of_members(self) -> bool:
        """Whether it says who is a member of the chapter."""
        return self.kind == self.Kind.MEMBERS


class ListUpload(models.Model):
    """
    One new state of a list: an applied spreadsheet, or an import by command.

    Its rows are those it added; `undone_at` is set when it was undone, which only the latest of a list can be. `source`
    is the spreadsheet it came from; one by command may have brought lists of many chapters.
    """

    list = models.ForeignKey(
        MemberList, verbose_name=_("daftar"), on_delete=models.PROTECT, related_name="uploads"
    )
    source = models.ForeignKey(
        Upload, verbose_name=_("berkas"), null=True, on_delete=models.SET_NULL, related_name="list_uploads"
    )
    file_name = models.CharField(_("nama berkas"), max_length=200)
    applied_at = models.DateTimeField(_("diterapkan"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("oleh"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    added = models.PositiveIntegerField(_("baru"), default=0)
    updated = models.PositiveIntegerField(_("berubah"), default=0)
    gone = models.PositiveIntegerField(_("hilang"), default=0)
    unchanged = models.PositiveIntegerField(_("tetap"), default=0)
    undone_at = models.DateTimeField(_("dibatalkan"), null=True)

    class Meta:
        verbose_name = _("unggahan daftar")
        verbose_name_plural = _("unggahan daftar")
        ordering: ClassVar = ["-applied_at", "-id"]

    def __str__(self) -> str:
        return f"{self.list} {self.applied_at:%Y-%m-%d %H:%M}"


class ListRowQuerySet(models.QuerySet["ListRow"]):
    def current(self) -> "ListRowQuerySet":
        """The rows of the list as it stands now."""
        return self.filter(gone_by__isnull=True)

    def listed(self, chapter: Chapter, *, only: MemberList | None = None) -> "ListRowQuerySet":
        """The rows of one list, or of all lists that say who is a member of the chapter."""
        if only is not None:
            return self.filter(list=only, list__chapter=chapter)
        return self.filter(list__chapter=chapter, list__kind=MemberList.Kind.MEMBERS)


class ListRow(models.Model):
    """
    A line of a list, in the words of whoever wrote it; only the NIK is encrypted.

    A row is never changed. `key` knows a line again in the next upload: its `row_id`, else a hash of what it says and
    how often it said so before. A changed line is a new row with the same key; the old one is gone.
    """

    list = models.ForeignKey(MemberList, on_delete=models.CASCADE, related_name="rows")
    key = models.CharField(max_length=64)
    row_id = models.CharField(_("nomor baris"), max_length=60, blank=True)
    line = models.PositiveIntegerField(_("baris"))
    added_by = models.ForeignKey(ListUpload, on_delete=models.CASCADE, related_name="added_rows")
    gone_by = models.ForeignKey(ListUpload, null=True, on_delete=models.PROTECT, related_name="gone_rows")
    content_hash = models.BinaryField()

    name = models.CharField(_("nama"), max_length=300)
    nik = EncryptedTextField(_("NIK"))
    nik_lookup = models.BinaryField(null=True, editable=False)
    nik_lookup_next = NextLookupField(of="nik", replaces="nik_lookup", purpose="nik", canonical=nik_digits)
    nip = models.CharField(_("NIP"), max_length=60, blank=True)
    phone = models.CharField(_("telepon"), max_length=120, blank=True)
    email = models.CharField(_("email"), max_length=254, blank=True, db_default="")
    birth = models.CharField(_("tanggal lahir"), max_length=120, blank=True)
    workplace = models.CharField(_("tempat bekerja"), max_length=300, blank=True)
    regency = models.CharField(_("kabupaten/kota"), max_length=120, blank=True)
    status = models.CharField(_("status kepegawaian"), max_length=120, blank=True)

    objects = ListRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("baris daftar")
        verbose_name_plural = _("baris daftar")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["list", "key"], condition=Q(gone_by__isnull=True), name="list_row_key_once_in_a_list"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="list_row_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"{self.list_id}:{self.key}"
