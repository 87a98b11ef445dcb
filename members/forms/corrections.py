"""What an applicant corrects after an officer asked: the forms of the steps and documents concerned, on one page."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.forms import BoundField
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from members import correcting, doubts, drafts, summaries
from members.doubts import Doubt
from members.drafts import Answers, Step
from members.forms.documents import DocumentForm
from members.forms.fields import StepForm
from members.forms.registration import STEP_FORMS
from members.identity import IdentityWarning
from members.models import ChangeRequest, Document, Sector

LONGEST_REPLY = 500
ANSWERED_BY = {"situation": ("employment", "sector"), "role": ("role", "role_other")}


class SendForm(forms.Form):
    """Words to the officer, and, where something newly disagrees, the word that it is right."""

    reply = forms.CharField(
        label=_("Keterangan untuk pengurus"),
        help_text=_("Misalnya mengapa sebuah isian tetap seperti semula."),
        max_length=LONGEST_REPLY,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    confirmed = forms.BooleanField(
        label=_("Data saya benar, walaupun ada yang berbeda seperti di atas."), required=False
    )


class Part:
    """A step of the registration: the fields that were asked for, with their notes, and the others of the same step."""

    def __init__(self, label: str | Promise, form: StepForm, notes: dict[str, str]) -> None:
        self.label, self.form = label, form
        said = {name: _noted(name, notes) for name in form.fields}
        self.asked = [(form[name], said[name]) for name in form.fields if said[name]]
        self.others = [form[name] for name in form.fields if not said[name]]

    @property
    def others_are_wrong(self) -> bool:
        return any(field.errors for field in self.others)


class Sheet:
    """
    A document that may be sent: its note, what is there (`paper`), and whether that has come for this round already.

    Without a file it is valid: what has come is kept, and an applicant may say why none comes.
    """

    def __init__(
        self, kind: Document.Kind, note: str, form: DocumentForm, documents: dict[bool, Document]
    ) -> None:
        self.kind, self.note, self.form = kind, note, form
        self.has_come = True in documents
        self.paper = summaries.Paper(kind, bool(note), documents.get(True) or documents.get(False))
        form.fields["file"].required = bool(note)

    @property
    def field(self) -> BoundField:
        return self.form["file"]

    def content(self) -> bytes | None:
        """Return what was sent, or None where nothing was that can be taken."""
        file: UploadedFile | None = self.form.cleaned_data.get("file") if self.form.is_valid() else None
        return file.read() if file else None

    def keep(self, document: Document) -> None:
        """Show a document that has been kept with the round."""
        self.has_come, self.paper = True, summaries.Paper(self.kind, bool(self.note), document)


def _noted(field: str, notes: dict[str, str]) -> str:
    """Return what was noted of the answers that a field of a form gives."""
    return " ".join(notes[name] for name in ANSWERED_BY.get(field, (field,)) if name in notes)


class CorrectionForm:
    """
    The forms of all steps and documents that a request for changes concerns, as one.

    It looks like a form to the parts that show problems; `warnings` are those that the corrected answers newly have.
    """

    def __init__(
        self,
        request: ChangeRequest,
        data: QueryDict | None,
        files: MultiValueDict[str, UploadedFile] | None = None,
    ) -> None:
        self.member, given = request.member, drafts.given_in(request.member)
        notes = {each.field: each.note for each in request.fields.all()}
        self.before = {name: answer for each in given.values() for name, answer in each.items()}
        self.parts = [
            Part(summaries.PAGES[step].label, form, notes)
            for step, form in self._step_forms(data, self._open(request, given))
        ]
        self.sheets = list(self._sheets(request, notes, data, files))
        self.send, self.warnings, self.doubts = SendForm(data), list[IdentityWarning](), list[Doubt]()
        self._forms: list[forms.Form] = [
            *(part.form for part in self.parts),
            *(sheet.form for sheet in self.sheets),
            self.send,
        ]

    def _step_forms(self, data: QueryDict | None, steps: list[Step]) -> Iterator[tuple[Step, StepForm]]:
        """Yield the form of each step; what an earlier one now answers decides what a later one asks."""
        known = dict(self.before)
        for step in steps:
            if step == Step.WORK and known.get("sector") == Sector.NOT_WORKING:
                continue
            form = STEP_FORMS[step](data, given=known)
            if form.is_valid():
                known |= form.answers()
            yield step, form

    @staticmethod
    def _sheets(
        request: ChangeRequest,
        notes: dict[str, str],
        data: QueryDict | None,
        files: MultiValueDict[str, UploadedFile] | None,
    ) -> Iterator[Sheet]:
        """Yield the documents that may be sent, each with the one of the application and the one of this round."""
        known: dict[str, dict[bool, Document]] = {}
        both = Document.objects.without_content().filter(Q(member=request.member_id) | Q(request=request))
        for document in both:
            known.setdefault(document.kind, {})[document.request_id is not None] = document
        for kind in correcting.open_documents(request):
            form = DocumentForm(
                data, files, kind=kind, prefix=kind.value, empty_permitted=True, use_required_attribute=False
            )
            yield Sheet(kind, notes.get(kind, ""), form, known.get(kind, {}))

    @staticmethod
    def _open(request: ChangeRequest, given: dict[Step, Answers]) -> list[Step]:
        return [step for step in correcting.open_steps(request, given) if step in STEP_FORMS]

    def is_valid(self, *, today: Any) -> bool:
        """Check every step as the registration does, and what newly disagrees."""
        valid = [form.is_valid() for form in self._forms]  # all of them, so that all errors are shown
        if not all(valid):
            return False
        after = drafts.counting({**self.before, **self.answers()})
        self.warnings = correcting.new_warnings(self.member, self.before, after, today=today)
        self.doubts = doubts.among(self.warnings, after, today=today)
        if self.warnings and not self.send.cleaned_data["confirmed"]:
            self.send.add_error(
                "confirmed", _("Ada data yang berbeda. Perbaiki, atau nyatakan bahwa data Anda benar.")
            )
        return not self.send.errors

    def miss(self, kind: Document.Kind, words: str) -> None:
        """Say at a document that it is missing."""
        form = next(sheet.form for sheet in self.sheets if sheet.kind == kind)
        form.fields["file"].required = True
        form.add_error("file", words)

    def answers(self) -> Answers:
        """Return the cleaned answers of the steps."""
        return {name: answer for part in self.parts for name, answer in part.form.answers().items()}

    @property
    def errors(self) -> dict[str, Any]:
        return {name: error for form in self._forms for name, error in form.errors.items()}

    @property
    def fields(self) -> dict[str, forms.Field]:
        return {name: field for form in self._forms for name, field in form.fields.items()}

    def non_field_errors(self) -> list[Any]:
        return [error for form in self._forms for error in form.non_field_errors()]

    def hidden_fields(self) -> Iterator[BoundField]:
        return (field for form in self._forms for field in form.hidden_fields())

    def visible_fields(self) -> Iterator[BoundField]:
        return (field for form in self._forms for field in form.visible_fields())
