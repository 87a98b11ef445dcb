"""The page of a job: for who started it, and whom its kind lets see it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from ipspi.jobs import running
from ipspi.jobs.models import Job
from tests.cast import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def kind():
    """A kind whose jobs a colleague may see."""
    running.register(
        "test",
        lambda _job: {},
        title=lambda job: f"Pekerjaan {job.arguments['number']}",
        result_url=lambda job: f"/hasil/{job.arguments['number']}/",
        may_see=lambda user, job: user.name == "Rekan" or user.pk == job.started_by_id,
    )
    yield "test"
    del running._kinds["test"]


@pytest.fixture
def owner(client):
    user = make_user()
    client.force_login(user)
    return user


def make_job(by, **facts):
    ended = facts.get("status", "WAITING") not in ("WAITING", "RUNNING")
    usual = {"kind": "test", "arguments": {"number": 7}, "finished_at": timezone.now() if ended else None}
    return Job.objects.create(started_by=by, **{**usual, **facts})


def page(client, job, **headers):
    return client.get(reverse("jobs:progress", args=[job.pk]), headers=headers)


def test_who_started_a_job_sees_how_far_it_is(client, owner, kind):
    job = make_job(owner, status="RUNNING", done=71, total=124, step="Mencocokkan baris")

    said = page(client, job).content.decode()

    assert [words in said for words in ("Pekerjaan 7", "Mencocokkan baris", "71 dari 124")] == [
        True,
        True,
        True,
    ]
    assert f'hx-get="/pekerjaan/{job.pk}/"' in said
    assert '<noscript><meta http-equiv="refresh"' in said


def test_the_part_is_exchanged_alone(client, owner, kind):
    part = page(client, make_job(owner, status="RUNNING"), **{"HX-Request": "true"})

    assert b"<html" not in part.content
    assert "HX-Request" in part.headers["Vary"]


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"status": "DONE", "result": {}}, "/hasil/7/"),
        ({"status": "FAILED", "error": "Berkasnya kosong."}, "Berkasnya kosong."),
        ({"status": "CANCELLED"}, "Pekerjaan ini dihentikan."),
    ],
)
def test_a_job_that_has_ended_says_how_and_asks_no_more(client, owner, kind, facts, words):
    said = page(client, make_job(owner, **facts)).content.decode()

    assert words in said
    assert "hx-get=" not in said
    assert 'http-equiv="refresh"' not in said


@pytest.mark.parametrize("status", ["DONE", "FAILED", "CANCELLED"])
def test_every_end_leads_back_to_where_the_job_came_from(client, owner, kind, status):
    assert 'href="/hasil/7/"' in page(client, make_job(owner, status=status)).content.decode()


def test_a_colleague_sees_it_if_the_kind_says_so(client, kind):
    client.force_login(make_user(name="Rekan"))

    assert page(client, make_job(make_user())).status_code == 200


@pytest.mark.parametrize("name", ["jobs:progress", "jobs:cancel"])
def test_for_everybody_else_it_does_not_exist(client, kind, name):
    job = make_job(make_user(), status="RUNNING")
    client.force_login(make_user(name="Orang lain"))

    assert client.get(reverse(name, args=[job.pk])).status_code == 404
    assert client.post(reverse(name, args=[job.pk])).status_code in (404, 405)
    job.refresh_from_db()
    assert job.status == "RUNNING"


def test_a_job_of_nobody_is_seen_by_nobody_unless_its_kind_says_so(client, owner, kind):
    assert page(client, make_job(None)).status_code == 404


def test_stopping_asks_first(client, owner, kind):
    job = make_job(owner, status="RUNNING")
    cancel = reverse("jobs:cancel", args=[job.pk])

    assert "Hentikan pekerjaan ini?" in client.get(cancel).content.decode()
    said = client.post(cancel, follow=True).content.decode()

    assert "Pekerjaan dihentikan." in said
    job.refresh_from_db()
    assert job.status == "CANCELLED"


def test_a_job_that_has_ended_is_not_stopped(client, owner, kind):
    job = make_job(owner, status="DONE", result={})

    said = client.post(reverse("jobs:cancel", args=[job.pk]), follow=True).content.decode()

    assert "Pekerjaan ini sudah berakhir." in said


def test_who_started_it_and_lost_the_office_since_sees_it_no_more(client, owner):
    running.register("guarded", lambda _job: {}, may_see=lambda user, _job: user.name == "Pengurus")
    job = make_job(owner, kind="guarded", status="RUNNING")

    try:
        assert page(client, job).status_code == 404
        assert client.post(reverse("jobs:cancel", args=[job.pk])).status_code == 404
    finally:
        del running._kinds["guarded"]
