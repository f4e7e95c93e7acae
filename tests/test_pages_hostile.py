"""Data that mean harm, on every page and in every export: nothing runs, nothing leads astray, nothing is a formula."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import openpyxl
import pytest
from browser import PHONE, Visitor
from hostile_world import GROUND, MARKUP
from page_types import KINDS, Kind
from served import Served
from thorough import THOROUGH

from kg_query.web.linked_data.addresses import safe_href

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

#: Each page in one language, the next in the other; with KGQ_TEST_ALL each in both.
EACH = pytest.mark.parametrize(
    ("kind", "langs"),
    [
        pytest.param(kind, ("zh", "en") if THOROUGH else ("en", "zh")[number % 2 :][:1], id=kind.name)
        for number, kind in enumerate(KINDS)
    ],
)
#: What data could have done to a page: run, lead somewhere, turn the direction of writing, widen it.
_HARM = r"""() => {
  const found = [];
  if (window.__xss !== undefined) found.push('a script ran: ' + window.__xss);
  const addresses = ['href', 'src', 'action', 'formaction', 'xlink:href', 'poster', 'data', 'srcdoc'];
  for (const one of document.querySelectorAll('*')) {
    for (const {name, value} of one.attributes) {
      if (name.startsWith('on')) found.push('an event: ' + one.outerHTML.slice(0, 120));
      if (addresses.includes(name) && /^[\s\u0000-\u001f]*[a-z][a-z0-9+.-]*:/i.test(value)
          && !/^(https?|mailto):/.test(value) && !(name === 'src' && value.startsWith('data:image/')))
        found.push('an address: ' + value.slice(0, 80));
    }
    if (one.localName === 'img' && one.getAttribute('src') === 'x') found.push('an image of the data');
  }
  const walk = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const inside = walk.currentNode.parentElement.closest('script, textarea, style');
    if (!inside && /[\u202a-\u202e\u2066-\u2069\u0000-\u0008]/.test(walk.currentNode.data))
      found.push('a hidden mark: ' + walk.currentNode.data.slice(0, 60));
  }
  for (const one of document.querySelectorAll('script[type="application/json"]')) JSON.parse(one.textContent);
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (wide > 0) found.push('wider by ' + wide + ' px');
  return found;
}"""
#: CSV of the SPARQL endpoint is raw, as its standard says, and is not among them.
_TWINS = """() => [...document.querySelectorAll('a[download], .downloads a')].map(one => one.getAttribute('href'))"""


@pytest.fixture(scope="module")
def window(chromium: Browser, hostile: Served) -> Iterator[tuple[Visitor, Page]]:
    """One window on a phone, in which one page is opened after the other."""
    visitor = Visitor(chromium, hostile.url)
    yield visitor, visitor("", "zh", PHONE)
    visitor.close()


@EACH
def test_U1_U3_U4_nothing_of_the_data_runs_or_leads_astray(
    window: tuple[Visitor, Page], hostile: Served, kind: Kind, langs: tuple[str, ...]
) -> None:
    """U1, U3, U4: in a browser, with scripts, in both languages."""
    visitor, page = window
    found: list[str] = []
    twins: set[str] = set()
    for lang in langs:
        mark = "&" if "?" in kind.harm else "?"
        answer = page.goto(f"{hostile.url}{kind.harm}{mark}lang={lang}")
        assert answer is not None and answer.status == kind.status, kind.harm
        if kind.then is not None:
            kind.then(page)
        found += page.evaluate(_HARM)
        if lang == langs[0]:
            twins |= {
                one for one in page.evaluate(_TWINS) if re.match(r"/(?!sparql).*format=(csv|xlsx)\b", one)
            }
    found += visitor.found()
    visitor.faults.clear()
    for one in sorted(twins):
        answered = hostile.client.get(one)
        assert answered.status_code == 200, one
        found += [f"{one}: {said}" for said in harm_in(answered.content, answered.headers["content-type"])]
    assert not found, "\n".join([kind.harm, *found])


#: Addresses of the API that give files without being sent any, with data that mean harm in each.
EXPORTS = [
    ("regulations", "csv xlsx"),
    ("provisions?regulation=hostile", "csv xlsx"),
    ("grounds", "csv xlsx"),
    ("search?words=window", "csv xlsx"),
    ("compare/grounds?regulation=hostile&regulation=nanmu&table=grounds-pairs", "csv xlsx"),
    ("compare/grounds?regulation=hostile&regulation=nanmu", "html docx"),
    (f"questions/clauses-using-ground?param=ground={GROUND}", "csv html xlsx docx"),
]


@pytest.mark.parametrize(
    ("address", "format"), [(address, one) for address, formats in EXPORTS for one in formats.split()]
)
def test_U1_U3_no_export_has_a_formula_a_script_or_an_address_of_the_data(
    hostile: Served, address: str, format: str
) -> None:
    answered = hostile.client.get(f"/api/v1/{address}{'&' if '?' in address else '?'}format={format}")
    assert answered.status_code == 200, answered.text
    assert harm_in(answered.content, answered.headers["content-type"]) == []


def test_the_exports_hold_what_means_harm(hostile: Served) -> None:
    """Else the tests above would prove nothing."""
    for address, _ in EXPORTS[:4]:
        said = hostile.client.get(f"/api/v1/{address}{'&' if '?' in address else '?'}format=csv").text
        assert "window.__xss" in said, address
    assert harm_in(b"a,b\n=1,2\n", "text/csv") == ["a formula: =1"]
    assert harm_in(b"<a href='javascript:x'>" + MARKUP.encode(), "text/html") != []


# --- reading what was written -------------------------------------------------------------------


class _Read(HTMLParser):
    """What runs, loads or leads somewhere in an HTML file."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._script = False

    def handle_data(self, data: str) -> None:
        if self._script and "__xss" in data:  # a report has a script of its own
            self.found.append(f"a script: {data[:80]}")

    def handle_endtag(self, tag: str) -> None:
        self._script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._script = tag == "script"
        if tag in ("iframe", "object", "embed") or (tag == "img" and ("src", "x") in attrs):
            self.found.append(f"an element: {tag}")
        for name, value in attrs:
            if name.startswith("on"):
                self.found.append(f"an event: {name}")
            if (
                name in ("href", "src", "action")
                and value
                and not value.startswith("#")
                and not safe_href(value)
            ):
                self.found.append(f"an address: {value[:80]}")


def harm_in(content: bytes, media_type: str) -> list[str]:
    """What a program that opens a file would run, or take for a formula, one line each."""
    kind = media_type.partition(";")[0]
    if kind == "text/csv":
        cells = [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for cell in row]
        return [
            f"a formula: {c[:60]}" for c in cells if re.match(r"[=@\t\r＝＠]|[+＋－-](?!\d+(\.\d+)?%?$)", c)
        ]
    if kind == "text/html":
        read = _Read()
        read.feed(content.decode())
        return read.found
    if kind.endswith("spreadsheetml.sheet"):
        book = openpyxl.load_workbook(io.BytesIO(content))
        found = []
        for cell in (cell for sheet in book for row in sheet.iter_rows() for cell in row):
            if cell.data_type == "f":
                found.append(f"a formula: {cell.value}")
            if cell.hyperlink and cell.hyperlink.target and not safe_href(cell.hyperlink.target):
                found.append(f"an address: {cell.hyperlink.target}")
        return found
    if kind.endswith("wordprocessingml.document"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            joined = "".join(
                packed.read(n).decode() for n in packed.namelist() if n.endswith((".rels", ".xml"))
            )
        return re.findall(
            r'Target="(?:javascript|data|vbscript|file):[^"]*|<w:instrText[^>]*>(?!\s*(?:PAGE|NUMPAGES|TOC|PAGEREF)\b)[^<]*<',
            joined,
        )
    return []
