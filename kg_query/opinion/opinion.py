"""A reasoned opinion on one matter: the verdict with its proofs and what is still open, as a value.

Nothing is decided here: `assess` says what each regulation answers, `explain` why, `requires` what would
change it. `document` lays the three out as a report.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ..assess import assess, chosen_regulations
from ..explain import explain
from ..model import Matter, Verdict
from ..proof import Proof
from ..requires import Requires, requires

if TYPE_CHECKING:
    from ..corpus import Corpus
    from ..program import Program
    from ..reports.documents.model import Document

__all__ = ["FORMATS", "Format", "Opinion", "opinion"]

#: What an opinion can be written as.
FORMATS = ("html", "docx", "pdf")
Format = Literal["html", "docx", "pdf"]


@dataclass(frozen=True, slots=True)
class Opinion:
    """What an opinion rests on.

    Attributes:
        corpus: the compiled law.
        matter: the findings.
        verdict: what each regulation says of them.
        proofs: regulation → why.
        requires: what would still change an outcome.
    """

    corpus: Corpus
    matter: Matter
    verdict: Verdict
    proofs: Mapping[str, Proof]
    requires: Requires

    def to_document(self, lang: str, command: str = "", data: str = "") -> Document:
        """The opinion to be laid out in some format.

        Args:
            lang: "zh" or "en".
            command: the command that gives the same.
            data: the version of the data, in words.
        """
        from .document import document

        return document(self, lang, command, data)

    def render(self, format: str, lang: str = "zh", command: str = "", added: int = 0) -> bytes:
        """The opinion as the bytes of a file; the same opinion gives the same bytes.

        Args:
            format: one of `FORMATS`.
            lang: "zh" or "en".
            command: the command that gives the same.
            added: how many files were added to the bundled data.

        Raises:
            UsageError: an unknown format, or typst is not installed for a PDF.
            InputError: this machine has no Chinese font for a PDF.
        """
        from ..reports.documents.render import render
        from ..reports.documents.twin import sources_said

        return render(self.to_document(lang, command, sources_said(added).in_(lang)), format)


def opinion(
    corpus: Corpus, program: Program, matter: Matter, regulations: Iterable[str] | None = None
) -> Opinion:
    """A reasoned opinion on a matter.

    Args:
        corpus: the compiled law.
        program: `Program.compile(corpus)`, made once.
        matter: the findings.
        regulations: slugs; all that matters are assessed under by default.

    Raises:
        UsageError: no such regulation.
        InputError: a ground or role that the vocabulary does not know.
    """
    slugs = chosen_regulations(corpus, regulations)
    verdict = assess(corpus, program, matter, slugs)
    proofs = {slug: explain(corpus, program, matter, slug, verdict=verdict) for slug in slugs}
    return Opinion(corpus, matter, verdict, proofs, requires(corpus, program, matter, slugs))
