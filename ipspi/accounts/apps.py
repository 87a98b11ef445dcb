from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "ipspi.accounts"
    label = "accounts"
    verbose_name = _("Akun")

    def ready(self) -> None:
        # models are not there yet when this file is read
        from allauth.mfa import signals  # noqa: PLC0415

        from ipspi import navigation  # noqa: PLC0415
        from ipspi.accounts import noticing, second_factor, ways  # noqa: PLC0415

        navigation.register(ways.items)
        signals.authenticator_added.connect(second_factor.note_as_used)
        signals.authenticator_used.connect(noticing.tell_of_recovery_code)
