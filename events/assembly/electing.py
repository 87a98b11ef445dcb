"""
Recording what an election came to, taking it back, and closing the assembly.

Source: docs/rules.md#assemblies
"""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from events.assembly import attendance, candidates, states
from events.assembly.counting import Tally
from events.models import Assembly, Candidate, Minutes, Result
from ipspi.accounts.models import User
from ipspi.audit import recording as audit
from ipspi.errors import RuleError
from ipspi.regions import times

State = Assembly.State


class ResultRefused(RuleError):
    """The result cannot be so; the message says what does not add up."""


@transaction.atomic
def record(
    *,
    assembly: Assembly,
    elected: Candidate,
    by: User,
    at: dt.datetime,
    votes: Mapping[int, int] | None = None,
    ballots: int | None = None,
    invalid: int = 0,
    abstained: int = 0,
    stated: int | None = None,
    note: str = "",
) -> Result:
    """
    Record an election by ballots: `votes` for each candidate by id; without `votes`, one by acclamation.

    All who stand must be eligible by the register today. A `stated` total that differs is kept beside the computed
    one. Where votes are equal, `note` says how the assembly decided.
    Raises PermissionDenied, WrongState, ResultRefused.
    """
    assembly = states.locked(assembly, by=by)
    states.require_in(assembly, State.OPEN)
    stand = candidates.checked_on(assembly, on=times.local(at, zone=assembly.zone).date())
    _require_eligible(stand)
    if elected.pk not in {candidate.pk for candidate in stand}:
        raise ResultRefused(_("Yang terpilih harus seorang calon."))
    present = attendance.present(assembly)
    facts = {
        "elected": elected, "present": present, "note": note.strip(), "recorded_by": by, "recorded_at": at,
    }  # fmt: skip
    if votes is None:
        facts |= {"way": Result.Way.ACCLAMATION}
    else:
        tally = Tally(votes, ballots or 0, invalid, abstained, present, stated)
        _require_sums(tally, stand, elected=elected, note=note)
        facts |= {
            "way": Result.Way.BALLOT, "ballots": tally.ballots, "invalid": invalid, "abstained": abstained,
            "stated": stated,
        }  # fmt: skip
    for candidate in stand:
        candidate.votes = None if votes is None else votes[candidate.pk]
    Candidate.objects.bulk_update(stand, ["votes"])
    result = Result.objects.create(assembly=assembly, **facts)
    states.move(assembly, State.ELECTED, by=by)
    audit.record(by=by, did="record_result", to=result, chapter=assembly.chapter_id, present=present)
    return result


@transaction.atomic
def take_back(*, assembly: Assembly, by: User) -> Assembly:
    """
    Take a result back, to vote or to write again, as long as no minutes are frozen and no term rests on it.

    Raises PermissionDenied, WrongState, ResultRefused.
    """
    assembly = states.locked(assembly, by=by)
    states.require_in(assembly, State.ELECTED)
    if assembly.term_id is not None or _frozen(assembly):
        raise ResultRefused(_("Berita acara atau masa bakti baru sudah dibuat dari hasil ini."))
    audit.record(by=by, did="take_back_result", to=assembly, chapter=assembly.chapter_id)
    Result.objects.filter(assembly=assembly).delete()
    assembly.candidates.update(votes=None)
    states.move(assembly, State.OPEN, by=by)
    return assembly


@transaction.atomic
def close(*, assembly: Assembly, by: User, at: dt.datetime) -> Assembly:
    """Close the assembly, once its minutes are frozen. Raises PermissionDenied, WrongState, ResultRefused."""
    assembly = states.locked(assembly, by=by)
    states.require_in(assembly, State.ELECTED)
    if not _frozen(assembly):
        raise ResultRefused(_("Tetapkan dahulu berita acaranya."))
    assembly.closed_at = at
    states.move(assembly, State.CLOSED, by=by, fields=("closed_at",))
    return assembly


def tally_of(result: Result) -> Tally | None:
    """Return a result's count, or None where nobody counted ballots."""
    if result.way != Result.Way.BALLOT:
        return None
    rows = Candidate.objects.filter(assembly=result.assembly_id, votes__isnull=False)
    votes = {pk: count or 0 for pk, count in rows.values_list("pk", "votes")}
    return Tally(
        votes, result.ballots or 0, result.invalid or 0, result.abstained or 0, result.present, result.stated
    )


def _require_eligible(stand: list[Candidate]) -> None:
    unmet = [candidate.member.full_name for candidate in stand if not candidate.is_eligible]
    if unmet:
        raise ResultRefused(
            _("Belum memenuhi syarat: %(names)s. Catat mundurnya atau perbaiki datanya dahulu.")
            % {"names": ", ".join(unmet)}
        )


def _require_sums(tally: Tally, stand: list[Candidate], *, elected: Candidate, note: str) -> None:
    if set(tally.votes) != {candidate.pk for candidate in stand}:
        raise ResultRefused(_("Isi suara setiap calon, nol pun."))
    if min([*tally.votes.values(), tally.invalid, tally.abstained, tally.ballots]) < 0:
        raise ResultRefused(_("Suara tidak dapat kurang dari nol."))
    if tally.ballots > tally.present:
        raise ResultRefused(
            _("Surat suara masuk %(ballots)d, padahal pemilih yang hadir %(present)d.")
            % {"ballots": tally.ballots, "present": tally.present}
        )
    if tally.missing:
        raise ResultRefused(
            _(
                "Suara calon, tidak sah dan abstain berjumlah %(counted)d, padahal surat suara masuk %(ballots)d."
            )
            % {"counted": tally.counted, "ballots": tally.ballots}
        )
    if elected.pk not in tally.leading:
        raise ResultRefused(_("Yang terpilih bukan yang memperoleh suara terbanyak."))
    if len(tally.leading) > 1 and not note.strip():
        raise ResultRefused(_("Suara terbanyak sama. Tulis bagaimana musyawarah memutuskannya."))


def _frozen(assembly: Assembly) -> bool:
    return Minutes.objects.filter(assembly=assembly, frozen_at__isnull=False).exists()
