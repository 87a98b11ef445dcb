"""What the matching engine keeps between nights, so that a night compares what changed. All of it can be made anew."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from chapters.models.lists import MemberList
from members.models import Member


class IndexedMember(models.Model):
    """
    A member as the engine looks for them: the hashes of a few facts, never the facts.

    A row never changes but for `version`, which tells whether the member's own row is still the same; who changes in a
    way that the engine sees is a new row, with a higher id. `basis` says by which model the keys were made, `content`
    is a hash of all that the engine reads.
    """

    id = models.BigAutoField(primary_key=True)
    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="indexed")
    basis = models.BigIntegerField()
    version = models.BigIntegerField()
    content = models.BigIntegerField()
    keys = models.BinaryField()

    class Meta:
        verbose_name = _("kunci pencocokan anggota")
        verbose_name_plural = _("kunci pencocokan anggota")

    def __str__(self) -> str:
        return str(self.pk)


class ListMemory(models.Model):
    """
    What the engine keeps of a list until the next night (`members.matching.Memory`): ids and hashes only.

    `withheld` are likely links to members elsewhere of which the chapter is not told, because its rows might be
    guesses: ids, levels and bits, which no page reads.
    """

    withheld = models.JSONField(default=list)
    list = models.OneToOneField(MemberList, primary_key=True, on_delete=models.CASCADE, related_name="memory")
    basis = models.BigIntegerField()
    data = models.BinaryField()

    class Meta:
        verbose_name = _("ingatan pencocokan daftar")
        verbose_name_plural = _("ingatan pencocokan daftar")

    def __str__(self) -> str:
        return str(self.pk)
