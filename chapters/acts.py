"""What officers may do about a member, as the member's page offers it: each with its right, words, form and verb."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from chapters import access, life, transfers
from chapters.access import May
from chapters.forms import life as forms
from ipspi.accounts.models import User
from members.acts import Act, has_status
from members.forms.life import ActForm, LeaveForm, TransferForm
from members.models import Member, Plan, Transfer

Status = Member.Status


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficersAct(Act):
    """An act that takes a right in the member's province, and a fresh proof of who one is where `step_up` says so."""

    may: May
    step_up: bool = False


def _without(kind: str, *statuses: str) -> Any:
    def fits(member: Member) -> bool:
        return member.status in statuses and not Plan.objects.open().filter(member=member, kind=kind).exists()

    return fits


def _on_leave(member: Member) -> bool:
    return Plan.objects.open().filter(member=member, kind=Plan.Kind.LEAVE).exists()


def _stays(member: Member) -> bool:
    return member.status in Member.COUNTED and not Transfer.objects.open().filter(member=member).exists()


_ALL = [
    OfficersAct(
        key="iuran",
        label=_("Tandai iuran"),
        lead=_("Sampai tanggal berapa iuran anggota ini lunas. Uangnya sendiri dicatat di tempat lain."),
        submit=_("Tandai iuran"),
        done=_("Iuran %(name)s ditandai."),
        form=forms.DuesForm,
        fits=lambda member: member.status in Member.COUNTED and member.type.owes_dues,
        verb=lambda member, answers, by, at: life.mark_dues(member=member, by=by, at=at, **answers),
        may=May.KEEP_DUES,
    ),
    OfficersAct(
        key="mutasi",
        label=_("Usulkan mutasi"),
        lead=_("Daerah Anda melepas anggota ini; daerah tujuan masih perlu menyetujuinya."),
        submit=_("Usulkan mutasi"),
        done=_("Mutasi %(name)s diusulkan. Daerah tujuan dan anggota diberi tahu."),
        form=TransferForm,
        fits=_stays,
        verb=lambda member, answers, by, at: transfers.propose_for(member=member, by=by, at=at, **answers),
        may=May.TRANSFER,
    ),
    OfficersAct(
        key="cuti",
        label=_("Catat cuti"),
        lead=_("Anggota tetap tercatat, dan aktif kembali dengan sendirinya pada tanggalnya."),
        submit=_("Catat cuti"),
        done=_("Cuti %(name)s dicatat."),
        form=LeaveForm,
        fits=_without(Plan.Kind.LEAVE, Status.ACTIVE),
        verb=lambda member, answers, by, at: life.grant_leave(member=member, by=by, at=at, **answers),
        may=May.KEEP_STANDING,
    ),
    OfficersAct(
        key="akhiri-cuti",
        label=_("Akhiri cuti"),
        lead=_("Anggota ini aktif kembali mulai hari ini."),
        submit=_("Akhiri cuti"),
        done=_("Cuti %(name)s berakhir; ia aktif kembali mulai hari ini."),
        form=ActForm,
        fits=_on_leave,
        verb=lambda member, _answers, by, at: life.end_leave(member=member, by=by, at=at),
        may=May.KEEP_STANDING,
    ),
    OfficersAct(
        key="pemberhentian-sementara",
        label=_("Usulkan pemberhentian sementara"),
        lead=_("Berlaku sesudah disetujui pengurus kedua: ketua atau wakil ketua daerah, atau DPP."),
        submit=_("Usulkan"),
        done=_("Usulan pemberhentian sementara %(name)s dicatat dan menunggu pengurus kedua."),
        form=forms.SuspensionForm,
        fits=_without(Plan.Kind.SUSPENSION, Status.ACTIVE, Status.ON_LEAVE),
        verb=lambda member, answers, by, at: life.propose_suspension(member=member, by=by, at=at, **answers),
        may=May.PROPOSE_SUSPENSION,
        step_up=True,
        danger=True,
    ),
    OfficersAct(
        key="aktifkan",
        label=_("Akhiri pemberhentian sementara"),
        lead=_("Anggota ini aktif kembali mulai hari ini, dan diberi tahu lewat email."),
        submit=_("Aktifkan kembali"),
        done=_("%(name)s aktif kembali dan diberi tahu lewat email."),
        form=ActForm,
        fits=has_status(Status.SUSPENDED),
        verb=lambda member, _answers, by, at: life.reinstate(member=member, reason="", by=by, at=at),
        may=May.SUSPEND,
        step_up=True,
    ),
    OfficersAct(
        key="meninggal",
        label=_("Laporkan meninggal dunia"),
        lead=_("Keanggotaan berakhir dengan hormat dan akunnya ditutup. Tidak ada email yang dikirim."),
        submit=_("Laporkan"),
        done=_("Wafatnya %(name)s tercatat. Semoga beristirahat dengan tenang."),
        form=forms.DeathForm,
        fits=has_status(*Member.COUNTED),
        verb=lambda member, answers, by, at: life.report_death(member=member, by=by, at=at, **answers),
        may=May.KEEP_STANDING,
        step_up=True,
        warning=_("Pastikan kabar ini benar. Hanya DPP yang dapat memulihkan laporan yang keliru."),
        danger=True,
    ),
    OfficersAct(
        key="berhentikan",
        label=_("Berhentikan dengan SK DPP"),
        lead=_("Hanya dengan keputusan DPP. Nomor anggota tidak diberikan kepada orang lain."),
        submit=_("Berhentikan"),
        done=_("%(name)s diberhentikan dan diberi tahu lewat email."),
        form=forms.ExpulsionForm,
        fits=has_status(*Member.COUNTED),
        verb=lambda member, answers, by, at: life.expel(member=member, by=by, at=at, **answers),
        may=May.EXPEL,
        step_up=True,
        warning=_("Keanggotaan berakhir. Bila kelak mendaftar lagi, hanya DPP yang dapat menerimanya."),
        danger=True,
    ),
    OfficersAct(
        key="pulihkan",
        label=_("Pulihkan keanggotaan"),
        lead=_("Bila laporan meninggal keliru, atau keputusan pemberhentian dicabut. Nomornya tetap."),
        submit=_("Pulihkan"),
        done=_("Keanggotaan %(name)s dipulihkan."),
        form=forms.ReasonForm,
        fits=has_status(Status.DECEASED, Status.EXPELLED),
        verb=lambda member, answers, by, at: life.restore(member=member, by=by, at=at, **answers),
        may=May.EXPEL,
        step_up=True,
    ),
]
ACTS = {act.key: act for act in _ALL}


def offered(member: Member, *, to: User) -> list[OfficersAct]:
    """Return what an officer may do about a member now; nothing in a matter of their own."""
    if member.user_id == to.pk:
        return []
    allowed = {
        may for may in {act.may for act in _ALL} if access.allows(to, may, province=member.home_province_id)
    }
    return [act for act in _ALL if act.may in allowed and act.fits(member)]
