"""The form as one HTML file: nothing is loaded from outside, every value is escaped, it prints on A4."""

from __future__ import annotations

from .fonts import SANS, SERIF
from .form import Form
from .templates.words import word
from .webpages import page_template

__all__ = ["to_html"]


def to_html(form: Form) -> bytes:
    """The bytes of the HTML file (UTF-8)."""
    lang = form.lang
    page = page_template("form.html.j2").render(
        form=form,
        html_lang="zh-CN" if lang == "zh" else "en",
        colon="：" if lang == "zh" else ": ",
        serif=_css(SERIF, "serif"),
        sans=_css(SANS, "sans-serif"),
        sign_date=word("sign_date", lang),
        sign_day=word("sign_day", lang),
        remarks=word("remarks", lang),
    )
    return page.encode("utf-8")


def _css(families: tuple[str, ...], last: str) -> object:
    from markupsafe import Markup

    return Markup(", ".join([*(f'"{family}"' for family in families), last]))  # our own names, no input
