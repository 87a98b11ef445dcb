"""What a chapter says of itself: how to reach it, by which decree it was founded, and which provinces are its own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from chapters import access, founding, scoped
from chapters.access import May
from chapters.boards import public
from chapters.boards.forms import ContactForm, CoverForm, FoundingForm
from chapters.boards.views.asking import ask
from chapters.models import DPP, Chapter
from ipspi.navigation import Crumb

QUESTION = ["GET", "HEAD", "POST"]


@require_safe
def profile(request: HttpRequest, code: str) -> HttpResponse:
    """The chapter's facts, as its public page tells them, with the ways to change them."""
    chapter = scoped.chapter_of(request, code)
    rights = access.rights_in(request.user, chapter)
    context = {
        "chapter": chapter,
        "contact": public.contact_of(chapter),
        "founding": public.founding_of(chapter),
        "provinces": public.provinces_of(chapter),
        "may_contact": May.KEEP_CONTACT in rights,
        "may_found": May.KEEP_CHAPTERS in rights and chapter.pk != DPP,
    }
    crumbs = [scoped.crumb(chapter), Crumb(_("Profil daerah"))]
    return render(request, "boards/profile.html", {**context, "breadcrumbs": crumbs})


@require_http_methods(QUESTION)
def contact(request: HttpRequest, code: str) -> HttpResponse:
    """Change how the chapter is reached."""
    chapter = scoped.chapter_of(request, code, May.KEEP_CONTACT)
    form = ContactForm(
        request.POST or None, initial={name: getattr(chapter, name) for name in ContactForm.base_fields}
    )

    def verb() -> str:
        founding.change_contact(chapter=chapter, by=request.user, **form.cleaned_data)
        return _("Kontak disimpan. Halaman publik sudah berubah.")

    return ask(
        request,
        form,
        verb,
        chapter=chapter,
        title=_("Alamat dan kontak"),
        lead=_("Semua yang diisi di sini tampak di halaman publik."),
        submit=_("Simpan"),
        back=_url(chapter),
    )


@require_http_methods(QUESTION)
def founded(request: HttpRequest, code: str) -> HttpResponse:
    """Correct by which decree the chapter was founded, and when; by this form a chapter is founded, too."""
    chapter = scoped.chapter_of(request, code, May.KEEP_CHAPTERS)
    form = FoundingForm(
        request.POST or None, initial={name: getattr(chapter, name) for name in FoundingForm.base_fields}
    )
    verb_of = founding.correct_founding if chapter.is_founded else founding.found

    def verb() -> str:
        verb_of(chapter=chapter, by=request.user, **form.cleaned_data)
        return _("Pembentukan %(chapter)s disimpan.") % {"chapter": chapter}

    title = _("Pembentukan %(chapter)s") if chapter.is_founded else _("Bentuk %(chapter)s")
    return ask(
        request,
        form,
        verb,
        chapter=chapter,
        title=title % {"chapter": chapter},
        lead=_("Tanggal dan SK pembentukan, seperti tertulis di SK-nya.")
        if chapter.is_founded
        else _("Dengan SK ini DPD mengurus sendiri anggotanya."),
        submit=_("Simpan"),
        back=_url(chapter),
    )


@require_http_methods(QUESTION)
def cover(request: HttpRequest, code: str) -> HttpResponse:
    """Have a province of another chapter belong to this one."""
    chapter = scoped.chapter_of(request, code, May.KEEP_CHAPTERS)
    form = CoverForm(request.POST or None, chapter=chapter.pk)

    def verb() -> str:
        province = form.cleaned_data["province"]
        founding.cover(chapter=chapter, province=province, by=request.user)
        return _("%(province)s sekarang wilayah %(chapter)s.") % {"province": province, "chapter": chapter}

    return ask(
        request,
        form,
        verb,
        chapter=chapter,
        title=_("Tambah provinsi"),
        lead=_("Anggota provinsi itu langsung tampak di daerah ini, dan tidak lagi di daerahnya yang lama."),
        submit=_("Pindahkan ke daerah ini"),
        back=_url(chapter),
    )


def _url(chapter: Chapter) -> str:
    return reverse("boards:profile", args=[chapter.pk])
