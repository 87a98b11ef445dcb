"""
Why a row and a member are thought to be one person, in plain Indonesian.

Sentences are built from levels only, so that none can hold a value of a NIK, a NIP or a telephone number.
"""

from __future__ import annotations

from collections.abc import Iterable

from members.matching.records import Evidence

FIELDS = {
    "nik": "NIK", "nip": "NIP", "birth": "tanggal lahir", "phone": "nomor telepon", "workplace": "tempat kerja",
    "regency": "wilayah", "employment": "status kepegawaian", "sex": "jenis kelamin", "name": "nama",
    "double": "orang lain yang mirip", "claimed": "baris lain", "decided": "keputusan petugas",
}  # fmt: skip

SENTENCES = {
    ("nik", "same"): "NIK sama",
    ("nik", "different"): "NIK berbeda",
    ("nip", "same"): "NIP sama",
    ("nip", "spreadsheet"): "NIP sama sejauh yang disimpan lembar sebar (angka terakhir hilang)",
    ("nip", "near"): "NIP sama kecuali satu angka keliru, hilang, atau dua angka tertukar",
    ("nip", "same_birth"): "NIP berbeda, hanya tanggal lahir di dalamnya sama (mungkin saudara kembar)",
    ("nip", "different"): "NIP berbeda",
    ("nip", "member_has_none"): "NIP hanya ada di daftar",
    ("birth", "same"): "tanggal lahir sama",
    ("birth", "swapped"): "tanggal lahir sama bila tanggal dan bulan ditukar",
    ("birth", "near"): "tanggal lahir sama kecuali satu angka",
    ("birth", "two_parts"): "tanggal lahir hanya sama dua bagiannya",
    ("birth", "different"): "tanggal lahir berbeda",
    ("phone", "same"): "nomor telepon sama",
    ("phone", "near"): "nomor telepon sama kecuali satu angka",
    ("phone", "different"): "nomor telepon berbeda",
    ("workplace", "same"): "tempat kerja sama",
    ("workplace", "alike"): "tempat kerja mirip",
    ("workplace", "different"): "tempat kerja berbeda",
    ("regency", "same"): "kabupaten/kota sama",
    ("regency", "other_kind"): "nama kabupaten dan kota sama, jenisnya berbeda",
    ("regency", "same_province"): "provinsi sama, kabupaten/kota berbeda",
    ("regency", "only_province"): "provinsi sama",
    ("regency", "different"): "provinsi berbeda",
    ("employment", "same"): "status kepegawaian sama",
    ("employment", "different"): "status kepegawaian berbeda",
    ("sex", "same"): "jenis kelamin sama",
    ("sex", "different"): "jenis kelamin berbeda",
    ("double", "possible"): "mungkin orang lain yang mirip (saudara, pasangan, atau senama)",
    ("claimed", "better_row"): "baris lain di daftar ini lebih cocok dengan anggota itu",
    ("decided", "same"): "diputuskan petugas: orang yang sama",
}


def explain(evidence: Iterable[Evidence]) -> list[str]:
    """Return one sentence per piece of evidence, each with its weight in bits, in the order given."""
    return [f"{sentence(item)} ({_signed(item.bits)} bit)" for item in evidence]


def sentence(item: Evidence) -> str:
    """Return what one piece of evidence says, without its weight."""
    if item.field == "name":
        return _name(item.level)
    return SENTENCES[item.field, item.level]


def _signed(bits: float) -> str:
    return f"{bits:+.1f}".replace(".", ",").replace("-", "\N{MINUS SIGN}")


def _name(level: str) -> str:
    count = {tag: int(number) for tag, _, number in (part.partition("=") for part in level.split())}
    titled = " setelah gelar dibuang" if count.pop("titled", 0) else ""
    if not count:
        return "nama tidak ada"
    if not set(count) - {"exact"}:
        return f"nama sama{titled}"
    if not set(count) - {"exact", "folded"}:
        return f"nama sama{titled}, hanya ejaannya berbeda"
    parts = [_WORDS[tag].format(number) for tag, number in count.items()]
    return f"nama{titled}: " + ", ".join(parts)


_WORDS = {
    "exact": "{} kata sama",
    "folded": "{} kata sama dengan ejaan lain",
    "near": "{} kata berbeda satu huruf",
    "variant": "{} kata berbeda satu huruf hidup",
    "part": "{} kata ditulis sebagian",
    "loose": "{} kata mirip",
    "initial": "{} kata hanya inisialnya",
    "joined": "{} kata ditulis bersambung",
    "extra": "{} kata hanya ada di daftar",
    "lacking": "{} kata hanya ada di data nasional",
    "lone": "{} kata hanya ada di salah satu catatan",
}

# The gates, as an officer is told why nobody was asked.
RULES = {
    "nik": "NIK sama dan satu kata nama sama",
    "nip": "NIP sama dan satu kata nama sama",
    "two_numbers": "dua dari NIP, tanggal lahir, dan telepon sama, begitu pula satu kata nama",
    "one_number": "NIP, tanggal lahir, atau telepon sama, dan semua kata yang ditulis di daftar ada dalam nama anggota",
    "name_and_place": "seluruh nama sama dan jarang dimiliki orang, di kabupaten/kota atau tempat kerja yang sama",
    "slip_and_place": "seluruh nama sama kecuali huruf atau inisial, sangat jarang dimiliki orang, di tempat yang sama",
}
