import datetime as dt

import pytest

from chapters.models import Chapter, Decision, Link, Seat
from chapters.reconciliation import deciding, queue
from chapters.reconciliation.queue import Progress
from members.models import Member
from tests.cast import NOW, make_member, make_officer
from tests.ledgers import make_link, make_row, make_run

pytestmark = pytest.mark.django_db
LATER_ON = NOW + dt.timedelta(days=1)


@pytest.fixture
def chapter():
    return Chapter.objects.get(pk="16")


@pytest.fixture
def pairs():
    """Three pairs that wait, the likeliest first, and a linked row that has a candidate too."""
    make_run(national=4, rows=4, linked=1, review=3)
    waiting = [_pair(probability) for probability in (0.9, 0.5, 0.5)]
    linked = make_link(make_member())
    make_link(make_member(), row=linked.row, band=Link.Band.REVIEW, probability=0.2)
    Member.objects.update(changed_at=NOW - dt.timedelta(days=50))
    return waiting


def _pair(probability):
    member = make_member()
    return make_link(member, row=make_row(name=member.name), band=Link.Band.REVIEW, probability=probability)


def order(chapter, at=LATER_ON):
    return list(queue.waiting(chapter, at=at).order_by(*queue.ORDER).values_list("pk", flat=True))


def later(pair, at=NOW):
    return deciding.decide(link=pair, answer=Decision.Answer.LATER, by=officer(), at=at)


def officer():
    seat = Seat.objects.select_related("user").first()
    return seat.user if seat else make_officer()


def pks(*links):
    return [link.pk for link in links]


def test_the_likeliest_come_first(chapter, pairs):
    assert order(chapter) == pks(*pairs)
    assert queue.first(chapter, at=NOW) == pairs[0]


def test_what_was_put_off_comes_last(chapter, pairs):
    later(pairs[0])

    assert order(chapter) == pks(pairs[1], pairs[2], pairs[0])


def test_after_thirty_days_it_comes_back(chapter, pairs):
    later(pairs[0])

    assert order(chapter, at=NOW + dt.timedelta(days=29, hours=23))[-1] == pairs[0].pk
    assert order(chapter, at=NOW + dt.timedelta(days=30))[0] == pairs[0].pk


@pytest.mark.parametrize("who", ["member", "row"])
def test_when_something_changed_it_comes_back(chapter, pairs, who):
    later(pairs[0])
    if who == "member":
        Member.objects.filter(pk=pairs[0].member_id).update(changed_at=NOW + dt.timedelta(hours=1))
    else:
        pairs[0].row.list.uploads.update(applied_at=NOW + dt.timedelta(hours=1))

    assert order(chapter)[0] == pairs[0].pk


def test_each_pair_knows_those_beside_it(chapter, pairs):
    later(pairs[0])
    beside = [queue.neighbours(pair, chapter, at=LATER_ON) for pair in pairs]

    assert beside == [(pairs[2], None), (None, pairs[2]), (pairs[1], pairs[0])]


def test_after_the_last_comes_the_first_that_is_left(chapter, pairs):
    key = queue.key_of(pairs[2], at=NOW)

    assert queue.following(queue.key_of(pairs[0], at=NOW), chapter, at=NOW) == pairs[1]
    assert queue.following(key, chapter, at=NOW) == pairs[0]
    Link.objects.filter(band="review").delete()
    assert queue.following(key, chapter, at=NOW) is None


def test_progress_counts_what_was_decided_since_the_run(chapter, pairs):
    assert queue.progress(pairs[0], chapter, at=NOW) == Progress(1, 3)
    deciding.decide(link=pairs[0], answer="NOT_SAME", by=officer(), at=NOW + dt.timedelta(minutes=1))
    assert queue.progress(pairs[1], chapter, at=LATER_ON) == Progress(2, 3)
    later(pairs[1], at=NOW + dt.timedelta(minutes=2))
    assert queue.progress(pairs[2], chapter, at=LATER_ON) == Progress(3, 3)
    assert queue.progress(pairs[1], chapter, at=LATER_ON) == Progress(2, 3)
