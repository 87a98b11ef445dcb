import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse

from ipspi.audit.models import Act
from ipspi.spreadsheets import importing, rejected
from ipspi.spreadsheets.models import Upload
from ipspi.spreadsheets.reading import read
from ipspi.spreadsheets.rejected import NothingRejected
from tests.ipspi.spreadsheets.notes import NOW

pytestmark = pytest.mark.django_db
FILE = (
    "Daftar 2026\nSurel;Nama;NIK;Hobi\nani@x.id;Ani;1671015708900001;catur\n"
    "budi;=1+1;1671015708900002;lari\nbudi;Budi;;\n"
)


def assigned(by, content=FILE):
    upload = importing.receive(
        kind="catatan", key=str(by.pk), file_name="a.csv", content=content.encode(), by=by, at=NOW
    )
    return importing.assign(upload=upload, places=upload.places, by=by, at=NOW)


def given_back(upload, by):
    return [line.cells for line in read(rejected.workbook(upload=upload, by=by)).lines]


BACK = [
    ["Baris", "Surel", "Nama", "NIK", "Hobi", "Alasan ditolak"],
    ["4", "budi", "=1+1", "1671015708900002", "lari", "Bukan alamat surel."],
    ["5", "budi", "Budi", "", "", "Bukan alamat surel. Sudah ada di baris lain."],
]


def test_rejected_lines_come_back_whole_with_their_reasons(writer):
    assert given_back(assigned(writer), writer) == BACK


def test_they_come_back_after_the_others_were_applied(writer):
    upload = importing.apply(upload=assigned(writer), skip_rejected=True, by=writer, at=NOW)

    assert given_back(upload, writer) == BACK
    assert Act.objects.get(did="take_rejected_rows").details == {"lines": 2}


def test_they_are_encrypted_and_deleted_after_a_week(writer):
    upload = importing.apply(upload=assigned(writer), skip_rejected=True, by=writer, at=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT rejected FROM spreadsheets_upload WHERE id = %s", [upload.pk])
        assert b"budi" not in bytes(cursor.fetchone()[0])

    assert rejected.forget(at=NOW + dt.timedelta(days=7)) == 0
    assert rejected.forget(at=NOW + dt.timedelta(days=7, seconds=1)) == 1
    with pytest.raises(NothingRejected):
        rejected.workbook(upload=Upload.objects.get(pk=upload.pk), by=writer)


def test_an_upload_that_is_given_up_keeps_nothing(writer):
    assert importing.cancel(upload=assigned(writer), by=writer, at=NOW).rejected is None


def test_other_columns_are_judged_anew(writer):
    upload = assigned(writer)
    again = importing.assign(upload=upload, places={"email": 0}, by=writer, at=NOW)

    assert len(given_back(again, writer)) == 3
    good = importing.assign(
        upload=assigned(writer, FILE.replace("budi;", "b@x.id;", 1).replace("\nbudi", "\nc@x.id")),
        places={"email": 0},
        by=writer,
        at=NOW,
    )
    assert good.rejected is None


def test_only_who_may_write_there_gets_them(writer, stranger):
    with pytest.raises(PermissionDenied):
        rejected.workbook(upload=assigned(writer), by=stranger)


def test_the_pages_offer_them(client, writer, stranger):
    upload = assigned(writer)
    address = reverse("spreadsheets:rejected", args=[upload.pk])
    client.force_login(writer)

    assert address in client.get(reverse("spreadsheets:upload", args=[upload.pk])).content.decode()
    client.post(reverse("spreadsheets:apply", args=[upload.pk]), {"skip_rejected": "1"})
    assert address in client.get(reverse("spreadsheets:upload", args=[upload.pk])).content.decode()
    response = client.get(address)
    assert response["Content-Disposition"] == 'attachment; filename="baris-ditolak.xlsx"'
    assert response["Cache-Control"] == "private, no-store"
    client.force_login(stranger)
    assert client.get(address).status_code == 404
