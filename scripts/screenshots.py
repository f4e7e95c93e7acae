"""Makes the pictures of the guide to the pages, docs/images/*.png, from a running service.

    kgq serve                                    in another terminal
    python scripts/screenshots.py                all of them
    python scripts/screenshots.py assess-en      only those named
    python scripts/screenshots.py --address http://127.0.0.1:8080

Needs playwright (`pip install -e '.[test]'`), a Chromium on the PATH, and Pillow (`pip install pillow`), which
brings each picture down to 256 colours, so that it stays below 150 KB. Every picture shows what the service
really answers to an example of its own; nothing in it is painted.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "images"
LOCALES = {"zh": "zh-CN", "en": "en-GB"}
#: The most bytes of a picture.
MOST = 150_000


@dataclass(frozen=True)
class Shot:
    """One picture.

    Attributes:
        name: of the file, without its ending.
        path: the page, with its parameters but for the language.
        lang: `zh` or `en`.
        size: width and height of the window.
        steps: done before the picture is taken, in this order: `click SELECTOR`, or `top SELECTOR`, which
            scrolls so that the element stands at the upper edge.
    """

    name: str
    path: str
    lang: str
    size: tuple[int, int]
    steps: tuple[str, ...] = ()


LAPTOP, PHONE = (1280, 860), (390, 844)
SHOTS = (
    Shot("home-zh", "/", "zh", LAPTOP),
    Shot("assess-en", "/assess?example=matter", "en", LAPTOP, ("top .desk",)),
    Shot("review-zh", "/review?example=penalty-59.5", "zh", LAPTOP),
    Shot("compare-en", "/compare/clauses?regulation=nanmu&regulation=puxian-tolerance", "en", LAPTOP, ("top .pager",)),
    Shot("provision-phone-zh", "/id/nanmu/art_10__para_2.html", "zh", PHONE, ("top .norm",)),
    Shot("sparql-en", "/sparql?example=norms-counted", "en", LAPTOP),
)  # fmt: skip


def taken(browser: Browser, address: str, shot: Shot) -> bytes:
    """The picture as Chromium takes it, in a context of its own, with neither motion nor cursor."""
    width, height = shot.size
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale=LOCALES[shot.lang], reduced_motion="reduce"
    )
    page = context.new_page()
    answer = page.goto(f"{address}{shot.path}", wait_until="networkidle")
    if answer is None or not answer.ok:
        raise SystemExit(f"{shot.path}: {answer.status if answer else 'no answer'}")
    for step in shot.steps:
        verb, _, selector = step.partition(" ")
        place = page.locator(selector).first
        if verb == "click":
            place.click()
            page.wait_for_load_state("networkidle")
        else:
            place.evaluate("one => window.scrollTo(0, one.getBoundingClientRect().top + window.scrollY - 12)")
    page.wait_for_timeout(400)
    picture = page.screenshot(caret="hide", animations="disabled")
    context.close()
    return picture


def reduced(picture: bytes) -> bytes:
    """The picture with 256 colours."""
    from PIL import Image  # type: ignore[import-not-found, unused-ignore]

    out = BytesIO()
    with Image.open(BytesIO(picture)) as image:
        few = image.convert("RGB").quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        few.save(out, "PNG", optimize=True)
    return out.getvalue()


def main(arguments: list[str] | None = None) -> int:
    """Takes the pictures asked for and writes them; says how large each is."""
    parser = argparse.ArgumentParser(description="makes the pictures of docs/pages.md")
    parser.add_argument("names", nargs="*", help="those to make; all where none is named")
    parser.add_argument("--address", default="http://127.0.0.1:8000", help="where the service is")
    given = parser.parse_args(arguments)
    known = {shot.name: shot for shot in SHOTS}
    if unknown := set(given.names) - set(known):
        parser.error(f"no such picture: {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    place = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if place is None:
        parser.error("there is no Chromium on the PATH")
    from playwright.sync_api import sync_playwright

    FOLDER.mkdir(parents=True, exist_ok=True)
    large = False
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=place, args=["--no-sandbox"])
        for name in given.names or known:
            picture = reduced(taken(browser, given.address.rstrip("/"), known[name]))
            (FOLDER / f"{name}.png").write_bytes(picture)
            print(f"{name}.png  {len(picture):,} bytes")
            large |= len(picture) > MOST
        browser.close()
    return int(large)


if __name__ == "__main__":
    sys.exit(main())
