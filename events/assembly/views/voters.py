"""The voters' list, line by line, with objections and delegates."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chapters import access
from chapters.access import May
from events.assembly import presenting, voters
from events.assembly.forms import DecisionForm, WordsForm
from events.assembly.views.finding import QUESTION, ask, crumbs_of, done, found, url
from events.models import Assembly, Objection, Voter
from ipspi.navigation import Crumb


@require_safe
def all_(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The list: those on it, or with ?bukan=1 those who are not and why."""
    one = found(request, code, pk)
    rights = access.rights_in(request.user, one.chapter)
    context = presenting.voters_page(one, request.GET, rights=rights)
    crumbs = [*crumbs_of(one), Crumb(_("Daftar pemilih"))]
    return render(request, "assembly/voters.html", {**context, "breadcrumbs": crumbs})


@require_http_methods(QUESTION)
def voter(request: HttpRequest, code: str, pk: int, voter: int) -> HttpResponse:
    """Note an objection to a line."""
    one = found(request, code, pk, May.HOLD_ASSEMBLY)
    row = _row(one, voter)
    form = WordsForm(request.POST or None)
    standing = _("Sekarang pemilih.") if row.may_vote else "; ".join(row.reasons_said) + "."

    def verb() -> str:
        voters.note_objection(voter=row, by=request.user, at=timezone.now(), **form.cleaned_data)
        return _("Keberatan dicatat dan menunggu keputusan.")

    title = _("Keberatan atas %(name)s") % {"name": row.member.full_name}
    submit = _("Catat keberatan")
    return ask(request, form, verb, one, title=title, lead=standing, submit=submit, back=url(one, "voters"))


@require_POST
def delegate(request: HttpRequest, code: str, pk: int, voter: int) -> HttpResponse:
    """Name a voter as a delegate, or take that back."""
    one = found(request, code, pk, May.HOLD_ASSEMBLY)
    row = _row(one, voter)
    done(
        request,
        lambda: voters.name_delegate(voter=row, is_delegate=not row.is_delegate, by=request.user),
        _("Utusan diubah."),
    )
    return redirect(url(one, "voters"))


@require_http_methods(QUESTION)
def objection(request: HttpRequest, code: str, pk: int, objection: int) -> HttpResponse:
    """Decide an objection."""
    one = found(request, code, pk, May.HOLD_ASSEMBLY)
    rows = Objection.objects.select_related("voter__member", "voter__assembly").defer("voter__member__nik")
    asked = get_object_or_404(rows, pk=objection, voter__assembly=one)
    form = DecisionForm(request.POST or None)

    def verb() -> str:
        said = form.cleaned_data
        voters.decide_objection(
            objection=asked, grant=said["grant"] == "ya", answer=said["answer"], by=request.user,
            at=timezone.now(),
        )  # fmt: skip
        return _("Keputusan dicatat.")

    title = _("Putuskan keberatan atas %(name)s") % {"name": asked.voter.member.full_name}
    return ask(request, form, verb, one, title=title, lead=asked.words, submit=_("Simpan keputusan"))


def _row(assembly: Assembly, pk: int) -> Voter:
    rows = Voter.objects.select_related("assembly", "member").defer("member__nik", "member__nik_lookup")
    return get_object_or_404(rows, pk=pk, assembly=assembly)
