"""Which language a run speaks: `--lang` wherever it stands, else the locale, else Chinese."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kg_query.errors import UsageError, did_you_mean
from kg_query.model import Text

__all__ = ["LANGUAGES", "of_locale", "of_run"]

LANGUAGES = ("zh", "en")


def of_locale(environ: Mapping[str, str]) -> str:
    """The language of the locale: "en" where it is English, else "zh".

    >>> of_locale({"LANG": "en_GB.UTF-8"})
    'en'
    >>> of_locale({"LC_ALL": "zh_CN.UTF-8", "LANG": "en_GB.UTF-8"})
    'zh'
    >>> of_locale({})
    'zh'
    """
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environ.get(name):
            return "en" if value.lower().startswith("en") else "zh"
    return "zh"


def of_run(argv: Sequence[str], environ: Mapping[str, str]) -> tuple[str, UsageError | None]:
    """The language to speak, and what is wrong with `--lang` where it is wrong.

    It is looked for before anything is parsed, so that help and errors are in it too.

    >>> of_run(["assess", "m.json", "--lang", "en"], {})
    ('en', None)
    """
    lang = of_locale(environ)
    for number, word in enumerate(argv):
        if word == "--":
            break
        name, equals, value = word.partition("=")
        if name != "--lang":
            continue
        if not equals:
            value = argv[number + 1] if number + 1 < len(argv) else ""
        if value not in LANGUAGES:
            return lang, UsageError(
                Text(f"--lang 只能是 zh 或 en，不能是“{value}”", f"--lang is zh or en, not “{value}”"),
                hint=did_you_mean(value, LANGUAGES),
            )
        lang = value
    return lang, None
