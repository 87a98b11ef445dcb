"""Employment status as people write it: PNS, P3K, "Non ASN", "honorer", "karyawan swasta"."""

import re

from members.models import Employment

# What is told first counts: "PNS (sebelumnya honorer)" is a PNS; "bukan PNS" is not.
_NOT_ASN = re.compile(
    r"\b(?:non|bukan|belum|tidak|purna|eks|mantan)\s?(?:asn|pns|pegawai negeri|aparatur)\b|^nonasn$"
)
_PPPK = re.compile(r"\b(?:pppk|p3k|p 3 k|perjanjian kerja)\b")
_PNS = re.compile(r"\b(?:pns|cpns|pegawai negeri)\b")
_ASN = re.compile(r"\b(?:asn|aparatur sipil)\b")
_OTHER = re.compile(
    r"\b(?:swasta|honor(?:er)?|kontrak|thl|gtt|ptt|tks|pjlp|outsourcing|relawan|sukarelawan|yayasan|lks|lksa|ngo|lsm"
    r"|wiraswasta|wirausaha|mandiri|bumn|bumd|dosen|pendamping|pkh|tksk|mahasiswa|pelajar|pensiun(?:an)?|freelance"
    r"|tidak bekerja|belum bekerja|ibu rumah tangga|irt|lepas|non pns|karyawan|buruh)\b"
)


def employment_of(text: str) -> Employment | None:
    """Return what `text` says of somebody's employment, or None if it says nothing that is known."""
    words = " ".join(re.findall(r"[a-z0-9]+", text.lower()))
    if _NOT_ASN.search(words):
        return Employment.NON_ASN
    found = [(match.start(), kind) for pattern, kind in _KINDS if (match := pattern.search(words))]
    return min(found, key=lambda each: each[0])[1] if found else None


_KINDS = (
    (_PPPK, Employment.PPPK),
    (_PNS, Employment.PNS),
    (_ASN, Employment.ASN),
    (_OTHER, Employment.NON_ASN),
)
