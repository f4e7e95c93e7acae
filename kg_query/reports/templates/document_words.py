"""The words every report has around what its builder says: one key, Chinese and English."""

from __future__ import annotations

from pathlib import Path
from typing import Any

__all__ = ["FOLDER", "WORDS", "words"]

#: Where the templates of the pages stand.
FOLDER = Path(__file__).parent


def words(key: str, lang: str, **values: Any) -> str:
    """The words `key` in `lang` ("zh" or "en"), with placeholders filled; KeyError for an unknown key.

    >>> words("rows", "en", count=2)
    '2 rows'
    """
    zh, en = WORDS[key]
    return (en if lang == "en" else zh).format(**values)


WORDS: dict[str, tuple[str, str]] = {
    # --- values
    "yes": ("是", "yes"),
    "no": ("否", "no"),
    "nothing": ("—", "—"),
    "note_mark": ("［注{number}］", "[{number}]"),
    "group": ("{group}（{count} 行）", "{group} ({count})"),
    "colon": ("：", ": "),
    "source": ("——{source}", "— {source}"),
    # --- the parts of a report
    "untitled": ("（无题）", "(untitled)"),
    "contents": ("目录", "Contents"),
    "about": ("关于本报告", "About this report"),
    "date": ("日期：{day}", "Date: {day}"),
    "skip": ("跳到正文", "Skip to the report"),
    "notes": ("表注", "Notes to the table"),
    "empty": ("（本表没有内容）", "(This table has no rows.)"),
    "rows": ("{count} 行", "{count} rows"),
    "marks": (
        "文字差异：删除线表示对方没有、被删去的文字，下划线表示增加的文字。",
        "Differences in wording: words struck through are taken out, words underlined are put in.",
    ),
    "marks_plain": (
        "文字差异：[-…-] 表示被删去的文字，{{+…+}} 表示增加的文字。",
        "Differences in wording: [-…-] is taken out, {{+…+}} is put in.",
    ),
    "removed": ("删去", "taken out"),
    "added": ("增加", "put in"),
    "open_all": ("全部展开", "Unfold all"),
    "close_all": ("全部收起", "Fold all"),
    # --- charts
    "chart": ("图：{title}", "Chart: {title}"),
    "in_table": ("数据见表：{table}", "Numbers in the table: {table}"),
    "no_picture": (
        "（本机没有安装 typst 或者中文字体，未能画图）",
        " (The chart is not drawn: typst, or a font with Chinese, is not installed here.)",
    ),
    "unit": ("（单位：{unit}）", "(in {unit})"),
    "legend": ("图例", "Legend"),
    "total": ("合计", "Total"),
    # --- the workbook
    "sheet_about": ("关于", "About"),
    "sheet_chart": ("图", "Chart"),
    "sheet": ("工作表", "Sheet"),
    "content": ("内容", "Content"),
    "text": ("说明文字", "Text of the report"),
}
