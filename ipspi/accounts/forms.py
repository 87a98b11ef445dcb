"""What people type about their account: the code that confirms an address, and allauth's forms in our words."""

from typing import TYPE_CHECKING, Any

from allauth.account import forms as allauth
from allauth.account.adapter import get_adapter
from allauth.core import context, ratelimit
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.base import forms as codes
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm as AllauthActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.core.cache import cache
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
CODE_LASTS = 120  # seconds; longer than any code is taken


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


class AddressForm(forms.Form):
    """A new address of an account."""

    email = forms.EmailField(
        label=_("Alamat email baru"),
        help_text=_("Kami mengirim kode ke alamat ini, dan pertanyaan ke alamat Anda yang sekarang."),
        max_length=254,
        error_messages={"required": NO_ADDRESS, "max_length": _("Alamat email paling panjang 254 huruf.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class LoginForm(allauth.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "login", ADDRESS, missing=NO_ADDRESS)
        _say(self, "password", PASSWORD, missing=NO_PASSWORD)  # its hint leads to a new password


class SignupForm(allauth.SignupForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "email", ADDRESS, missing=NO_ADDRESS)
        if not self.by_passkey:
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


class _OnceAndSeldom:
    """A code counts once while it is good, and wrong ones are limited by the day."""

    user: Any
    cleaned_data: dict[str, Any]

    def clean_code(self) -> str:
        key = f"second-factor-{self.user.pk}"
        if not ratelimit.consume(context.request, action="second_factor", key=key):
            raise get_adapter().validation_error("too_many_login_attempts")
        self.cleaned_data["code"] = code = "".join(str(self.cleaned_data["code"]).split())
        super().clean_code()  # type: ignore[misc]  # the form that this stands before
        used = getattr(self, "authenticator", None)
        of_app = used is None or used.type == Authenticator.Type.TOTP
        # allauth forgets a used code after 30 seconds, but takes it for 90
        if of_app and not cache.add(f"totp-used-{self.user.pk}-{code}", 1, timeout=CODE_LASTS):
            raise get_mfa_adapter().validation_error("incorrect_code")
        ratelimit.clear(context.request, action="second_factor", key=key)
        return code


class AuthenticateForm(_OnceAndSeldom, codes.AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = _code_field(_("Enam angka dari aplikasi kode, atau satu kode pemulihan."))


class ReauthenticateByCodeForm(_OnceAndSeldom, codes.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = _code_field(_("Enam angka dari aplikasi kode, atau satu kode pemulihan."))


class ActivateTOTPForm(_OnceAndSeldom, AllauthActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = _code_field(_("Enam angka yang sekarang tampil di aplikasi."))


class AddPasskeyForm(AddWebAuthnForm):
    """Every passkey of ours also signs in without a password: the browser is asked for no other kind."""

    passwordless = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = _name_field(required=False)

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["passwordless"] = True  # allauth then insists on a verified person
        cleaned: dict[str, Any] = super().clean()
        return cleaned


class EditPasskeyForm(EditWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = _name_field(required=True)


def _code_field(hint: "StrOrPromise") -> forms.CharField:
    return forms.CharField(
        label=_("Kode"),
        help_text=hint,
        max_length=20,
        error_messages={
            "required": _("Isi kode Anda."),
            "max_length": _("Kode terdiri atas enam angka, kode pemulihan atas delapan."),
        },
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


def _name_field(*, required: bool) -> forms.CharField:
    return forms.CharField(
        label=_("Nama passkey"),
        help_text=_("Supaya Anda mengenalinya nanti. Contoh: HP Samsung."),
        max_length=60,
        required=required,
        error_messages={
            "required": _("Isi nama passkey."),
            "max_length": _("Nama passkey paling panjang 60 huruf."),
        },
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


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
