"""The pages of an assembly: one way through all of them, who sees them, and what they cost."""

import datetime as dt
import io

import pytest
from django.urls import reverse

from chapters.boards import drafts
from chapters.models import Office, Term
from events.models import Assembly, Attendance, Candidate, Minutes, Objection, Voter
from ipspi.credentials import codes
from members import cards
from members.models import Member
from tests.assemblies import make_assembly, make_listed, make_open
from tests.cast import NOW, TODAY, make_member, make_officer, make_secretary_of_dpp, make_user

pytestmark = pytest.mark.django_db
FACTS = {
    "name": "MUSDA II", "held_on": "16-11-2026", "place": "Palembang", "zone": "WIB", "agenda": "Pembukaan\nPemilihan",
    "cutoff_on": "02-11-2026", "franchise": "ALL", "delegates_each": "1", "delegates_per": "10",
    "quorum_percent": "50", "quorum_exceeds": "on", "later_percent": "", "later_minutes": "60", "years": "1",
}  # fmt: skip


@pytest.fixture
def chair(client, time_machine):
    time_machine.move_to(NOW, tick=False)
    user = make_officer(chapter="16")
    client.force_login(user)
    return user


def address(page, assembly=None, *more):
    return reverse(f"assembly:{page}", args=["16", *([assembly.pk] if assembly else []), *more])


def doer(client, assembly):
    """Return what posts to a page of the assembly, and looks for words on the page that follows."""

    def do(page, *more, expected="", **posted):
        response = client.post(address(page, assembly, *more), posted, follow=True)
        assert response.status_code == 200
        assert expected in response.content.decode()
        assembly.refresh_from_db()

    return do


def test_a_musda_from_its_draft_to_its_opening(client, chair):
    people = [make_member(name=f"Pemilih {word}", user=make_user()) for word in ("Satu", "Dua", "Tiga")]
    on_leave = make_member(name="Sedang Cuti", status=Member.Status.ON_LEAVE)
    assert "Belum ada MUSDA" in client.get(address("list")).content.decode()
    assert f'href="{address("list")}"' in client.get("/daerah/16/").content.decode()
    client.post(address("prepare"), FACTS)
    assembly = Assembly.objects.get()

    do = doer(client, assembly)
    for step in ("ambil-daftar", "undang"):
        assert client.get(address("step", assembly, step)).status_code == 200
        do("step", step, expected="Sudah dicatat")
    row = Voter.objects.get(member=on_leave)
    assert "Bukan anggota aktif" in client.get(address("voters", assembly) + "?bukan=1").content.decode()
    do("voter", row.pk, words="Sudah kembali dari cuti", expected="menunggu keputusan")
    do("step", "tutup-daftar", expected="keberatan yang belum diputuskan")
    objection = Objection.objects.get()
    do("objection", objection.pk, grant="tidak", answer="Masih cuti", expected="Keputusan dicatat")
    do("step", "tutup-daftar", expected="Sidik SHA-256")

    token = cards.current(member=people[0], at=NOW).token
    picture = io.BytesIO()
    codes.drawn("https://ipspi.example/v/", token).save(picture, kind="png", scale=6, border=4)
    picture.seek(0)
    picture.name = "kartu.png"
    do("photo", photo=picture, expected="Pemilih Satu hadir.")
    do("check_in", number=token, expected="Pemilih Satu sudah dicatat hadir.")
    do("check_in", number=people[1].number, expected="Pemilih Dua hadir.")
    do("check_in", number=people[2].number, expected="kuorum tercapai")
    do("check_in", number=on_leave.number, expected="Bukan pemilih: Bukan anggota aktif.")
    do("take_back", Attendance.objects.get(voter__member=people[2]).pk, expected="diurungkan")
    do("step", "buka", expected="Berlangsung")


def test_a_musda_from_its_candidates_to_the_new_term(client, chair):
    assembly, people, _stand = make_open(by=chair, number=3)
    Candidate.objects.all().delete()
    do = doer(client, assembly)
    do("propose", name=people[0].name, number=people[1].number, expected="bukan milik seorang")
    for person in people[:2]:
        do("propose", name=person.name, number=person.number, expected="memenuhi syarat")
    first, second = Candidate.objects.all()
    do("withdraw", second.pk, expected="mundur")
    do("propose", name=people[1].name, number=people[1].number, expected="memenuhi syarat")
    votes = {
        f"votes_{first.pk}": 1,
        f"votes_{second.pk}": 0,
        "way": "BALLOT",
        "elected": first.pk,
        "invalid": 0,
    }
    do("result", **votes, expected="Isi angkanya")
    do("result", **votes, abstained=0, ballots=2, expected="berjumlah 1")
    do("result", **votes, abstained=1, ballots=2, stated=3, expected="Panitia menyebut jumlah 3")

    do("minutes", narrative="Sidang dibuka.\n\n#panic()", number="", expected="disimpan")
    draft = client.get(address("pdf", assembly))
    do("minutes", narrative="Sidang dibuka.\n\n#panic()", number="", tetapkan="ya", expected="Isi nomor")
    do("minutes", narrative="Sidang dibuka.", number="01/BA", tetapkan="ya", expected="tidak berubah lagi")
    do("minutes", narrative="Lain", number="02/BA", expected="sudah ditetapkan")
    frozen = Minutes.objects.get()
    people[0].name = "Nama Lain"
    people[0].save(update_fields=["name"])
    pdf = client.get(address("pdf", assembly))
    assert (draft.content[:5], pdf.content) == (b"%PDF-", bytes(frozen.pdf))
    do("step", "tutup", expected="Ditutup")
    term = {"name": "2026–2031", "starts_on": "16-11-2026", "ends_on": "16-11-2031"}
    do("begin", **term, expected="Lengkapi di halaman Kepengurusan")
    client.force_login(make_secretary_of_dpp())
    do("begin", **term, expected="berubah sejak Anda membacanya")
    seen = drafts.mark_of(drafts.open_draft_of(assembly.chapter))
    assert f'value="{seen}"' in client.get(address("begin", assembly)).content.decode()
    do("begin", **term, seen=seen, expected="dengan jabatan dan aksesnya")
    seat = Term.objects.get().seats.get()
    assert (assembly.term, seat.member, seat.office) == (seat.term, people[0], Office.CHAIR)
    client.force_login(chair)
    assert client.get(address("assembly", assembly)).status_code == 404


def test_the_door_is_for_those_who_check_in_and_steps_for_those_who_hold(client, chair):
    make_member()
    assembly = make_listed(by=chair)
    client.force_login(make_officer(office=Office.TREASURER))
    assert client.get(address("check_in", assembly)).status_code == 200
    assert client.post(address("step", assembly, "batalkan")).status_code == 404
    client.force_login(make_officer(chapter="11"))
    for page in ("assembly", "voters", "check_in", "minutes", "pdf"):
        assert client.get(address(page, assembly)).status_code == 404


def test_pages_cost_the_same_however_many_there_are(client, chair, django_assert_max_num_queries):
    assembly, _people, _stand = make_open(by=chair, number=10)

    for page, most in (("list", 20), ("assembly", 27), ("voters", 27), ("check_in", 23)):
        where = address(page, assembly) if page != "list" else address(page)
        with django_assert_max_num_queries(most):
            assert client.get(where).status_code == 200


def test_what_is_not_there_yet_is_refused_kindly(client, chair):
    assembly = make_assembly(by=chair, cutoff_on=TODAY, held_on=TODAY + dt.timedelta(days=3))
    said = client.post(address("step", assembly, "ambil-daftar"), follow=True).content.decode()

    assert "sesudah tanggal batas" in said
    assert client.get(address("pdf", assembly)).status_code == 404
    assert client.get(address("step", assembly, "lain")).status_code == 404
    for page in ("change", "settings", "propose", "result", "minutes", "voters"):
        assert client.get(address(page, assembly)).status_code == 200
    client.post(address("change", assembly), {**FACTS, "place": "Lahat"})
    client.post(address("settings", assembly), {**FACTS, "quorum_percent": "67"})
    assembly.refresh_from_db()
    assert (assembly.place, assembly.quorum_percent) == ("Lahat", 67)
