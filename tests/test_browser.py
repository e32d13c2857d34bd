"""Every kind of page in a real browser, light, dark and on a phone; everything that a reader can touch."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from browsing import Watched, chromium, opened
from served import Server

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

#: Every kind of page, with an address of it.
PAGES = {
    "landscape": "",
    "landscape with facets": "?target=BCMA",
    "about": "about",
    "limits": "limits",
    "licence": "licence",
    "agent": "agent/cilta-cel",
    "agent without a construct": "agent/teclistamab",
    "construct": "construct/ct053",
    "cohort": "cohort/cartitude-1-all",
    "experiment": "experiment/car-high",
    "report": "report/cartitude-1-18m",
    "target": "target/bcma",
    "trials": "trials",
    "trial": "trial/cartitude-1",
    "sources": "sources",
    "source": "source/guo-2022",
    "passage": "passage/guo-2022/table-2",
    "claim": "claim/guo-2022/table-2/ct103a",
    "figure": "claim/guo-2022/table-2/ct103a/figure/ct103a-ash2021/objectiveResponse",
    "organisation": "organisation/janssen",
    "questions": "questions",
    "selecting question": "questions/products-by-response?above=70",
    "listing question": "questions/conflicts",
    "question without a row": "questions/products-by-response?above=100",
    "question refused": "questions/products-by-response?above=many&vector=wheelbarrow",
    "editor": "sparql",
    "ontology": "ontology",
    "term": "ontology?term=lentiviral",
    "class": "ontology?term=SecondGenerationCAR",
    "quality": "quality",
    "search": "search?q=cilta",
    "search without a hit": "search?q=no%20such%20thing",
    "missing": "nowhere/at/all",
}
STATUS = {"missing": 404, "question refused": 400}
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light", "viewport": {"width": 1280, "height": 900}},
    "dark": {"color_scheme": "dark", "viewport": {"width": 1280, "height": 900}},
    "phone": {"color_scheme": "light", "viewport": {"width": 390, "height": 844}, "has_touch": True},
}
#: What a refused question or a missing page makes the browser say, and rightly.
_EXPECTED = {404: "status of 404", 400: "status of 400"}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def desktop(browser: Browser, server: Server) -> Iterator[tuple[Page, Watched]]:
    """Return a page on a desktop; at the end nothing was wrong that the test did not provoke."""
    with opened(browser, server.url, **LOOKS["light"]) as (page, watched):
        yield page, watched
        watched.assert_quiet()


# ------------------------------------------------------------------ every page


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_sound(browser: Browser, server: Server, name: str, look: str) -> None:
    status = STATUS.get(name, 200)
    with opened(browser, server.url, **LOOKS[look]) as (page, watched):
        reply = page.goto(f"{server.url}/{PAGES[name]}", wait_until="load")
        assert reply is not None
        assert reply.status == status
        assert page.locator("h1").count() == 1
        assert page.title().endswith("CARTograph")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "wider than the window"
        found = complaints(page)
        assert not found, "\n".join(found)
        watched.assert_quiet(_EXPECTED.get(status, ""))


def complaints(page: Page) -> list[str]:
    """Return the serious and critical violations that axe finds, with the first element of each."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{one['id']} ({len(one['nodes'])}): {one['nodes'][0]['html'][:200]}: {one['nodes'][0]['failureSummary']}"
        for one in found
        if one["impact"] in ("serious", "critical")
    ]


def test_axe_finds_what_is_wrong(desktop: tuple[Page, Watched]) -> None:
    page, _ = desktop
    page.set_content("<html lang=en><title>x</title><h1>x</h1><img src='data:,'><input>")
    assert {one.split(" ")[0] for one in complaints(page)} >= {"image-alt", "label"}


def test_a_request_to_elsewhere_is_noticed(browser: Browser, server: Server) -> None:
    with opened(browser, server.url) as (page, watched):
        page.goto(f"{server.url}/limits")
        page.evaluate("fetch('http://127.0.0.1:9/x').catch(() => 0)")
        with pytest.raises(AssertionError):
            watched.assert_quiet()


def test_every_page_can_be_walked_with_the_keyboard(desktop: tuple[Page, Watched], server: Server) -> None:
    page, _ = desktop
    page.goto(f"{server.url}/questions/products-by-response")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")


# ------------------------------------------------------------------ evidence


def fact(page: Page) -> tuple[Any, Any]:
    """Return a value with its evidence."""
    found = page.locator(".fact").filter(has_text="ORR 94.4%").first
    return found.locator("button").first, found.locator(".evidence")


def test_evidence_shows_on_hover(desktop: tuple[Page, Watched], server: Server) -> None:
    page, _ = desktop
    page.goto(f"{server.url}/agent/ct103a")
    button, note = fact(page)
    assert not note.is_visible()
    button.hover()
    assert note.is_visible()
    assert "line 158" in note.inner_text()
    note.hover()  # a reader may go into it
    assert note.is_visible()
    page.keyboard.press("Escape")
    assert not note.is_visible()
    page.mouse.move(0, 0)
    button.hover()
    assert note.is_visible()
    page.mouse.move(0, 0)
    assert not note.is_visible()


def test_evidence_shows_on_focus_and_goes_with_escape(desktop: tuple[Page, Watched], server: Server) -> None:
    page, _ = desktop
    page.goto(f"{server.url}/agent/ct103a")
    button, note = fact(page)
    button.focus()
    assert note.is_visible()
    page.keyboard.press("Escape")
    assert not note.is_visible()


def test_evidence_leads_to_the_claim(desktop: tuple[Page, Watched], server: Server) -> None:
    page, _ = desktop
    page.goto(f"{server.url}/agent/ct103a")
    button, note = fact(page)
    button.click()
    note.locator("a").first.click()
    page.wait_for_url("**/claim/guo-2022/table-2/ct103a")


def test_evidence_stays_inside_a_phone(browser: Browser, server: Server) -> None:
    with opened(browser, server.url, **LOOKS["phone"]) as (page, watched):
        page.goto(f"{server.url}/agent/ct103a")
        button, note = fact(page)
        button.scroll_into_view_if_needed()
        button.tap()
        box = note.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        watched.assert_quiet()


# ------------------------------------------------------------------ questions


def test_a_form_makes_an_address_that_can_be_shared(desktop: tuple[Page, Watched], server: Server) -> None:
    page, _ = desktop
    page.goto(f"{server.url}/questions/products-by-response")
    page.get_by_label("above").fill("70")
    page.get_by_label("vector").select_option("gamma-retroviral")
    page.get_by_role("button", name="Ask").click()
    page.wait_for_url("**above=70**")
    asked = parse_qs(urlsplit(page.url).query)
    assert asked["above"] == ["70"]
    assert asked["vector"] == ["gamma-retroviral"]
    heading = page.locator("h2").first.inner_text()
    address = page.get_by_role("link", name="JSON", exact=True).get_attribute("href")
    answer = server.get(str(address)).json()
    assert answer["parameters"]["above"] == "70"
    left = answer["candidates"] - len(answer["may_qualify"]) - len(answer["excluded"])
    assert heading.startswith(f"{left} of {answer['candidates']} ")
    page.reload()
    assert page.get_by_label("above").input_value() == "70"
    assert page.get_by_label("vector").input_value() == "gamma-retroviral"


def test_a_refused_question_says_why_and_keeps_what_was_typed(browser: Browser, server: Server) -> None:
    with opened(browser, server.url) as (page, watched):
        page.goto(f"{server.url}/questions/products-by-response?above=170")
        assert "170" in page.get_by_role("alert").inner_text()
        assert page.get_by_label("above").input_value() == "170"
        watched.assert_quiet("status of 400")


def test_a_snippet_is_copied(browser: Browser, server: Server) -> None:
    allowed = ["clipboard-read", "clipboard-write"]
    with opened(browser, server.url, permissions=allowed) as (page, watched):
        page.goto(f"{server.url}/questions/conflicts")
        page.locator("summary", has_text="curl").click()
        button = page.get_by_role("button", name="Copy").first
        button.click()
        page.get_by_role("button", name="Copied").wait_for()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == page.locator("#code-1").inner_text()
        watched.assert_quiet()


def test_a_snippet_is_marked_where_the_clipboard_is_closed(browser: Browser, server: Server) -> None:
    """A page over plain HTTP has no clipboard: then the text is selected, for the reader to copy."""
    with opened(browser, server.url) as (page, watched):
        page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
        page.goto(f"{server.url}/questions/conflicts")
        page.locator("summary", has_text="curl").click()
        page.get_by_role("button", name="Copy").first.click()
        selected = page.evaluate("getSelection().toString()")
        assert selected == page.locator("#code-1").inner_text()
        watched.assert_quiet()


# ------------------------------------------------------------------ search and facets


def test_search_suggests_while_somebody_types(desktop: tuple[Page, Watched], server: Server) -> None:
    page, _ = desktop
    page.goto(f"{server.url}/limits")
    with page.expect_response("**/suggest?q=**") as awaited:
        page.locator("#search").press_sequentially("cilta", delay=10)
    names = awaited.value.json()
    assert any("cilta" in name.lower() for name in names)
    page.locator("#suggestions option").first.wait_for(state="attached")
    shown = page.eval_on_selector_all("#suggestions option", "found => found.map((one) => one.value)")
    assert shown == names
    page.locator("#search").press("Enter")
    page.wait_for_url("**/search?q=cilta")
    assert page.locator("main a[href$='/agent/cilta-cel']").count() >= 1


def test_a_facet_narrows_and_is_taken_back(desktop: tuple[Page, Watched], server: Server) -> None:
    page, _ = desktop
    page.goto(f"{server.url}/")
    facets = page.locator("nav.facets")
    before = page.locator("#products ~ * a[href*='/agent/']").count()
    facets.get_by_role("link", name="GPRC5D").first.click()
    page.wait_for_url("**?*")
    assert 0 < page.locator("#products ~ * a[href*='/agent/']").count() < before
    page.get_by_role("link", name="Remove all").click()
    page.wait_for_url(f"{server.url}/")


# ------------------------------------------------------------------ the editor

EDITOR = ".yasgui .CodeMirror"


def in_editor(page: Page, text: str) -> None:
    """Put a query into the editor that is shown."""
    page.locator(f"{EDITOR} >> visible=true").first.wait_for()
    page.evaluate(
        "text => document.querySelector('.tabPanel.active .CodeMirror').CodeMirror.setValue(text)", text
    )


def of_editor(page: Page) -> str:
    """Return the query in the editor that is shown."""
    page.locator(f"{EDITOR} >> visible=true").first.wait_for()
    return str(page.evaluate("document.querySelector('.tabPanel.active .CodeMirror').CodeMirror.getValue()"))


def test_the_editor_runs_a_query_and_shows_rows(desktop: tuple[Page, Watched], server: Server) -> None:
    page, _ = desktop
    page.goto(f"{server.url}/sparql")
    in_editor(page, "PREFIX : <https://w3id.org/cartograph/ontology#> SELECT ?g { ?g a :GeneTransfer }")
    page.locator(".yasqe_queryButton >> visible=true").first.click()
    page.locator(".yasr table tbody tr >> visible=true").first.wait_for()
    assert "lentiviral" in page.locator(".yasr table").first.inner_text()


def test_the_editor_completes_our_words(desktop: tuple[Page, Watched], server: Server) -> None:
    page, _ = desktop
    page.goto(f"{server.url}/sparql")
    in_editor(page, "")
    page.locator(f"{EDITOR} >> visible=true").first.click()
    page.keyboard.type(
        "PREFIX : <https://w3id.org/cartograph/ontology#>\nSELECT * { ?c :geneTransfer :lentiv", delay=5
    )
    page.keyboard.press("Control+Space")
    hint = page.locator(".CodeMirror-hints li", has_text=":lentiviral").first
    hint.wait_for()
    hint.click()
    assert ":geneTransfer :lentiviral" in of_editor(page)


def test_a_shared_query_opens(desktop: tuple[Page, Watched], server: Server) -> None:
    page, _ = desktop
    text = 'SELECT ?shared { ?shared ?p "</textarea><script>alert(1)</script>" } # é'
    page.goto(f"{server.url}/sparql?query={quote(text)}")
    assert of_editor(page) == text


def test_a_question_opens_in_the_editor(desktop: tuple[Page, Watched], server: Server) -> None:
    page, _ = desktop
    page.goto(f"{server.url}/sparql")
    page.get_by_role("button", name="Open in the editor").first.click()
    assert "SELECT" in of_editor(page)
    assert of_editor(page).startswith("#+ title:")


def test_the_list_behind_a_row_of_the_coverage_map_can_be_run(
    desktop: tuple[Page, Watched], server: Server
) -> None:
    page, _ = desktop
    page.goto(f"{server.url}/quality")
    page.locator(".coverage tbody a").first.click()
    assert "?status" in of_editor(page)
    page.locator(".yasqe_queryButton >> visible=true").first.click()
    page.locator(".yasr table tbody tr >> visible=true").first.wait_for()
