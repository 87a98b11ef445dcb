"""What officers are told of a pair's likelihood, and that it is learned from what they decided."""

import pytest
from django.urls import reverse

from chapters import certainty, engine
from chapters.models import Chapter, Decision, Link, ListMemory, MatchingModel
from chapters.reconciliation import calibrating, deciding, living, reading
from chapters.reconciliation.learning import Matcher
from members import matching
from tests.cast import NOW, make_officer
from tests.chapters.reconciliation.scene import doubtful, link_of

pytestmark = pytest.mark.django_db
SAME, NOT_SAME, _LATER = Decision.Answer.values


@pytest.fixture
def members():
    return doubtful()


@pytest.fixture
def chapter(members):
    return Chapter.objects.get(pk="16")


def told_by_the_engine(chapter):
    """The same by the pure calibration, of the links as they are stored."""
    links = [link for sheet in reading.sheets_of(chapter) for link in reading.links_of(sheet)]
    told = engine.calibration(engine.latest()).told(links)
    return sorted(round(link.probability, 9) for link in told)


def test_a_run_tells_what_the_calibration_says_of_every_pair(chapter):
    review = Link.objects.filter(band="review")

    assert review.count() > 3
    assert sorted(
        round(told, 9) for told in Link.objects.values_list("told", flat=True)
    ) == told_by_the_engine(chapter)
    assert all(link.told > link.probability for link in review if link.row.row_id != "R4")
    assert all(link.told == link.probability for link in Link.objects.filter(band="auto"))


def test_after_a_decision_the_others_of_its_row_are_told_anew(chapter):
    officer, before = make_officer(), link_of("R4", "N0").told
    deciding.decide(link=link_of("R4", "M0"), answer=NOT_SAME, by=officer, at=NOW)

    assert link_of("R4", "N0").told > before
    assert sorted(
        round(told, 9) for told in Link.objects.values_list("told", flat=True)
    ) == told_by_the_engine(chapter)


def test_the_page_of_a_pair_says_what_is_told(client, chapter):
    pair = link_of("R6", "M4")
    Link.objects.filter(pk=pair.pk).update(told=0.42)
    client.force_login(make_officer())
    page = client.get(reverse("reconciliation:pair", args=[chapter.pk, pair.pk]))

    assert "42 %" in page.text


def test_decisions_are_learned_with_a_new_number(chapter):
    decide_all(chapter, NOT_SAME)
    before = engine.latest()
    Matcher(at=NOW, anew=True).learn()
    latest = engine.latest()

    assert latest.number > before.number
    assert latest.calibration["cases"] == Decision.objects.final().count() > 1
    assert engine.calibration(latest).of(0.5) < engine.calibration(before).of(0.5)


def test_without_decisions_nothing_is_learned(chapter):
    before = MatchingModel.objects.count()
    Matcher(at=NOW, anew=True).learn()

    assert MatchingModel.objects.count() == before
    assert engine.calibration(engine.latest()) == matching.Calibration()


def test_what_was_accepted_together_or_put_off_teaches_nothing(chapter):
    decide_all(chapter, SAME)
    Decision.objects.update(answer=Decision.Answer.LATER)

    assert calibrating.learned() == matching.Calibration()


def test_the_living_figures_are_counted_of_what_is_told(chapter):
    decide_all(chapter, NOT_SAME)
    living.recount(chapter, at=NOW)

    assert (
        certainty.latest(chapter).review
        == Link.objects.filter(band="review").values("row").distinct().count()
    )


def decide_all(chapter, answer):
    officer = make_officer()
    for pair in list(Link.objects.filter(band="review", moved=False).select_related("row__list")):
        if Link.objects.filter(pk=pair.pk, band="review").exists():
            deciding.decide(link=pair, answer=answer, by=officer, at=NOW)


def test_what_is_told_makes_no_row_a_changed_one(chapter):
    (sheet,) = reading.sheets_of(chapter)
    kept = matching.Memory.from_bytes(bytes(ListMemory.objects.get(pk=sheet.pk).data))

    assert kept.versions.tolist() == [sheet.versions[key] for key in sorted(sheet.versions)]
