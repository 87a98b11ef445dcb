import pytest

from ipspi.spreadsheets import importing
from tests.ipspi.spreadsheets.notes import NOW

pytestmark = pytest.mark.django_db
FIRST = b"Kontak;Sebutan;Nama;NIK\nani@x.id;Ani;diklat;16\n"
GUESS, UNLIKE_THE_GUESS = (
    {"name": 2, "secret": 3},
    {"email": 0, "name": 1},
)  # the heading "Nama" is that of a course, and not used


def receive(by, content, *, kind="catatan", key="semua"):
    return importing.receive(kind=kind, key=key, file_name="lama.csv", content=content, by=by, at=NOW)


@pytest.fixture
def applied(writer):
    """A file of the chapter whose columns an officer chose otherwise than they were guessed."""
    upload = receive(writer, FIRST)
    assert upload.places == GUESS
    importing.assign(upload=upload, places=UNLIKE_THE_GUESS, by=writer, at=NOW)
    return importing.apply(upload=upload, by=writer, at=NOW)


def test_a_file_with_the_same_headings_is_read_as_the_last_one(writer, applied):
    again = receive(writer, b"Judul\nKontak;Sebutan;Nama;NIK\nbudi@x.id;Budi;seminar;17\n")

    assert (again.places, again.like) == (UNLIKE_THE_GUESS, applied)


def test_headings_are_found_again_in_another_order_and_beside_new_ones(writer, applied):
    again = receive(writer, b"Surel;nama;KONTAK;Sebutan:;nik\n-;seminar;budi@x.id;Budi;17\n")

    assert again.places == {"email": 2, "name": 3}


def test_where_only_some_headings_are_the_same_the_others_are_guessed(writer, applied):
    again = receive(writer, b"Kontak;Nama lengkap;NIK\nbudi@x.id;Budi;17\n")

    assert again.places == {"email": 0, "name": 1}


def test_another_file_is_guessed(writer, applied):
    again = receive(writer, b"Surel;Nama lengkap;Alamat;Hobi\nbudi@x.id;Budi;Palembang;catur\n")

    assert (again.places, again.like) == ({"email": 0, "name": 1}, None)


def test_files_without_headings_are_alike_if_they_are_as_wide(writer):
    upload = receive(writer, b"Ani;ani@x.id\n")
    importing.assign(upload=upload, places={"email": 1, "name": 0}, by=writer, at=NOW)
    importing.apply(upload=upload, by=writer, at=NOW)

    assert receive(writer, b"Budi;budi@x.id\n").places == {"email": 1, "name": 0}
    assert receive(writer, b"Budi;budi@x.id;2\n").places == {"email": 1}


def test_a_file_that_was_never_applied_teaches_nothing(writer):
    upload = receive(writer, FIRST)
    importing.assign(upload=upload, places=UNLIKE_THE_GUESS, by=writer, at=NOW)
    importing.cancel(upload=upload, by=writer, at=NOW)

    assert receive(writer, FIRST).places == GUESS


def test_no_words_of_the_file_are_kept(writer, applied):
    applied.refresh_from_db()

    assert len(applied.marks) == 4
    assert not {"kontak", "sebutan", "nama"} & set(applied.marks)


def test_the_page_says_which_file_the_columns_are_from(client, writer, applied):
    client.force_login(writer)
    again = receive(writer, FIRST)

    assert "seperti pada berkas “lama.csv”" in client.get(f"/unggahan/{again.pk}/kolom/").content.decode()
