"""What holds for every page, in both languages: a browser shows it, and axe-core, the content policy and a phone agree."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from browser import LAPTOP, PHONE, Visitor, findings
from page_types import KINDS, Kind, page_routes, unlisted
from served import Served
from thorough import THOROUGH

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

WINDOWS = (("zh", LAPTOP), ("en", PHONE))
#: Each page in one language and window, the next in the other; with KGQ_TEST_ALL each in both.
VISITS = [
    pytest.param(kind, *window, id=f"{window[0]}-{window[1]}-{kind.name}")
    for number, kind in enumerate(KINDS)
    for window in (WINDOWS if THOROUGH else WINDOWS[number % 2 :][:1])
]
#: Routes of the pages that answer with files or data.
FILES: frozenset[str] = frozenset({"/statistics/register.xlsx", "/sparql/words.json", "/regulations/{slug}"})
#: How far the page is wider than the window, and what is.
_WIDER = """() => {
  const room = document.documentElement.clientWidth;
  const wide = document.documentElement.scrollWidth - room;
  if (wide <= 0) return [];
  const out = [...document.body.querySelectorAll('*')].filter(one => {
    if (one.getBoundingClientRect().right <= room + 1) return false;
    for (let up = one.parentElement; up; up = up.parentElement)
      if (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(up).overflowX)) return false;
    return true;
  });
  return [wide + ' px', ...out.slice(-4).map(one => one.outerHTML.slice(0, 160))];
}"""
#: What is wrong with the structure of a page.
_BUILT = """lang => {
  const found = [];
  const hold = (well, said) => { if (!well) found.push(said) };
  const count = name => document.querySelectorAll(name).length;
  hold(document.documentElement.lang === lang, 'lang is ' + document.documentElement.lang);
  hold(document.title.endsWith('kg-query') && document.title.length > 10, 'title is ' + document.title);
  hold(count('h1') === 1, count('h1') + ' h1');
  hold(count('main') === 1, count('main') + ' main');
  for (const one of document.querySelectorAll('[style]'))
    hold(one.closest('svg, .chart, .graph, .CodeMirror'), 'style in ' + one.outerHTML.slice(0, 120));
  const named = one => one.ariaLabel || one.hasAttribute('aria-labelledby');
  for (const one of document.querySelectorAll('table'))
    hold(one.caption || named(one) || named(one.parentElement),
      'a table without a name: ' + one.outerHTML.slice(0, 120));
  for (const one of document.querySelectorAll('[id]'))
    hold(document.querySelectorAll('#' + CSS.escape(one.id)).length === 1, 'twice: #' + one.id);
  return found;
}"""
#: What stands on paper of what is of use only on a screen.
_ON_PAPER = """() => ['header.top', '.skip', '.downloads'].filter(name =>
  [...document.querySelectorAll(name)].some(one => one.getClientRects().length > 0)).map(one => 'on paper: ' + one)"""


@pytest.fixture(scope="module")
def tour(chromium: Browser, served: Served) -> Iterator[Callable[..., tuple[Visitor, Page]]]:
    """One window for each language and width, in which one page is opened after the other."""
    open_now: dict[tuple[str, int], tuple[Visitor, Page]] = {}

    def window(lang: str, width: int) -> tuple[Visitor, Page]:
        if (lang, width) not in open_now:
            visitor = Visitor(chromium, served.url)
            open_now[lang, width] = visitor, visitor("", lang, width)
        return open_now[lang, width]

    yield window
    for visitor, _ in open_now.values():
        visitor.close()


@pytest.mark.parametrize(("kind", "lang", "width"), VISITS)
def test_U13_U11_a_page_can_be_used_by_everybody_and_leaves_nothing_behind(
    tour: Callable[..., tuple[Visitor, Page]], kind: Kind, lang: str, width: int
) -> None:
    """U13, U11: nothing serious for axe-core, nothing wider than a phone, nothing asked outside, nothing stored."""
    visitor, page = tour(lang, width)
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": width, "height": 800})
    answer = page.goto(visitor.base + kind.path)
    assert answer is not None and answer.status == kind.status, kind.path
    if kind.then is not None:
        kind.then(page)
    found = findings(page)
    if not kind.foreign:
        found += page.evaluate(_BUILT, {"zh": "zh-CN", "en": "en"}[lang])
    page.set_viewport_size({"width": PHONE, "height": 844})
    found += page.evaluate(_WIDER)
    page.emulate_media(media="print")
    found += page.evaluate(_ON_PAPER)
    found += visitor.found()
    visitor.faults.clear()
    assert not found, "\n".join([f"{kind.path} ({lang})", *found])


def test_every_page_is_among_them() -> None:
    assert sum(1 for _ in page_routes()) > 3, "the routes were not found"
    assert unlisted(FILES) == [], "put them into KINDS of page_types.py, or into FILES"


def test_axe_finds_what_is_wrong(visit: Visitor, axe: Callable[..., list[str]]) -> None:
    """A check that finds nothing anywhere would prove nothing."""
    page = visit("/")
    page.evaluate(
        "document.querySelector('main').innerHTML = '<img src=\"/static/icon.svg\"><input type=text>'"
    )
    assert {one.split()[1] for one in axe(page)} == {"image-alt", "label"}


def test_U11_the_browser_notices_what_a_page_must_not_do(visit: Visitor) -> None:
    page = visit("/problems")
    page.evaluate(
        """() => {
          localStorage.setItem('kept', '1');
          document.cookie = 'kept=1';
          document.head.insertAdjacentHTML('beforeend', '<style>p { color: red }</style>');
          const script = document.createElement('script');
          script.textContent = 'window.__ran = 1';
          document.body.append(script);
          fetch('http://192.0.2.1/').catch(() => 0);
          setTimeout(() => { throw Error('on purpose') }, 0);
          return fetch('/nothing');
        }"""
    )
    page.wait_for_function("() => performance.now() > 0")
    said = "\n".join(visit.found())
    for words in (
        "localStorage: kept", "cookie: kept", "style-src", "script-src", "192.0.2.1", "on purpose", "status 404",
    ):  # fmt: skip
        assert words in said
    assert page.evaluate("window.__ran") is None
    visit.allowed.append("")
