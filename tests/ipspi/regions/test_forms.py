import pytest
from django import forms

from ipspi.regions.forms import RegencyField
from ipspi.regions.models import Regency

pytestmark = pytest.mark.django_db


class Address(forms.Form):
    regency = RegencyField(label="Kabupaten/kota")


def filled(text, code=""):
    return Address({"regency": text, "regency_code": code})


def error(form):
    return form.errors.get("regency", [""])[0]


@pytest.mark.parametrize("text", ["Kota Palembang", "palembang", "16.71", " 1671 "])
def test_a_typed_name_is_resolved_without_javascript(text):
    form = filled(text)
    assert form.is_valid()
    assert form.cleaned_data["regency"] == Regency.objects.get(code="16.71")


def test_namesakes_are_offered_in_words():
    assert (
        error(filled("Bogor")) == "Ada lebih dari satu “Bogor”. Maksud Anda: Kabupaten Bogor atau Kota Bogor?"
    )


def test_a_mistyped_name_is_offered_its_neighbours():
    assert error(filled("Palembng")) == "Kami tidak mengenal “Palembng”. Maksud Anda: Kota Palembang?"


def test_a_name_like_nothing_is_refused():
    assert error(filled("Zzzzzz")) == "Kami tidak mengenal kabupaten atau kota “Zzzzzz”. Periksa ejaannya."


def test_nothing_is_refused_where_it_is_required():
    assert error(filled("  ", "16.71")) == "Isi kabupaten atau kota."


def test_nothing_is_nothing_where_it_is_not():
    assert RegencyField(required=False).clean(("", "")) is None


def test_the_hidden_code_counts_only_with_its_own_text():
    stale = filled("Kota Bandung", "32.71")
    assert stale.is_valid()
    assert stale.cleaned_data["regency"].code == "32.73"


@pytest.mark.parametrize("code", ["99.99", "x", "' OR 1=1", "16.71" * 99])
def test_a_forged_code_is_ignored(code):
    form = filled("Kota Palembang", code)
    assert form.is_valid()
    assert form.cleaned_data["regency"].code == "16.71"


@pytest.mark.parametrize("initial", ["16.71", "1671", ("Kota Palembang", "16.71")])
def test_the_widget_shows_the_name_and_keeps_the_code(initial):
    context = RegencyField().widget.get_context("regency", initial, {})["widget"]
    assert (context["value"], context["code"], context["code_name"]) == (
        "Kota Palembang",
        "16.71",
        "regency_code",
    )


def test_the_widget_keeps_what_was_typed():
    context = RegencyField().widget.get_context("regency", ("Bogr", ""), {})["widget"]
    assert (context["value"], context["code"]) == ("Bogr", "")


def test_a_changed_text_is_a_change():
    field = RegencyField()
    palembang = Regency.objects.get(code="16.71")
    assert not field.has_changed(palembang, ("Kota Palembang", "16.71"))
    assert field.has_changed(palembang, ("Kota Bogor", ""))
    assert field.has_changed(None, ("Kota Bogor", ""))
