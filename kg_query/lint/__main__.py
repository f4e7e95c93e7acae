"""Writes the tables of the pages on drafting defects anew, from the checks.

Run it in a clone after a check on the law was added or its sentences changed: `python -m kg_query.lint`. A test
holds the pages up to date.
"""

from __future__ import annotations

import sys

from kg_query import files

from .reference import PAGES, with_tables


def main() -> None:
    """Writes the pages, and says which."""
    for name, lang in PAGES.items():
        page = files.root() / name
        page.write_text(with_tables(page.read_text("utf-8"), lang), encoding="utf-8")
        sys.stdout.write(f"{page}\n")


if __name__ == "__main__":
    main()
