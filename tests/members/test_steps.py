"""What the steps of a registration tell on the page itself: numbers that disagree, titles in names, years too early."""

import pytest
import time_machine

from members.forms.background import EducationForm
from members.forms.registration import IdentityForm, NameForm
from members.models import Education
from tests.cast import NOW
from tests.members.test_pages import (
    CATEGORY,
    IDENTITY,
    NAME,
    fill,
    person,  # noqa: F401 - a fixture
    post,
    send,
    words_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("person")]
SCHOOL = {"level": "SMA", "programme": "", "institution": "SMA Negeri 1 Palembang", "graduated_in": "2003"}


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


class TestANIKThatDisagrees:
    WRONG = IDENTITY | {"birth_date": "28-03-1985", "sex": "L"}

    def test_is_told_on_the_page_itself_with_what_it_says(self, client):
        post(client, "name", NAME)
        answer = post(client, "identity", self.WRONG)

        assert answer.headers["Location"] == "/pendaftaran/identitas/"
        page = words_of(client.get("/pendaftaran/identitas/"))
        assert "NIK menyebut 27 Maret 1985; Anda menulis 28 Maret 1985." in page
        assert "NIK menyebut perempuan; Anda menulis laki-laki." in page
        assert '<a href="/pendaftaran/identitas/#id_birth_date">Ubah Tanggal lahir</a>' in page
        assert 'href="/pendaftaran/kontak/">Data saya benar, lanjutkan</a>' in page

    def test_goes_on_when_sent_again_as_it_is(self, client):
        post(client, "name", NAME)
        post(client, "identity", self.WRONG)

        assert post(client, "identity", self.WRONG).headers["Location"] == "/pendaftaran/kontak/"

    def test_is_told_at_the_last_check_with_the_way_to_both_answers(self, client):
        fill(client, birth_date="28-03-1985")

        page = words_of(client.get("/pendaftaran/periksa/"))

        assert "NIP menyebut 27 Maret 1985; Anda menulis 28 Maret 1985." in page
        assert '<a href="/pendaftaran/identitas/#id_nik">Ubah NIK</a>' in page
        assert '<a href="/pendaftaran/pekerjaan/#id_nip">Ubah NIP</a>' in page

    def test_that_agrees_is_not_asked_about(self, client):
        post(client, "name", NAME)

        assert post(client, "identity", IDENTITY).headers["Location"] == "/pendaftaran/kontak/"

    def test_of_an_unknown_regency_is_told_too(self, client):
        post(client, "name", NAME)
        post(client, "identity", IDENTITY | {"nik": "1699016703850001"})

        assert "NIK Anda dimulai dengan 1699." in words_of(client.get("/pendaftaran/identitas/"))


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("27 Maret 1985", None),
        ("27 mar 1985", None),
        ("27/3/1985", None),
        ("27/3/85", "Tulis tahunnya dengan empat angka, misalnya 27-03-1985."),
        ("27 Maret 85", "Tulis tahunnya dengan empat angka, misalnya 27-03-1985."),
        ("31 Februari 1985", "Ini bukan tanggal yang ada di kalender. Tulis seperti 27-03-1985."),
        ("27 Marwt 1985", "Ini bukan tanggal yang ada di kalender. Tulis seperti 27-03-1985."),
        (
            "27-03-2025",
            "Menurut tanggal ini Anda berumur 1 tahun. Periksa tahunnya; anggota berumur sedikitnya 15 tahun.",
        ),
        ("16-11-2011", None),
        (
            "17-11-2011",
            "Menurut tanggal ini Anda berumur 14 tahun. Periksa tahunnya; anggota berumur sedikitnya 15 tahun.",
        ),
    ],
)
def test_a_birth_date_is_taken_as_people_write_it_and_not_of_a_child(typed, error):
    form = IdentityForm(IDENTITY | {"birth_date": typed}, given={})

    assert form.errors == ({"birth_date": [error]} if error else {})


class TestAName:
    @pytest.mark.parametrize("typed", ["Rina 123", "rina@x", "<b>Rina</b>", "Rina ٣"])
    def test_holds_no_figures_and_no_signs_of_addresses(self, typed):
        assert list(NameForm({"name": typed}, given={}).errors) == ["name"]

    @pytest.mark.parametrize(
        "typed", ["Nur'aini", "O’Neil", 'Siti "Ani"', "Suharto", "I Gusti Ayu (Ani)", "A"]
    )
    def test_is_taken_as_people_are_called(self, typed):
        assert NameForm({"name": typed}, given={}).errors == {}

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ("RINA CONTOH, S.Sos", ("RINA CONTOH", "", "S.Sos")),
            ("Dra. Rina", ("Rina", "Dra.", "")),
            ("Dr. Rina, S.Sos., M.Si", ("Rina", "Dr.", "S.Sos, M.Si")),
        ],
    )
    def test_with_titles_offers_to_move_them(self, typed, said):
        asked = NameForm({"name": typed}, given={})
        assert list(asked.errors) == ["titles_in_name"]
        assert "tampak seperti gelar" in str(asked["titles_in_name"].label)

        moved = NameForm({"name": typed, "titles_in_name": "pindah"}, given={})
        kept = NameForm({"name": typed, "titles_in_name": "nama"}, given={})

        assert (moved.is_valid(), kept.is_valid()) == (True, True)
        assert tuple(moved.answers().values()) == said
        assert kept.answers() == {"name": typed, "titles_before": "", "titles_after": ""}

    def test_keeps_titles_that_stand_in_their_field_already(self):
        sent = {"name": "Rina, M.Si", "titles_after": "S.Sos, M.Si", "titles_in_name": "pindah"}
        form = NameForm(sent, given={})

        assert form.is_valid()
        assert form.answers()["titles_after"] == "S.Sos, M.Si"

    def test_is_not_asked_about_again(self):
        assert NameForm({"name": "Rina Ners"}, given={"name": "Rina Ners"}).is_valid()

    def test_says_of_an_unseen_sign_that_it_cannot_be_seen(self):
        assert NameForm({"name": "Ri\x00na"}, given={}).errors == {
            "name": ["Ada tanda yang tidak terlihat di isian ini. Hapus semuanya, lalu ketik ulang."]
        }


class TestEducation:
    GIVEN = {"category": "LAINNYA", "birth_date": "1985-03-27"}

    def test_of_a_school_has_no_programme(self):
        form = EducationForm(SCHOOL | {"programme": "IPS"}, given=self.GIVEN)

        assert form.errors == {}
        assert form.answers()["programme"] == ""

    def test_beyond_school_has_one(self):
        assert list(EducationForm(SCHOOL | {"level": "S1"}, given=self.GIVEN).errors) == ["programme"]

    def test_of_a_student_is_no_school(self):
        given = self.GIVEN | {"category": "MAHASISWA"}

        assert list(EducationForm(SCHOOL | {"entered_in": "2024"}, given=given).errors) == ["level"]

    @pytest.mark.parametrize(
        ("year", "errors"), [("1985", ["graduated_in"]), ("1999", ["graduated_in"]), ("2000", [])]
    )
    def test_ends_no_earlier_than_one_can_study(self, year, errors):
        form = EducationForm(SCHOOL | {"graduated_in": year}, given=self.GIVEN)

        assert list(form.errors) == errors

    def test_of_a_school_goes_through_to_the_application(self, client):
        fill(client)
        post(client, "category", CATEGORY | {"category": "LAINNYA"})
        post(client, "education", SCHOOL)
        page = words_of(client.get("/pendaftaran/periksa/"))

        assert send(client).headers["Location"] == "/pendaftaran/status/"
        education = Education.objects.get()
        assert (education.level, education.programme) == ("SMA", "")
        assert "Program studi" not in page


def test_the_applicant_reads_what_was_sent_while_it_waits(client):
    fill(client)
    checked = words_of(client.get("/pendaftaran/periksa/"))
    send(client)

    status, page = words_of(client.get("/pendaftaran/status/")), words_of(client.get("/pendaftaran/data/"))

    assert '<a href="/pendaftaran/data/">Lihat data yang Anda kirim</a>' in status
    for said in ("Siti Rahmawati", "0812-3456-7890", "Tersimpan: gambar", "Anggota Biasa"):
        assert f"<dd>{said}</dd>" in page
        assert f"<dd>{said}</dd>" in checked
    assert 'class="change"' not in page
    assert "Lulusan pekerjaan sosial atau kesejahteraan sosial" in page


def test_who_sent_nothing_reads_nothing(client):
    assert client.get("/pendaftaran/data/").headers["Location"] == "/pendaftaran/"
