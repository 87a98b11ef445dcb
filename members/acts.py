"""
What may be done about a membership, as pages offer it: each act with its words, its form, whom it fits, and its verb.

An act is asked twice: what is to happen, and, with the answers to be read once more, whether one is sure. What
cannot be is told before the second question.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ipspi.accounts.models import User
from ipspi.errors import RuleError
from members import leave, profile, resigning, transfers
from members.forms import life as forms
from members.models import Correction, Member, Plan, Transfer

Words = str | Promise
Field = Correction.Field


@dataclass(frozen=True, slots=True)
class Act:
    """`verb` takes member, answers, by and at. `warning` is what is said with the last question."""

    key: str
    label: Words
    lead: Words
    submit: Words
    done: Words
    form: type[forms.ActForm]
    fits: Callable[[Member], bool]
    verb: Callable[[Member, dict[str, Any], User, dt.datetime], object]
    warning: Words = ""
    danger: bool = False

    def refusal(self, member: Member, answers: dict[str, Any], *, by: User, at: dt.datetime) -> str:
        """Say why the act would be refused, empty if it would not: it is done and at once undone."""
        with transaction.atomic():
            try:
                self.verb(member, answers, by, at)
            except RuleError as error:
                return error.message
            finally:
                transaction.set_rollback(True)
        return ""


def has_status(*statuses: str) -> Callable[[Member], bool]:
    return lambda member: member.status in statuses


def _planned(kind: str) -> Callable[[Member], bool]:
    return lambda member: Plan.objects.open().filter(member=member, kind=kind).exists()


def _moving(member: Member) -> bool:
    return Transfer.objects.open().filter(member=member).exists()


def _asked(field: str) -> Callable[[Member], bool]:
    return lambda member: Correction.objects.open().filter(member=member, field=field).exists()


def _may_ask(field: str) -> Callable[[Member], bool]:
    return lambda member: member.status in Member.COUNTED and not _asked(field)(member)


def _ask(field: str) -> Callable[[Member, dict[str, Any], User, dt.datetime], object]:
    def ask(member: Member, answers: dict[str, Any], by: User, at: dt.datetime) -> object:
        new = answers.get("new", "biasa")
        new = new.isoformat() if isinstance(new, dt.date) else str(new)
        return profile.ask(member=member, field=field, new=new, note=answers["note"], by=by, at=at)

    return ask


def _withdraw(field: str) -> Callable[[Member, dict[str, Any], User, dt.datetime], object]:
    return lambda member, _answers, by, at: profile.withdraw(member=member, field=field, by=by, at=at)


def _correction(key: str, field: str, form: type[forms.ActForm], label: Words) -> Act:
    return Act(
        key=key,
        label=label,
        lead=_("Pengurus daerah Anda memeriksanya lebih dahulu. Data yang lama tetap disimpan."),
        submit=_("Kirim permintaan"),
        done=_("Permintaan Anda dikirim kepada pengurus."),
        form=form,
        fits=_may_ask(field),
        verb=_ask(field),
    )


CORRECTIONS = [
    _correction("nama", Field.NAME, forms.NameForm, _("Perbaiki nama")),
    _correction("nik", Field.NIK, forms.NIKForm, _("Perbaiki NIK")),
    _correction("tanggal-lahir", Field.BIRTH_DATE, forms.BirthDateForm, _("Perbaiki tanggal lahir")),
    _correction("jenis-kelamin", Field.SEX, forms.SexForm, _("Perbaiki jenis kelamin")),
]
PROVEN: dict[str, str] = {"nama": Field.NAME, "nik": Field.NIK, "tanggal-lahir": Field.BIRTH_DATE}
WITHDRAWALS = [
    Act(
        key=f"tarik-{field.value.replace('_', '-')}",
        label=_("Tarik permintaan: %(field)s") % {"field": field.label},
        lead=_("Data Anda tetap seperti sekarang."),
        submit=_("Tarik permintaan"),
        done=_("Permintaan Anda ditarik."),
        form=forms.ActForm,
        fits=_asked(field),
        verb=_withdraw(field),
    )
    for field in Field
]
OWN = [
    Act(
        key="mutasi",
        label=_("Pindah ke provinsi lain (mutasi)"),
        lead=_("Daerah asal dan daerah tujuan sama-sama menyetujuinya. Nomor anggota Anda tetap."),
        submit=_("Ajukan mutasi"),
        done=_("Mutasi Anda diajukan. Kedua daerah diberi tahu."),
        form=forms.TransferForm,
        fits=lambda member: member.status in Member.COUNTED and not _moving(member),
        verb=lambda member, answers, by, at: transfers.propose(member=member, by=by, at=at, **answers),
    ),
    Act(
        key="tarik-mutasi",
        label=_("Tarik mutasi"),
        lead=_("Anda tetap anggota di daerah Anda sekarang."),
        submit=_("Tarik mutasi"),
        done=_("Mutasi Anda ditarik."),
        form=forms.ActForm,
        fits=_moving,
        verb=lambda member, _answers, by, at: transfers.withdraw(member=member, by=by, at=at),
    ),
    Act(
        key="menjadi-biasa",
        label=_("Menjadi Anggota Biasa"),
        lead=_("Bagi Anggota Rekan yang sudah lulus. Nomor anggota Anda tetap."),
        submit=_("Kirim permintaan"),
        done=_("Permintaan Anda dikirim kepada pengurus."),
        form=forms.DiplomaForm,
        fits=lambda member: member.type_id == "rekan" and _may_ask(Field.TYPE)(member),
        verb=_ask(Field.TYPE),
    ),
    Act(
        key="cuti",
        label=_("Cuti dari keanggotaan"),
        lead=_("Anda tetap anggota dengan nomor yang sama, dan aktif kembali dengan sendirinya."),
        submit=_("Ambil cuti"),
        done=_("Cuti Anda tercatat."),
        form=forms.LeaveForm,
        fits=lambda member: member.status == Member.Status.ACTIVE and not _planned(Plan.Kind.LEAVE)(member),
        verb=lambda member, answers, by, at: leave.take_leave(member=member, by=by, at=at, **answers),
        warning=_("Selama cuti Anda tidak memegang jabatan pengurus."),
    ),
    Act(
        key="akhiri-cuti",
        label=_("Akhiri cuti"),
        lead=_("Anda aktif kembali mulai hari ini."),
        submit=_("Akhiri cuti"),
        done=_("Cuti Anda berakhir."),
        form=forms.ActForm,
        fits=_planned(Plan.Kind.LEAVE),
        verb=lambda member, _answers, by, at: leave.return_from_leave(member=member, by=by, at=at),
    ),
    Act(
        key="berhenti",
        label=_("Mengundurkan diri"),
        lead=_(
            "Keanggotaan Anda berakhir pada tanggal yang Anda pilih. Sampai saat itu Anda dapat menariknya."
        ),
        submit=_("Lanjutkan"),
        done=_("Pengunduran diri Anda tercatat."),
        form=forms.ResignationForm,
        fits=lambda member: member.status in Member.COUNTED and not _planned(Plan.Kind.RESIGNATION)(member),
        verb=lambda member, answers, by, at: resigning.resign(member=member, by=by, at=at, **answers),
        warning=_(
            "Sesudah tanggal itu Anda bukan anggota lagi. Bila kelak mendaftar lagi, nomor Anda yang lama kembali."
        ),
        danger=True,
    ),
    Act(
        key="batal-berhenti",
        label=_("Tarik pengunduran diri"),
        lead=_("Anda tetap anggota, dan tidak ada yang berubah."),
        submit=_("Tetap menjadi anggota"),
        done=_("Pengunduran diri Anda ditarik."),
        form=forms.ActForm,
        fits=_planned(Plan.Kind.RESIGNATION),
        verb=lambda member, _answers, by, at: resigning.take_back(member=member, by=by, at=at),
    ),
]
ACTS = {act.key: act for act in [*OWN, *CORRECTIONS, *WITHDRAWALS]}


def to_prove(member: Member) -> list[Act]:
    """Return the corrections that wait for an officer and may be shown a paper for, such as a photo of the KTP."""
    return [act for act in CORRECTIONS if act.key in PROVEN and _asked(PROVEN[act.key])(member)]


def offered(member: Member) -> list[Act]:
    """Return what a member may do now on the page of the membership."""
    return [act for act in [*OWN, *WITHDRAWALS] if act.fits(member)]


def corrections(member: Member) -> list[Act]:
    """Return what a member may ask to have corrected now."""
    return [act for act in CORRECTIONS if act.fits(member)]
