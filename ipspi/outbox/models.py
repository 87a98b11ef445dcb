"""Mail that must go out: a row first, in the transaction of what caused it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Mail(models.Model):
    """
    One mail to one address. `key` names its cause, so that the same cause never sends twice.

    `unsubscribe_url` is the link by which its reader ends such mail; it goes with the body when the mail is sent.
    `account` is the id of whose address it was where the account has, or had, another one: an erasure finds it by that.
    """

    class Status(models.TextChoices):
        WAITING = "WAITING", _("menunggu")
        SENT = "SENT", _("terkirim")
        FAILED = "FAILED", _("gagal")

    key = models.CharField(_("kunci"), max_length=200, unique=True)
    kind = models.CharField(_("jenis"), max_length=60)
    to = models.EmailField(_("kepada"))
    account = models.BigIntegerField(_("akun"), null=True, editable=False)
    subject = models.CharField(_("perihal"), max_length=200)
    text = models.TextField(_("isi"), blank=True)
    html = models.TextField(_("isi HTML"), blank=True)
    reply_to = models.EmailField(_("dibalas ke"), blank=True, default="", db_default="")
    unsubscribe_url = models.CharField(max_length=300, blank=True, default="", db_default="", editable=False)
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.WAITING)
    attempts = models.PositiveSmallIntegerField(_("percobaan"), default=0)
    next_attempt_at = models.DateTimeField(_("percobaan berikut"), db_default=models.functions.Now())
    error = models.CharField(_("galat"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("dibuat"), db_default=models.functions.Now())
    sent_at = models.DateTimeField(_("dikirim"), null=True)

    class Meta:
        verbose_name = _("email")
        verbose_name_plural = _("kotak keluar")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(status="SENT") | Q(sent_at__isnull=False, text="", html=""),
                name="mail_sent_has_time_and_no_body",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["next_attempt_at", "id"], condition=Q(status="WAITING"), name="mail_waiting"
            ),
        ]

    def __str__(self) -> str:
        return self.key
