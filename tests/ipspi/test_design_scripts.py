"""What the pages' own JavaScript adds, by keyboard and in a real browser."""

import pytest
from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path
from django.utils.html import escape
from django.utils.safestring import mark_safe
from playwright.sync_api import BrowserContext, Page, expect

from ipspi import design, urls

FOUND = """<div class="results" id="hasil" data-announce="{said} ditemukan">Hasil: {said}</div>"""


class Search(forms.Form):
    is_filter = True
    q = forms.CharField(label="Nama", required=False, widget=forms.TextInput(attrs={"type": "search"}))


PAGE = """{% extends "base.html" %}
{% block content %}
{% include "_parts/filters.html" with form=search action="/cari/" target="hasil" only %}{{ found }}
{% endblock %}"""


@login_not_required
def found(request: HttpRequest) -> HttpResponse:
    """A page with a filter, or the part that htmx exchanges."""
    part = mark_safe(FOUND.format(said=escape(request.GET.get("q", ""))))
    if request.headers.get("HX-Request"):
        return HttpResponse(part)
    return HttpResponse(
        engines["django"].from_string(PAGE).render({"search": Search(request.GET), "found": part}, request)
    )


urlpatterns = [
    *urls.urlpatterns,
    path("desain/", design.page, name="design"),
    path("cari/", found),
]

pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def box(page: Page) -> Page:
    page.goto("/desain/")
    return page


def test_a_regency_is_chosen_by_keyboard(box: Page) -> None:
    field = box.get_by_role("combobox", name="Kabupaten atau kota tempat tinggal")
    field.press_sequentially("ogan il")
    option = box.get_by_role("option").filter(has_text="Ogan Ilir")
    expect(option).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")

    field.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") == box.locator("[aria-selected=true]").get_attribute(
        "id"
    )
    field.press("Enter")

    expect(field).to_have_value("Kabupaten Ogan Ilir")
    expect(box.locator("[name=regency_code]")).to_have_value("16.10")
    expect(field).to_have_attribute("aria-expanded", "false")


def test_typing_on_forgets_the_chosen_code(box: Page) -> None:
    field = box.get_by_role("combobox", name="Kabupaten atau kota tempat tinggal")
    field.press_sequentially("ogan ilir")
    box.get_by_role("option").filter(has_text="Ogan Ilir").click()
    expect(box.locator("[name=regency_code]")).to_have_value("16.10")

    field.press_sequentially("x")

    expect(box.locator("[name=regency_code]")).to_have_value("")


def test_escape_closes_the_offers_and_keeps_the_words(box: Page) -> None:
    field = box.get_by_role("combobox", name="Kabupaten atau kota tempat tinggal")
    field.press_sequentially("palem")
    expect(box.locator(".type-ahead").get_by_role("option").first).to_be_visible()

    field.press("Escape")

    expect(box.get_by_role("listbox")).to_be_hidden()
    expect(field).to_have_value("palem")


def test_nothing_found_is_said(box: Page) -> None:
    field = box.get_by_role("combobox", name="Kabupaten atau kota tempat tinggal")

    field.press_sequentially("zzzzqqq")

    expect(box.locator(".type-ahead [role=status]")).to_contain_text("Tidak ada")
    field.press("ArrowDown")
    field.press("Enter")


def test_a_file_that_is_too_large_is_told_before_it_is_sent(box: Page) -> None:
    field = box.locator("[type=file]")
    field.evaluate("input => { input.dataset.limit = 100000 }")

    field.set_input_files({"name": "daftar.csv", "mimeType": "text/csv", "buffer": b"x" * 220_000})

    expect(box.locator(".file-said")).to_have_text("daftar.csv · 0,2 MB – berkas ini terlalu besar")


def test_a_filtered_list_changes_while_one_types_and_says_so(page: Page) -> None:
    page.goto("/cari/")

    page.get_by_label("Nama").press_sequentially("siti")

    expect(page.locator("#hasil")).to_have_text("Hasil: siti")
    expect(page.locator("#announcer")).to_have_text("siti ditemukan")
    assert page.locator("#hasil").count() == 1
    assert page.url.endswith("/cari/?q=siti")


def test_a_job_is_asked_for_until_it_has_ended_and_its_words_are_said(box: Page) -> None:
    expect(box.locator("#job")).to_contain_text("71 dari 124")

    expect(box.locator("#job")).to_contain_text("Selesai: 124 baris dicocokkan")
    expect(box.locator("#announcer")).to_have_text("Selesai: 124 baris dicocokkan")
    assert box.locator("#job").get_attribute("hx-get") is None


def test_a_password_can_be_looked_at(page: Page) -> None:
    page.goto("/akun/masuk/")
    secret = page.locator("[name=password]")
    expect(secret).to_have_attribute("type", "password")

    page.get_by_role("button", name="Lihat kata sandi").click()

    expect(secret).to_have_attribute("type", "text")
    expect(page.get_by_role("button", name="Lihat kata sandi")).to_have_attribute("aria-pressed", "true")


def test_without_javascript_the_form_still_sends_and_shows_no_dead_button(
    context: BrowserContext, site: str
) -> None:
    bare = context.browser.new_context(java_script_enabled=False, base_url=site)
    page = bare.new_page()
    page.goto("/akun/masuk/")
    expect(page.get_by_role("button", name="Lihat kata sandi")).to_be_hidden()
    page.goto("/desain/")

    page.get_by_role("button", name="Simpan dan lanjutkan").click()

    expect(page.get_by_role("heading", name="Ada masalah")).to_be_visible()
    bare.close()
