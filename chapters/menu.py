"""The pages of their chapters that the header offers to officers, with how much waits for them on each."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from chapters import additions, todo
from chapters.access import May
from chapters.models import DPP, Chapter
from ipspi.accounts.models import User
from ipspi.navigation import Item

SHOWN = "chapter_shown"


def items(request: HttpRequest) -> Iterator[Item]:
    """
    Offer an officer the pages of their chapter.

    Who sees several is offered the table of them, and the pages of the one they are in.
    """
    codes, user = additions.seen_by(request), request.user
    if not isinstance(user, User) or not codes:
        return
    if len(codes) > 1:
        word = _("DPP") if DPP in codes else ""
        yield Item(_("Daerah"), reverse("chapters:mine"), group=word, exact=True)
    if DPP in codes:
        yield from _of_dpp(request, user)
    chapter = request.__dict__[SHOWN] = _current(request, codes - {DPP})
    if chapter:
        yield from _of_chapter(request, user, chapter)


def chapter_shown(request: HttpRequest) -> Chapter | None:
    """Return the chapter whose pages the header offers, for apps above that offer more of it: no query."""
    shown: Chapter | None = request.__dict__.get(SHOWN)
    return shown


def _of_dpp(request: HttpRequest, user: User) -> Iterator[Item]:
    waiting, word = todo.of_request(request, user, chapter=Chapter(pk=DPP)), _("DPP")
    yield Item(_("Ringkasan nasional"), _url("chapters:overview", DPP), group=word, exact=True)
    yield Item(_counted(_("Pendaftaran"), waiting.applications), _url("chapters:queue", DPP), group=word)
    yield Item(_("Anggota se-Indonesia"), _url("chapters:roster", DPP), group=word)
    yield from _matters(Chapter(pk=DPP), waiting, word)
    yield from _board(DPP, word, waiting=waiting.boards)


def _of_chapter(request: HttpRequest, user: User, chapter: Chapter) -> Iterator[Item]:
    waiting, word = todo.of_request(request, user, chapter=chapter), chapter.name
    yield Item(_("Ringkasan"), _url("chapters:overview", chapter.pk), group=word, exact=True)
    yield Item(
        _counted(_("Pendaftaran"), waiting.applications), _url("chapters:queue", chapter.pk), group=word
    )
    yield Item(_("Anggota"), _url("chapters:roster", chapter.pk), group=word)
    yield from _matters(chapter, waiting, word)
    yield Item(_("Daftar daerah"), _url("reconciliation:lists", chapter.pk), group=word)
    yield Item(_("Cakupan lembaga"), _url("reconciliation:coverage", chapter.pk), group=word)
    yield Item(
        _counted(_("Rekonsiliasi"), waiting.rows), _url("reconciliation:ledger", chapter.pk), group=word
    )
    yield from _board(chapter.pk, word)


def _matters(chapter: Chapter, waiting: todo.Todo, word: str) -> Iterator[Item]:
    asked = waiting.corrections + waiting.suspensions
    yield Item(_counted(_("Perbaikan dan usulan"), asked), _url("chapters:requests", chapter.pk), group=word)
    yield Item(_counted(_("Mutasi"), waiting.moves), _url("chapters:transfers", chapter.pk), group=word)
    yield Item(
        _counted(_("Kemungkinan ganda"), waiting.pairs), _url("duplicates:pairs", chapter.pk), group=word
    )
    if May.DECIDE_REQUESTS in waiting.rights:
        yield Item(
            _counted(_("Data pribadi"), waiting.data_requests),
            _url("chapters:data_requests", chapter.pk),
            group=word,
        )


def _board(code: str, word: str, *, waiting: int = 0) -> Iterator[Item]:
    """What a board is, does, and answers for."""
    yield Item(_counted(_("Kepengurusan"), waiting), _url("boards:board", code), group=word)
    yield Item(_("Program dan mitra"), _url("programmes:start", code), group=word)
    yield Item(_("Pertanggungjawaban"), _url("accountability:start", code), group=word)


def _counted(label: str, number: int) -> str:
    return _("%(label)s (%(number)d)") % {"label": label, "number": number} if number else label


def _url(page: str, code: str) -> str:
    return reverse(page, args=[code])


def _current(request: HttpRequest, codes: frozenset[str]) -> Chapter | None:
    """Return the chapter that a page is about, of those an officer sees; where they see one, that one."""
    match = request.resolver_match
    code = match.kwargs.get("code") if match else None
    if len(codes) == 1:
        code = next(iter(codes))
    return Chapter.objects.filter(pk=code).first() if code in codes else None
