"""The sections that chapters add to accountability reports, in their order."""

from django.utils.translation import gettext_lazy as _

from chapters.accountability import counted, sections, worked
from chapters.accountability.sections import Source


def register_sections() -> None:
    """Let every report tell of members, certainty, coverage, the board, its programmes and its partners."""
    sections.register(Source("pengantar", _("Pengantar"), lambda _scope: (), order=0))
    sections.register(Source("anggota", _("Anggota"), counted.members, order=10))
    sections.register(Source("kepastian", _("Kepastian data"), counted.certainty, order=20))
    sections.register(Source("cakupan", _("Cakupan"), counted.coverage, order=30))
    sections.register(Source("pengurus", _("Pengurus"), counted.board, order=40))
    sections.register(Source("program", _("Program kerja"), worked.programmes, order=50))
    sections.register(Source("kerja-sama", _("Kerja sama"), worked.partners, order=60))
