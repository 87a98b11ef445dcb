"""What somebody else says of a member's data, put to the member as a question: nothing changes before the answer."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ipspi.encryption import EncryptedTextField, NextLookupField
from ipspi.spreadsheets.models import Upload
from members.models.corrections import Correction
from members.models.membership import Member


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def open(self) -> "ProposalQuerySet":
        return self.filter(state=Proposal.State.OPEN)


class Proposal(models.Model):
    """
    Another value for one field of a member who has an account, proposed from a chapter's list or a national import.

    Values are texts: dates in ISO form, telephones in E.164, codes of regencies, of sex and of employment.
    `value_lookup` knows the same value again; `before` is what stood there when the member accepted. `source_name` is
    who proposes, in the words of that day. With `correction` an officer decides on what the member has accepted. One
    that a list makes has its line in chapters; one that an import makes names the upload.
    """

    class Field(models.TextChoices):
        NAME = "name", _("Nama lengkap")
        TITLES_BEFORE = "titles_before", _("Gelar di depan nama")
        TITLES_AFTER = "titles_after", _("Gelar di belakang nama")
        NIK = "nik", _("NIK")
        BIRTH_DATE = "birth_date", _("Tanggal lahir")
        SEX = "sex", _("Jenis kelamin")
        PHONE = "phone", _("Telepon")
        HOME_REGENCY = "home_regency", _("Kabupaten/kota domisili")
        EMPLOYMENT = "employment", _("Status kepegawaian")
        NIP = "nip", _("NIP")
        WORKPLACE = "workplace", _("Tempat bekerja")

    class Source(models.TextChoices):
        LIST = "LIST", _("daftar daerah")
        IMPORT = "IMPORT", _("impor nasional")

    class State(models.TextChoices):
        OPEN = "OPEN", _("menunggu jawaban")
        ACCEPTED = "ACCEPTED", _("diterima anggota")
        REFUSED = "REFUSED", _("data registri benar")
        NEITHER = "NEITHER", _("keduanya salah")
        AGREES = "AGREES", _("sudah sama")
        WITHDRAWN = "WITHDRAWN", _("ditarik")
        LAPSED = "LAPSED", _("tidak dijawab")

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="proposals")
    field = models.CharField(_("data"), max_length=14, choices=Field)
    value = EncryptedTextField(_("nilai yang diusulkan"))
    value_lookup = models.BinaryField(editable=False)
    value_lookup_next = NextLookupField(of="value", replaces="value_lookup", purpose="proposal")
    before = EncryptedTextField(_("nilai sebelumnya"))
    source = models.CharField(_("asal"), max_length=6, choices=Source)
    source_name = models.CharField(_("diusulkan oleh"), max_length=120)
    upload = models.ForeignKey(Upload, null=True, on_delete=models.SET_NULL, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(_("diusulkan"))
    told_at = models.DateTimeField(_("diberitahukan"), null=True)
    reminded_at = models.DateTimeField(_("diingatkan"), null=True)
    state = models.CharField(_("keadaan"), max_length=9, choices=State, default=State.OPEN)
    answered_at = models.DateTimeField(_("selesai"), null=True)
    words = EncryptedTextField(_("kata anggota"))
    correction = models.OneToOneField(
        Correction, null=True, on_delete=models.SET_NULL, related_name="proposal"
    )

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("usulan perubahan data")
        verbose_name_plural = _("usulan perubahan data")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["member", "field", "value_lookup"],
                condition=Q(state="OPEN"),
                name="proposal_one_open_per_field_and_value",
            ),
            models.CheckConstraint(
                condition=Q(state="OPEN") ^ Q(answered_at__isnull=False), name="proposal_closed_has_a_time"
            ),
            models.CheckConstraint(condition=Q(value__isnull=False), name="proposal_has_a_value"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["at"], condition=Q(state="OPEN"), name="proposal_open_since"),
        ]

    def __str__(self) -> str:
        return f"{self.field} {self.pk}"
