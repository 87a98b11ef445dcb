from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    name = "members"
    verbose_name = _("Anggota")

    def ready(self) -> None:
        # models are not there yet when this file is read
        from ipspi import navigation, starting  # noqa: PLC0415
        from ipspi.accounts import addresses, second_factor  # noqa: PLC0415
        from ipspi.jobs import running as jobs  # noqa: PLC0415
        from ipspi.spreadsheets import importers  # noqa: PLC0415
        from members import checks, data_copies, erasing, following, importing, ways  # noqa: F401, PLC0415  # checks registers itself

        for own_pages in ("members", "membership", "cards", "privacy"):
            second_factor.let_through(own_pages)
        addresses.register(following.follow_address)
        navigation.register(ways.items)
        starting.register(ways.first_page)
        importers.register(importing.MemberImporter())
        jobs.register(erasing.KIND, erasing.work, title=ways.title_of_erasure)
        jobs.register(
            data_copies.KIND, data_copies.work, title=ways.title_of_copy, result_url=ways.result_of_copy
        )
