import datetime as dt

import pytest
import time_machine
from django.urls import reverse
from django.utils.html import escape

from ipspi.outbox.models import Mail
from members import additions, drafts
from members.additions import Keeper
from members.models import Consent, ConsentText, Draft, Institution, Member
from tests.cast import NOW, PALEMBANG, make_applicant, make_document, make_member, make_nik, make_user

pytestmark = pytest.mark.django_db

NAME = {"name": "Siti  Rahmawati"}
IDENTITY = {
    "nik": "1671 0167 0385 0001",
    "birth_place": "Palembang",
    "birth_date": "27-03-1985",
    "sex": "P",
}
CONTACT = {
    "phone": "0812 3456 7890",
    "address": "Jalan Merdeka 1",
    "home_regency": "Kota Palembang",
    "home_regency_code": PALEMBANG,
}
EMPLOYMENT = {"situation": "PNS"}
WORK = {
    "nip": "19850327 201001 2 001",
    "workplace": "Dinas Sosial",
    "role": "lain",
    "role_other": "Kepala seksi",
}
CATEGORY = {"category": "PEKSOS"}
EDUCATION = {
    "level": "D4",
    "programme": "Pekerjaan Sosial",
    "institution": "STKS Bandung",
    "graduated_in": "2008",
    "diploma_number": "17/2008",
}
ALL = {
    "name": NAME,
    "identity": IDENTITY,
    "contact": CONTACT,
    "employment": EMPLOYMENT,
    "work": WORK,
    "category": CATEGORY,
    "education": EDUCATION,
}
STRANGE = "Ada huruf yang tidak dikenal: “%s”. Hapus, lalu ketik ulang dengan huruf Latin."
PAGES = ("start", *ALL, "documents", "check")


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def person(client):
    user = make_user("siti@contoh.example")
    client.force_login(user)
    return user


def post(client, step, data):
    return client.post(reverse(f"members:{step}"), data)


def fill(client, *, until="", **changed):
    for step, data in ALL.items():
        if step == until:
            break
        response = post(client, step, {**data, **{name: changed[name] for name in data if name in changed}})
        assert response.status_code == 302, response.context["form"].errors
    if not until:
        draft = Draft.objects.latest("saved_at")
        make_document(draft=draft, kind="foto")
        make_document(draft=draft, kind="ijazah")
    return response


def send(client, **changed):
    data = {"text": ConsentText.objects.latest("version").pk, "consent": "on"}
    return client.post(reverse("members:check"), {**data, **changed})


def words_of(response) -> str:
    return " ".join(response.content.decode().split())


def test_a_visitor_signs_in_first(client):
    for name in (*PAGES, "withdraw", "status"):
        response = client.get(reverse(f"members:{name}"))
        assert response.headers["Location"] == f"/akun/masuk/?next={reverse(f'members:{name}')}"


def test_who_signs_in_is_led_to_the_registration(client, person):
    assert client.get("/").headers["Location"] == "/pendaftaran/"
    assert client.get("/pendaftaran/").context["next_url"] == "/pendaftaran/nama/"


def test_the_steps_follow_each_other_to_the_last_check_and_the_status(client, person):
    onward = [post(client, step, data).headers["Location"].split("/")[2] for step, data in ALL.items()]
    names = ["identitas", "kontak", "kepegawaian", "pekerjaan", "kategori", "pendidikan", "dokumen"]
    assert onward == names
    for kind in ("foto", "ijazah"):
        make_document(draft=person.draft, kind=kind)
    assert client.post("/pendaftaran/dokumen/").headers["Location"] == "/pendaftaran/periksa/"
    assert send(client).headers["Location"] == "/pendaftaran/status/"

    member = Member.objects.get()
    assert (member.name, member.nik, member.birth_date) == (
        "Siti Rahmawati",
        "1671016703850001",
        dt.date(1985, 3, 27),
    )
    assert (str(member.phone), member.home_regency_id, member.nip) == (
        "+6281234567890",
        "16.71",
        "198503272010012001",
    )
    assert (member.status, member.user, member.applied_at) == ("APPLIED", person, NOW)


def test_answers_are_found_again_on_another_device(client, person):
    fill(client, until="contact")
    client.logout()
    client.force_login(person)

    assert client.get("/pendaftaran/").context["next_url"] == "/pendaftaran/kontak/"
    assert client.get("/pendaftaran/nama/").context["form"]["name"].value() == "Siti Rahmawati"
    form = client.get("/pendaftaran/identitas/").context["form"]
    assert [form[name].value() for name in ("birth_place", "birth_date", "sex")] == [
        "Palembang",
        dt.date(1985, 3, 27),
        "P",
    ]
    assert 'value="27-03-1985"' in str(form["birth_date"])


def test_the_regency_is_shown_again_by_its_name(client, person):
    post(client, "contact", {**CONTACT, "home_regency": "palembang", "home_regency_code": ""})

    assert 'value="Kota Palembang"' in words_of(client.get("/pendaftaran/kontak/"))


@pytest.mark.parametrize(
    ("step", "field", "typed", "said"),
    [
        ("name", "name", " ", "Isi nama lengkap Anda."),
        ("name", "name", "x" * 201, None),
        ("name", "name", "x" * 1_000_000, None),
        ("name", "name", "Siti\x00", None),
        ("name", "name", "S\u0456ti", STRANGE % "\u0456"),
        ("name", "name", "Siti\u202e", "Ada tanda yang tidak terlihat di isian ini. Hapus semuanya, lalu ketik ulang."),
        ("identity", "birth_place", "", "Isi tempat lahir Anda."),
        ("identity", "nik", "167101670385000", "NIK terdiri atas 16 angka; yang ditulis 15 angka."),
        ("identity", "nik", "9971016703850001", "Dua angka pertama NIK bukan kode provinsi yang dikenal."),
        ("identity", "nik", "1671013102850001", None),
        ("identity", "nik", "1671016703850000", "Empat angka terakhir NIK tidak mungkin 0000."),
        ("identity", "nik", "٠" * 16, "NIK hanya boleh berisi angka 0 sampai 9."),
        ("identity", "nik", "1" * 1_000_000, None),
        ("identity", "birth_date", "31-02-1985", "Ini bukan tanggal yang ada di kalender. Tulis seperti 27-03-1985."),
        ("identity", "birth_date", "17-11-2026", "Tanggal lahir ini tidak mungkin. Periksa tahunnya."),
        ("identity", "birth_date", "01-01-0001", "Tanggal lahir ini tidak mungkin. Periksa tahunnya."),
        ("identity", "sex", "X", None),
        ("contact", "phone", "0812", None),
        ("contact", "home_regency", "Atlantis", None),
        ("contact", "address", "", "Isi alamat surat Anda."),
        ("contact", "address", "x" * 301, None),
        ("contact", "postal_code", "3013", "Kode pos terdiri atas lima angka."),
        ("employment", "situation", "ASN", None),
        ("employment", "situation", "", "Pilih keadaan Anda sekarang."),
        ("work", "role", "999999", None),
        ("work", "role_other", "", "Sebutkan peran Anda."),
        ("category", "category", "", "Pilih salah satu."),
        ("education", "level", "S9", None),
        ("education", "institution", "---", "Ini bukan nama perguruan tinggi. Tulis dengan huruf."),
        ("education", "graduated_in", "0001", "Tahun ini tidak mungkin. Periksa kembali."),
        ("education", "graduated_in", "2027", "Tahun ini tidak mungkin. Periksa kembali."),
        ("education", "graduated_in", "٢٠٠٨", "Tahun ditulis dengan empat angka, misalnya 2012."),
        ("education", "diploma_number", "17\x00", None),
        ("work", "nip", "", "Isi NIP atau NI PPPK Anda."),
        ("work", "nip", "198513272010012001", "Delapan angka pertama NIP bukan tanggal lahir yang mungkin."),
        ("work", "workplace", "", "Isi tempat Anda bekerja."),
    ],
)  # fmt: skip
def test_a_wrong_answer_is_said_beside_its_field_and_kept(client, person, step, field, typed, said):
    if step == "work":
        post(client, "employment", EMPLOYMENT)
    response = post(client, step, {**ALL[step], field: typed})

    errors = response.context["form"].errors
    assert list(errors) == [field]
    assert said is None or errors[field] == [said]
    page = words_of(response)
    assert "<title>Kesalahan:" in page
    assert "Ada masalah" in page
    assert step not in drafts.steps_done(drafts.draft_of(person))


def test_what_was_typed_is_kept_beside_an_error(client, person):
    page = words_of(post(client, "identity", {**IDENTITY, "nik": "123", "birth_place": 'Kp. "Ani" O’Neil'}))

    assert 'value="Kp. &quot;Ani&quot; O’Neil"' in page
    assert 'value="123"' in page
    assert 'value="27-03-1985"' in page


@pytest.mark.parametrize("typed", ["0812-3456-7890", "6281234567890", "+62 812.3456.7890", "(0812) 34567890"])
def test_a_telephone_number_may_be_written_in_every_usual_way(client, person, typed):
    post(client, "contact", {**CONTACT, "phone": typed})

    assert drafts.answers_in(drafts.draft_of(person))["phone"] == "+6281234567890"


@pytest.mark.parametrize("typed", ["27/03/1985", "27.3.1985", "27 03 1985", "1985-03-27"])
def test_a_date_may_be_written_in_every_usual_way(client, person, typed):
    post(client, "identity", {**IDENTITY, "birth_date": typed})

    assert drafts.answers_in(drafts.draft_of(person))["birth_date"] == "1985-03-27"


def test_only_civil_servants_have_a_nip(client, person):
    post(client, "employment", {"situation": "COMPANY"})
    assert "nip" not in client.get("/pendaftaran/pekerjaan/").context["form"].fields
    post(client, "employment", {"situation": "PPPK"})
    form = client.get("/pendaftaran/pekerjaan/").context["form"]
    assert form["nip"].label == "NI PPPK"


def test_who_does_not_work_is_led_past_the_page_about_work(client, person):
    fill(client, until="employment")

    onward = post(client, "employment", {"situation": "NONE"}).headers["Location"]

    assert onward == "/pendaftaran/kategori/"
    assert client.get("/pendaftaran/pekerjaan/").headers["Location"] == onward
    assert len(client.get(onward).context["steps"]) == 8


def test_who_works_for_nobody_names_no_workplace(client, person):
    post(client, "employment", {"situation": "SELF"})

    assert post(client, "work", {"role": "lain", "role_other": "Konsultan"}).status_code == 302


def test_one_stops_and_finds_the_answers_again_later(client, person):
    response = post(client, "name", {**NAME, "later": "1"})

    assert response.headers["Location"] == "/pendaftaran/"
    page = client.get("/pendaftaran/")
    assert "Jawaban Anda sudah tersimpan." in words_of(page)
    assert page.context["next_url"] == "/pendaftaran/identitas/"


def test_a_student_becomes_an_anggota_rekan_without_a_diploma(client, person):
    fill(client, until="category")
    assert "Anggota Rekan" in words_of(client.get("/pendaftaran/kategori/"))
    post(client, "category", {"category": "MAHASISWA"})
    assert "diploma_number" not in client.get("/pendaftaran/pendidikan/").context["form"].fields
    studies = {"level": "S1", "programme": "Kesejahteraan Sosial", "institution": "UI", "entered_in": "2024"}
    post(client, "education", studies)
    make_document(draft=person.draft, kind="foto")
    assert "belum perlu mengirim ijazah" in words_of(client.get("/pendaftaran/dokumen/"))

    assert "<dd>Anggota Rekan</dd>" in words_of(client.get("/pendaftaran/periksa/"))
    send(client)

    member = Member.objects.get()
    education = member.educations.get()
    assert (member.type_id, member.category) == ("rekan", "MAHASISWA")
    assert (education.institution.name, education.entered_in, education.graduated_in) == (
        "Universitas Indonesia", 2024, None,
    )  # fmt: skip


@pytest.mark.parametrize(
    "name", ["Nur'aini", "O’Neil", 'Siti "Ani"', "Sukarno", "Nuʼman", "José Müller", "A" * 200]
)
def test_a_name_comes_out_as_it_was_written(client, person, name):
    fill(client, name=name)
    checked = client.get("/pendaftaran/periksa/").content.decode()
    send(client)

    assert Member.objects.get().name == name
    assert f"<dd>{escape(name)}</dd>" in checked
    assert escape(name) in client.get("/pendaftaran/status/").content.decode()
    mail = Mail.objects.get()
    assert f"Yth. {name}," in mail.text
    assert escape(name) in mail.html


def test_an_application_is_withdrawn_and_begun_again_with_everything(client, person):
    fill(client)
    send(client)
    assert "Tarik pendaftaran Anda?" in words_of(client.get("/pendaftaran/tarik/"))

    assert client.post("/pendaftaran/tarik/").headers["Location"] == "/pendaftaran/status/"

    assert Member.objects.get().status == "WITHDRAWN"
    page = words_of(client.get("/pendaftaran/status/"))
    for said in ("Pendaftaran ditarik", "Anda menarik pendaftaran.", "Ada pertanyaan? Hubungi"):
        assert said in page
    assert client.get("/pendaftaran/tarik/").headers["Location"] == "/pendaftaran/"
    assert client.post("/pendaftaran/lagi/").headers["Location"] == "/pendaftaran/periksa/"
    assert send(client).headers["Location"] == "/pendaftaran/status/"
    assert client.get("/pendaftaran/status/").context["member"].status == "APPLIED"


def test_what_was_decided_meanwhile_is_not_withdrawn(client, person):
    make_member(user=person)

    assert client.post("/pendaftaran/tarik/").headers["Location"] == "/pendaftaran/"
    assert Member.objects.get().status == "ACTIVE"


@pytest.mark.parametrize(("typed", "offered"), [
    ("padj", "Universitas Padjadjaran"),
    ("pajajaran", "Universitas Padjadjaran"),
    ("stks", "Politeknik Kesejahteraan Sosial Bandung"),
    ("kalijaga", "UIN Sunan Kalijaga Yogyakarta"),
])  # fmt: skip
def test_institutions_are_offered_while_one_types(client, person, typed, offered):
    page = client.get("/pendaftaran/perguruan-tinggi/", {"q": typed})

    assert [each.name for each in page.context["institutions"]][:1] == [offered]


def test_what_somebody_else_proposed_is_offered_to_nobody(client, person):
    Institution.objects.create(name="Universitas Rahasia", key="universitas rahasia")

    page = words_of(client.get("/pendaftaran/perguruan-tinggi/", {"q": "Rahasia"}))

    assert "Universitas Rahasia" not in page
    assert "belum ada di daftar" in page


def test_the_last_check_shows_every_answer_and_hides_most_of_the_nik(client, person):
    fill(client)

    page = words_of(client.get("/pendaftaran/periksa/"))
    for said in (
        "Siti Rahmawati",
        "27 Maret 1985",
        "Perempuan",
        "Kota Palembang, Sumatera Selatan",
        "Dinas Sosial",
        "Kepala seksi",
        "STKS Bandung",
        "Tersimpan: gambar",
        "Anggota Biasa",
    ):
        assert f"<dd>{said}</dd>" in page
    uncovered = "<summary>16••••••••••••01 <span>Tampilkan</span></summary><p>1671016703850001</p>"
    assert f'<dd><details class="uncover">{uncovered}</details></dd>' in page
    assert page.count("1671016703850001") == 1
    assert "/pendaftaran/kontak/#id_phone" in page


def test_the_last_check_waits_for_all_steps(client, person):
    assert client.get("/pendaftaran/periksa/").headers["Location"] == "/pendaftaran/nama/"
    post(client, "name", NAME)
    assert client.get("/pendaftaran/periksa/").headers["Location"] == "/pendaftaran/identitas/"
    fill(client, until="never")
    assert client.get("/pendaftaran/periksa/").headers["Location"] == "/pendaftaran/dokumen/"


def test_without_consent_nothing_is_sent(client, person):
    fill(client)

    response = client.post(reverse("members:check"), {"text": 1})

    assert response.context["form"].errors == {
        "consent": ["Tanpa persetujuan, pendaftaran tidak dapat dikirim."]
    }
    assert not Member.objects.exists()


def test_consent_to_a_text_that_has_changed_is_asked_again(client, person):
    fill(client)
    ConsentText.objects.create(version=2, purpose="Baru", text="Naskah baru", in_force_on=NOW.date())

    response = send(client, text=1)

    assert response.context["form"].non_field_errors() == [
        "Naskah persetujuan sudah diperbarui. Baca kembali sebelum mengirim."
    ]
    assert "Naskah baru" in words_of(response)
    assert send(client, text=2).status_code == 302
    assert Consent.objects.get().text_id == 2


def test_what_disagrees_must_be_confirmed(client, person):
    fill(client, birth_date="28-03-1985")

    page = client.get("/pendaftaran/periksa/")
    said = [
        "Tanggal lahir di dalam NIK berbeda dari yang diisi.",
        "Tanggal lahir di dalam NIP berbeda dari yang diisi.",
    ]
    assert [doubt.message for doubt in page.context["doubts"]] == said
    assert list(send(client).context["form"].errors) == ["confirmed"]
    assert send(client, confirmed="on").status_code == 302
    assert Member.objects.get().warnings == ["nik_birth_date_differs", "nip_birth_date_differs"]


def test_sending_twice_shows_the_same_status(client, person):
    fill(client)
    send(client)

    assert send(client).headers["Location"] == "/pendaftaran/status/"
    assert Member.objects.count() == 1


def test_the_steps_of_what_was_sent_lead_to_its_status(client, person):
    make_applicant(user=person)
    page = client.get("/pendaftaran/nama/", follow=True)

    assert page.redirect_chain == [("/pendaftaran/status/", 302)]
    assert "Pendaftaran Anda sudah terkirim." in page.content.decode()


def test_a_nik_that_is_registered_gets_the_same_pages(client, person):
    make_member(nik="1671016703850001")
    fill(client)
    assert send(client).headers["Location"] == "/pendaftaran/status/"
    taken = words_of(client.get("/pendaftaran/status/"))

    other = make_user("siti@contoh.examples")
    client.force_login(other)
    fill(client, nik=make_nik())
    assert send(client).headers["Location"] == "/pendaftaran/status/"
    free = words_of(client.get("/pendaftaran/status/"))

    assert taken.replace("siti@contoh.example", "siti@contoh.examples") == free


def test_the_status_says_who_has_it_since_when_and_what_comes_next(client, person, monkeypatch):
    monkeypatch.setattr(
        additions, "_keepers", [lambda member: Keeper("DPD Aceh", "aceh@contoh.example", "0651 1")]
    )
    make_applicant(user=person, home_regency="11.71", email=person.email)

    page = words_of(client.get("/pendaftaran/status/"))

    for said in (
        "Pendaftaran Anda sedang diperiksa",
        "16 November 2026 10.00 WIB",
        "DPD Aceh",
        "aceh@contoh.example",
    ):
        assert said in page
    assert "kami menulis ke siti@contoh.example" in page


def test_times_are_those_of_the_home_province(client, person):
    make_applicant(user=person, home_regency="91.71")

    assert "16 November 2026 12.00 WIT" in words_of(client.get("/pendaftaran/status/"))


def test_the_chapter_looks_after_its_members(client, person):
    make_applicant(user=person, home_regency="11.71")

    assert client.get("/pendaftaran/status/").context["keeper"].name == "Dewan Pengurus Pusat"


def test_a_member_sees_number_and_since_when(client, person):
    make_member(user=person, number="16.2026.000124", joined_on=dt.date(2026, 11, 4))

    page = words_of(client.get("/pendaftaran/status/"))

    assert "<strong>16.2026.000124</strong>" in page
    assert "4 November 2026" in page
    assert client.get("/pendaftaran/").headers["Location"] == "/pendaftaran/status/"
    assert post(client, "identity", IDENTITY).headers["Location"] == "/pendaftaran/status/"


def test_who_was_rejected_reads_why_and_registers_again(client, person):
    fill(client)
    send(client)
    Member.objects.update(status="REJECTED", decided_at=NOW, rejection_reason="Ijazah <belum> terbaca.")

    assert "Ijazah &lt;belum&gt; terbaca." in words_of(client.get("/pendaftaran/status/"))
    assert client.post("/pendaftaran/lagi/").headers["Location"] == "/pendaftaran/periksa/"
    assert send(client).headers["Location"] == "/pendaftaran/status/"
    assert client.get("/pendaftaran/status/").context["member"].status == "APPLIED"


def test_the_account_menu_leads_to_what_one_has(client, person):
    def label() -> list[str]:
        return [
            link.label
            for link in client.get("/akun/sandi/").context["nav_account"]
            if "/pendaftaran/" in link.url
        ]

    assert label() == ["Pendaftaran anggota"]
    member = make_applicant(user=person)
    assert label() == ["Status pendaftaran"]
    Member.objects.filter(pk=member.pk).update(status="ACTIVE", number="P/1", joined_on=NOW.date())
    assert label() == ["Keanggotaan saya"]


def test_an_imported_membership_is_ones_own_after_registering(client, person):
    make_member(nik="1671016703850001", email="siti@contoh.example", number="P/12")
    fill(client)
    send(client)

    assert "<strong>P/12</strong>" in words_of(client.get("/pendaftaran/status/"))


def test_who_has_not_applied_has_no_status(client, person):
    assert client.get("/pendaftaran/status/").headers["Location"] == "/pendaftaran/"


def test_pages_with_personal_data_are_kept_by_no_cache(client, person):
    fill(client)
    for name in PAGES:
        assert "no-store" in client.get(reverse(f"members:{name}")).headers["Cache-Control"]


def test_pages_ask_a_constant_number_of_queries(client, person, django_assert_max_num_queries):
    fill(client)
    for name in PAGES:
        with django_assert_max_num_queries(12):
            client.get(reverse(f"members:{name}"))
