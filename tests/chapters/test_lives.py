"""
The whole life of memberships against a small model: whatever people do in whatever order, the register stays sound.

Hypothesis invents the lives; each runs in a transaction that is rolled back. A new verb is a rule here; what must hold
after every step is in the invariants.
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import hypothesis
import pytest
from django.db import transaction
from hypothesis import HealthCheck
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)
from pytest_django import Settings

from chapters import admission, transfers
from chapters import life as chapters_life
from chapters.duplicates import merging, undoing
from chapters.models import Chapter, Merge, Office
from ipspi.accounts.models import User
from ipspi.encryption import lookup
from ipspi.errors import RuleError
from ipspi.regions.models import Regency
from members import history, leave, life, resigning
from members import transfers as moves
from members.models import Member, NumberBook, Plan
from tests.cast import (
    BANDA_ACEH,
    NOW,
    PALEMBANG,
    make_applicant,
    make_nik,
    make_officer,
    make_secretary_of_dpp,
)

pytestmark = pytest.mark.django_db
PLACES = {"16": PALEMBANG, "11": BANDA_ACEH}
COUNTED = {"ACTIVE", "ON_LEAVE", "SUSPENDED"}
PEOPLE = 3
BOUNDS = hypothesis.settings(
    max_examples=12, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)


@dataclass
class Life:
    """A membership as the model thinks it stands, and how it stood at the end of each day."""

    pk: Any
    person: int
    status: str
    province: str
    number: str | None = None
    days: dict[dt.date, tuple[str, str]] = field(default_factory=dict)


class Lives(RuleBasedStateMachine):
    memberships = Bundle("memberships")

    @initialize()
    def begin(self) -> None:
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.at, self.lives = NOW, list[Life]()
        self.niks = [make_nik() for _ in range(PEOPLE)]
        self.given = set[str]()
        self.merges = list[tuple[Merge, Life, Life, str]]()
        self.accounts: dict[int, User] = {}
        self.chair = {code: make_officer(chapter=code) for code in PLACES}
        self.secretary = {code: make_officer(chapter=code, office=Office.SECRETARY) for code in PLACES}
        self.dpp = make_secretary_of_dpp()

    def teardown(self) -> None:
        if hasattr(self, "outer"):
            transaction.set_rollback(True)
            self.outer.__exit__(None, None, None)

    # -------------------------------------------------------------- what people do

    @rule(target=memberships, person=st.integers(0, PEOPLE - 1), province=st.sampled_from(sorted(PLACES)))
    def apply(self, person: int, province: str) -> Any:
        """A second application of somebody who has a membership cannot be written."""
        if self._living(person):
            assert (
                Member.objects.in_roster()
                .filter(nik_lookup=lookup(self.niks[person], purpose="nik"))
                .exists()
            )
            return multiple()
        facts = {"user": self.accounts[person]} if person in self.accounts else {}
        member = make_applicant(
            nik=self.niks[person], home_regency=PLACES[province], applied_at=self.at, **facts
        )
        self.accounts[person] = member.user
        known = Life(member.pk, person, "APPLIED", province)
        self.lives.append(known)
        self._write_down(known)
        return known

    @rule(known=memberships)
    def admit(self, known: Life) -> None:
        by = self.dpp if self._expelled(known.person) else self.chair[known.province]
        member = self._do(
            known, {"APPLIED"}, "ACTIVE",
            lambda row: admission.admit(applicant=row, by=by, at=self.at),
        )  # fmt: skip
        if member:
            earlier = {each.number: each for each in self._ended(known.person) if each.number}
            assert member.number in earlier if earlier else member.number not in self.given
            if earlier:
                earlier[member.number].number = None
            known.number = member.number
            self.given.add(member.number)

    @rule(known=memberships)
    def reject(self, known: Life) -> None:
        self._do(
            known, {"APPLIED"}, "REJECTED",
            lambda row: admission.reject(applicant=row, reason="Ijazah", by=self.chair[known.province], at=self.at),
        )  # fmt: skip

    @rule(known=memberships, days=st.integers(1, 5))
    def take_leave(self, known: Life, days: int) -> None:
        until = self.today + dt.timedelta(days=days)
        self._do(
            known, {"ACTIVE"}, "ON_LEAVE",
            lambda row: leave.take_leave(
                member=row, begins_on=self.today, ends_on=until, reason="", by=row.user, at=self.at
            ),
        )  # fmt: skip

    @rule(known=memberships)
    def resign(self, known: Life) -> None:
        self._do(
            known, COUNTED, "RESIGNED",
            lambda row: resigning.resign(member=row, on=self.today, reason="", by=row.user, at=self.at),
        )  # fmt: skip

    @rule(known=memberships)
    def suspend(self, known: Life) -> None:
        def by_two(row: Member) -> None:
            plan = chapters_life.propose_suspension(
                member=row, begins_on=self.today, ends_on=None, reason="Aduan", note="",
                by=self.secretary[known.province], at=self.at,
            )  # fmt: skip
            chapters_life.agree_to_suspension(plan=plan, by=self.chair[known.province], at=self.at)

        self._do(known, {"ACTIVE", "ON_LEAVE"}, "SUSPENDED", by_two)

    @rule(known=memberships)
    def reinstate(self, known: Life) -> None:
        self._do(
            known, {"SUSPENDED"}, "ACTIVE",
            lambda row: chapters_life.reinstate(
                member=row, reason="", by=self.chair[known.province], at=self.at
            ),
        )  # fmt: skip

    @rule(known=memberships)
    def expel(self, known: Life) -> None:
        self._do(
            known, COUNTED, "EXPELLED",
            lambda row: chapters_life.expel(
                member=row, on=self.today, decree_number="SK", reason="Berat", note="", by=self.dpp, at=self.at
            ),
        )  # fmt: skip

    @rule(known=memberships)
    def die(self, known: Life) -> None:
        self._do(
            known, COUNTED, "DECEASED",
            lambda row: chapters_life.report_death(
                member=row, on=self.today, by=self.chair[known.province], at=self.at
            ),
        )  # fmt: skip

    @rule(known=memberships)
    def restore(self, known: Life) -> None:
        """Only while nobody has the person's NIK again, and while the membership still has its number."""
        alone = known.number and not self._living(known.person)
        possible = {"EXPELLED", "DECEASED"} if alone else set()
        self._do(
            known, possible, "ACTIVE",
            lambda row: chapters_life.restore(member=row, reason="Keliru", by=self.dpp, at=self.at),
        )  # fmt: skip

    @rule(known=memberships)
    def transfer(self, known: Life) -> None:
        to = next(code for code in PLACES if code != known.province)

        def by_both(row: Member) -> None:
            regency = Regency.objects.get(pk=PLACES[to])
            moved = moves.propose(
                member=row, to_regency=regency, wished_on=self.today, reason="", by=row.user, at=self.at
            )
            for side, code in (("LEAVING", known.province), ("RECEIVING", to)):
                transfers.consent(transfer=moved, side=side, by=self.chair[code], at=self.at)

        if self._do(known, COUNTED, known.status, by_both):
            known.province = to
            self._write_down(known)

    @rule(keep=memberships, other=memberships)
    def merge(self, keep: Life, other: Life) -> None:
        """The two turn out to be one person; what is under way has to be settled first."""
        waits = Plan.objects.open().filter(member=other.pk).exists()
        as_members = keep.status != "APPLIED" or other.status == "APPLIED"
        keeps_suspension = other.status != "SUSPENDED" or keep.status == "SUSPENDED"
        possible = (
            keep is not other
            and {keep.status, other.status} <= {"APPLIED", *COUNTED}
            and as_members
            and keeps_suspension
            and not waits
        )
        was = other.status
        made = self._do(
            other, {was} if possible else set(), "MERGED",
            lambda row: merging.merge(
                keep=Member.objects.get(pk=keep.pk), other=row, choices={"user": "keep"}, by=self.dpp, at=self.at
            ),
        )  # fmt: skip
        if made:
            self.merges.append((made, keep, other, was))

    @precondition(lambda self: self.merges)
    @rule()
    def part_again(self) -> None:
        """The last merge was wrong; who has meanwhile applied anew cannot have the old record back."""
        made, keep, other, was = self.merges[-1]
        possible = keep.status != "MERGED" and not self._living(other.person)
        done = self._do(
            other, {"MERGED"} if possible else set(), was,
            lambda row: undoing.undo(merge=Merge.objects.get(pk=made.pk), by=self.dpp, at=self.at),
        )  # fmt: skip
        if done:
            self.merges.pop()

    @rule(days=st.integers(1, 4))
    def days_pass(self, days: int) -> None:
        """Leaves that are over end by themselves; the model asks the plans when."""
        self.at += dt.timedelta(days=days)
        over = set(
            Plan.objects.open().filter(kind="LEAVE", ends_on__lte=self.today).values_list("member", flat=True)
        )
        ended = {row.member_id: row.ends_on for row in Plan.objects.open().filter(member__in=over)}
        life.carry_out_due(at=self.at)
        for known in self.lives:
            if known.pk in ended and known.status == "ON_LEAVE":
                known.status = "ACTIVE"
                self._write_down(known, on=ended[known.pk])

    # -------------------------------------------------------------- what must hold

    @invariant()
    def the_register_is_as_the_model(self) -> None:
        rows = Member.objects.values_list("pk", "status", "home_province", "number")
        said = {(known.pk, known.status, known.province, known.number) for known in self.lives}
        assert set(rows) == said
        assert list(history.forgotten()) == []

    @invariant()
    def one_living_membership_per_person(self) -> None:
        living = Member.objects.in_roster().exclude(nik_lookup=None).values_list("nik_lookup", flat=True)
        assert max(Counter(map(bytes, living)).values(), default=1) == 1

    @invariant()
    def numbers_are_unique_and_without_a_gap(self) -> None:
        entries = NumberBook.objects.order_by("sequence").values_list("sequence", "number", "member__number")
        assert [sequence for sequence, *_same in entries] == list(range(1, len(entries) + 1))
        assert all(number == held for _sequence, number, held in entries)
        assert {number for _sequence, number, _held in entries} == self.given

    @invariant()
    def the_chapters_add_up_to_the_nation_on_every_day(self) -> None:
        changed = {day for known in self.lives for day in known.days}
        chapters = Chapter.objects.filter(pk__in=PLACES)
        for day in changed | {day - dt.timedelta(days=1) for day in changed}:
            stood = history.as_of(Member.objects.all(), day).counted()
            parts = [stood.filter(province__coverage__chapter=chapter).count() for chapter in chapters]
            assert (
                sum(parts) == stood.count() == sum(self._stood(known, day) in COUNTED for known in self.lives)
            )

    # -------------------------------------------------------------- the model's own

    @property
    def today(self) -> dt.date:
        return self.at.date()

    def _living(self, person: int) -> bool:
        return any(known.person == person and known.status in {"APPLIED", *COUNTED} for known in self.lives)

    def _expelled(self, person: int) -> bool:
        return any(known.status == "EXPELLED" for known in self._ended(person))

    def _ended(self, person: int) -> list[Life]:
        return [
            known
            for known in self.lives
            if known.person == person and known.status in {"RESIGNED", "EXPELLED"}
        ]

    def _do(self, known: Life, possible: set[str], becomes: str, verb: Any) -> Any:
        """Let a verb act; it must go through just where the model says so, and change nothing where not."""
        row = Member.objects.select_related("user").get(pk=known.pk)
        try:
            with transaction.atomic():
                answer = verb(row)
        except RuleError:
            assert known.status not in possible, f"refused: {known.status} → {becomes}"
            return None
        assert known.status in possible, f"went through: {known.status} → {becomes}"
        known.status = becomes
        self._write_down(known)
        return answer or True

    def _write_down(self, known: Life, on: dt.date | None = None) -> None:
        known.days[on or self.today] = (known.status, known.province)

    def _stood(self, known: Life, day: dt.date) -> str:
        before = [each for each in sorted(known.days) if each <= day]
        return known.days[before[-1]][0] if before else ""


def test_whatever_happens_in_whatever_order_the_register_stays_sound(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

    run_state_machine_as_test(Lives, settings=BOUNDS)
