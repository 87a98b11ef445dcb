"""
What was written of a member before it was changed: kept by a trigger, so that no way of writing goes around it.

Rows hold the facts *before* an update. What a member was first written with stands in the first such row, or still in
the member; so an import of new members costs nothing. NIK and NIP are not kept here: a NIK's old value stands,
encrypted, in the request that changed it.
Source: docs/adr/0013-history-is-kept-twice.md
"""

from typing import ClassVar

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from members.models.membership import Member

FACTS = (
    "user", "status", "number", "type", "category", "name", "titles_before", "titles_after", "birth_place",
    "birth_date", "sex", "email", "phone", "address", "postal_code", "home_regency", "home_province",
    "employment", "sector", "workplace", "role", "role_other",
)  # fmt: skip


class EarlierFacts(
    pghistory.create_event_model(  # type: ignore[misc]  # a class made at run time
        Member,
        pghistory.UpdateEvent("changed", row=pghistory.Old),
        fields=list(FACTS),
        obj_field=pghistory.ObjForeignKey(
            related_name="+", related_query_name="+", on_delete=models.CASCADE, db_constraint=True
        ),
        context_field=pghistory.ContextJSONField(),
        context_id_field=None,
    )
):
    """The facts of a member up to a change; `pgh_context` has the id of the account that changed them."""

    class Meta:
        verbose_name = _("data sebelum diubah")
        verbose_name_plural = _("data sebelum diubah")
        ordering: ClassVar = ["-pgh_id"]
