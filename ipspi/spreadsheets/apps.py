from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SpreadsheetsConfig(AppConfig):
    name = "ipspi.spreadsheets"
    label = "spreadsheets"
    verbose_name = _("Unggahan")

    def ready(self) -> None:
        # models are not there yet when this file is read
        from ipspi.jobs import running as jobs  # noqa: PLC0415
        from ipspi.spreadsheets import importing, working  # noqa: PLC0415

        for kind, work in ((importing.CHECK, working.check), (importing.APPLY, working.apply)):
            jobs.register(
                kind, work, title=working.title_of, result_url=working.page_of, may_see=working.may_see
            )
