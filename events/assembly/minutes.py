"""
The minutes (berita acara): a PDF of the data with a narrative beside it, frozen with a number and a hash.

Typst sets it; what people wrote reaches it as data, never as markup. Source: docs/rules.md#assemblies
"""

import datetime as dt
import hashlib
import json
from pathlib import Path
from typing import Any

import font_source_sans_pro
import typst
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from events.assembly import electing, register, sitting, states, voters
from events.models import Assembly, Minutes, Result
from ipspi.accounts.models import User
from ipspi.audit import recording as audit
from ipspi.errors import RuleError
from ipspi.regions import times

State = Assembly.State
LAYOUT = Path(__file__).with_name("minutes.typ")


class MinutesRefused(RuleError):
    """The minutes cannot be so; the message says why."""


@transaction.atomic
def write(*, assembly: Assembly, narrative: str, number: str, by: User) -> Minutes:
    """Write the narrative and the number. Raises PermissionDenied, MinutesRefused once they are frozen."""
    assembly = states.locked(assembly, by=by)
    minutes, _new = Minutes.objects.defer("pdf").get_or_create(assembly=assembly)
    if minutes.frozen_at is not None:
        raise MinutesRefused(_("Berita acara ini sudah ditetapkan."))
    minutes.narrative, minutes.number = narrative.strip(), number.strip()
    minutes.save(update_fields=["narrative", "number"])
    audit.record(by=by, did="write_minutes", to=minutes, chapter=assembly.chapter_id)
    return minutes


@transaction.atomic
def freeze(*, assembly: Assembly, narrative: str, number: str, by: User, at: dt.datetime) -> Minutes:
    """
    Freeze the minutes: the PDF is kept as it is now, with its SHA-256, and never made again.

    Raises PermissionDenied, WrongState before there is a result, MinutesRefused.
    """
    minutes = write(assembly=assembly, narrative=narrative, number=number, by=by)
    assembly = states.locked(assembly, by=by)
    states.require_in(assembly, State.ELECTED)
    if not minutes.number:
        raise MinutesRefused(_("Isi nomor berita acara."))
    same = Minutes.objects.filter(assembly__chapter=assembly.chapter_id, number=minutes.number)
    if same.exclude(pk=minutes.pk).exists():
        raise MinutesRefused(_("Nomor itu sudah dipakai berita acara lain."))
    minutes.frozen_at, minutes.pdf = at, rendered(assembly, minutes)
    minutes.digest = hashlib.sha256(minutes.pdf).hexdigest()
    minutes.save(update_fields=["frozen_at", "pdf", "digest"])
    audit.record(by=by, did="freeze_minutes", to=minutes, chapter=assembly.chapter_id)
    return minutes


def pdf_of(assembly: Assembly) -> bytes | None:
    """Return the minutes as a PDF: as frozen, else as they would be now; None before there is a result."""
    minutes = Minutes.objects.filter(assembly=assembly).first() or Minutes(assembly=assembly)
    if minutes.pdf is not None:
        return bytes(minutes.pdf)
    if not Result.objects.filter(assembly=assembly).exists():
        return None
    return rendered(assembly, minutes)


def rendered(assembly: Assembly, minutes: Minutes) -> bytes:
    """Return the PDF of minutes as the data is now."""
    pdf = typst.compile(
        LAYOUT,
        font_paths=[font_source_sans_pro.font_directory],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": json.dumps(data_of(assembly, minutes))},
    )
    if not isinstance(pdf, bytes):
        raise TypeError("One document is one PDF.")
    return pdf


def data_of(assembly: Assembly, minutes: Minutes) -> dict[str, Any]:
    """Return what the minutes say, in words."""
    result = Result.objects.select_related("elected__member").get(assembly=assembly)
    tally, quorum = electing.tally_of(result), sitting.quorum_of(assembly)
    day = date_format(assembly.held_on, "l, j F Y")
    facts = [
        (_("Hari dan tanggal"), day),
        (_("Tempat"), assembly.place),
        (_("Daftar pemilih per"), date_format(assembly.cutoff_on, "j F Y")),
        (_("Berhak memberi suara"), str(quorum.entitled)),
        (_("Hadir"), str(result.present)),
        (_("Kuorum"), _("%(needed)d pemilih") % {"needed": quorum.needed}),
        (_("Dibuka"), _moment(assembly.opened_at, assembly)),
        (_("Diskors"), _moment(assembly.adjourned_at, assembly)),
        (_("Cara pemilihan"), result.get_way_display()),
    ]
    counts: list[tuple[str, str]] = []
    if tally is not None:
        counts = [
            (_("Suara tidak sah"), str(tally.invalid)),
            (_("Abstain"), str(tally.abstained)),
            (_("Surat suara masuk"), str(tally.ballots)),
        ]
    stated = ""
    if tally is not None and tally.differs_from_stated:
        stated = _("Panitia menyebut jumlah %(stated)d; menurut hitungan %(counted)d.") % {
            "stated": tally.stated or 0,
            "counted": tally.counted,
        }
    rows = assembly.candidates.select_related("member").defer("member__nik", "member__nik_lookup")
    stand = [
        {
            "position": str(each.position),
            "name": each.member.full_name,
            "votes": "–" if each.votes is None else str(each.votes),
            "note": _("mundur") if each.withdrawn_at else "",
            "conditions": [
                f"{register.label_of(line['code'], assembly=assembly)}: "
                + (_("memenuhi") if line["met"] else _("tidak memenuhi"))
                for line in each.checked
            ],
        }
        for each in rows
    ]
    return {
        "title": _("Berita Acara %(name)s") % {"name": assembly.name},
        "chapter": assembly.chapter.name,
        "number": minutes.number or _("(rancangan, belum bernomor)"),
        "facts": [pair for pair in facts if pair[1]],
        "agenda": [line.strip() for line in assembly.agenda.splitlines() if line.strip()],
        "excluded": [(label, str(count)) for label, count in voters.excluded_by_reason(assembly)],
        "candidates": stand,
        "counts": counts,
        "stated": stated,
        "elected": result.elected.member.full_name,
        "note": result.note,
        "narrative": [part.strip() for part in minutes.narrative.split("\n\n") if part.strip()],
        "list_hash": assembly.list_hash,
        "place": f"{assembly.place}, {date_format(assembly.held_on, 'j F Y')}",
    }


def _moment(moment: dt.datetime | None, assembly: Assembly) -> str:
    return times.spoken(moment, zone=assembly.zone) if moment else ""
