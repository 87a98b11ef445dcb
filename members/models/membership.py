"""A person's membership: who, since when, in which state. Members know no chapter: see chapters."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from ipspi.encryption import EncryptedTextField, NextLookupField
from ipspi.regions.models import Province, Regency
from members.models.plain_numbers import PLAIN_NUMBER
from members.models.work import Role


class Sex(models.TextChoices):
    MALE = "L", _("Laki-laki")
    FEMALE = "P", _("Perempuan")


class Employment(models.TextChoices):
    """Employment status. ASN alone means: a civil servant, not known which kind."""

    PNS = "PNS", _("ASN: PNS")
    PPPK = "PPPK", _("ASN: PPPK")
    ASN = "ASN", _("ASN")
    NON_ASN = "NON_ASN", _("Non-ASN")


class Sector(models.TextChoices):
    """Where somebody works who is no civil servant."""

    COMPANY = "COMPANY", _("Perusahaan swasta")
    NGO = "NGO", _("LKS, yayasan, atau organisasi masyarakat")
    CONTRACT = "CONTRACT", _("Tenaga kontrak program pemerintah")
    LECTURER = "LECTURER", _("Dosen")
    SELF_EMPLOYED = "SELF", _("Mandiri atau wirausaha")
    NOT_WORKING = "NONE", _("Sedang tidak bekerja")


ASN = (Employment.PNS, Employment.PPPK, Employment.ASN)


class Category(models.TextChoices):
    # who has no certificate is no social worker by law: the word is that of their studies
    SOCIAL_WORKER = "PEKSOS", _("Lulusan pekerjaan sosial atau kesejahteraan sosial")
    TKS = "TKS", _("TKS (tenaga kesejahteraan sosial)")
    STUDENT = "MAHASISWA", _("Mahasiswa yang belum lulus")
    OTHER = "LAINNYA", _("Lainnya")


class MembershipType(models.Model):
    """A kind of membership and what it entitles to. Types are rows, not code."""

    code = models.SlugField(_("kode"), max_length=20, primary_key=True)
    name = models.CharField(_("nama"), max_length=60)
    votes = models.BooleanField(_("berhak suara"))
    holds_office = models.BooleanField(_("dapat menjadi pengurus"))
    owes_dues = models.BooleanField(_("wajib iuran"))

    class Meta:
        verbose_name = _("jenis keanggotaan")
        verbose_name_plural = _("jenis keanggotaan")
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class MemberQuerySet(models.QuerySet["Member"]):
    def in_roster(self) -> "MemberQuerySet":
        """Members, and applicants from the moment they apply."""
        return self.filter(status__in=Member.LIVING)

    def counted(self) -> "MemberQuerySet":
        """Members that a count of members counts: not applicants; those on leave or suspended are still members."""
        return self.filter(status__in=Member.COUNTED)

    def awaiting_decision(self) -> "MemberQuerySet":
        return self.filter(status=Member.Status.APPLIED)

    def asn(self) -> "MemberQuerySet":
        return self.filter(employment__in=ASN)

    def non_asn(self) -> "MemberQuerySet":
        return self.filter(employment=Employment.NON_ASN)


class Member(models.Model):
    """
    Somebody who registered with IPSPI.

    `home_province` is set from the home regency at submission and changed only by mutasi; null means unknown, and the
    DPP looks after the member. `reference` and `fingerprint` know a row of a national import again. `warnings` are
    codes of `members.identity` and `members.registration`, for the officer who decides. A NIK without `nik_lookup` is
    claimed only: another living membership has it, and the applicant cannot be admitted before that is settled. A
    record that turned out to be a second one of the same person is `merged_into` the one that was kept.
    """

    class Status(models.TextChoices):
        APPLIED = "APPLIED", _("Menunggu keputusan")
        ACTIVE = "ACTIVE", _("Anggota aktif")
        ON_LEAVE = "ON_LEAVE", _("Cuti")
        SUSPENDED = "SUSPENDED", _("Diberhentikan sementara")
        RESIGNED = "RESIGNED", _("Mengundurkan diri")
        DECEASED = "DECEASED", _("Meninggal dunia")
        EXPELLED = "EXPELLED", _("Diberhentikan")
        REJECTED = "REJECTED", _("Ditolak")
        WITHDRAWN = "WITHDRAWN", _("Pendaftaran ditarik")
        MERGED = "MERGED", _("Digabungkan")

    COUNTED = (Status.ACTIVE, Status.ON_LEAVE, Status.SUSPENDED)  # who is a member
    LIVING = (Status.APPLIED, *COUNTED)  # who is one or asks to be: one for each NIK and account

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("akun"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="memberships",
    )
    status = models.CharField(_("status"), max_length=10, choices=Status)
    # null where there is none: both are unique, and empty texts would be equal
    number = models.CharField(_("nomor induk anggota"), max_length=40, null=True, blank=True)  # noqa: DJ001
    reference = models.CharField(_("rujukan impor"), max_length=60, null=True, blank=True)  # noqa: DJ001
    fingerprint = models.BinaryField(_("sidik baris impor"), null=True)
    type = models.ForeignKey(
        MembershipType,
        verbose_name=_("jenis keanggotaan"),
        on_delete=models.PROTECT,
        default="biasa",
        db_index=False,  # nearly all are of one type
    )
    category = models.CharField(_("kategori"), max_length=10, choices=Category, blank=True)

    name = models.CharField(_("nama lengkap"), max_length=200)
    titles_before = models.CharField(_("gelar di depan"), max_length=60, blank=True)
    titles_after = models.CharField(_("gelar di belakang"), max_length=100, blank=True)
    nik = EncryptedTextField(_("NIK"))
    nik_lookup = models.BinaryField(null=True, editable=False)
    nik_lookup_next = NextLookupField(of="nik", replaces="nik_lookup", purpose="nik")
    # the defaults of the database are for a release that does not know these columns yet
    birth_place = models.CharField(_("tempat lahir"), max_length=80, blank=True, default="", db_default="")
    birth_date = models.DateField(_("tanggal lahir"), null=True, blank=True)
    sex = models.CharField(_("jenis kelamin"), max_length=1, choices=Sex, blank=True)

    email = models.EmailField(_("alamat email"), blank=True)
    phone = PhoneNumberField(_("nomor telepon"), blank=True)
    address = models.CharField(_("alamat surat"), max_length=300, blank=True, default="", db_default="")
    postal_code = models.CharField(_("kode pos"), max_length=5, blank=True, default="", db_default="")
    home_regency = models.ForeignKey(
        Regency,
        verbose_name=_("kabupaten/kota domisili"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="members",
        db_index=False,  # member_regency
    )
    home_province = models.ForeignKey(
        Province,
        verbose_name=_("provinsi"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="members",
        db_index=False,  # member_roster begins with it
    )

    employment = models.CharField(_("status kepegawaian"), max_length=8, choices=Employment, blank=True)
    nip = models.CharField(_("NIP"), max_length=18, blank=True)
    sector = models.CharField(
        _("bidang"), max_length=8, choices=Sector, blank=True, default="", db_default=""
    )
    workplace = models.CharField(_("tempat bekerja"), max_length=200, blank=True)
    role = models.ForeignKey(
        Role,
        verbose_name=_("peran di tempat kerja"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="members",
    )
    role_other = models.CharField(_("peran lain"), max_length=80, blank=True, default="", db_default="")

    warnings = models.JSONField(_("peringatan"), default=list, blank=True)
    applied_at = models.DateTimeField(_("diajukan"), null=True, blank=True)
    admitted_on = models.DateField(_("diterima"), null=True, blank=True)
    joined_on = models.DateField(_("anggota sejak"), null=True, blank=True)
    rejection_reason = models.TextField(_("alasan penolakan"), blank=True)
    decided_at = models.DateTimeField(_("diputuskan"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("diputuskan oleh"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("digabungkan ke"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="absorbed",
    )
    created_at = models.DateTimeField(_("dicatat"), db_default=models.functions.Now())
    changed_at = models.DateTimeField(_("diubah"), db_default=models.functions.Now())

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("anggota")
        verbose_name_plural = _("anggota")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["nik_lookup"],
                condition=Q(status__in=["APPLIED", "ACTIVE", "ON_LEAVE", "SUSPENDED"]),
                name="member_one_living_membership_per_nik",
            ),
            models.UniqueConstraint(
                fields=["nik_lookup_next"],
                condition=Q(status__in=["APPLIED", "ACTIVE", "ON_LEAVE", "SUSPENDED"]),
                name="member_one_living_membership_per_next_lookup",
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(status__in=["APPLIED", "ACTIVE", "ON_LEAVE", "SUSPENDED"]),
                name="member_one_living_membership_per_account",
            ),
            models.UniqueConstraint(fields=["number"], name="member_number_is_unique"),
            models.UniqueConstraint(fields=["reference"], name="member_reference_is_unique"),
            models.UniqueConstraint(fields=["fingerprint"], name="member_fingerprint_is_unique"),
            models.CheckConstraint(
                condition=~Q(status__in=["ACTIVE", "ON_LEAVE", "SUSPENDED"])
                | Q(number__isnull=False, joined_on__isnull=False)
                | Q(user__isnull=True),
                name="member_admitted_has_number_and_date",
            ),
            models.CheckConstraint(
                condition=~Q(status="APPLIED") | Q(applied_at__isnull=False, number__isnull=True),
                name="member_applicant_has_time_and_no_number",
            ),
            models.CheckConstraint(
                condition=~Q(status="REJECTED") | Q(decided_at__isnull=False) & ~Q(rejection_reason=""),
                name="member_rejection_has_time_and_reason",
            ),
            models.CheckConstraint(
                condition=Q(nik_lookup__isnull=True) | Q(nik__isnull=False),
                name="member_lookup_only_with_a_nik",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="member_has_a_name"),
            models.CheckConstraint(
                condition=Q(status="MERGED", merged_into__isnull=False)
                | ~Q(status="MERGED") & Q(merged_into__isnull=True),
                name="member_merged_says_into_whom",
            ),
            models.CheckConstraint(
                condition=~Q(merged_into=models.F("id")), name="member_is_not_merged_into_itself"
            ),
            models.CheckConstraint(
                condition=Q(sector="") | Q(employment="NON_ASN"), name="member_sector_only_outside_of_asn"
            ),
            models.CheckConstraint(
                condition=Q(role__isnull=True) | Q(role_other=""), name="member_role_is_a_row_or_words"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["home_province", "status", "name", "id"], name="member_roster"),
            models.Index(
                fields=["home_province", "-applied_at"], condition=Q(status="APPLIED"), name="member_queue"
            ),
            models.Index(fields=["home_regency"], name="member_regency"),
            models.Index(fields=["nip"], condition=~Q(nip=""), name="member_nip"),
            models.Index(fields=["phone"], condition=~Q(phone=""), name="member_phone"),
            models.Index(fields=["birth_date"], name="member_birth"),
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="member_name_trigrams"),
            models.Index(PLAIN_NUMBER, name="member_plain_number"),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """The name with its titles, as it is written on a letter."""
        name = f"{self.titles_before} {self.name}".strip()
        return f"{name}, {self.titles_after}" if self.titles_after else name

    @property
    def role_at_work(self) -> str:
        """The role in words, whether it is one of the table or not."""
        return self.role.name if self.role else self.role_other

    @property
    def is_asn(self) -> bool | None:
        """Whether a civil servant; None where nobody said."""
        return self.employment in ASN if self.employment else None
