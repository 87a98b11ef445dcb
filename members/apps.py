from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    name = "members"
    verbose_name = _("Anggota")

    def ready(self) -> None:
        # models are not there yet when this file is read
        from ipspi import navigation, starting  # noqa: PLC0415
        from ipspi.accounts import addresses, second_factor  # noqa: PLC0415
        from ipspi.spreadsheets import importers  # noqa: PLC0415
        from members import checks, following, importing, ways  # noqa: F401, PLC0415  # checks registers itself

        second_factor.let_through("members")
        addresses.register(following.follow_address)
        navigation.register(ways.items)
        starting.register(ways.first_page)
        importers.register(importing.MemberImporter())
