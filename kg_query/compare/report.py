"""A comparison as one report: the parts asked for, in one language, with how it was made."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, cast, get_args

from ..errors import UsageError
from ..model import Text
from ..reports.documents.model import Document
from ..wording.citation import regulation_name
from ..wording.messages import listed, say
from .comparison import Comparison
from .narrowing import Narrow

if TYPE_CHECKING:
    import pandas

    from ..model import Matter

__all__ = ["PARTS", "Part", "Report", "Wanted"]

Part: TypeAlias = Literal["measures", "scenarios", "grounds", "clauses", "procedure", "case"]

#: The parts of a report, in their order.
PARTS: tuple[Part, ...] = get_args(Part)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a report is to hold.

    Attributes:
        parts: of `PARTS`, whatever order they are named in.
        grounds, families: only these rows of the part on grounds; all where both are empty.
        similarity: how alike clauses must be in words to be listed, from 0 to 1; None for the usual.
        limit: how many scenarios for each pair of regulations; None for the usual.
        exhaustive: of sets of more than three findings, join every way of every two norms; slower.
        matter: the matter of the part `case`.
        narrow: which rows of the parts.
    """

    parts: tuple[Part, ...] = ("measures", "scenarios")
    grounds: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    similarity: float | None = None
    limit: int | None = None
    exhaustive: bool = False
    matter: Matter | None = None
    narrow: Narrow = field(default_factory=Narrow)


class Report:
    """The parts of a comparison that are wanted: as values, as JSON, as a document.

    Attributes:
        comparison: what is compared.
        wanted: which parts, and how.
    """

    def __init__(self, comparison: Comparison, wanted: Wanted) -> None:
        """Raises UsageError where the part `case` is wanted without a matter."""
        self.comparison = comparison
        self.wanted = wanted
        if "case" in wanted.parts and wanted.matter is None:
            raise UsageError(
                Text("按案件比较需要一个事项", "the part “case” needs a matter"),
                hint=Text(
                    "例如：kgq compare case data/examples/matter.json",
                    "For example: kgq compare case data/examples/matter.json",
                ),
            )

    @cached_property
    def values(self) -> Mapping[Part, Any]:
        """Each part that is wanted with its value, in the order of `PARTS`."""
        comparison, wanted = self.comparison, self.wanted
        make: dict[Part, Callable[[], Any]] = {
            "measures": lambda: comparison.measures,
            "scenarios": lambda: comparison.scenarios(wanted.limit, exhaustive=wanted.exhaustive),
            "grounds": lambda: comparison.grounds(wanted.grounds, wanted.families),
            "clauses": lambda: comparison.clauses(wanted.similarity),
            "procedure": lambda: comparison.procedure,
            "case": lambda: comparison.case(cast("Matter", wanted.matter)),
        }
        return {part: wanted.narrow.applied(part, make[part]()) for part in PARTS if part in wanted.parts}

    def to_json(self) -> dict[str, Any]:
        """The report as plain JSON values: `{"regulations", "base", PART: …}`, one key for each part."""
        return {
            "regulations": list(self.comparison.regulations),
            "base": self.comparison.base,
            **{part: value.to_json() for part, value in self.values.items()},
        }

    def to_document(self, lang: str, command: str = "", *, whole: bool = False) -> Document:
        """The report to be laid out in some format.

        Args:
            lang: "zh" or "en".
            command: the command that made it, for the page on how it was made.
            whole: whether tables of which a report has the first rows alone have all of them.
        """
        from .pages import section

        corpus = self.comparison.corpus
        names = [regulation_name(corpus.regulations[slug], lang) for slug in self.comparison.regulations]
        return Document(
            title=say("compare.title", lang),
            lang=lang,
            subtitle=listed(names, lang),
            sections=tuple(
                section(part, corpus, value, lang, whole=whole) for part, value in self.values.items()
            ),
            about=tuple(self._about(lang, command)),
        )

    def to_turtle(self) -> str:
        """The report as RDF, in Turtle; see `kg_query.compare.rdf`.

        Raises UsageError for a part that has no form in RDF.
        """
        from .rdf import to_turtle

        return to_turtle(self.comparison.corpus, self.values)

    def frame(self, table: str, lang: str = "zh") -> pandas.DataFrame:
        """One table of the report as a pandas table with real types; its columns are the keys of the table.

        Args:
            table: the key of the table, as `--table` takes it.
            lang: "zh" or "en".

        Raises:
            UsageError: the report has no such table, or pandas is not installed.
        """
        from ..reports.documents.as_frame import table_frame
        from ..reports.documents.render import table_of

        return table_frame(table_of(self.to_document(lang, whole=True), table))

    def _about(self, lang: str, command: str) -> Iterator[tuple[str, str]]:
        from .. import __version__

        regulations = self.comparison.corpus.regulations
        named = {s: regulation_name(regulations[s], lang) for s in self.comparison.regulations}
        facts = {
            "version": f"kg-query {__version__}",
            "regulations": listed([f"{name} ({slug})" for slug, name in named.items()], lang),
            "base": named[self.comparison.base],
            "parts": listed([say(f"compare.part.{part}", lang) for part in self.values], lang),
            "command": command,
            **{key: say(f"compare.about.{key}_text", lang) for key in ("logic", "law")},
        }
        for key, fact in facts.items():
            if fact:
                yield say(f"compare.about.{key}", lang), fact
