import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from chapters.models import Chapter, LedgerEntry, Link, MatchingModel, Run
from chapters.reconciliation import lists, reading, running
from chapters.reconciliation.learning import Matcher
from chapters.reconciliation.lines import Line
from chapters.reconciliation.running import ListsKeepChanging
from members.models import Member
from tests.cast import BANDA_ACEH, NOW, make_applicant, make_member, make_nik, make_nip
from tests.chapters.reconciliation.scene import keep, line_of, make_members, reconcile

pytestmark = pytest.mark.django_db

STRANGER = Line(99, row_id="R99", name="Zulkifli Hutabarat", birth="01-01-1970", phone="081399998888")


def figures(entry):
    return entry.national, entry.rows, entry.linked, entry.review, entry.only_list, entry.only_national


def test_rows_are_linked_to_the_members_they_are_about():
    members = make_members(4)
    keep(line_of(members[0], 2), line_of(members[1], 3), STRANGER)
    entry = reconcile()

    assert figures(entry) == (4, 3, 2, 0, 1, 2)
    assert set(Link.objects.values_list("row__row_id", "member", "band", "moved")) == {
        ("R2", members[0].pk, "auto", False),
        ("R3", members[1].pk, "auto", False),
    }


def test_a_nik_on_the_list_is_found_by_its_hash_alone():
    nik = make_nik()
    member = make_members(3)[0]
    Member.objects.filter(pk=member.pk).update(nik=nik, nik_lookup=Line(2, name="x", nik=nik).nik_lookup)
    keep(Line(2, row_id="R2", name="S. Rachmawaty", nik=nik))

    assert reconcile().linked == 1
    assert Link.objects.get().evidence[1][:2] == ["nik", "same"]


@pytest.mark.parametrize("number", ["nik", "phone", "nip"])
def test_rows_of_guessed_numbers_under_invented_names_tell_of_nobody_elsewhere(number):
    facts = {"nik": make_nik(regency=BANDA_ACEH), "phone": "+628115550000", "nip": make_nip()}
    make_members(6)
    make_member(home_regency=BANDA_ACEH, name="Cut Meutia Hanum", **facts)
    keep(Line(2, row_id="R2", name="Zulkifli Hutabarat", **{number: facts[number]}), STRANGER)

    entry = reconcile()

    assert (entry.linked, entry.review, entry.only_list) == (0, 0, 2)
    assert not Link.objects.exists()


def elsewhere(**facts):
    facts = {"name": "Cut Meutia Hanum", "birth_date": dt.date(1985, 3, 12), "sex": "P", **facts}
    return make_member(home_regency=BANDA_ACEH, phone="+628115550000", **facts)


def test_right_and_wrong_niks_of_somebody_elsewhere_look_alike():
    """The name and the birth date are known, the NIK is guessed: no figure may tell which guess was right."""
    make_members(6)
    member = elsewhere(nik=make_nik(regency=BANDA_ACEH))
    written = {"name": member.name, "birth": "12-03-1985"}
    seen = set()

    for nik in (member.nik, make_nik(regency=BANDA_ACEH), ""):
        keep(Line(2, row_id="R2", nik=nik, **written), STRANGER)
        entry = reconcile()
        links = Link.objects.values_list("row__row_id", "band", "probability", "bits", "moved")
        seen.add((entry.linked, entry.review, entry.conflicts, *links))

    assert len(seen) == 1


def test_many_rows_that_call_somebody_elsewhere_by_name_are_told_of_nobody():
    make_members(6)
    member = elsewhere(nip=make_nip())
    guesses = [make_nip() for _guess in range(2)]
    rows = [
        Line(at, row_id=f"R{at}", name=name, nip=nip)
        for at, (name, nip) in enumerate(
            [("Cut Meutia Hanum", guesses[0]), ("Hanum, Cut M.", guesses[1]), ("Cut Meutia", member.nip)], 2
        )
    ]

    keep(*rows)
    assert reconcile().moved == 0
    assert not Link.objects.exists()

    keep(*rows[1:])
    assert reconcile().moved == 1


def test_rows_that_are_other_people_for_certain_are_no_guesses_at_a_namesake_elsewhere():
    make_members(6)
    member = elsewhere(nip=make_nip())
    numbers = [f"+62811222{at:04d}" for at in range(3)]
    for at, phone in enumerate(numbers):
        make_member(name=member.name, phone=phone, birth_date=dt.date(1970 + at, 5, 9), reference=f"S{at}")
    rows = [
        Line(at, row_id=f"R{at}", name=member.name, phone=phone, birth=f"09-05-{1968 + at}")
        for at, phone in enumerate(numbers, 2)
    ]

    keep(*rows, Line(5, row_id="R5", name=member.name, nip=member.nip))
    entry = reconcile()

    assert (entry.linked, entry.moved) == (4, 1)
    assert Link.objects.get(moved=True).row.row_id == "R5"


def test_a_row_with_the_telephone_of_somebody_elsewhere_is_told_whatever_else_has_their_name():
    make_members(6)
    member = elsewhere()
    strangers = [Line(at, row_id=f"R{at}", name=member.name, birth=f"0{at}-07-1990") for at in (2, 3, 4)]

    keep(*strangers, Line(5, row_id="R5", name=member.name, phone=str(member.phone), birth="12-03-1985"))

    assert reconcile().moved == 1
    assert Link.objects.get(moved=True).row.row_id == "R5"


def test_many_rows_with_one_telephone_are_guesses_at_the_rest():
    make_members(6)
    member = elsewhere()

    keep(
        *[
            Line(at, row_id=f"R{at}", name=member.name, phone=str(member.phone), birth=f"12-0{at}-1985")
            for at in (2, 3, 4)
        ]
    )

    assert reconcile().moved == 0
    assert not Link.objects.exists()


@pytest.mark.parametrize("name", ["Cut Meutia Hanum", "Meutia Siregar"], ids=["the name", "a word of it"])
def test_rows_that_guess_a_telephone_tell_of_nobody(name):
    make_members(6)
    elsewhere()
    guesses = [f"0811555{number:04d}" for number in range(12)]  # the first is right

    keep(*[Line(at, row_id=f"R{at}", name=name, phone=phone) for at, phone in enumerate(guesses, 2)])

    assert reconcile().moved == 0
    assert not Link.objects.exists()


def test_rows_that_hide_guesses_behind_an_own_member_tell_of_nobody():
    """They have the numbers of one whom the officer knows, and beside them a guess at somebody elsewhere."""
    make_members(6)
    member = elsewhere()
    hidden = make_member(name="Cut Meutia Hanum Sari", phone="+628112220000", birth_date=dt.date(1970, 5, 9))
    guesses = [f"0811555{number:04d}" for number in (1, 2, 3, 4)]
    lines = [
        Line(at, row_id=f"R{at}", name=member.name, birth="09-05-1970", phone=f"08112220000 / {guess}")
        for at, guess in enumerate(guesses, 2)
    ]

    keep(*lines, Line(9, row_id="R9", name=member.name, phone=str(member.phone), birth="12-03-1985"))
    reconcile()

    assert Link.objects.filter(member=hidden, band="auto").count() == 4
    assert Link.objects.filter(moved=True).count() == 1

    keep(*lines, Line(9, row_id="R9", name=member.name, nip="198503122010012001"))
    reconcile()

    assert not Link.objects.filter(moved=True).exists()


def test_members_of_the_whole_nation_are_candidates():
    member = make_members(1, home_regency=BANDA_ACEH)[0]
    make_member(name="Orang Palembang", birth_date=dt.date(1970, 1, 1), phone="+628999999999")
    keep(line_of(member))
    entry = reconcile()

    assert (entry.linked, entry.moved, entry.national, entry.only_national) == (1, 1, 1, 1)
    assert Link.objects.get().moved


def test_a_member_on_another_chapters_list_is_only_national_at_home():
    member = make_members(1, home_regency=BANDA_ACEH)[0]
    keep(line_of(member))
    reconcile("16")

    assert figures(reconcile("11")) == (1, 0, 0, 0, 0, 1)


def test_a_stratum_of_the_estimate_is_kept_once():
    members = make_members(4)
    keep(line_of(members[0]))
    stratum = reconcile().strata.get()

    assert (stratum.both, stratum.only_national, stratum.only_list) == (1, 3, 0)
    stratum.pk = None
    with pytest.raises(IntegrityError, match="ledger_stratum_once"), transaction.atomic():
        stratum.save()


def test_applicants_are_nobody_yet():
    applicant = make_applicant(name="Rangga Sitorus")
    make_members(2)
    keep(line_of(applicant))
    entry = reconcile()

    assert (entry.national, entry.linked, entry.review) == (2, 0, 0)


def test_members_of_no_known_province_are_the_dpps():
    make_members(1, home_regency=None)

    assert figures(reconcile("DPP")) == (1, 0, 0, 0, 0, 1)
    assert reconcile("16").national == 0


def test_a_chapter_without_a_list_has_a_page_without_an_estimate():
    make_members(2)
    entry = reconcile()

    assert figures(entry) == (2, 0, 0, 0, 0, 2)
    assert entry.estimate_total is None
    assert entry.run.model is None


def test_every_link_keeps_its_reasons_and_they_add_up():
    keep(line_of(make_members(2)[0]))
    reconcile()

    link = Link.objects.get()
    assert [field for field, _level, _bits in link.evidence][:1] == ["name"]
    assert sum(bits for _field, _level, bits in link.evidence) == pytest.approx(link.bits, abs=0.01)


def test_links_that_hold_stay_with_the_run_that_found_them_and_every_page_of_the_ledger_is_kept():
    members = make_members(3)
    keep(line_of(members[0], 2), line_of(members[1], 3))
    first = reconcile()
    keep(line_of(members[1], 3), line_of(members[2], 4))
    second = reconcile()

    assert set(Link.objects.values_list("row__row_id", "run")) == {
        ("R3", first.run_id),
        ("R4", second.run_id),
    }
    assert set(LedgerEntry.objects.values_list("run", flat=True)) == {first.run_id, second.run_id}


def test_running_again_gives_the_same_links():
    members = make_members(4)
    keep(*(line_of(member, n, phone="") for n, member in enumerate(members)))

    def found():
        reconcile()
        fields = ("row__row_id", "member", "band", "probability", "bits", "evidence", "disagreements")
        return list(Link.objects.order_by("row__row_id", "member").values_list(*fields))

    assert found() == found()


def test_the_model_is_learned_once_and_anew_only_when_asked():
    members = make_members(4)
    keep(line_of(members[0]))
    first = reconcile().run.model
    keep(*(line_of(member, n) for n, member in enumerate(members)))
    again = reconcile().run.model
    matcher = Matcher(at=NOW)
    matcher.learn()

    assert again == first
    assert matcher.row.number > first.number


def test_a_model_that_says_the_same_gets_no_new_number():
    keep(line_of(make_members(2)[0]))
    number = reconcile().run.model.number
    matcher = Matcher(at=NOW)
    matcher.learn()

    assert matcher.row.number == number


def test_a_model_of_another_engine_is_left_aside():
    keep(line_of(make_members(2)[0]))
    model = reconcile().run.model
    MatchingModel.objects.filter(pk=model.pk).update(parameters={**model.parameters, "version": 0})

    assert reconcile().run.model.number > model.number


def test_lists_that_changed_meanwhile_are_read_again(monkeypatch):
    members = make_members(2)
    keep(line_of(members[0]))
    read = reading.sheets_of
    changes = iter([[line_of(members[0]), line_of(members[1], 3)]])

    def read_and_change(chapter):
        found = read(chapter)
        if lines := next(changes, None):
            keep(*lines)
        return found

    monkeypatch.setattr(reading, "sheets_of", read_and_change)

    assert reconcile().rows == 2


def test_lists_that_never_rest_end_in_words(monkeypatch):
    states = iter([(number,) for number in range(100)])
    monkeypatch.setattr(lists, "state_of", lambda chapter: next(states))

    with pytest.raises(ListsKeepChanging, match="sedang diubah"):
        reconcile()
    assert not Run.objects.exists()


def test_a_night_is_kept_once():
    make_members(1)
    night = dt.date(2026, 11, 16)
    first, again = reconcile(night=night), reconcile(night=night)

    assert again == first
    assert Run.objects.count() == 1


def test_the_database_keeps_one_run_per_chapter_and_night():
    night, chapter = dt.date(2026, 11, 16), Chapter.objects.get(pk="16")
    Run.objects.create(chapter=chapter, night=night, started_at=NOW)

    with pytest.raises(IntegrityError, match="run_once_per_chapter_and_night"), transaction.atomic():
        Run.objects.create(chapter=chapter, night=night, started_at=NOW)


@pytest.mark.parametrize("counted", [{"linked": 1}, {"rows": 2, "linked": 1}])
def test_the_database_refuses_a_ledger_whose_rows_do_not_add_up(counted):
    zeros = dict.fromkeys(
        (
            "national",
            "rows",
            "linked",
            "review",
            "only_list",
            "only_national",
            "conflicts",
            "duplicates",
            "moved",
        ),
        0,
    )
    run = Run.objects.create(chapter_id="16", started_at=NOW)

    with pytest.raises(IntegrityError, match="ledger_counts_each_row_once"), transaction.atomic():
        LedgerEntry.objects.create(run=run, **{**zeros, **counted})


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"pk": None}, "link_once_per_row_and_member"),
        ({"pk": None, "member": "another"}, "link_one_automatic_per_row"),
        ({"probability": 1.01}, "link_probability_is_between_0_and_1"),
    ],
)
def test_the_database_refuses_links_that_cannot_be(changes, constraint):
    members = make_members(2)
    keep(line_of(members[0]))
    reconcile()
    link = Link.objects.get()
    for field, value in changes.items():
        setattr(link, field, members[1] if value == "another" else value)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        link.save()


def test_chapters_with_a_list_or_members_are_reconciled():
    make_members(1, home_regency=BANDA_ACEH)
    make_members(1, home_regency=None, reference="D")
    keep(STRANGER, chapter="16")

    assert [chapter.pk for chapter in running.chapters_to_reconcile()] == ["11", "16", "DPP"]


def test_a_hundred_rows_need_no_more_queries_than_two():
    members = make_members(6)

    def queries(lines):
        keep(*lines)
        with CaptureQueriesContext(connection) as seen:
            reconcile()
        return len(seen)

    few = [line_of(members[0], 2), line_of(members[1], 3)]
    many = few + [Line(n, row_id=f"R{n}", name=f"Orang {n}") for n in range(10, 110)]
    queries(few)  # learns the model

    assert queries(many) == queries([*many, Line(111, row_id="R111", name="Orang 111")])
