"""What the matching engine is given, for lists and for duplicates alike: members, names of places, a learned model."""

import json
import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db.models import TextField
from django.db.models.functions import Cast

from chapters.models import MatchingModel
from ipspi.regions.models import RegionAlias
from members import matching

# the telephone as it is stored: making an object of every number would take as long as all the rest
COLUMNS = (
    "name", "nik_lookup", "nip", Cast("phone", TextField()), "birth_date", "sex", "workplace", "home_regency__name",
    "home_province", "employment",
)  # fmt: skip

log = logging.getLogger(__name__)


def person(row: Sequence[Any], *, key: str, claimed: bytes | None = None) -> matching.Person:
    """Return a member, read by COLUMNS, as the engine takes them; `claimed` is the NIK that they only claim."""
    name, nik, nip, phone, birth, sex, workplace, regency, province, employment = row
    return matching.Person(
        key=key, name=name, nik=claimed if nik is None else bytes(nik), nip=nip, phone=phone or "",
        birth=birth.isoformat() if birth else "", sex=sex, workplace=workplace, regency=regency or "",
        province=province or "", employment=employment.replace("_", "-"),
    )  # fmt: skip


def places() -> dict[str, str]:
    """Return the other names of regencies."""
    aliases = RegionAlias.objects.filter(regency__isnull=False)
    return dict(aliases.values_list("alias", "regency__name"))


def latest() -> MatchingModel | None:
    """Return the last numbered model."""
    return MatchingModel.objects.order_by("number").last()


def latest_model(*, members: int) -> matching.Model:
    """Return the weights last learned, for a register of today's size; where there are none, what is believed."""
    row = latest()
    model = read(row) if row else None
    return replace(model, members=max(members, 1)) if model else matching.beliefs(members)


def counts(row: MatchingModel | None) -> matching.Counts | None:
    """Return how often what occurs in the register that a model was learned from; nothing of another engine's."""
    return matching.Counts.from_bytes(bytes(row.counts)) if row and read(row) else None


def calibration(row: MatchingModel | None) -> matching.Calibration:
    """Return how a numbered model's probabilities are told; without one, as is believed."""
    return matching.Calibration(**row.calibration) if row else matching.Calibration()


def read(row: MatchingModel) -> matching.Model | None:
    """Return a numbered model, or nothing if it is not one of this engine."""
    try:
        return matching.Model.from_json(json.dumps(row.parameters))
    except ValueError as error:
        log.warning("Model %s is left aside: %s", row, error)
        return None
