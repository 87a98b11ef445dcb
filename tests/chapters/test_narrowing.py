"""What a roster is narrowed by, and that a search in a whole nation reads an index."""

import datetime as dt

import pytest
from django.db import connection

from chapters import rosters
from chapters.models import Chapter
from chapters.narrowing import ANY, LATE, PAID, PROBLEMS, UNKNOWN, Asked
from members.models import DuesMark, Employment, Member, Sector
from tests.cast import NOW, TODAY, make_applicant, make_member, make_nip

pytestmark = pytest.mark.django_db


def found(**asked):
    roster = rosters.roster_of(Chapter.objects.get(pk="16"))
    return sorted(rosters.find(roster, Asked(today=TODAY, **asked)).members.values_list("name", flat=True))


@pytest.fixture
def several():
    whole = {"category": "PEKSOS", "email": "a@contoh.example", "sector": Sector.NGO}
    civil = {**whole, "sector": "", "nip": make_nip()}
    make_member(name="Pns", **{**civil, "employment": Employment.PNS, "joined_on": dt.date(2020, 1, 1)})
    make_member(name="Pppk", **{**civil, "employment": Employment.PPPK, "nip": ""})
    make_member(name="Dosen", **{**whole, "sector": Sector.LECTURER, "joined_on": dt.date(2022, 12, 31)})
    make_member(name="Entah", **{**whole, "sector": "", "category": "TKS"})
    bare = {"nik": None, "birth_date": None, "phone": "", "employment": "", "warnings": ["nik_sex_differs"]}
    make_member(name="Kosong", **bare)
    Member.objects.filter(name="Kosong").update(home_regency=None)
    make_applicant(name="Rekan", **{**whole, "type_id": "rekan", "category": "MAHASISWA"})
    Member.objects.filter(name="Rekan").update(joined_on=None)
    for name, until in (("Pns", TODAY), ("Dosen", TODAY - dt.timedelta(days=1)), ("Entah", TODAY)):
        member = Member.objects.get(name=name)
        DuesMark.objects.create(member=member, paid_until=until, marked_at=NOW)
    # the latest mark counts, not the furthest
    DuesMark.objects.create(
        member=Member.objects.get(name="Entah"), paid_until=dt.date(2020, 1, 1), marked_at=NOW
    )


@pytest.mark.parametrize(
    ("asked", "who"),
    [
        ({"work": "pns"}, ["Pns"]),
        ({"work": "pppk"}, ["Pppk"]),
        ({"sector": Sector.LECTURER}, ["Dosen"]),
        ({"sector": UNKNOWN}, ["Entah"]),
        ({"category": "TKS"}, ["Entah"]),
        ({"category": UNKNOWN}, ["Kosong"]),
        ({"dues": PAID}, ["Pns"]),
        ({"dues": LATE}, ["Dosen", "Entah"]),
        ({"dues": UNKNOWN}, ["Kosong", "Pppk"]),
        ({"joined_from": dt.date(2020, 1, 1)}, ["Dosen", "Pns"]),
        ({"joined_from": dt.date(2020, 1, 2), "joined_until": dt.date(2022, 12, 31)}, ["Dosen"]),
        ({"problem": ANY}, ["Entah", "Kosong", "Pppk"]),
        ({"problem": "differs"}, ["Kosong"]),
        ({"problem": "nik"}, ["Kosong"]),
        ({"problem": "nip"}, ["Pppk"]),
        ({"problem": "birth"}, ["Kosong"]),
        ({"problem": "phone"}, ["Kosong"]),
        ({"problem": "email"}, ["Kosong"]),
        ({"problem": "place"}, ["Kosong"]),
        ({"problem": "work"}, ["Kosong"]),
        ({"problem": "sector"}, ["Entah"]),
        ({"problem": "category"}, ["Kosong"]),
        ({"problem": "nonsense", "dues": "nonsense", "work": "nonsense"}, [
            "Dosen", "Entah", "Kosong", "Pns", "Pppk", "Rekan",
        ]),
    ],
)  # fmt: skip
def test_filters_narrow_the_roster(several, asked, who):
    assert found(**asked) == who


def test_every_kind_of_problem_is_looked_for_above():
    tried = {mark.args[1][number][0].get("problem") for mark in test_filters_narrow_the_roster.pytestmark
             for number in range(len(mark.args[1]))}  # fmt: skip

    assert PROBLEMS.keys() <= tried


def test_a_search_for_a_name_in_the_nation_reads_an_index():
    nation = Member.objects.filter(rosters._holds("rahma"))
    many = (Member(name=f"Orang {hex(number)}", status="RESIGNED") for number in range(2_000))
    Member.objects.bulk_create(many)
    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list('member_name_trigrams')")
        cursor.execute("ANALYZE members_member")
        cursor.execute("SET LOCAL enable_seqscan = off")

    plan = nation.order_by().values("pk").explain()

    assert "member_name_trigrams" in plan
