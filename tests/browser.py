"""A browser for tests: the system's Chromium, which notes whatever a page does that it must not do.

`visit(path, lang, width)` opens a page of the service that all tests share, in a fresh context, and returns
Playwright's `Page`. When the test ends, the fixture holds against every page visited that it reported no
script error, broke no rule of the content policy, asked nobody outside, missed none of its own files, and left
nothing in any storage. `axe(page)` has what axe-core finds. Both are fixtures of `conftest.py`.

The browser is started once for each test module: while it runs, the thread of the tests has a running event
loop, so that a module with browser tests cannot call `asyncio.run`.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from served import PATIENCE, Served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response

__all__ = ["LAPTOP", "PHONE", "Visitor", "axe", "chromium", "findings", "stored", "visit"]

LAPTOP, PHONE = 1280, 390
LOCALES = {"zh": "zh-CN", "en": "en-GB"}
AXE = next((Path(__file__).parent / "vendor").glob("axe-core-*/axe.min.js"))
#: What counts as a finding: WCAG 2.0 to 2.2, level A and AA, and what axe calls best practice.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: Chromium says this of every answer with a status of 400 or more; those are noted one by one instead.
NOT_LOADED = "Failed to load resource"
_WATCH = """
document.addEventListener('securitypolicyviolation', event => {
  console.error('CSP: ' + event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sourceFile
    + ':' + event.lineNumber + ' ' + event.sample);
});
"""
_STORED = """async () => {
  const left = [];
  for (const name of ['localStorage', 'sessionStorage'])
    for (let i = 0; i < window[name].length; i++) left.push(name + ': ' + window[name].key(i));
  if (document.cookie) left.push('cookie: ' + document.cookie);
  if (indexedDB.databases) for (const one of await indexedDB.databases()) left.push('indexedDB: ' + one.name);
  if (window.caches) for (const one of await caches.keys()) left.push('caches: ' + one);
  for (const one of await navigator.serviceWorker?.getRegistrations() ?? []) left.push('worker: ' + one.scope);
  return left;
}"""
_AXE = """async tags => {
  const found = await axe.run(document, {
    runOnly: {type: 'tag', values: tags}, resultTypes: ['violations'], preload: false,
  });
  return found.violations.map(one => ({
    id: one.id, impact: one.impact, help: one.help,
    nodes: one.nodes.slice(0, 4).map(node => node.html.slice(0, 200) + ' — ' + node.failureSummary),
    count: one.nodes.length,
  }));
}"""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The system's Chromium; the tests that need one say loudly that they are skipped without it."""
    place = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if place is None:
        pytest.skip("NO CHROMIUM HERE: the pages are not driven by a browser (make browser installs one)")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        pytest.skip("NO PLAYWRIGHT HERE: the pages are not driven by a browser (pip install -e '.[test]')")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=place,
            # as root there is no sandbox; and no name but those of this machine leads anywhere
            args=["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
        )
        yield browser
        browser.close()


class Visitor:
    """Opens pages and notes what they do; see the module.

    Attributes:
        base: the address of the service.
        faults: what went wrong on the pages visited so far, one line each.
        allowed: patterns (searched for in a line) of what a test expects, such as the answer 422 to a script.
    """

    def __init__(self, browser: Browser, base: str) -> None:
        self.browser, self.base = browser, base
        self.faults: list[str] = []
        self.allowed: list[str] = []
        self._contexts: list[BrowserContext] = []

    def __call__(
        self,
        path: str = "/",
        lang: str = "zh",
        width: int = LAPTOP,
        *,
        base: str | None = None,
        scripts: bool = True,
        **options: Any,
    ) -> Page:
        """A page in a context of its own.

        Args:
            path: path and query; "" opens nothing yet.
            lang: what the browser asks for: "zh" or "en".
            width: of the window; below 600 it is a phone that is touched.
            base: another service than the one all tests share.
            scripts: whether the browser runs any.
            options: further options of Playwright's `new_context`.
        """
        phone = width < 600
        context = self.browser.new_context(
            locale=LOCALES[lang],
            viewport={"width": width, "height": 844 if phone else 800},
            has_touch=phone,
            java_script_enabled=scripts,
            **options,
        )
        self._contexts.append(context)
        context.add_init_script(_WATCH)
        context.set_default_timeout(PATIENCE * 1000)
        page = context.new_page()
        self._watch(page, base or self.base)
        if path:
            page.goto((base or self.base) + path)
        return page

    def _watch(self, page: Page, base: str) -> None:
        def note(kind: str, said: str) -> None:
            self.faults.append(f"{kind}: {said} (on {urlsplit(page.url).path})")

        def console(message: ConsoleMessage) -> None:
            if message.type == "error" and not message.text.startswith(NOT_LOADED):
                note("console", message.text[:500])

        def asked(url: str) -> None:
            if not url.startswith((base + "/", "data:", "blob:", "about:")):
                note("asked outside", url[:200])

        def answered(response: Response) -> None:
            if response.status >= 400 and not response.request.is_navigation_request():
                note(f"status {response.status}", urlsplit(response.url).path)

        page.on("console", console)
        page.on("pageerror", lambda error: note("script", str(error)[:500]))
        page.on("request", lambda request: asked(request.url))
        page.on("response", answered)
        page.on("popup", lambda other: self._watch(other, base))
        page.on("dialog", lambda dialog: (note("dialog", dialog.message[:200]), dialog.dismiss()))

    def found(self) -> list[str]:
        """What went wrong and was not expected, with what the pages have left behind."""
        for context in self._contexts:
            for page in context.pages:
                if page.url.startswith("http"):
                    self.faults.extend(f"{one} (on {urlsplit(page.url).path})" for one in stored(page))
            self.faults.extend(f"cookie: {one.get('name')}" for one in context.cookies())
        return [one for one in self.faults if not any(re.search(p, one) for p in self.allowed)]

    def close(self) -> None:
        """Closes every page."""
        while self._contexts:
            self._contexts.pop().close()


def stored(page: Page) -> list[str]:
    """What a page has put into the browser's storages, one line each."""
    found = page.evaluate(_STORED)
    assert isinstance(found, list)
    return found


def findings(page: Page, impacts: tuple[str, ...] = ("serious", "critical")) -> list[str]:
    """What axe-core finds on a page as it now stands, one text for each rule broken.

    Args:
        page: where to look.
        impacts: how grave a finding has to be: "minor", "moderate", "serious", "critical".
    """
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate(_AXE, RULES)
    return [
        f"{one['impact']}: {one['id']} ({one['help']}), {one['count']} times\n  "
        + "\n  ".join(json.dumps(node, ensure_ascii=False) for node in one["nodes"])
        for one in found
        if one["impact"] in impacts
    ]


@pytest.fixture
def visit(chromium: Browser, served: Served) -> Iterator[Visitor]:
    """Opens pages; at the end they have to have done nothing that they must not do."""
    visitor = Visitor(chromium, served.url)
    yield visitor
    try:
        found = visitor.found()
    finally:
        visitor.close()
    if found:
        pytest.fail("pages did what they must not do:\n" + "\n".join(found), pytrace=False)


@pytest.fixture
def axe() -> Callable[..., list[str]]:
    """`axe(page)`: the serious and critical findings of axe-core."""
    return findings
