"""What the secretary of Sumatera Selatan has asked applicants to correct, and what one of them has sent back."""

import datetime as dt

from chapters import asking
from chapters.demo import nation
from ipspi.accounts.models import User
from members import correcting
from members.models import Member


def ask_for_changes(*, by: User, at: dt.datetime) -> None:
    """Ask the two who applied last for changes that only they can make; the first of them has answered since."""
    waiting = Member.objects.awaiting_decision().filter(home_province=nation.HOME, warnings=[])
    answers, waits = waiting.order_by("-applied_at")[:2]
    day = dt.timedelta(days=1)
    note = "Tulis nama tempat bekerja selengkapnya, seperti di surat tugas Anda."
    asking.ask(applicant=answers, notes={"workplace": note}, by=by, at=at - day / 2)
    if answers.user:
        correcting.correct(
            by=answers.user,
            answers={"workplace": f"{answers.workplace}, Bidang Rehabilitasi Sosial"},
            reply="Saya bertugas di sana sejak tahun lalu.",
            confirmed=False,
            at=at - day / 4,
        )
    notes = {
        "name": "Nama di KTP memakai dua kata; yang tertulis di sini berbeda.",
        "phone": "Nomor ini tidak dapat kami hubungi. Tulis nomor yang aktif.",
    }
    asking.ask(applicant=waits, notes=notes, by=by, at=at - day / 3)
