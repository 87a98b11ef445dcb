"""The form with which a photo or a diploma is sent."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ipspi.images.files import LARGEST_PICTURE, Unacceptable, require_size
from ipspi.widgets import Upload
from members.models import Document

PICTURES = "image/jpeg,image/png,image/webp,image/heic,image/heif,.heic,.heif"
HINTS = {
    Document.Kind.PHOTO: _(
        "Foto wajah menghadap kamera, tegak. Kami memotongnya 3 × 4, mengecilkannya, dan menghapus lokasi serta data "
        "kamera. JPEG, HEIC, PNG, atau WebP, paling besar 10 MB."
    ),
    Document.Kind.DIPLOMA: _(
        "Foto seluruh halaman dengan cahaya cukup, atau hasil pindai. Kami mengecilkan foto dan menghapus lokasi "
        "serta data kamera. Foto paling besar 10 MB; PDF paling besar 8 MB."
    ),
    Document.Kind.CERTIFICATE: _(
        "Bila Anda sudah lulus uji kompetensi. Foto atau hasil pindai; foto paling besar 10 MB, PDF paling besar 8 MB."
    ),
}


class DocumentForm(forms.Form):
    file = forms.FileField(
        allow_empty_file=True,  # we say it in our own words
        max_length=None,
        error_messages={"required": _("Pilih berkasnya dahulu.")},
    )

    def __init__(self, *args: Any, kind: Document.Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        accept = PICTURES if kind == Document.Kind.PHOTO else f"{PICTURES},application/pdf"
        self.fields["file"].label = kind.label
        self.fields["file"].help_text = HINTS[kind]
        widget = Upload(limit=LARGEST_PICTURE, accept=accept, attrs={"data-preview": "", "data-sending": ""})
        widget.is_required = True
        self.fields["file"].widget = widget

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        try:
            require_size(file.size or 0)  # what is far too large has arrived without its content
        except Unacceptable as error:
            raise forms.ValidationError(error.message, code=error.code) from None
        return file


class ProofForm(DocumentForm):
    """A paper shown with a correction."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, kind=Document.Kind.DIPLOMA, **kwargs)
        self.fields["file"].label = _("Bukti")
        self.fields["file"].help_text = _(
            "Misalnya foto KTP, kartu keluarga, atau akta. Kami mengecilkan foto dan menghapus lokasi serta data "
            "kamera. Foto paling besar 10 MB; PDF paling besar 8 MB."
        )


class AllThereForm(forms.Form):
    """Nothing to fill in: it says which documents are missing."""

    def __init__(self, *args: Any, missing: list[Document.Kind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.missing = missing

    def clean(self) -> None:
        for kind in self.missing:
            self.add_error(None, gettext("%(document)s belum diunggah.") % {"document": kind.label})
