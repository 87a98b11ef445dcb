"""No table that points to a member is forgotten when two records become one."""

import pytest
from django.contrib.postgres.constraints import ExclusionConstraint

from chapters.duplicates import tables
from chapters.duplicates.tables import RULES, Rule, label_of

KEYS = {label_of(key): key for key in tables.keys_to_members()}
MOVING = [label for label, rule in RULES.items() if rule != Rule.STAYS]


def test_every_key_to_a_member_has_a_rule_and_every_rule_a_key():
    assert set(RULES) == set(KEYS)


@pytest.mark.parametrize("label", MOVING)
def test_a_key_that_moves_can_move(label):
    """A row that is named by its member stays; and what no constraint of uniqueness says is not looked at."""
    key = KEYS[label]
    excluding = [
        constraint.name
        for constraint in key.model._meta.constraints
        if isinstance(constraint, ExclusionConstraint)
        and any(expression == key.name for expression, _operator in constraint.expressions)
    ]

    assert not key.primary_key
    assert excluding == []
    assert all(key.name not in together for together in key.model._meta.unique_together)
