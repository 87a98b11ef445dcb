"""Builders of pairs that may be one person, and of all that the registry says, to compare before and after."""

from typing import Any

from django.apps import apps
from django.db.models import Model

from chapters.models import DuplicatePair
from members.models import Member
from tests.cast import NOW

EVIDENCE = [["name", "exact=2", 20.0], ["birth", "same", 13.5], ["workplace", "different", -2.2]]
# what a merge and its undoing add, beside what they change and change back
LEFT_BEHIND = {"audit.Act", "audit.ChainLink", "outbox.Mail", "chapters.Merge", "members.MembershipChange"}
LEFT_BEHIND |= {"members.EarlierFacts"}


def make_pair(first: Member, second: Member, **facts: Any) -> DuplicatePair:
    """Make a pair that nobody has decided about."""
    one, other = sorted([first, second], key=lambda member: member.pk)
    usual: dict[str, Any] = {
        "probability": 0.97,
        "evidence": EVIDENCE,
        "gate": "birth_and_name",
        "found_at": NOW,
        "seen_at": NOW,
    }
    return DuplicatePair.objects.create(one=one, other=other, **{**usual, **facts})


def everything() -> dict[str, list[dict[str, Any]]]:
    """Return all rows of all tables, but those of LEFT_BEHIND."""
    return {
        model._meta.label: _rows(model)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.label not in LEFT_BEHIND and model._meta.app_label != "pghistory"
    }


def _rows(model: type[Model]) -> list[dict[str, Any]]:
    return [
        {name: bytes(value) if isinstance(value, memoryview) else value for name, value in row.items()}
        for row in model._meta.base_manager.order_by("pk").values()
    ]
