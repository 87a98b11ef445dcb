from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = _("Kegiatan")

    def ready(self) -> None:
        # models are not there yet when this file is read
        from chapters.duplicates import tables  # noqa: PLC0415
        from chapters.duplicates.tables import Rule  # noqa: PLC0415
        from events.assembly import menu  # noqa: PLC0415
        from ipspi import navigation  # noqa: PLC0415

        navigation.register(menu.items)
        tables.register("events.Voter.member", Rule.STAYS)  # a closed list is never changed
        tables.register("events.Candidate.member", Rule.STAYS)
