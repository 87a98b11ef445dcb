"""Which line of a chapter's list a proposal to a member comes from."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from chapters.models.lists import MemberList
from members.models import Proposal


class ListedProposal(models.Model):
    """
    The line, named by its list and key as decisions name it, so that it outlives uploads.

    `settled_at`: since when the list does not say it any more.
    """

    proposal = models.OneToOneField(
        Proposal, primary_key=True, on_delete=models.CASCADE, related_name="listed"
    )
    list = models.ForeignKey(MemberList, on_delete=models.CASCADE, related_name="proposals")
    key = models.CharField(max_length=64)
    settled_at = models.DateTimeField(_("daftar diperbaiki"), null=True)

    class Meta:
        verbose_name = _("usulan dari daftar")
        verbose_name_plural = _("usulan dari daftar")
        indexes: ClassVar = [models.Index(fields=["list", "key"], name="proposal_by_line")]

    def __str__(self) -> str:
        return f"{self.list_id}:{self.key} {self.proposal_id}"
