"""What is asked of who checks a member: a photo of a code, a number and a name, or many lines of them."""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from ipspi.credentials import codes
from ipspi.widgets import Upload
from members import checking

LONGEST_LINE = 500


class PhotoForm(forms.Form):
    photo = forms.FileField(
        label=_("Foto kode QR"),
        help_text=_("Foto kartu dari dekat, paling besar 12 MB. Foto tidak disimpan."),
        widget=Upload(limit=codes.LARGEST_PHOTO, accept="image/*"),
        error_messages={
            "required": _("Pilih foto kartu."),
            "empty": _("Berkas ini kosong. Pilih foto kartu."),
            "invalid": _("Pilih foto kartu."),
        },
    )

    def clean_photo(self) -> str:
        """Return what the code on the photo says."""
        photo: UploadedFile = self.cleaned_data["photo"]
        if (photo.size or 0) > codes.LARGEST_PHOTO:
            raise forms.ValidationError(_("Foto ini lebih besar dari 12 MB."))
        try:
            found = codes.found_on(photo.read())
        except codes.PhotoTooLarge:
            raise forms.ValidationError(_("Gambar ini terlalu besar ukurannya untuk dibaca.")) from None
        except codes.NoPhoto:
            raise forms.ValidationError(
                _("Berkas ini bukan foto yang dapat dibaca. Pakai JPEG atau PNG.")
            ) from None
        if not checking.token_in(found):
            raise forms.ValidationError(
                _("Tidak ada kode QR yang terbaca. Foto lagi dari dekat, jangan miring.")
            )
        return checking.token_in(found)


class NumberForm(forms.Form):
    number = forms.CharField(
        label=_("Nomor anggota"),
        help_text=_("Seperti tertulis di kartu. Contoh: 16.2026.000124"),
        max_length=60,
        error_messages={
            "required": _("Isi nomor anggota."),
            "max_length": _("Nomor anggota paling panjang 60 huruf."),
        },
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    name = forms.CharField(
        label=_("Nama lengkap"),
        help_text=_("Semua kata dari namanya. Gelar dan huruf besar tidak berpengaruh."),
        max_length=400,
        error_messages={
            "required": _("Isi nama lengkap."),
            "max_length": _("Nama paling panjang 400 huruf."),
        },
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class ManyForm(forms.Form):
    lines = forms.CharField(
        label=_("Nomor dan nama"),
        help_text=_(
            "Satu orang per baris: nomor, lalu tab, titik koma, atau koma, lalu nama lengkap. Paling banyak 200 baris. "
            "Dua kolom dari Excel dapat disalin ke sini."
        ),
        max_length=checking.MOST_LINES * LONGEST_LINE,
        error_messages={
            "required": _("Isi sedikitnya satu baris."),
            "max_length": _("Isian ini terlalu panjang. Paling banyak 200 baris nomor dan nama."),
        },
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false", "autocomplete": "off"}),
    )

    def clean_lines(self) -> list[str]:
        lines = [line for line in self.cleaned_data["lines"].splitlines() if line.strip()]
        if len(lines) > checking.MOST_LINES:
            raise forms.ValidationError(
                _("Ada %(count)d baris. Paling banyak 200 baris sekaligus; bagi menjadi beberapa bagian."),
                params={"count": len(lines)},
            )
        return lines
