"""Forms of an upload: the file, and which of its columns is which."""

import re
from collections.abc import Sequence

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from ipspi.errors import RuleError
from ipspi.spreadsheets.columns import Column, Places
from ipspi.spreadsheets.reading import require_size
from ipspi.spreadsheets.sheets import EVERY, LARGEST_FILE
from ipspi.spreadsheets.tables import Table, letter
from ipspi.widgets import Upload

ACCEPTED = ".csv,.txt,.xlsx,.xls,.ods"
EXAMPLES, LONGEST_EXAMPLE = 2, 24
# Numbers of this length are of persons; the start is enough to see that it is such a column.
LONG_NUMBER = re.compile(r"([0-9]{4})(?:[ .-]?[0-9]){8,}")


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("Berkas"),
        help_text=_("CSV, XLSX, XLS, atau ODS, paling besar 20 MB. Urutan dan nama kolom boleh apa saja."),
        widget=Upload(limit=LARGEST_FILE, accept=ACCEPTED),
        allow_empty_file=True,
        error_messages={"required": _("Pilih berkas yang akan diunggah.")},
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        try:
            require_size(file.size or 0)
        except RuleError as error:
            raise forms.ValidationError(error.message) from None
        return file


class SheetForm(forms.Form):
    """Which worksheet is read."""

    def __init__(self, *args: object, table: Table, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        every = (EVERY, _("Semua lembar yang judul kolomnya sama"))
        self.fields["sheet"] = forms.ChoiceField(
            label=_("Lembar yang dibaca"),
            choices=[*((name, name) for name in sorted(table.sheets)), every],
            initial=EVERY if table.joined else table.sheet,
            widget=forms.RadioSelect,
        )


class PlacesForm(forms.Form):
    """One choice for each column of the importer: where in the file it is."""

    def __init__(self, *args: object, columns: Sequence[Column], table: Table, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        places = [(str(place), heading_of(table, place)) for place in range(len(table.headings))]
        for column in columns:
            self.fields[column.name] = forms.ChoiceField(
                label=column.label,
                choices=[("", _("Tidak ada di berkas ini")), *places],
                required=column.required,
                error_messages={"required": _("Pilih kolomnya; tanpa kolom ini berkas tidak dapat dipakai.")},
            )

    def places(self) -> Places:
        """Return what was chosen."""
        return {name: int(place) for name, place in self.cleaned_data.items() if place}


def heading_of(table: Table, place: int) -> str:
    """Return a column of the file in words: its letter, its heading, and what its first cells say."""
    filled = (line.cells[place] for line in table.lines if line.cells[place])
    examples = [
        LONG_NUMBER.sub(r"\1…", cell)[:LONGEST_EXAMPLE]
        for cell, _ in zip(filled, range(EXAMPLES), strict=False)
    ]
    heading = LONG_NUMBER.sub(r"\1…", table.headings[place])
    name = f"{letter(place)}: {heading}" if heading else letter(place)
    return f"{name} ({'; '.join(examples)})" if examples else name
