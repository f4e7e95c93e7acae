"""The Chinese fonts that pages are set in: which ones we know, and which of them this machine has.

The free Noto faces come first, so that most machines make the same page; then the faces of Windows and
macOS. `KG_QUERY_FONT_DIR` names a folder with fonts of its own, which come before all others.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import InputError
from ..model import Text

if TYPE_CHECKING:
    from typst import Fonts

__all__ = ["ENVIRONMENT", "SANS", "SERIF", "PageFonts", "page_fonts"]

ENVIRONMENT = "KG_QUERY_FONT_DIR"

#: Text faces (宋体 and its like) and heading faces (黑体 and its like), the preferred first.
SERIF = (
    "Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "Source Han Serif CN", "SimSun", "NSimSun",
    "FangSong", "STSong", "Songti SC", "AR PL UMing CN",
)  # fmt: skip
SANS = (
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN", "SimHei", "Microsoft YaHei",
    "DengXian", "STHeiti", "PingFang SC", "Heiti SC", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PageFonts:
    """The fonts for a PDF: families for text and for headings, and the collection they come from."""

    serif: tuple[str, ...]
    sans: tuple[str, ...]
    collection: Fonts


def page_fonts() -> PageFonts:
    """The fonts of this machine that a Chinese page can be set in.

    Raises:
        InputError: no font here holds Chinese, or the folder of `KG_QUERY_FONT_DIR` is not.
    """
    return _page_fonts(os.environ.get(ENVIRONMENT, ""))


@cache
def _page_fonts(folder: str) -> PageFonts:
    from typst import Fonts

    if folder and not Path(folder).is_dir():
        raise InputError(
            Text(f"{ENVIRONMENT} 指向的文件夹不存在", f"the folder that {ENVIRONMENT} names does not exist"),
            folder,
        )
    collection = Fonts(include_embedded_fonts=False, font_paths=[folder] if folder else [])
    here = {family.casefold(): family for family in collection.families()}
    own = _families_of(folder) if folder else ()
    serif = tuple(here[f.casefold()] for f in SERIF if f.casefold() in here)
    sans = tuple(here[f.casefold()] for f in SANS if f.casefold() in here)
    some = tuple(collection.families()[:1])  # the typesetter looks through the others for what this one lacks
    fonts = PageFonts((*own, *(serif or sans or some)), (*own, *(sans or serif or some)), collection)
    if not (serif or sans) and not _holds_chinese(fonts):
        raise InputError(
            Text("没有可用的中文字体，无法生成 PDF", "no Chinese font was found, so no PDF can be made"),
            hint=Text(
                "请安装 Noto CJK 字体（Debian、Ubuntu：apt-get install fonts-noto-cjk），"
                f"或者用环境变量 {ENVIRONMENT} 指定存放中文字体的文件夹；HTML、DOCX、XLSX 不需要安装字体",
                "Install the Noto CJK fonts (Debian, Ubuntu: apt-get install fonts-noto-cjk), or set "
                f"{ENVIRONMENT} to a folder with a Chinese font; HTML, DOCX and XLSX need none installed",
            ),
        )
    return fonts


def _families_of(folder: str) -> tuple[str, ...]:
    """The families in the folder that we do not know by name, such as 方正仿宋.

    Of the known ones `SERIF` and `SANS` say what each is for; further Noto faces are those of other scripts
    and languages, which must not come before the Chinese one.
    """
    from typst import Fonts

    found = Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder]).families()
    known = {family.casefold() for family in (*SERIF, *SANS)}
    return tuple(sorted(f for f in found if f.casefold() not in known and not f.startswith("Noto ")))


def _holds_chinese(fonts: PageFonts) -> bool:
    """True where some font of the machine, by whatever name, shows Chinese: tried on a page of two characters."""
    import typst

    page = '#set document(title: "评查")\n#set text(lang: "zh")\n评查'.encode()
    try:
        typst.compile(page, font_paths=fonts.collection, format="pdf", pdf_standards=["ua-1"])
    except typst.TypstError:
        return False
    return True
