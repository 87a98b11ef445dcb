"""The assemblies of a chapter: preparing one, its page, and its steps."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from chapters import access, scoped
from chapters.access import May
from chapters.boards.views import asking
from events.assembly import convening, electing, presenting, sitting, voters
from events.assembly.forms import AssemblyForm, NewForm, SettingsForm
from events.assembly.views.finding import QUESTION, ask, crumbs_of, crumbs_to, done, found, url
from events.models import Assembly
from ipspi.navigation import Crumb


class Step(NamedTuple):
    """Something to do with an assembly by one press: its question, what will happen, and what does it."""

    title: str | Promise
    said: str | Promise
    yes: str | Promise
    verb: Callable[..., Any]
    takes_time: bool = True
    danger: bool = False


STEPS = {
    "ambil-daftar": Step(
        gettext_lazy("Ambil daftar pemilih dari registri?"),
        gettext_lazy("Registri dibaca per akhir tanggal batas. Yang diputuskan atas keberatan tetap."),
        gettext_lazy("Ambil daftar"), voters.draw,
    ),
    "undang": Step(
        gettext_lazy("Undang musyawarah ini?"),
        gettext_lazy("Acara, tanggal dan tempatnya dinyatakan tetap, dan calon dapat diusulkan."),
        gettext_lazy("Undang"), convening.call,
    ),
    "tutup-daftar": Step(
        gettext_lazy("Tutup daftar pemilih?"),
        gettext_lazy("Jumlah dan sidiknya dicatat. Sesudah ini hanya DPP yang dapat membukanya lagi."),
        gettext_lazy("Tutup daftar"), voters.close,
    ),
    "buka-daftar": Step(
        gettext_lazy("Buka lagi daftar pemilih?"),
        gettext_lazy("Daftar yang sudah ditutup dapat berubah lagi."),
        gettext_lazy("Buka lagi"), voters.reopen, takes_time=False,
    ),
    "buka": Step(
        gettext_lazy("Buka musyawarah?"),
        gettext_lazy("Kuorum dihitung dari kehadiran saat ini dan dicatat."),
        gettext_lazy("Buka musyawarah"), sitting.open_,
    ),
    "skors": Step(
        gettext_lazy("Skors musyawarah?"),
        gettext_lazy("Musyawarah berhenti sementara; kehadiran tetap dapat dicatat."),
        gettext_lazy("Skors"), sitting.adjourn,
    ),
    "urungkan-hasil": Step(
        gettext_lazy("Urungkan hasil pemilihan?"),
        gettext_lazy("Hasilnya dihapus dan musyawarah berlangsung lagi."),
        gettext_lazy("Urungkan hasil"), electing.take_back, takes_time=False, danger=True,
    ),
    "tutup": Step(
        gettext_lazy("Tutup musyawarah?"),
        gettext_lazy("Sesudah ini tidak ada yang berubah lagi; masa bakti baru tetap dapat dimulai."),
        gettext_lazy("Tutup musyawarah"), electing.close,
    ),
    "batalkan": Step(
        gettext_lazy("Batalkan musyawarah ini?"),
        gettext_lazy("Musyawarah tetap tercatat sebagai dibatalkan, dan yang lain dapat disiapkan."),
        gettext_lazy("Batalkan musyawarah"), convening.cancel, danger=True,
    ),
}  # fmt: skip


@require_safe
def all_(request: HttpRequest, code: str) -> HttpResponse:
    """All assemblies of a chapter."""
    chapter = scoped.chapter_of(request, code)
    rows = Assembly.objects.filter(chapter=chapter).select_related("result__elected__member")
    may_hold = access.allows(request.user, May.HOLD_ASSEMBLY, chapter=chapter.pk)
    context = {
        "chapter": chapter, "lines": rows.order_by("-held_on", "-pk"), "may_hold": may_hold,
        "is_free": convening.current_of(chapter) is None,
        "breadcrumbs": [scoped.crumb(chapter), Crumb(_("MUSDA"))],
    }  # fmt: skip
    return render(request, "assembly/list.html", context)


@require_http_methods(QUESTION)
def prepare(request: HttpRequest, code: str) -> HttpResponse:
    """Begin to prepare an assembly."""
    chapter = scoped.chapter_of(request, code, May.HOLD_ASSEMBLY)
    form = NewForm(request.POST or None, initial={"zone": chapter.zone})

    def verb() -> str:
        convening.prepare(chapter=chapter, by=request.user, at=timezone.now(), **form.cleaned_data)
        return _("Rancangan disimpan. Belum ada yang diundang.")

    return asking.ask(
        request, form, verb, chapter=chapter, title=_("Siapkan MUSDA"),
        lead=_("Belum ada yang berlaku. Semuanya masih dapat diubah sampai daftar pemilih ditutup."),
        submit=_("Simpan rancangan"), back=crumbs_to(chapter)[-1].url, crumbs=crumbs_to(chapter),
    )  # fmt: skip


@require_safe
def assembly(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """An assembly: where it stands, what comes next, and all that is known of it."""
    one = found(request, code, pk)
    context = presenting.page_of(one, rights=access.rights_in(request.user, one.chapter))
    crumbs = [*crumbs_to(one.chapter), Crumb(one.name)]
    return render(request, "assembly/assembly.html", {**context, "breadcrumbs": crumbs})


@require_http_methods(QUESTION)
def change(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Change name, day, place and agenda."""
    return _change(request, found(request, code, pk, May.HOLD_ASSEMBLY), AssemblyForm, _("Ubah acara"), "")


@require_http_methods(QUESTION)
def settle(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Change who votes and how many must come."""
    lead = _(
        "Isi seperti tertulis di AD/ART dan tata tertib. Sesudah daftar pemilih ditutup, aturan ini tetap."
    )
    return _change(request, found(request, code, pk, May.HOLD_ASSEMBLY), SettingsForm, _("Ubah aturan"), lead)


@require_http_methods(QUESTION)
def step(request: HttpRequest, code: str, pk: int, step: str) -> HttpResponse:
    """Ask whether to take a step, and take it."""
    one = found(request, code, pk, May.HOLD_ASSEMBLY)
    if step not in STEPS:
        raise Http404
    wanted = STEPS[step]
    if request.method == "POST":
        moment = {"at": timezone.now()} if wanted.takes_time else {}
        done(request, lambda: wanted.verb(assembly=one, by=request.user, **moment), _("Sudah dicatat."))
        return redirect(url(one))
    context = {"assembly": one, "step": wanted, "back": url(one), "breadcrumbs": crumbs_of(one)}
    return render(request, "assembly/step.html", context)


def _change(
    request: HttpRequest, one: Assembly, kind: type[AssemblyForm | SettingsForm], title: str, lead: str
) -> HttpResponse:
    form = kind(request.POST or None, initial={name: getattr(one, name) for name in kind.base_fields})

    def verb() -> str:
        convening.change(assembly=one, by=request.user, **form.cleaned_data)
        return _("Perubahan disimpan.")

    return ask(request, form, verb, one, title=title, lead=lead, submit=_("Simpan"))
