from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChaptersConfig(AppConfig):
    name = "chapters"
    verbose_name = _("Daerah")

    def ready(self) -> None:
        self._reach_many()
        self._work()
        # models are not there yet when this file is read
        from chapters import (  # noqa: PLC0415
            access,
            additions,
            application_pages,
            beside,
            desk,
            menu,
            privacy,
            returning,
        )
        from chapters.boards import seats  # noqa: PLC0415
        from chapters.duplicates import finding, forgetting  # noqa: PLC0415
        from chapters.duplicates import presenting as duplicates  # noqa: PLC0415
        from chapters.inviting import joining  # noqa: PLC0415
        from chapters.reconciliation import (  # noqa: PLC0415
            ending,
            importing,
            nights,
            rehashing,
        )
        from ipspi import navigation, starting  # noqa: PLC0415
        from ipspi.accounts import second_factor  # noqa: PLC0415
        from ipspi.administration import rights  # noqa: PLC0415
        from ipspi.jobs import running as jobs  # noqa: PLC0415
        from ipspi.keys import rotating  # noqa: PLC0415
        from ipspi.spreadsheets import importers  # noqa: PLC0415
        from members import additions as members_additions  # noqa: PLC0415
        from members import privacy as members_privacy  # noqa: PLC0415

        second_factor.register(access.may_anything)
        rights.register(desk.rights_of)
        navigation.register(desk.items)
        navigation.register(menu.items)
        starting.register(additions.first_page)
        beside.register_section(application_pages.rows_section)
        beside.register_section(duplicates.section_for)
        beside.register_doubts(duplicates.doubts_about)
        beside.register_section(returning.section_for)
        beside.register_doubts(returning.doubts_about)
        members_additions.register_keeper(additions.keeper_of)
        members_additions.register_names_of_chapters(additions.names_of_chapters)
        jobs.register(
            nights.KIND,
            nights.work,
            title=additions.title_of_reconciliation,
            result_url=additions.result_of_reconciliation,
            may_see=additions.may_see_reconciliation,
        )
        jobs.register(ending.KIND, ending.work, title=additions.title_of_ending)
        members_additions.register_leaving(seats.vacate)
        members_additions.register_beginning(joining.begin)
        members_additions.register_sending(joining.sent)
        members_additions.register_arrival(finding.look_for)
        jobs.register(finding.ARRIVAL, finding.work_on_arrival, title=additions.title_of_duplicates)
        jobs.register(finding.NIGHT, finding.work_at_night, title=additions.title_of_duplicates)
        importers.register(importing.ListImporter())
        rotating.register(rehashing.rewrite)
        members_privacy.register_readers(privacy.readers_of)
        members_privacy.register_section("baris_daftar_daerah", privacy.rows_about)
        members_privacy.register_section("undangan", privacy.invitations_of)
        members_privacy.register_eraser(privacy.erase_rows)
        members_privacy.register_eraser(forgetting.erase)
        members_privacy.register_hold(privacy.holds)

    def _work(self) -> None:
        """Register what boards, their programmes and their reports add."""
        from chapters.accountability import registering  # noqa: PLC0415
        from chapters.boards import importing, own  # noqa: PLC0415
        from chapters.programmes import counted, spreadsheet  # noqa: PLC0415
        from ipspi.spreadsheets import importers  # noqa: PLC0415
        from members import additions as members_additions  # noqa: PLC0415
        from members import privacy as members_privacy  # noqa: PLC0415

        importers.register(importing.BoardImporter())
        importers.register(spreadsheet.ProgrammeImporter())
        counted.register()
        registering.register_sections()
        members_additions.register_offices(own.offices_of)
        members_privacy.register_section("jabatan", own.in_copy)
        members_privacy.register_eraser(own.forget)

    def _reach_many(self) -> None:
        """Register what takes data of many out, or writes to many."""
        from chapters.circulars import presenting as circulars  # noqa: PLC0415
        from chapters.circulars import sending  # noqa: PLC0415
        from chapters.rostering import export_pages, exporting  # noqa: PLC0415
        from ipspi.jobs import running as jobs  # noqa: PLC0415
        from members import privacy as members_privacy  # noqa: PLC0415

        jobs.register(
            exporting.KIND,
            exporting.work,
            title=export_pages.title_of,
            result_url=export_pages.result_of,
            may_see=export_pages.may_see,
        )
        jobs.register(
            sending.KIND,
            sending.work,
            title=circulars.title_of,
            result_url=circulars.result_of,
            may_see=circulars.may_see,
        )
        members_privacy.register_section("email_dari_pengurus", circulars.about)
