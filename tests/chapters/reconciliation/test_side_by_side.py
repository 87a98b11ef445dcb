"""Chapters reconciled by several processes at once: the same is written as by one."""

import os

import pytest
from django.db import connection, transaction

from chapters.models import Chapter, Link
from chapters.reconciliation import running, side_by_side
from chapters.reconciliation.learning import Matcher
from tests.cast import BANDA_ACEH, NOW
from tests.chapters.reconciliation.scene import doubtful, keep, line_of, make_members
from tests.chapters.reconciliation.test_commands import run

pytestmark = pytest.mark.django_db(transaction=True)


def written():
    """Every link as another run would write it again."""
    columns = ("row__list", "row__key", "member", "band", "probability", "told", "bits", "evidence")
    return sorted(Link.objects.values_list(*columns), key=repr)


def who_works(chapter, _matcher):
    """Return which process works, and that it reads the database by a connection of its own."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return chapter.pk, os.getpid(), cursor.fetchone()[0]


@pytest.fixture
def chapters():
    doubtful()
    aceh = make_members(3, reference="P", home_regency=BANDA_ACEH)
    keep(*(line_of(member, number) for number, member in enumerate(aceh, 2)), chapter="11")
    return [Chapter.objects.get(pk="11"), Chapter.objects.get(pk="16")]


@pytest.mark.usefixtures("chapters")
def test_two_processes_write_what_one_writes():
    code, told = run("reconcile", "--full", "--processes", "1")
    by_one = written()
    code_of_two, told_by_two = run("reconcile", "--full", "--processes", "2")

    assert (code, code_of_two) == (0, 0)
    assert len(by_one) > 5
    assert told_by_two["chapters"] == told["chapters"]
    assert written() == by_one


def test_each_process_has_a_connection_of_its_own_and_the_order_is_kept(chapters):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (ours,) = cursor.fetchone()
    said = list(side_by_side.map_chapters(who_works, chapters, Matcher(at=NOW), processes=2))

    assert [chapter for chapter, _process, _backend in said] == ["11", "16"]
    assert os.getpid() not in {process for _chapter, process, _backend in said}
    assert ours not in {backend for _chapter, _process, backend in said}
    assert Chapter.objects.filter(pk="11").exists()  # and ours works on


def test_inside_a_transaction_nobody_else_is_asked(chapters):
    with transaction.atomic():
        said = list(side_by_side.map_chapters(who_works, chapters, Matcher(at=NOW), processes=2))

    assert {process for _chapter, process, _backend in said} == {os.getpid()}


@pytest.mark.usefixtures("chapters")
def test_a_chapter_that_fails_does_not_stop_the_others(monkeypatch):
    works = running.reconcile

    def failing(*, chapter, **how):
        if chapter.pk == "11":
            raise ValueError(chapter)
        return works(chapter=chapter, **how)

    monkeypatch.setattr(running, "reconcile", failing)
    code, told = run("reconcile", "--processes", "2")

    assert code == 1
    assert [figures["chapter"] for figures in told["chapters"]] == ["16"]
