"""What people type about their account: the code that confirms an address, and allauth's forms in our words."""

from typing import TYPE_CHECKING, Any

from allauth.account import forms as allauth
from django import forms
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ADDRESS = _("Alamat email")
PASSWORD = _("Kata sandi")
NEW_PASSWORD = _("Kata sandi baru")
ONCE_MORE = _("Ketik kata sandi baru sekali lagi")
GOOD_PASSWORD = _("Sedikitnya 10 karakter. Kalimat pendek lebih mudah diingat daripada kata yang rumit.")
NO_ADDRESS = _("Isi alamat email Anda.")
NO_PASSWORD = _("Isi kata sandi Anda.")
NO_NEW_PASSWORD = _("Isi kata sandi baru.")
NOT_REPEATED = _("Ketik kata sandi yang sama di sini.")


class CodeForm(forms.Form):
    """Six digits; spaces within them are forgiven."""

    code = forms.CharField(
        label=_("Kode konfirmasi"),
        help_text=_("Enam angka dari email yang kami kirim."),
        max_length=20,
        error_messages={
            "required": _("Isi kode dari email kami."),
            "max_length": _("Kode terdiri atas enam angka."),
        },
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )

    def clean_code(self) -> str:
        code = "".join(str(self.cleaned_data["code"]).split())
        if len(code) != 6 or not (code.isascii() and code.isdigit()):
            raise forms.ValidationError(_("Kode terdiri atas enam angka."))
        return code


class LoginForm(allauth.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "login", ADDRESS, missing=NO_ADDRESS)
        _say(self, "password", PASSWORD, missing=NO_PASSWORD)  # its hint leads to a new password


class SignupForm(allauth.SignupForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "email", ADDRESS, missing=NO_ADDRESS)
        _say(self, "password1", PASSWORD, missing=NO_PASSWORD, hint=GOOD_PASSWORD)


class ChangePasswordForm(allauth.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "oldpassword", _("Kata sandi lama"), missing=_("Isi kata sandi lama Anda."))
        _say(self, "password1", NEW_PASSWORD, missing=NO_NEW_PASSWORD, hint=GOOD_PASSWORD)
        _say(self, "password2", ONCE_MORE, missing=NOT_REPEATED)


class SetPasswordForm(allauth.SetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "password1", NEW_PASSWORD, missing=NO_NEW_PASSWORD, hint=GOOD_PASSWORD)
        _say(self, "password2", ONCE_MORE, missing=NOT_REPEATED)


class ResetPasswordForm(allauth.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "email", ADDRESS, missing=NO_ADDRESS)


class ResetPasswordKeyForm(allauth.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "password1", NEW_PASSWORD, missing=NO_NEW_PASSWORD, hint=GOOD_PASSWORD)
        _say(self, "password2", ONCE_MORE, missing=NOT_REPEATED)


class ReauthenticateForm(allauth.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "password", PASSWORD, missing=NO_PASSWORD)


def _say(
    form: forms.Form, name: str, label: "StrOrPromise", *, missing: "StrOrPromise", hint: "StrOrPromise" = ""
) -> None:
    """Give a field of allauth's our words; a placeholder only repeats its label, and goes as soon as one types."""
    field = form.fields[name]
    field.label = label
    field.error_messages["required"] = missing
    field.widget.attrs.pop("placeholder", None)
    if hint:
        field.help_text = hint
