"""A board that is being prepared: from a list or by hand, confirmed name by name, and put into force."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from chapters import access, scoped
from chapters.access import May
from chapters.boards import drafts, presenting, reading, terms
from chapters.boards.drafts import Post
from chapters.boards.forms import DraftedForm, SeenForm, TermForm
from chapters.boards.recognising import Written
from chapters.boards.views.asking import ask, board_url, crumbs_of, done, draft_url
from chapters.models import BoardDraft, Chapter
from ipspi.navigation import Crumb
from members.models import Member

QUESTION = ["GET", "HEAD", "POST"]
MEMBER, OUTSIDER = "anggota", "bukan"  # the answers to who somebody is


@require_http_methods(QUESTION)
def draft(request: HttpRequest, code: str) -> HttpResponse:
    """The board that the chapter prepares; where it prepares none, the question for which term to begin."""
    chapter = scoped.chapter_of(request, code, May.PREPARE_BOARD)
    found = drafts.open_draft_of(chapter)
    if found is None:
        return _start(request, chapter)
    found.chapter = chapter
    context = presenting.draft_page(found, user=request.user, at=timezone.now())
    crumbs = [*crumbs_of(chapter), Crumb(_("Rancangan"))]
    return render(request, "boards/draft.html", {**context, "chapter": chapter, "breadcrumbs": crumbs})


@require_http_methods(QUESTION)
def change(request: HttpRequest, code: str) -> HttpResponse:
    """Change the term for which a board is prepared."""
    chapter, found = _found(request, code)
    form = TermForm(request.POST or None, initial={name: getattr(found, name) for name in drafts.FACTS})

    def verb() -> str:
        drafts.change(draft=found, by=request.user, **form.cleaned_data)
        return _("Rancangan disimpan.")

    return ask(
        request,
        form,
        verb,
        chapter=chapter,
        title=_("Ubah masa bakti rancangan"),
        lead=_("Belum ada yang berlaku sebelum DPP memberlakukannya."),
        submit=_("Simpan"),
        back=draft_url(chapter),
    )


@require_http_methods(QUESTION)
def add(request: HttpRequest, code: str) -> HttpResponse:
    """Write one more line into the draft."""
    chapter, found = _found(request, code)
    form = DraftedForm(request.POST or None)

    def verb() -> str:
        answers = form.cleaned_data
        title = reading.title_of(answers["title"], answers["office"]) if answers["title"] else ""
        written = Written(answers["name"], answers["number"])
        post = Post(office=answers["office"], title=title, written=written)
        drafts.write(draft=found, posts=[post], by=request.user)
        return _("%(name)s ditambahkan ke rancangan.") % {"name": answers["name"]}

    return ask(
        request,
        form,
        verb,
        chapter=chapter,
        title=_("Tambah nama"),
        lead=_("Nama yang cocok dengan seorang anggota daerah diusulkan untuk Anda pastikan."),
        submit=_("Tambahkan"),
        back=draft_url(chapter),
    )


@require_POST
def settle(request: HttpRequest, code: str) -> HttpResponse:
    """Take the answers to who somebody is, or take a line out of the draft."""
    chapter, found = _found(request, code)
    removed = request.POST.get("hapus")
    lines = found.seats.select_related("draft")
    if seat := next((line for line in lines if removed == str(line.pk)), None):
        said = _("%(name)s dihapus dari rancangan.") % {"name": seat.name}
        done(request, lambda: drafts.remove(seat=seat, by=request.user), said)
        return redirect(draft_url(chapter))
    answers = _answers(request, found)
    said = _("%(count)d nama dipastikan.") % {"count": len(answers)}
    done(request, lambda: drafts.settle(draft=found, answers=answers, by=request.user), said)
    return redirect(draft_url(chapter))


@require_POST
def send(request: HttpRequest, code: str) -> HttpResponse:
    """Ask the DPP to put the draft into force."""
    chapter, found = _found(request, code)
    said = _("Rancangan dikirim. DPP diberi tahu lewat email.")
    done(request, lambda: drafts.send(draft=found, by=request.user, at=timezone.now()), said)
    return redirect(draft_url(chapter))


@require_http_methods(QUESTION)
def put_in_force(request: HttpRequest, code: str) -> HttpResponse:
    """Ask whether to make the draft the board, and do it."""
    chapter, found = _found(request, code)
    access.require(request.user, May.KEEP_BOARD, chapter=chapter.pk)
    if request.method == "POST":
        words = _("Kepengurusan %(name)s berlaku.") % {"name": found.name}
        seen = request.POST.get("seen", "")
        verb = lambda: drafts.put_in_force(draft=found, seen=seen, by=request.user, at=timezone.now())  # noqa: E731
        return redirect(board_url(chapter) if done(request, verb, words) else draft_url(chapter))
    mark = drafts.mark_of(found)  # before what is shown is read: what changes in between is noticed
    context = presenting.draft_page(found, user=request.user, at=timezone.now())
    context |= {"seen": SeenForm(initial={"seen": mark})}
    context |= {"ends": terms.to_end(chapter, at=timezone.now()).count(), "chapter": chapter}
    crumbs = [*crumbs_of(chapter), Crumb(_("Berlakukan"))]
    return render(request, "boards/put_in_force.html", {**context, "breadcrumbs": crumbs})


@require_http_methods(QUESTION)
def discard(request: HttpRequest, code: str) -> HttpResponse:
    """Ask whether to give the draft up, and do it."""
    chapter, found = _found(request, code)
    if request.method == "POST":
        said = _("Rancangan dibatalkan. Kepengurusan tidak berubah.")
        done(request, lambda: drafts.discard(draft=found, by=request.user, at=timezone.now()), said)
        return redirect(board_url(chapter))
    crumbs = [*crumbs_of(chapter), Crumb(_("Batalkan rancangan"))]
    context = {"chapter": chapter, "draft": found, "back": draft_url(chapter), "breadcrumbs": crumbs}
    return render(request, "boards/discard.html", context)


def _start(request: HttpRequest, chapter: Chapter) -> HttpResponse:
    form = TermForm(request.POST or None)

    def verb() -> str:
        drafts.start(chapter=chapter, by=request.user, at=timezone.now(), **form.cleaned_data)
        return _("Rancangan dimulai. Isi dengan nama-nama pengurus.")

    return ask(
        request,
        form,
        verb,
        chapter=chapter,
        title=_("Siapkan kepengurusan"),
        lead=_("Tulis masa baktinya dahulu, juga yang sudah lampau. Belum ada yang berlaku karenanya."),
        submit=_("Lanjutkan ke nama-nama"),
        back=draft_url(chapter),
        cancel=board_url(chapter),
    )


def _answers(request: HttpRequest, draft: BoardDraft) -> dict[int, Member | None]:
    """Return whom each line that was answered means, None for who is no member."""
    meant: dict[int, Member | None] = {}
    for seat in draft.seats.select_related("member"):
        answer = request.POST.get(f"siapa-{seat.pk}")
        if answer == OUTSIDER or (answer == MEMBER and seat.member):
            meant[seat.pk] = seat.member if answer == MEMBER else None
    return meant


def _found(request: HttpRequest, code: str) -> tuple[Chapter, BoardDraft]:
    chapter = scoped.chapter_of(request, code, May.PREPARE_BOARD)
    found = drafts.open_draft_of(chapter)
    if found is None:
        raise Http404
    found.chapter = chapter
    return chapter, found
