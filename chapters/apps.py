from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChaptersConfig(AppConfig):
    name = "chapters"
    verbose_name = _("Daerah")

    def ready(self) -> None:
        # models are not there yet when this file is read
        from chapters import desk  # noqa: PLC0415
        from ipspi import navigation  # noqa: PLC0415
        from ipspi.administration import rights  # noqa: PLC0415

        rights.register(desk.rights_of)
        navigation.register(desk.items)
