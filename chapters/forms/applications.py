"""What officers type about an application: fields and documents to be corrected, and the reason of a rejection."""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chapters.queue import SIZE
from members import correcting, summaries
from members.drafts import Answers, is_student
from members.identity import masked
from members.models import Document

LONGEST_NOTE = 500
# sentences to start a rejection from; the officer finishes them
REASONS: dict[str, str | Promise] = {
    "data": _(
        "Data Anda belum sesuai dengan dokumen: sebutkan yang mana. Perbaiki, lalu daftarlah lagi; jawaban Anda yang "
        "lama sudah terisi."
    ),
    "pendidikan": _(
        "Keanggotaan IPSPI mensyaratkan pendidikan pekerjaan sosial atau kesejahteraan sosial, dan hal itu belum "
        "terlihat dari pendaftaran Anda. Daftarlah lagi bila Anda dapat menunjukkannya."
    ),
    "ganda": _(
        "Anda sudah tercatat sebagai anggota, jadi pendaftaran kedua tidak diperlukan. Hubungi kami agar keanggotaan "
        "yang lama terhubung dengan akun Anda."
    ),
}
NOT_PURSUED = _(
    "Pendaftaran ini tidak dilanjutkan karena perbaikan yang kami minta belum kami terima. Anda boleh mendaftar lagi "
    "kapan saja; jawaban Anda yang lama sudah terisi."
)


class RejectionForm(forms.Form):
    """Why an application is turned down."""

    reason = forms.CharField(
        label=_("Alasan penolakan"),
        help_text=_("Pendaftar membaca alasan ini. Tulis apa yang kurang dan apa yang dapat dilakukannya."),
        max_length=2000,
        error_messages={
            "required": _("Tulis alasan penolakan. Pendaftar akan membacanya."),
            "max_length": _("Alasan paling panjang 2.000 huruf."),
        },
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class Line:
    """A field that may be asked for: its checkbox, its note, and the answer that it has now."""

    def __init__(self, form: "AskForm", name: str) -> None:
        self.label, self.value = summaries.label_of(name), form.shown(name)
        self.ask, self.note = form[f"ask_{name}"], form[f"note_{name}"]


class AskForm(forms.Form):
    """
    Which fields and documents of an application are to be corrected, each with a note; a note alone asks as well.

    `documents` are those that are there; one that is not may be asked for too.
    """

    use_required_attribute = False

    def __init__(
        self, *args: Any, answers: Answers, documents: Iterable[Document] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._answers, self._documents = answers, {each.kind: each for each in documents}
        self._names = [name for name in (*summaries.NAMES, *Document.Kind.values) if self._may_be_asked(name)]
        for name in self._names:
            label = summaries.label_of(name)
            self.fields[f"ask_{name}"] = forms.BooleanField(label=label, required=False)
            self.fields[f"note_{name}"] = forms.CharField(
                label=_("Yang perlu diperbaiki pada %(field)s") % {"field": label},
                max_length=LONGEST_NOTE,
                required=False,
                error_messages={"max_length": _("Catatan paling panjang 500 huruf.")},
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def _may_be_asked(self, name: str) -> bool:
        return name in self._answers or name in Document.Kind.values

    @property
    def lacks_diploma(self) -> bool:
        """Whether a student would need the diploma to become a graduate."""
        return is_student(self._answers) and Document.Kind.DIPLOMA not in self._documents

    def lines(self) -> Iterator[Line]:
        return (Line(self, name) for name in self._names)

    def shown(self, name: str) -> str:
        """Return the present answer as officers see it; of a document, what is there."""
        if name in Document.Kind.values:
            return self._paper(name).said or gettext("belum ada")
        answer = self._answers[name]
        return masked(answer) if name in correcting.MASKED else summaries.shown(name, answer)

    def _paper(self, kind: str) -> summaries.Paper:
        return summaries.Paper(Document.Kind(kind), needed=False, document=self._documents.get(kind))

    def clean(self) -> None:
        for name in self._names:
            if self.cleaned_data.get(f"ask_{name}") and self.cleaned_data.get(f"note_{name}") == "":
                self.add_error(f"note_{name}", _("Tulis apa yang perlu diperbaiki."))
        if not self.errors and not self.notes():
            self.add_error(None, _("Pilih sedikitnya satu isian atau dokumen yang perlu diperbaiki."))

    def notes(self) -> dict[str, str]:
        """Return the notes, by the name of the field."""
        given = {name: self.cleaned_data.get(f"note_{name}", "") for name in self._names}
        return {name: note for name, note in given.items() if note or self.cleaned_data.get(f"ask_{name}")}


def chosen_in(data: QueryDict) -> list[UUID]:
    """Return the applicants that were ticked, as many as a page holds; what is no id chooses nobody."""
    return [UUID(each) for each in data.getlist("pilih") if _is_id(each)][:SIZE]


def _is_id(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False
