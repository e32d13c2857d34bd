"""Search, and the pages about the site."""

from __future__ import annotations

import json
import unicodedata
from typing import Literal

import pytest

from cartograph.http.request import Request
from cartograph.site.context import Context
from cartograph.site.routes import answer
from cartograph.site.search_index import KINDS, Book
from pages import page, words


@pytest.fixture(scope="module")
def book(context: Context) -> Book:
    return context.names


def suggested(context: Context, text: str) -> list[str]:
    reply = answer(context, Request("suggest", f"q={text}"))
    assert reply.type == "application/json"
    found: list[str] = json.loads(reply.body)
    return found


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_name_with_a_cedilla_finds_what_it_finds_without(book: Book, form: Literal["NFC", "NFD"]) -> None:
    found = [hit.path for hit in book.find(unicodedata.normalize(form, "Beksaç"))]
    assert found == [hit.path for hit in book.find("beksac")]
    assert len(found) > 5


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("bb2121", "agent/ide-cel"),
        ("BB-2121", "agent/ide-cel"),
        ("CT 103A", "agent/ct103a"),
        ("ct-103a", "agent/ct103a"),
        ("p bcma 101", "agent/p-bcma-101"),
        ("GPCR5D", "target/gprc5d"),
        ("tnfrsf17", "target/bcma"),
        ("κ light chain", "target/kappa-light-chain"),
        ("nct03548207", "trial/cartitude-1"),
        ("karmma 3", "trial/karmma-3"),
        ("lentiviral", "ontology?term=lentiviral"),
    ],
)
def test_any_spelling_finds_its_thing(context: Context, book: Book, text: str, path: str) -> None:
    found = book.find(text)[0]
    assert (found.rank, found.path) == (0, path)
    card = page(context, f"search?q={text}").split('class="card best"')[1].split("</div>")[0]
    assert f'<h2><a href="/{path}">' in card


def test_the_page_reads_a_name_as_the_command_line_does(context: Context) -> None:
    read = context.graph.resolve("anti-BCMA/CD19 CAR-T")
    assert read.verdict in {"described", "ambiguous", "resolved"}
    card = page(context, "search?q=anti-BCMA/CD19+CAR-T").split('class="card best"')[1].split("</div>")[0]
    found = [one.entity for one in (*read.matches, *read.targets)] + [one.entity for one in read.candidates]
    assert len(found) > 2
    for entity in found:
        assert f'href="/{entity}"' in card


def test_a_name_says_why_it_is_this_thing(context: Context) -> None:
    assert "by its spelling variant of the code name 'bb2121'" in words(page(context, "search?q=bb-2121"))


def test_each_thing_is_found_once_and_the_whole_name_first(book: Book) -> None:
    found = book.find("bcma")
    paths = [hit.path for hit in found]
    assert len(paths) == len(set(paths)) > 50
    assert [hit.rank for hit in found] == sorted(hit.rank for hit in found)
    assert found[0].path == "target/bcma"


def test_words_are_found_in_any_order(book: Book) -> None:
    assert "agent/bcma-cd24-car-t" in [hit.path for hit in book.find("cells cd24 bcma")]


def test_the_book_has_every_kind_and_each_path_leads_somewhere(context: Context, book: Book) -> None:
    kinds = {name.kind for name in book.names}
    assert kinds <= set(KINDS)
    assert len(kinds) > 12
    first = {name.kind: name.path for name in book.names}
    for path in first.values():
        page(context, path)


def test_what_fits_is_marked(context: Context) -> None:
    markup = page(context, "search?q=ct+103a")
    assert "<mark>CT103A</mark> phase 1/2 trial" in markup
    assert 'value="ct 103a"' in markup


def test_other_names_say_what_they_are(context: Context) -> None:
    assert "registry number NCT03548207" in words(page(context, "search?q=NCT03548207"))
    assert "misprinted as GPCR5D" in words(page(context, "search?q=gpcr5d"))


def test_one_kind_shows_all_of_it(context: Context) -> None:
    few, all_ = page(context, "search?q=bcma"), page(context, "search?q=bcma&kind=agent")
    assert "All " in words(few)
    assert all_.count("<li><a") > 8
    assert "<h2>Trials" not in all_


def test_something_alike_is_offered(context: Context) -> None:
    markup = page(context, "search?q=lentivral")
    assert "No name has in it lentivral" in words(markup)
    assert 'href="/search?q=lentiviral"' in markup


def test_nothing_is_asked_or_found(context: Context) -> None:
    assert "Type the name" in page(context, "search")
    assert "No name has in it" in page(context, "search?q=zzzzzz")
    assert "No name has in it" in page(context, "search?q=%2B%2B")


@pytest.mark.parametrize(
    "text", ["%3Cscript%3Ealert(1)%3C/script%3E", "%22%3E%3Cimg+src=x%3E", "%00%FF", "a" * 5000]
)
def test_hostile_text_stays_text(context: Context, text: str) -> None:
    markup = page(context, f"search?q={text}")
    assert "<script>alert" not in markup
    assert "<img src=x" not in markup
    assert suggested(context, text) == [] or len(text) > 1000


def test_suggestions_are_few_different_names(context: Context) -> None:
    found = suggested(context, "cilta")
    assert "ciltacabtagene autoleucel" in found
    assert "Cilta-cel" in found
    assert not any("autoleucl" in name for name in found)  # a misprint is found, and not offered
    assert len(suggested(context, "c")) == 10
    assert len(set(suggested(context, "c"))) == 10
    assert suggested(context, "") == []


# ------------------------------------------------------------------ about, licence, limits


def test_about_tells_how_to_read_and_cite(context: Context) -> None:
    said = words(page(context, "about"))
    for part in (
        "may qualify",
        "Every source that names the thing is declared silent",
        "undetermined",
        "misprint",
    ):
        assert part in said
    assert context.graph.version in said
    assert "10.4274/balkanmedj.galenos.2025.2025-4-25" in said


def test_licences_of_data_code_and_sources(context: Context) -> None:
    said = words(page(context, "licence"))
    assert "Attribution 4.0" in said
    assert "Apache License 2.0" in said
    assert "not stated in the text" in said


def test_limits_are_those_of_this_server(context: Context) -> None:
    said = words(page(context, "limits"))
    for name, value, _ in context.settings.table():
        assert f"{value} --{name}" in said
    assert "507 memory" in said
