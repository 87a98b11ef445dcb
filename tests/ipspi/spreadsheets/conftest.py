import pytest

from tests.cast import make_user
from tests.ipspi.spreadsheets import notes


@pytest.fixture(autouse=True)
def _notes(monkeypatch):
    notes.install(monkeypatch)


@pytest.fixture
def writer(db):
    return make_user("penulis@contoh.example")


@pytest.fixture
def stranger(db):
    return make_user("orang-lain@contoh.example")
