"""A paper that a member shows with a correction, and the officer who decides."""

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from chapters import corrections
from chapters.models import Office
from ipspi.audit.models import Act
from members import data_copies, profile
from members.models import Proof
from tests.cast import NOW, make_member, make_officer, make_user
from tests.chapters.test_pages import text
from tests.photos import make_photo, opened

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def member():
    return make_member(user=make_user())


@pytest.fixture
def asked(member):
    return profile.ask(member=member, field="name", new="Siti Putri", note="", by=member.user, at=NOW)


def attach(member, content=None):
    content = content or make_photo()
    return profile.attach(member=member, field="name", content=content, by=member.user, at=NOW)


def page_of(asked, name="correction", chapter="16"):
    return reverse(f"chapters:{name}", args=[chapter, asked.pk])


def test_after_asking_a_member_is_led_to_show_a_paper_and_may_leave_it(client, member):
    client.force_login(member.user)

    page = client.post(
        reverse("membership:act", args=["nama"]),
        {"new": "Siti Putri", "note": "", "yakin": "ya"},
        follow=True,
    )

    assert page.redirect_chain[-1][0] == reverse("membership:proof", args=["nama"])
    assert "Boleh dilewati." in text(page)
    assert (
        reverse("membership:proof", args=["nama"]) in client.get(reverse("members:status")).content.decode()
    )


def test_a_paper_is_kept_small_and_bare_and_replaced_by_a_later_one(client, member, asked):
    client.force_login(member.user)
    for _ in range(2):
        photo = SimpleUploadedFile("ktp.jpg", make_photo(), content_type="image/jpeg")
        client.post(reverse("membership:proof", args=["nama"]), {"file": photo})

    kept = Proof.objects.get(correction=asked)
    assert not opened(kept.content).getexif()
    assert client.get(reverse("membership:proof_file", args=["nama"])).content == kept.content


@pytest.mark.parametrize("sent", [b"", b"bukan gambar", b"MZ\x00\x00", None])
def test_what_cannot_be_taken_is_said_and_nothing_is_kept(client, member, asked, sent):
    client.force_login(member.user)
    files = {} if sent is None else {"file": SimpleUploadedFile("ktp.jpg", sent)}

    page = client.post(reverse("membership:proof", args=["nama"]), files)

    assert page.context["form"].errors["file"]
    assert not Proof.objects.exists()


def test_without_a_request_there_is_nothing_to_show(client, member):
    client.force_login(member.user)

    for act in ("nama", "nik", "cuti", "xyz"):
        assert client.get(reverse("membership:proof", args=[act])).status_code == 404


def test_the_officer_sees_it_and_that_is_recorded(client, member, asked):
    kept = attach(member)
    client.force_login(make_officer(office=Office.SECRETARY))

    assert page_of(asked, "proof") in client.get(page_of(asked)).content.decode()
    assert client.get(page_of(asked, "proof")).content == bytes(kept.content)
    act = Act.objects.filter(did="open_proof").get()
    assert (act.chapter, act.details) == ("16", {"member": str(member.pk)})


def test_without_a_paper_the_officer_is_told_how_to_ask_for_one(client, asked):
    client.force_login(make_officer(office=Office.SECRETARY))

    assert "Anggota belum menunjukkan bukti." in text(client.get(page_of(asked)))


def test_nobody_else_sees_it(client, member, asked):
    attach(member)
    neighbour = make_officer(chapter="11")
    outsiders = [
        (make_officer(office=Office.TREASURER), "16"),
        (neighbour, "16"),
        (neighbour, "11"),
        (make_user(), "16"),
    ]

    for user, chapter in outsiders:
        client.force_login(user)
        assert client.get(page_of(asked, "proof", chapter)).status_code == 404
        assert client.get(reverse("membership:proof_file", args=["nama"])).status_code == 404


@pytest.mark.parametrize("end", ["accept", "refuse", "withdraw"])
def test_it_goes_when_the_request_is_over(member, asked, end):
    attach(member)
    officer = make_officer()

    if end == "accept":
        corrections.accept(request=asked, by=officer, at=NOW)
    elif end == "refuse":
        corrections.refuse(request=asked, reason="Tidak terbaca", by=officer, at=NOW)
    else:
        profile.withdraw(member=member, field="name", by=member.user, at=NOW)

    assert not Proof.objects.exists()


def test_it_is_in_the_copy_of_the_persons_data(member, asked):
    kept = attach(member)

    packed = data_copies.packed({}, proofs=Proof.objects.select_related("correction"))

    assert b"bukti-name.jpg" in packed
    assert kept.size > 0


def test_a_paper_is_never_kept_without_its_content(asked):
    attach(asked.member)

    with pytest.raises(IntegrityError, match="proof_has_content"), transaction.atomic():
        Proof.objects.update(content=None)
