import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from chapters.models import Decision, JointDecision, Link, ListRow, Office
from tests.cast import BANDA_ACEH, make_member, make_nik, make_officer, make_user
from tests.chapters.reconciliation.scene import doubtful, link_of, links
from tests.ledgers import make_link, make_row

pytestmark = pytest.mark.django_db
FOUND = {"R4": "M0", "R5": "N0", "R6": "M4", "R8": "A0"}


def page_of(name, *arguments):
    return reverse(f"reconciliation:{name}", args=["16", *arguments])


def words(response):
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


@pytest.fixture
def officer(client):
    officer = make_officer()
    client.force_login(officer)
    return officer


@pytest.fixture
def members():
    return doubtful()


def answer(client, row, member, given, **how):
    pk = link_of(row, member).pk
    return client.post(page_of("decide", pk), {"jawaban": given}, **how)


def test_the_queue_begins_with_the_likeliest_pair_and_says_how_many_there_are(client, officer, members):
    response = client.get(page_of("review"), follow=True)

    assert response.redirect_chain == [(page_of("pair", link_of("R8", "A0").pk), 302)]
    assert "Pasangan 1 dari 5" in words(response)


def test_both_records_stand_side_by_side_with_why_in_words_and_bars(client, officer, members):
    text = words(client.get(page_of("pair", link_of("R5", "N0").pk)))

    assert "Siti Rahmawati – <a href=" in text
    assert text.count("LKS Melati") == 2
    assert "Nama sama" in text
    assert '<rect class="for"' in text
    for given in Decision.Answer.values:
        assert f'name="jawaban" value="{given}"' in text


def test_words_and_digits_that_differ_are_marked_and_no_other_digit_is_shown(client, officer):
    nik = make_nik()
    slip = nik[:5] + str((int(nik[5]) + 1) % 10) + nik[6:]
    member = make_member(name="Siti Aminah", nik=nik, nip="198503122010012007")
    row = make_row(name="Siti Aminh, S.Sos", nik=slip, nip="198503212010012007")
    text = words(client.get(page_of("pair", make_link(member, row=row, band="review").pk)))

    assert f"•••••<mark>{slip[5]}</mark>••••••••••" in text
    assert f"•••••<mark>{nik[5]}</mark>••••••••••" in text
    assert "••••••<mark>2</mark><mark>1</mark>••••••••••" in text
    assert "<mark>Aminh,</mark>" in text
    assert not any(number in text for number in (nik, slip, member.nip, row.nip, nik[:4]))


def test_titles_that_are_written_alike_are_not_marked(client, officer):
    member = make_member(name="Halimah Rahma Amelia", titles_after="S.Kesos., M.Kesos")
    row = make_row(name="HALIMAH ROHMA AMELIA, S.KESOS, M.Kesos")
    text = words(client.get(page_of("pair", make_link(member, row=row, band="review").pk)))

    assert "<mark>ROHMA</mark>" in text
    assert "<mark>Rahma</mark>" in text
    assert text.count("<mark>") == 2


@pytest.mark.parametrize("listed", ["another number", "a damaged one", "none"])
def test_numbers_that_differ_in_more_than_a_slip_are_hidden_whole(client, officer, listed):
    nik = make_nik()
    other = {"another number": "9" * 16, "a damaged one": "1,67E+15", "none": ""}[listed]
    row = make_row(name="Siti Aminah", nik=other)
    text = words(client.get(page_of("pair", make_link(make_member(nik=nik), row=row, band="review").pk)))

    assert "<mark>9" not in text
    assert "•" * 16 in text
    assert nik[:4] not in text


def test_deciding_leads_to_the_next_pair_by_itself(client, officer, members):
    response = answer(client, "R8", "A0", "NOT_SAME", follow=True)

    assert response.redirect_chain == [(page_of("pair", link_of("R5", "N0").pk), 302)]
    text = words(response)
    assert "Hasan Tiro: bukan orang yang sama (Seorang anggota di luar daerah ini)." in text
    assert "Pasangan 2 dari 5" in text
    assert Decision.objects.get().by == officer


def test_after_the_last_pair_it_is_said_that_none_waits(client, officer, members):
    Link.objects.exclude(row__row_id="R6").filter(band="review").delete()
    text = words(answer(client, "R6", "M4", "SAME", follow=True))

    assert "Tidak ada yang menunggu" in text
    assert "Keputusan terakhir" in text


def test_the_last_decisions_can_be_taken_back_one_by_one(client, officer, members):
    before = links()
    answer(client, "R4", "M0", "SAME")
    text = words(answer(client, "R6", "M4", "NOT_SAME", follow=True))
    for decision in Decision.objects.all():
        assert page_of("undo_decision", decision.pk) in text
    response = client.post(page_of("undo_decision", Decision.objects.get(answer="SAME").pk), follow=True)

    assert response.redirect_chain == [(page_of("pair", link_of("R4", "M0").pk), 302)]
    assert "Keputusan diurungkan." in words(response)
    assert links() == before - {("R6", "M4", "review")}


def test_who_comes_second_is_told_and_goes_on(client, officer, members):
    pair = link_of("R4", "N0").pk
    other = make_officer(office=Office.SECRETARY)
    answer(client, "R4", "M0", "SAME")
    client.force_login(other)
    response = client.post(page_of("decide", pair), {"jawaban": "SAME"}, follow=True)

    assert "Pasangan itu sudah tidak ada" in words(response)
    assert Decision.objects.count() == 1


def test_of_a_pair_that_both_looked_at_the_second_officer_is_told_who_decided(client, officer, members):
    pair = link_of("R2", "M1").pk
    answer(client, "R2", "M1", "SAME")
    client.force_login(make_officer(office=Office.SECRETARY))

    assert f"Sudah diputuskan oleh {officer}: orang yang sama." in words(
        client.post(page_of("decide", pair), {"jawaban": "NOT_SAME"}, follow=True)
    )
    assert f"{officer}," in words(client.get(page_of("pair", pair)))


def test_of_a_member_elsewhere_only_which_fields_agree_is_told(client, officer, members):
    text = words(client.get(page_of("pair", link_of("R8", "A0").pk)))

    assert "Seorang anggota di luar daerah ini" in text
    assert "Yang cocok dengan baris Anda: nama, tempat kerja." in text
    assert "Aceh" not in text
    assert str(members["A0"].pk) not in text
    assert members["A0"].birth_date.strftime("%Y") not in text.replace("2026", "")
    assert '<rect class="for"' not in text


def test_accepting_a_member_elsewhere_tells_where_and_offers_a_mutasi(client, officer, members):
    text = words(answer(client, "R8", "A0", "SAME", follow=True))

    assert "Hasan Tiro: orang yang sama (Terdaftar di DPD Aceh sejak 2019)." in text
    assert reverse("chapters:receive", args=["16"]) in text
    row = words(client.get(page_of("row", ListRow.objects.get(row_id="R8").pk)))
    assert "diputuskan petugas" in row
    assert reverse("chapters:receive", args=["16"]) in row


def test_a_link_that_was_made_by_itself_can_be_refused_from_its_row(client, officer, members):
    row = words(client.get(page_of("row", ListRow.objects.get(row_id="R2").pk)))
    pair = page_of("pair", link_of("R2", "M1").pk)
    assert f'href="{pair}"' in row
    text = words(client.get(pair))
    assert 'value="NOT_SAME"' in text
    assert 'value="LATER"' not in text
    answer(client, "R2", "M1", "NOT_SAME")

    assert ("R2", "M1", "auto") not in links()


def test_figures_on_the_ledger_never_contradict_what_was_just_decided(client, officer, members):
    answer(client, "R4", "M0", "SAME")
    text = words(client.get(page_of("ledger")))

    assert "Sejak itu 1 keputusan petugas." in text
    assert "Tinjau 3 baris" in text
    review = words(client.get(page_of("group", "perlu-ditinjau")))
    assert "3 menurut rekonsiliasi" in review
    assert review.count('role="rowheader"') == 3
    assert "3 dari 7 ada juga di daftar DPD" in words(client.get(reverse("chapters:overview", args=["16"])))


def test_what_would_be_accepted_together_is_shown_before_it_is(client, officer, members):
    Link.objects.filter(row__row_id="R6").update(told=0.9)
    Link.objects.filter(row__row_id="R5").update(told=0.7)
    text = words(client.get(page_of("accept_together"), {"peluang": "0.60"}))

    assert "2 pasangan akan diterima. Perkiraan yang keliru: 0,4." in text
    assert "1 pasangan lain dengan peluang setinggi itu tidak ikut" in text
    assert "Hasan Tiro" not in text
    assert not Decision.objects.exists()
    seen = text.split('name="dilihat" value="')[1].split('"')[0]
    data = {"peluang": "0.60", "dilihat": seen}
    response = client.post(page_of("accept_together"), data, follow=True)
    assert "2 pasangan dengan peluang 60 % atau lebih diterima oleh" in words(response)

    undone = client.post(page_of("undo_joint", JointDecision.objects.get().pk), follow=True)
    assert "2 keputusan diurungkan." in words(undone)
    assert not Decision.objects.in_force().exists()


@pytest.mark.parametrize("peluang", ["", "x", "nan", "-3", "9", "1e999"])
def test_a_probability_that_is_none_shows_something_sensible(client, officer, members, peluang):
    assert client.get(page_of("accept_together"), {"peluang": peluang}).status_code == 200


def test_an_answer_that_is_none_decides_nothing(client, officer, members):
    client.post(page_of("decide", link_of("R4", "M0").pk), {"jawaban": "MAYBE"})

    assert not Decision.objects.exists()


@pytest.mark.parametrize("name", ["review", "decisions", "accept_together"])
@pytest.mark.parametrize("who", ["outsider", "treasurer", "chair of another DPD"])
def test_nobody_else_sees_the_queue(client, members, name, who):
    user = {
        "outsider": make_user,
        "treasurer": lambda: make_officer(office=Office.TREASURER),
        "chair of another DPD": lambda: make_officer(chapter="11"),
    }[who]()
    client.force_login(user)

    assert client.get(page_of(name)).status_code == 404


def test_pages_need_as_many_queries_for_many_pairs_as_for_few(client, officer, members):
    pair = link_of("R6", "M4")

    def queries():
        with CaptureQueriesContext(connection) as seen:
            for address in (page_of("pair", pair.pk), page_of("decisions"), page_of("accept_together")):
                words(client.get(address))
        return len(seen)

    def decided(number):
        for n in range(number):
            member = make_member(home_regency=BANDA_ACEH if n % 2 else "16.71")
            row = make_row(name=member.name)
            make_link(member, row=row, band="review", probability=0.9)
            Decision.objects.create(
                list=row.list, key=row.key, member=member, answer="LATER", probability=0.9, at=timezone.now()
            )

    decided(2)
    few = queries()
    decided(30)

    assert queries() == few
    assert few <= 78
