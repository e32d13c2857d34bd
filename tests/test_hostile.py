"""Whatever a source, a record, an IRI or an address holds is shown as text: it never runs, and leads nowhere odd."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import pytest

import hostile
from browsing import Watched, chromium, opened
from markup import Page as Markup
from served import Server, project_folder, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ASKED = "".join(hostile.TEXTS[:7])
#: Addresses of the hostile dataset, and whether its texts stand there.
PAGES = {
    "landscape": ("", True),
    "about": ("about", False),
    "agent": ("agent/ct103a", True),
    "agent of an odd name": (quote(hostile.ODD), True),
    "construct": ("construct/ct103a", True),
    "cohort": ("cohort/ct103a-all", True),
    "report": ("report/ct103a-ash2021", True),
    "target": ("target/gprc5d", True),
    "trials": ("trials", True),
    "trial": ("trial/ct103a-phase-1-2", True),
    "sources": ("sources", True),
    "source": ("source/guo-2022", True),
    "passage": ("passage/guo-2022/table-2", True),
    "claim": ("claim/guo-2022/table-2/ct103a", True),
    "figure": ("claim/guo-2022/table-2/ct103a/figure/ct103a-ash2021/completeResponse", True),
    "mention": ("claim/example-2024/table-1/standard-1/mention", True),
    "conflict": ("conflict/construct/ct103a/geneTransfer", True),
    "finding": ("audit/impossible-for-denominator/ct103a", True),
    "quality": ("quality", True),
    "questions": ("questions", False),
    "selecting question": ("questions/products-by-response?above=10", True),
    "evidence": ("questions/evidence", True),
    "conflicts": ("questions/conflicts", True),
    "mentions": ("questions/mentions", False),
    "question with a hostile value": (f"questions/products-by-response?above={quote(ASKED)}", False),
    "question with a hostile name": (f"questions/conflicts?{quote(ASKED)}=1", False),
    "question with a hostile product": (f"questions/property-status?product={quote(ASKED)}", False),
    "search": ("search?q=CT103A", True),
    "search for code": (f"search?q={quote(ASKED)}", False),
    "search for a tag": ("search?q=%3Cimg", True),
    "term": (f"ontology?term={quote(ASKED)}", False),
    "facet": (f"?target={quote(ASKED)}", False),
    "missing": (quote(ASKED), False),
    "editor": (f"sparql?query={quote(ASKED)}", False),
}
_STATUSES = ("status of 404", "status of 400")


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve the hostile dataset."""
    home = hostile.home(tmp_path_factory.mktemp("versions"))
    with serving(project_folder(tmp_path_factory.mktemp("odd") / "project", home)) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


def sound(page: Page, watched: Watched) -> None:
    """Fail where something ran, was made of text, or leads elsewhere than over HTTP."""
    watched.console = [said for said in watched.console if not any(status in said for status in _STATUSES)]
    watched.assert_quiet()
    assert page.locator("img[src='x'], svg[onload], [onerror], [onmouseover], [onload]").count() == 0
    data = "script[type='application/ld+json']"
    for text in page.eval_on_selector_all(data, "all => all.map((one) => one.textContent)"):
        json.loads(text)
    own = page.eval_on_selector_all(f"script:not({data})", "all => all.map((one) => one.src)")
    assert all(src.startswith(f"{watched.origin}/static/") for src in own), own
    assert odd_links(page) == []


def odd_links(page: Page) -> list[str]:
    """Return addresses that a reader could follow and that are not of HTTP."""
    where = "a[href], area[href], form[action], iframe[src], object[data]"
    read = "all => all.map((one) => one.href?.baseVal ?? one.href ?? one.action ?? one.src ?? one.data)"
    links = page.eval_on_selector_all(where, read)
    return [link for link in links if urlsplit(link).scheme not in ("http", "https", "")]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_shows_text_as_text(browser: Browser, odd: Server, name: str) -> None:
    path, told = PAGES[name]
    with opened(browser, odd.url) as (page, watched):
        reply = page.goto(f"{odd.url}/{path}")
        assert reply is not None
        assert reply.status in (200, 400, 404)
        assert reply.status == 200 or not told
        said = page.locator("main").text_content() or ""
        if told:
            assert hostile.TEXTS[0] in said
            assert hostile.TEXTS[1] in said
            assert hostile.TEXTS[3] in said
        for hovered in page.locator(".fact:visible > button").all()[:3]:
            hovered.hover()
        sound(page, watched)


def test_the_results_of_the_editor_are_text(browser: Browser, odd: Server) -> None:
    asked = "SELECT * { ?s ?p ?o FILTER(ISLITERAL(?o) && STRLEN(?o) > 9 || CONTAINS(STR(?o), 'alert')) } LIMIT 200"
    with opened(browser, odd.url) as (page, watched):
        page.goto(f"{odd.url}/sparql?query={quote(asked)}")
        page.locator(".yasqe_queryButton >> visible=true").first.click()
        page.locator(".yasr table tbody tr >> visible=true").first.wait_for()
        for link in page.locator(".yasr a[href^='javascript:'], .yasr a[href^='data:']").all()[:2]:
            link.click()
        page.wait_for_timeout(300)
        sound(page, watched)
        assert hostile.TEXTS[0] in page.locator(".yasr").first.inner_text()


def test_a_refused_query_is_told_as_text(browser: Browser, odd: Server) -> None:
    with opened(browser, odd.url) as (page, watched):
        page.goto(f"{odd.url}/sparql?query={quote('SELECT ' + ASKED)}")
        page.locator(".yasqe_queryButton >> visible=true").first.click()
        page.locator(".yasr pre >> visible=true").first.wait_for()
        sound(page, watched)


def test_a_suggestion_is_a_value(browser: Browser, odd: Server) -> None:
    with opened(browser, odd.url) as (page, watched):
        page.goto(f"{odd.url}/limits")
        page.locator("#search").press_sequentially("ct103a", delay=10)
        page.locator("#suggestions option").first.wait_for(state="attached")
        sound(page, watched)


def test_a_drawing_holds_no_code(odd: Server) -> None:
    for path in ("agent/ct103a.svg", "construct/ct103a.svg"):
        reply = odd.get(f"/{path}")
        assert reply.status_code == 200
        assert reply.headers["content-type"].startswith("image/svg+xml")
        assert "script" not in {name for name, _ in Markup(reply.text).elements}
        assert "default-src 'none'" in reply.headers["content-security-policy"]


@pytest.mark.parametrize("path", ["agent/ct103a.json", "agent/ct103a.jsonld", "questions/conflicts.json"])
def test_data_is_data(odd: Server, path: str) -> None:
    """JSON is JSON, and no browser takes it for a page."""
    reply = odd.get(f"/{path}")
    json.loads(reply.text)
    assert "html" not in reply.headers["content-type"]
    assert reply.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("ending", ["", ".json", ".csv", ".ttl"])
def test_no_header_takes_what_an_address_holds(odd: Server, ending: str) -> None:
    reply = odd.get(f"/agent/ct103a%0d%0aSet-Cookie:%20a=b{ending}")
    assert reply.status_code in (400, 404)
    assert "set-cookie" not in reply.headers


def test_the_text_of_an_error_is_no_markup(odd: Server) -> None:
    for accept in ("text/html", "application/json", "*/*"):
        reply = odd.get(f"/{quote(ASKED)}", Accept=accept)
        assert reply.status_code == 404
        if "html" in reply.headers["content-type"]:
            assert "<script>alert" not in reply.text
    refused = odd.query(ASKED)
    assert refused.status_code == 400
    assert "html" not in refused.headers["content-type"]
