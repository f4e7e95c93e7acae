"""The guide to the pages says what they say: the words it shows in bold stand in them, its addresses answer."""

from __future__ import annotations

import ast
import re
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from urllib.parse import quote

import pytest
from served import Served

ROOT = Path(__file__).parent.parent
GUIDES = {"en": "docs/pages.md", "zh": "docs/pages.zh-CN.md"}
WEB = ROOT / "kg_query" / "web"
#: What `scripts/screenshots.py` lets a picture weigh.
MOST = 150_000


def guide(lang: str) -> str:
    """The guide in a language, without its blocks of commands."""
    text = (ROOT / GUIDES[lang]).read_text(encoding="utf-8")
    return re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S)


def bold(lang: str) -> list[str]:
    """The words in bold, each on one line."""
    joint = " " if lang == "en" else ""
    found = re.findall(r"(?<![*`])\*\*([^*`]+)\*\*(?![*`])", guide(lang))
    return [re.sub(r"\s*\n\s*", joint, one) for one in found]


def said() -> dict[str, set[str]]:
    """Every text that a page can show, by language: of the templates, of the code, and names of the graph."""
    quoted = r"'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\""
    found: dict[str, set[str]] = {"zh": set(), "en": set()}
    pieces: set[str] = set()
    for place in (*WEB.rglob("templates/**/*.html"), *WEB.rglob("templates/**/*.j2")):
        template = place.read_text(encoding="utf-8")
        pieces.update(re.findall(r">([^<>{}]+)<", template))
        for one in re.findall(quoted, template):
            pieces.update(filter(None, one))
    for place in (*WEB.rglob("*.py"), ROOT / "kg_query" / "reports" / "words.py"):
        if place.is_file():
            for node in ast.walk(ast.parse(place.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    pieces.add(node.value)
    for place in (ROOT / "ontology").glob("*.ttl"):
        pieces.update(re.findall(r'"([^"\n]+)"@', place.read_text(encoding="utf-8")))
    for one in pieces:
        found["zh" if re.search(r"[\u4e00-\u9fff]", one) else "en"].add(plain(one))
    found["zh"] |= found["en"]  # XLSX, SPARQL and the like
    return found


def plain(words: str) -> str:
    """Words without the difference of a capital, a colon at the end, or bracketed numbers."""
    return words.strip().rstrip(":：").strip().lower()


@pytest.mark.parametrize("lang", GUIDES)
def test_the_words_in_bold_stand_on_the_pages(lang: str) -> None:
    texts = said()[lang]
    shown = bold(lang)
    assert len(shown) > 120
    assert [one for one in shown if plain(one) not in texts] == []


def test_both_guides_speak_of_the_same_pages_examples_and_pictures() -> None:
    """The addresses in code, the pictures and the headings correspond one to one."""
    for pattern in (r"`(/[^`]*)`", r"\]\((images/[^)]+)\)", r'<a id="([\w-]+)">', r"^(#+) "):
        english, chinese = (re.findall(pattern, guide(lang), re.M) for lang in ("en", "zh"))
        assert english == chinese, pattern
        assert english


def test_the_pictures_are_those_that_the_script_makes_and_tell_what_they_show() -> None:
    spec = spec_from_file_location("screenshots", ROOT / "scripts" / "screenshots.py")
    assert spec is not None and spec.loader is not None
    sys.modules[spec.name] = script = module_from_spec(spec)
    spec.loader.exec_module(script)
    names = {f"{shot.name}.png" for shot in script.SHOTS}
    assert {place.name for place in (ROOT / "docs" / "images").iterdir()} == names
    for lang in GUIDES:
        shown = re.findall(r"!\[([^\]]*)\]\(images/([^)]+)\)", guide(lang))
        assert {name for _, name in shown} == names
        assert all(len(words) > 20 for words, _ in shown)
    for name in names:
        picture = (ROOT / "docs" / "images" / name).read_bytes()
        assert picture.startswith(b"\x89PNG") and len(picture) <= MOST, name


def test_every_page_of_the_menu_has_its_section() -> None:
    from kg_query.web.pages.frame import MENU

    for lang, at in (("zh", 1), ("en", 2)):
        headings = set(re.findall(r"^## (.*)$", guide(lang), re.M))
        assert {entry[at] for entry in MENU} <= headings


@pytest.mark.parametrize("lang", GUIDES)
def test_every_place_that_a_guide_names_within_itself_is_there(lang: str) -> None:
    text = guide(lang)
    anchors = set(re.findall(r'<a id="([\w-]+)">', text))
    anchors |= {h.strip().lower().replace(" ", "-") for h in re.findall(r"^##+ (.*)$", text, re.M)}
    targets = re.findall(r"\]\(#([^)]+)\)", text)
    assert targets and set(targets) <= anchors


@pytest.mark.slow
def test_every_address_of_the_guide_answers(served: Served) -> None:
    for address in dict.fromkeys(re.findall(r"`(/[^`]*)`", guide("en"))):
        answer = served.client.get(
            quote(address, safe="/?&=.%"), headers={"Accept": "text/html"}, timeout=300
        )
        assert answer.status_code == 200, address


def test_the_limits_that_the_guide_names_are_those_of_the_pages() -> None:
    from kg_query.web.pages import sent, sparql_downloads, sparql_results
    from kg_query.web.pages.review import batch, desk, uploads
    from kg_query.web.settings import Settings

    numbers = (
        f"{Settings().max_upload >> 20} MiB", f"{uploads.UNPACKED >> 20} MiB", f"{uploads.FILES}",
        f"{batch.CARRIED // 10**6} MB", f"{sent.FIELDS:,}", f"{uploads._FIELDS:,}",
        f"{sparql_results.MOST:,}", f"{sparql_downloads.SHEET:,}", f"{Settings().rows:,}",
        f"{Settings().query_seconds:g} ",
    )  # fmt: skip
    for lang in GUIDES:
        for number in numbers:
            assert number in guide(lang), (lang, number)
    assert f"{desk.LARGEST / 10**6:g} million" in guide("en")
    assert f"{desk.LARGEST // 10**4} 万" in guide("zh")
