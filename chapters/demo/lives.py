"""Some lives in the demo story: somebody on leave, a correction, a move that waits, dues, and a proposed suspension."""

import datetime as dt
from typing import Any

from chapters import life as chapters_life
from ipspi.accounts.models import User
from ipspi.regions.models import Regency
from members import history, profile, resigning, transfers
from members.models import Member


def live(own: Member, colleagues: list[Member], *, secretary: User, at: dt.datetime) -> None:
    """Let `own`, who has an account, and colleagues of the same chapter do and meet what happens to members."""
    today = history.day_of(own, at)
    lot: dict[str, Any] = {"by": secretary, "at": at}
    account: dict[str, Any] = {"member": own, "by": own.user, "at": at}
    first, second, third = colleagues[:3]
    for member in (own, first, second):
        paid_until = dt.date(today.year, 12, 31)
        chapters_life.mark_dues(member=member, paid_until=paid_until, note="", **lot)
    chapters_life.grant_leave(
        member=second,
        begins_on=today,
        ends_on=today + dt.timedelta(days=180),
        reason="Studi lanjut di luar negeri",
        **lot,
    )
    chapters_life.propose_suspension(
        member=third,
        begins_on=today,
        ends_on=today + dt.timedelta(days=90),
        reason="Aduan tentang kode etik sedang diperiksa",
        note="Berkas aduan ada pada ketua.",
        **lot,
    )
    profile.ask(field="name", new=f"{own.name} Utama", note="Nama di KTP saya lebih panjang.", **account)
    nik = f"{own.nik[:-1]}{(int(own.nik[-1]) + 1) % 10}" if own.nik else ""
    if nik:
        profile.ask(field="nik", new=nik, note="Angka terakhir salah ketik.", **account)
    transfers.propose(
        to_regency=Regency.objects.select_related("province").get(pk="11.71"),
        wished_on=today + dt.timedelta(days=30),
        reason="Pindah tugas ke Banda Aceh",
        **account,
    )
    resigning.resign(on=today + dt.timedelta(days=60), reason="", **account)
    resigning.take_back(**account)
