"""A night compares what changed since the last one, and says what a full run would say."""

import datetime as dt
import random
import threading

import pytest
from django.db import connection, transaction

from chapters.models import Chapter, IndexedMember, LedgerEntry, Link, ListMemory, ListRow
from chapters.reconciliation import reading, running
from chapters.reconciliation.learning import Matcher
from ipspi import copying
from members.models import Member
from tests.cast import BANDA_ACEH, NOW, make_member
from tests.chapters.reconciliation.scene import keep, line_of, make_members, reconcile

pytestmark = pytest.mark.django_db

WORDS = (
    "Siti",
    "Budi",
    "Wati",
    "Rahmawati",
    "Tumanggor",
    "Lestari",
    "Agus",
    "Pane",
    "Zega",
    "Ucok",
    "Dewi",
    "Halim",
)
SAID = (
    "row__key", "member", "band", "probability", "bits", "evidence", "disagreements", "duplicate_of__key", "moved",
)  # fmt: skip


def links():
    return sorted(map(repr, Link.objects.values_list(*SAID)))


def figures():
    fields = (
        "national",
        "rows",
        "linked",
        "review",
        "only_list",
        "conflicts",
        "duplicates",
        "estimate_total",
    )
    return LedgerEntry.objects.order_by("-run").values_list(*fields).first()


def in_full(chapter="16"):
    """Return what a full run with the same model says, and leave everything as it was."""
    with transaction.atomic():
        running.reconcile(chapter=Chapter.objects.get(pk=chapter), matcher=Matcher(at=NOW, anew=True), at=NOW)
        said = links(), figures()
        transaction.set_rollback(True)
    return said


def invented(chance, number):
    return make_member(
        name=" ".join(chance.sample(WORDS, 2)), reference=f"I{number}",
        birth_date=dt.date(1980, chance.randrange(1, 4), chance.randrange(1, 4)),
        phone=f"+62812345600{chance.randrange(20):02d}", workplace=chance.choice(["LKS Melati", "RSUD"]),
    )  # fmt: skip


def messy(chance, member, number):
    blank = {field: "" for field in ("phone", "birth", "workplace", "regency") if chance.random() < 0.5}
    return line_of(member, number, **blank)


@pytest.mark.parametrize("seed", range(3))
def test_nights_say_what_a_full_run_says(seed):
    chance = random.Random(seed)
    members = [invented(chance, number) for number in range(25)]
    sheet = {n: messy(chance, member, n) for n, member in enumerate(members[:18], 2)}
    keep(*sheet.values())
    reconcile()
    runs = set()
    for night in range(4):
        if night != 1:  # a night when only rows changed
            someone = chance.choice(members)
            Member.objects.filter(pk=someone.pk).update(name=" ".join(chance.sample(WORDS, 2)))
            Member.objects.filter(pk=chance.choice(members).pk).update(status=Member.Status.RESIGNED)
            Member.objects.filter(pk=chance.choice(members).pk).update(home_regency=BANDA_ACEH)
            members.append(invented(chance, 100 + night))
        if night != 2:  # one when only members did
            sheet.pop(chance.choice(list(sheet)))
            sheet[100 + night] = messy(chance, chance.choice(members), 100 + night)
            keep(*sheet.values())
        reconcile()

        assert (links(), figures()) == in_full()
        runs.add(len(set(Link.objects.values_list("run", flat=True))))
    assert max(runs) > 1  # some rows kept their links


def test_a_night_without_changes_reads_nobody(monkeypatch):
    keep(*(line_of(member, n) for n, member in enumerate(make_members(4), 2)))
    first = reconcile()
    before = links()
    monkeypatch.setattr(reading, "entries", None)
    monkeypatch.setattr(reading, "people_of", None)
    monkeypatch.setattr(reading, "some_rows", None)
    again = reconcile()

    assert links() == before
    assert (again.linked, again.estimate_total) == (first.linked, first.estimate_total)


def test_a_member_who_changed_in_what_the_engine_does_not_read_is_the_same_to_it():
    keep(*(line_of(member, n) for n, member in enumerate(make_members(4), 2)))
    reconcile()
    entries = list(IndexedMember.objects.values_list("pk", "version"))
    Member.objects.update(email="baru@example.org")
    reconcile()

    assert [pk for pk, _version in entries] == list(IndexedMember.objects.values_list("pk", flat=True))
    assert entries != list(IndexedMember.objects.values_list("pk", "version"))


def test_a_link_that_somebody_touched_is_found_anew():
    keep(*(line_of(member, n) for n, member in enumerate(make_members(4), 2)))
    reconcile()
    before = links()
    Link.objects.filter(row__row_id="R2").update(probability=0.5, band=Link.Band.REVIEW)
    Link.objects.filter(row__row_id="R3").delete()
    reconcile()

    assert links() == before


def test_what_is_kept_of_another_model_is_left_aside():
    members = make_members(4)
    keep(*(line_of(member, n) for n, member in enumerate(members, 2)))
    reconcile()
    keep(*(line_of(member, n, phone="") for n, member in enumerate(members, 2)))
    matcher = Matcher(at=NOW)
    matcher.learn()
    running.reconcile(chapter=Chapter.objects.get(pk="16"), matcher=matcher, at=NOW)

    assert (links(), figures()) == in_full()
    assert set(IndexedMember.objects.values_list("basis", flat=True)) == {matcher.basis}


def test_who_is_no_member_any_more_is_in_no_index():
    members = make_members(4)
    keep(line_of(members[0]))
    reconcile()
    Member.objects.filter(pk=members[1].pk).update(status=Member.Status.RESIGNED)
    reconcile()

    assert set(IndexedMember.objects.values_list("member", flat=True)) == {
        m.pk for m in members if m != members[1]
    }


def test_a_run_that_is_killed_leaves_what_was_and_the_next_one_ends_it(monkeypatch):
    members = make_members(4)
    keep(line_of(members[0], 2))
    reconcile()
    keep(line_of(members[0], 2), line_of(members[1], 3))
    before, insert = links(), copying.insert

    def killed(model, rows):
        if model is Link:
            raise KeyboardInterrupt
        insert(model, rows)

    with monkeypatch.context() as patch:
        patch.setattr(copying, "insert", killed)
        with pytest.raises(KeyboardInterrupt), transaction.atomic():
            reconcile()
    assert links() == before
    reconcile()

    assert (links(), figures()) == in_full()


def test_a_run_goes_on_from_what_the_last_one_left_and_not_from_what_it_read_before(monkeypatch):
    members = make_members(4)
    keep(line_of(members[0], 2), line_of(members[1], 3))
    reconcile()
    Member.objects.filter(pk=members[1].pk).update(status=Member.Status.RESIGNED)
    read, others = reading.links_of, iter([reconcile])

    def meanwhile(sheet):
        found = read(sheet)
        for other in others:
            Member.objects.filter(pk=members[0].pk).update(name="Orang Lain")
            other()
        return found

    monkeypatch.setattr(reading, "links_of", meanwhile)
    reconcile()

    assert (links(), figures()) == in_full()


def test_rows_that_go_while_they_are_read_are_read_again(monkeypatch):
    members = make_members(3)
    keep(line_of(members[0], 2), line_of(members[1], 3))
    read, once = reading.some_rows, iter([1])

    def one_is_erased(rows):
        for _time in once:
            ListRow.objects.filter(row_id="R3").delete()
        return read(rows)

    monkeypatch.setattr(reading, "some_rows", one_is_erased)

    assert reconcile().rows == 1


@pytest.mark.django_db(transaction=True)
def test_nights_of_two_chapters_at_once_share_one_index(django_db_serialized_rollback):
    here = make_members(4)
    there = make_members(2, home_regency=BANDA_ACEH, reference="A", name="Teuku Umar")
    keep(*(line_of(member, n) for n, member in enumerate(here, 2)))
    keep(*(line_of(member, n) for n, member in enumerate(there, 2)), chapter="11")
    start, failed = threading.Barrier(2), []

    def night(chapter):
        try:
            start.wait()
            reconcile(chapter)
        except Exception as error:  # noqa: BLE001 - whatever it is, the test tells
            failed.append(error)
        finally:
            connection.close()

    for _night in range(3):
        threads = [threading.Thread(target=night, args=[chapter]) for chapter in ("11", "16")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        Member.objects.filter(pk=here[0].pk).update(name=f"Siti Rahmawati {_night}")

    assert failed == []
    assert IndexedMember.objects.count() == 6
    assert ListMemory.objects.count() == 2
    reconcile("11")
    reconcile("16")
    assert (links(), figures()) == in_full()
