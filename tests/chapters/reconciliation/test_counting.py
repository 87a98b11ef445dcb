"""Lists of graduates, staff and participants: figures of their own, and none of the chapter's."""

import datetime as dt
import io
import json

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.forms.models import model_to_dict

from chapters import certainty, rosters, todo
from chapters.models import (
    Chapter,
    LedgerEntry,
    LedgerStratum,
    Link,
    ListEntry,
    LivingFigures,
    MatchingModel,
    MemberList,
)
from chapters.reconciliation import counting, deciding, export, likeness, presenting, queue, together
from chapters.reconciliation.groups import Group, rows_of
from chapters.reconciliation.lines import Line
from ipspi.accounts.models import User
from ipspi.outbox.models import Mail
from tests.cast import BANDA_ACEH, NOW, make_applicant, make_officer
from tests.chapters.reconciliation.scene import (
    DOUBTFUL,
    doubtful,
    keep,
    line_of,
    link_of,
    make_members,
    reconcile,
)
from tests.ledgers import make_list, make_run

pytestmark = pytest.mark.django_db
GRADUATES = "Lulusan 2025"
LATER = NOW + dt.timedelta(hours=1)


def sumsel() -> Chapter:
    return Chapter.objects.get(pk="16")


def state() -> counting.State:
    return counting.state_of(MemberList.objects.select_related("chapter").get(name=GRADUATES))


def figures() -> tuple[int, ...]:
    now = state().figures
    return now.rows, now.registered, now.review, now.not_registered, now.duplicates


def graduates(*lines: Line) -> MemberList:
    kept = make_list(name=GRADUATES)
    keep(*lines, name=GRADUATES)
    return kept


def counted(officer: User) -> dict[str, object]:
    """All that the chapter's pages, exports and mails say of its members and their lists."""
    chapter = sumsel()
    entry = certainty.latest(chapter)
    assert entry
    file = io.StringIO()
    export.write(file)
    columns = model_to_dict(entry, exclude=["run"])
    strata = LedgerStratum.objects.filter(entry=entry).order_by("pk")
    roster = rosters.roster_of(chapter)
    return {
        "figures": columns,
        "strata": [model_to_dict(each, exclude=["id", "entry"]) for each in strata],
        "living": [model_to_dict(each, exclude=["entry"]) for each in LivingFigures.objects.all()],
        "groups": {
            group.slug: sorted(str(each.name) for each in rows_of(group, chapter=chapter)) for group in Group
        },
        "queue": [link.row.row_id for link in queue.waiting(chapter, at=NOW).order_by(*queue.ORDER)],
        "together": [pair.row.row_id for pair in together.choice(chapter, least=0.5, at=NOW).pairs],
        "roster": rosters.counts(roster),
        "certainty": certainty.of_nation([entry], chapters=1),  # which tells no minute
        "todo": todo.of(officer, chapter=chapter).rows,
        "export": file.getvalue(),
        "models": list(MatchingModel.objects.values_list("number", "parameters")),
        "outdated": presenting.changed_since(chapter, entry),
        "unseen": presenting.ledger_page(chapter)["guess"],
    }


def test_a_list_of_graduates_changes_no_figure_of_the_chapter() -> None:
    members = doubtful()
    officer = make_officer()
    deciding.decide(link=link_of("R4", "M0"), answer="NOT_SAME", by=officer, at=NOW)
    reconcile()
    before = counted(officer)

    elsewhere = make_members(1, reference="E", name="Cut Meutia Zahara", home_regency=BANDA_ACEH)
    graduates(
        line_of(members["M0"], 2, row_id="G2"),
        line_of(members["M4"], 3, row_id="G3"),  # on no list of members
        line_of(members["M4"], 4, row_id="G4"),
        line_of(elsewhere[0], 5, row_id="G5"),
        Line(6, row_id="G6", name="Zulkifli Hutabarat"),
        *(Line(7 + number, row_id=f"G{7 + number}", name=line.name) for number, line in enumerate(DOUBTFUL)),
    )
    assert counted(officer) == before
    reconcile(at=LATER)

    assert counted(officer) == before
    assert state().figures.registered >= 4


def test_nothing_is_learned_from_lists_of_other_kinds() -> None:
    members = make_members(4)
    keep(*(line_of(member, number) for number, member in enumerate(members, 2)))
    call_command("reconcile", full=True, stdout=io.StringIO())
    graduates(*(Line(n, row_id=f"G{n}", name=f"Orang {n}", workplace="Universitas") for n in range(2, 60)))
    call_command("reconcile", full=True, stdout=io.StringIO())

    assert MatchingModel.objects.count() == 1


def test_a_model_that_had_nothing_to_learn_from_makes_room_for_one_that_has() -> None:
    members = make_members(4)
    graduates(line_of(members[0]))
    reconcile()
    reconcile()
    assert list(MatchingModel.objects.values_list("from_rows", flat=True)) == [0]
    keep(*(line_of(member, number) for number, member in enumerate(members, 2)))
    reconcile()
    reconcile()

    assert list(MatchingModel.objects.order_by("pk").values_list("from_rows", flat=True)) == [0, 4]


def test_a_chapter_with_a_list_of_graduates_only_has_figures_of_it_on_its_first_night() -> None:
    members = make_members(2)
    graduates(line_of(members[0]), Line(3, row_id="G3", name="Zulkifli Hutabarat"))
    entry = reconcile()

    assert (entry.rows, entry.national, entry.only_national) == (0, 2, 2)
    assert figures() == (2, 1, 0, 1, 0)


def test_each_row_counts_once_and_who_registered_elsewhere_is_registered() -> None:
    members = doubtful()
    elsewhere = make_members(1, reference="E", name="Cut Meutia Zahara", home_regency=BANDA_ACEH)
    graduates(
        line_of(members["M0"], 2, row_id="G2"),
        line_of(members["M0"], 3, row_id="G3"),
        line_of(elsewhere[0], 4, row_id="G4"),
        Line(5, row_id="G5", name="Dewi Lestari"),
        Line(6, row_id="G6", name="Zulkifli Hutabarat"),
    )
    assert figures() == (5, 0, 0, 0, 0)  # not compared yet: only its rows are known
    reconcile(at=LATER)

    assert figures() == (5, 3, 1, 1, 1)
    entry = ListEntry.objects.get()
    assert (entry.rows, entry.registered, entry.review, entry.not_registered) == (5, 3, 1, 1)
    assert (entry.duplicates, entry.run.chapter_id) == (1, "16")


def test_every_run_adds_a_line_that_stays() -> None:
    members = make_members(3)
    graduates(line_of(members[0]))
    reconcile(at=NOW)
    keep(line_of(members[0]), line_of(members[1], 3), name=GRADUATES)
    reconcile(at=LATER)

    assert list(ListEntry.objects.order_by("run_id").values_list("rows", "registered")) == [(1, 1), (2, 2)]


def test_a_list_that_changed_since_shows_what_the_run_found() -> None:
    members = make_members(2)
    kept = graduates(line_of(members[0]))
    reconcile(at=NOW - dt.timedelta(minutes=1))
    keep(line_of(members[0]), line_of(members[1], 3), name=GRADUATES)

    assert (state().outdated, figures()) == (True, (1, 1, 0, 0, 0))
    assert kept.rows.current().count() == 2


def test_a_decision_counts_at_once_in_its_list_and_in_no_other() -> None:
    doubtful()
    graduates(Line(2, row_id="G2", name="Dewi Lestari"), Line(3, row_id="G3", name="Zulkifli Hutabarat"))
    reconcile()
    before = model_to_dict(certainty.latest(sumsel()), exclude=["run"])
    assert figures() == (2, 0, 1, 1, 0)

    pair = link_of("G2", "M4")
    assert queue.of(pair) == state().kept
    officer = make_officer()
    deciding.decide(link=pair, answer="SAME", by=officer, at=LATER)

    assert figures() == (2, 1, 0, 1, 0)
    assert model_to_dict(certainty.latest(sumsel()), exclude=["run"]) == before
    assert Link.objects.filter(row__list__name=GRADUATES, of_members=True).count() == 0
    deciding.undo(decision=pair.row.list.decisions.get(), by=officer, at=LATER)
    assert figures() == (2, 0, 1, 1, 0)
    assert Link.objects.filter(row__list__name=GRADUATES, of_members=True).count() == 0


def test_every_list_of_another_kind_has_a_queue_of_its_own() -> None:
    doubtful()
    kept = graduates(Line(2, row_id="G2", name="Dewi Lestari"))
    reconcile()
    chapter = sumsel()

    own = {pair.row.row_id for pair in queue.waiting(chapter, at=NOW)}
    theirs = {pair.row.row_id for pair in queue.waiting(chapter, at=NOW, only=kept)}
    assert "G2" not in own
    assert theirs == {"G2"}
    pair = link_of("G2", "M4")
    assert queue.neighbours(pair, chapter, at=NOW) == (None, None)
    assert queue.progress(pair, chapter, at=NOW) == queue.Progress(1, 1)


def test_what_is_decided_in_a_list_is_progress_of_its_queue_alone() -> None:
    doubtful()
    graduates(Line(2, row_id="G2", name="Dewi Lestari"), Line(3, row_id="G3", name="Hasan Tiro"))
    reconcile()
    chapter, officer = sumsel(), make_officer()
    first = queue.waiting(chapter, at=NOW).first()
    done = queue.progress(first, chapter, at=LATER).of
    deciding.decide(link=link_of("G2", "M4"), answer="NOT_SAME", by=officer, at=LATER)

    assert queue.progress(first, chapter, at=LATER).of == done


def test_a_list_of_graduates_is_not_shown_beside_an_application() -> None:
    applicant = make_applicant(name="Cut Meutia Zahara")
    graduates(line_of(applicant))

    assert likeness.rows_like(applicant, chapter=sumsel()) == []


def test_no_digest_is_written_for_a_list_of_graduates() -> None:
    members = make_members(3)
    make_officer()
    keep(line_of(members[0]))
    reconcile(night=NOW.date())
    Mail.objects.all().delete()
    graduates(line_of(members[1]), Line(3, row_id="G3", name="Zulkifli Hutabarat"))
    reconcile(night=NOW.date() + dt.timedelta(days=1), at=NOW + dt.timedelta(days=1))

    assert LedgerEntry.objects.count() == 2
    assert not Mail.objects.exists()


def test_the_command_tells_the_figures_of_members_only() -> None:
    members = make_members(2)
    keep(line_of(members[0]))
    graduates(line_of(members[1]))
    answer = io.StringIO()
    call_command("reconcile", "--json", "--chapter", "16", stdout=answer)

    (told,) = json.loads(answer.getvalue())["chapters"]
    assert (told["rows"], told["linked"], told["only_national"]) == (1, 1, 1)


def test_a_row_of_a_list_counts_once() -> None:
    run, kept = make_run(), make_list()
    with pytest.raises(IntegrityError, match="list_entry_counts_each_row_once"), transaction.atomic():
        ListEntry.objects.create(
            run=run, list=kept, rows=3, registered=1, review=1, not_registered=0, duplicates=0
        )


def test_a_run_has_one_line_for_a_list() -> None:
    run, kept = make_run(), make_list()
    facts = {"rows": 0, "registered": 0, "review": 0, "not_registered": 0, "duplicates": 0}
    ListEntry.objects.create(run=run, list=kept, **facts)
    with pytest.raises(IntegrityError, match="list_entry_once_per_run"), transaction.atomic():
        ListEntry.objects.create(run=run, list=kept, **facts)


@pytest.mark.parametrize("lacking", ["about", "given_by", "purpose", "ends_on"])
def test_a_list_of_another_kind_has_a_purpose_and_an_end(lacking: str) -> None:
    nothing = None if lacking == "ends_on" else ""
    with pytest.raises(IntegrityError, match="list_of_others_has_purpose_and_end"), transaction.atomic():
        make_list(**{lacking: nothing})


def test_a_list_of_members_has_none_of_these() -> None:
    with pytest.raises(IntegrityError, match="list_of_others_has_purpose_and_end"), transaction.atomic():
        MemberList.objects.create(chapter_id="16", name="own", purpose="Mengundang")


def test_states_of_many_lists_cost_as_much_as_of_one(django_assert_max_num_queries) -> None:
    lists = [make_list(name=f"Lulusan {year}") for year in range(2010, 2020)]
    for each in lists:
        keep(Line(2, row_id="G2", name="Zulkifli Hutabarat"), name=each.name)
    reconcile()

    with django_assert_max_num_queries(4):
        assert {each.figures.not_registered for each in counting.states_of(lists)} == {1}
