"""Writes what is made from the schema of case files: the JSON-LD context, the tables of the reference pages.

Run it in a clone after a change of `shapes/casefile.ttl` or `ontology/casefile.ttl`:
`python -m kg_query.casefiles`. Tests hold both up to date.
"""

from __future__ import annotations

import sys

from kg_query import artefact, files

from .context import FILE, written
from .reference import PAGES, with_tables


def main() -> None:
    """Writes the files, and says which."""
    schema = artefact.bundled()[0].case_schema
    FILE.write_text(written(schema), encoding="utf-8")
    sys.stdout.write(f"{FILE}\n")
    for name, lang in PAGES.items():
        page = files.root() / name
        page.write_text(with_tables(page.read_text("utf-8"), schema, lang), encoding="utf-8")
        sys.stdout.write(f"{page}\n")


if __name__ == "__main__":
    main()
