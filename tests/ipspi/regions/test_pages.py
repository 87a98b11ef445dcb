import re

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def options(client, text):
    response = client.get(reverse("regions:options"), {"q": text})
    assert response.status_code == 200
    return re.findall(r'data-code="([0-9.]+)"', response.content.decode()), response.content.decode()


def test_anybody_is_offered_regencies_while_typing(client):
    assert options(client, "bogor")[0] == ["32.01", "32.71"]


def test_at_most_ten_are_offered(client):
    assert len(options(client, "kota b")[0]) == 10


def test_an_empty_answer_says_so(client):
    codes, page = options(client, "zzzz")
    assert codes == []
    assert "Tidak ada kabupaten atau kota yang mirip “zzzz”." in page


def test_what_was_typed_is_escaped(client):
    assert "<script>" not in options(client, "<script>")[1]


def test_a_very_long_text_is_cut(client):
    assert options(client, "kota palembang" + " x" * 5000)[0] == []


def test_it_only_reads(client):
    assert client.post(reverse("regions:options")).status_code == 405
