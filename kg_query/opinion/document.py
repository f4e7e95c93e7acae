"""An opinion as a report: facts, each regulation's norms and their application, conclusions, what is open, signatures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ..model import Finding, RegulationResult, Text
from ..proof import ProofNode
from ..proof.conclusions import also, conclusion
from ..proof.lacking import outcome_name, quoted, wanted_text
from ..proof.notes import named
from ..reports.documents.model import (
    Block,
    Cell,
    Column,
    Details,
    Document,
    Paragraph,
    Section,
    Table,
    Tone,
    Value,
)
from ..standing import Basis
from ..wording.citation import cite_list, cite_text, regulation_name, short_name
from ..wording.dates import day
from ..wording.messages import listed, say
from .application import Application, sentences

if TYPE_CHECKING:
    from ..requires import Requirement
    from .opinion import Opinion

__all__ = ["document"]

#: Sets of findings listed that nobody has raised yet.
_UNRAISED = 10
_TONES: dict[str | None, Tone] = {
    "full_relief": "good", "conditional_relief": "good", "lighter_treatment": "mild", "bar": "warn",
    "liability": "bad", None: "muted",
}  # fmt: skip
_STATES: dict[str, Tone] = {"established": "good", "refuted": "bad", "unknown": "warn"}
_HANDS = ("handler", "reviewer", "approver", "body")
_AROUND = ("in_force", "in_scope")
_NUMERALS = "〇一二三四五六七八九十"


def document(opinion: Opinion, lang: str, command: str, data: str) -> Document:
    """The report of an opinion.

    Args:
        opinion: the opinion.
        lang: "zh" or "en".
        command: the command that gives the same.
        data: the version of the data, in words.
    """
    return _Writer(opinion, lang).document(command, data)


class _Writer:
    """One opinion being written down in one language."""

    def __init__(self, opinion: Opinion, lang: str) -> None:
        self.opinion, self.lang = opinion, lang
        self.corpus, self.matter = opinion.corpus, opinion.matter
        self.basis = Basis(self.corpus, self.matter)
        self.numbers: dict[Finding, int] = {}
        for finding in self.basis.findings:
            self.numbers.setdefault(finding, len(self.numbers) + 1)
        self.parts = 0

    def say(self, key: str, **values: object) -> str:
        return say(f"opinion.{key}", self.lang, **values)

    def document(self, command: str, data: str) -> Document:
        results = self.opinion.verdict.results
        sections: list[Section | None] = [self.summary(), self.facts()]
        sections += [self.regulation(result) for result in results]
        sections += [self.readings(), self.open(), self.signatures()]
        about = (
            (say("compare.about.version", self.lang), _version()),
            (self.say("data"), data),
            (say("compare.about.command", self.lang), command),
            (self.say("method"), self.say("method_text")),
            (self.say("weight"), self.say("weight_text")),
        )
        return Document(
            title=self.say("title", matter=self.matter.id),
            lang=self.lang,
            subtitle=self.person(),
            sections=tuple(section for section in sections if section is not None),
            about=tuple((label, fact) for label, fact in about if fact),
        )

    def part(self, title: str) -> str:
        """A heading with its number."""
        self.parts += 1
        number = _NUMERALS[self.parts] if self.lang == "zh" and self.parts < 11 else str(self.parts)
        return f"{number}、{title}" if self.lang == "zh" else f"{number}. {title}"

    def person(self) -> str:
        matter = self.matter
        details = []
        if matter.role:
            role = named(self.corpus, matter.role.removeprefix("role_"), "role")
            details.append(say("verdict.role", self.lang, role=role))
        if matter.date:
            details.append(say("verdict.date", self.lang, date=day(matter.date, self.lang)))
        if matter.organisation:
            known = self.corpus.regulations.get(matter.organisation)
            name = known.issuer if known and known.issuer else matter.organisation
            details.append(say("verdict.organisation", self.lang, organisation=name))
        return ("；" if self.lang == "zh" else "; ").join(details)

    # --- conclusions and facts ---------------------------------------------------------------

    def summary(self) -> Section:
        columns = (
            Column("regulation", self.say("column.regulation"), 1.6),
            Column("outcome", self.say("column.outcome")),
            Column("because", self.say("column.conclusion"), 2.4),
            Column("in_force", self.say("column.in_force"), 0.75),
            Column("in_scope", self.say("column.in_scope"), 0.75),
        )
        rows = tuple(self._summed(result) for result in self.opinion.verdict.results)
        title = self.say("summary")
        return Section(
            "summary", self.part(title), (Table("summary", title, columns, rows, self.say("summary_note")),)
        )

    def _summed(self, result: RegulationResult) -> tuple[Value, ...]:
        outcome = self.corpus.outcomes.get(result.outcome)
        tone: Tone = "warn" if outcome is None else _TONES[outcome.effect]
        if result.outcome == "no_applicable_rule":
            tone = "muted"
        return (
            regulation_name(self.corpus.regulations[result.regulation], self.lang),
            Cell(outcome_name(self.corpus, result.outcome).in_(self.lang), tone),
            _joined((conclusion(self.corpus, result), *also(self.corpus, result)), self.lang),
            self.say(f"state.{str(result.in_force).lower()}"),
            self.say(f"state.{str(result.in_scope).lower()}"),
        )

    def facts(self) -> Section:
        keys = ("number", "ground", "status", "evidence", "source", "date", "note")
        widths = (0.4, 1.3, 0.65, 1.8, 0.8, 0.95, 1.1)
        columns = [Column(k, self.say(f"column.{k}"), w) for k, w in zip(keys, widths, strict=True)]
        rows: list[tuple[Value, ...]] = []
        for finding, number in self.numbers.items():
            derived = finding not in self.matter.findings
            rows.append(
                (
                    number,
                    self.corpus.grounds[finding.ground].label.in_(self.lang),
                    Cell(self.say(f"status.{finding.status}"), _STATES[finding.status]),
                    finding.evidence or "",
                    finding.source or "",
                    day(finding.date or "", self.lang),
                    self.say("by_role") if derived else finding.note or "",
                )
            )
        bare = [
            place
            for place in range(3, len(keys))
            if not any(row[place] for row in rows)  # columns that nobody filled in
        ]
        kept = [place for place in range(len(keys)) if place not in bare]
        title = self.say("facts")
        table = Table(
            "facts",
            title,
            tuple(columns[p] for p in kept),
            tuple(tuple(row[p] for p in kept) for row in rows),
        )
        return Section("facts", self.part(title), (table, *self.facts_besides()))

    def facts_besides(self) -> Iterator[Block]:
        disputed = [quoted(self.corpus, ground) for ground in self.opinion.verdict.disputed]
        if disputed:
            yield Paragraph(self.say("disputed", grounds=disputed))
        idle: set[Finding] | None = None
        for proof in self.opinion.proofs.values():
            unused = {node.finding for node in proof.find("unused") if node.finding is not None}
            idle = unused if idle is None else idle & unused
        said = [self.numbers[f] for f in self.numbers if idle and f in idle]
        if said:
            yield Paragraph(self.say("unused", numbers=said))
        presumed = dict.fromkeys(
            node.about or "" for proof in self.opinion.proofs.values() for node in proof.walk()
            if node.code == "presumed" and node.about in self.corpus.grounds
        )  # fmt: skip
        if presumed:
            yield Paragraph(self.say("presumed", grounds=[quoted(self.corpus, g) for g in presumed]))

    # --- one regulation ----------------------------------------------------------------------

    def regulation(self, result: RegulationResult) -> Section:
        slug = result.regulation
        proof = self.opinion.proofs[slug]
        application = Application(self.corpus, self.lang, self.numbers, slug)
        blocks: list[Block] = [Paragraph(self.source(slug))]
        sections: list[Section] = []
        for step in proof.root.children:
            if step.role in ("result", "open", "set_aside"):
                sections += [application.norm(norm) for norm in step.children]
        for step in proof.root.children:
            if step.role == "nearest":
                blocks.append(Paragraph(step.text.in_(self.lang) + ("。" if self.lang == "zh" else ".")))
                blocks += [self._near(norm) for norm in step.children]
        further = [norm for step in proof.root.children if step.role == "further" for norm in step.children]
        if further:
            blocks.append(
                Details(
                    self.say("further", count=len(further)),
                    tuple(block for norm in further for block in application.short(norm)),
                )
            )
        sections.append(
            Section(f"{slug}-conclusion", self.say("conclusion"), tuple(self._end(proof.root, result)))
        )
        if not sections[:-1] and not blocks[1:]:
            blocks.append(Paragraph(say("norms.none", self.lang)))
        name = regulation_name(self.corpus.regulations[slug], self.lang)
        return Section(slug, self.part(self.say("under", regulation=name)), tuple(blocks), tuple(sections))

    def source(self, slug: str) -> str:
        """The number of the document, who issued it and when, as far as it prints them."""
        regulation = self.corpus.regulations[slug]
        if not regulation.number:
            return self.say("no_number") + ("。" if self.lang == "zh" else ".")
        facts = [regulation.number]
        facts += [regulation.issuer.in_(self.lang)] if regulation.issuer else []
        facts += [self.say("issued", day=day(regulation.issued, self.lang))] if regulation.issued else []
        end, mark = ("。", "，") if self.lang == "zh" else (".", ", ")
        return self.say("cited", facts=mark.join(facts)) + end

    def _near(self, norm: ProofNode) -> Block:
        application = Application(self.corpus, self.lang, self.numbers, norm.id.split("/")[0])
        return Details(norm.text.in_(self.lang), tuple(application.short(norm)))

    def _end(self, root: ProofNode, result: RegulationResult) -> Iterator[Block]:
        yield Paragraph(_joined((root.text, *also(self.corpus, result)), self.lang))
        for step in root.children:
            if step.role in _AROUND:
                yield Paragraph(step.text.in_(self.lang))

    # --- readings, open questions, signatures ------------------------------------------------

    def readings(self) -> Section | None:
        keys = ["regulation", "clause", "reading", "taken", "not_taken", "why", "else"]
        widths = (0.7, 0.9, 1.0, 1.2, 1.2, 1.3, 0.8)
        rows: list[tuple[Value, ...]] = []
        for result in self.opinion.verdict.results:
            steps = self.opinion.proofs[result.regulation].find("reading")
            for code in result.readings:
                reading = self.corpus.readings[code]
                others = [text for s in steps if s.about == code for text in sentences(s.children)]
                rows.append(
                    (
                        short_name(self.corpus.regulations[result.regulation], self.lang),
                        self._read_in(result, code),
                        reading.label.in_(self.lang),
                        reading.primary.in_(self.lang),
                        reading.alternative.in_(self.lang),
                        reading.reason.in_(self.lang),
                        " ".join(dict.fromkeys(text.in_(self.lang) for text in others)) or None,
                    )
                )
        if not rows:
            return None
        if not any(row[-1] for row in rows):
            keys, rows = keys[:-1], [row[:-1] for row in rows]
        columns = tuple(Column(k, self.say(f"column.{k}"), w) for k, w in zip(keys, widths, strict=False))
        title = self.say("readings")
        table = Table("readings", title, columns, tuple(rows), self.say("readings_note"))
        return Section("readings", self.part(title), (table,))

    def _read_in(self, result: RegulationResult, reading: str) -> str:
        """The clauses of the matter that a reading is taken in."""
        engaged = [
            row.provision for row in result.norms
            if row.status != "not_engaged" and reading in self.corpus.norms[row.norm].readings
        ]  # fmt: skip
        places = engaged or [self.corpus.readings[reading].provision]
        return listed(cite_list(self.corpus, places), self.lang)

    def open(self) -> Section:
        found = self.opinion.requires
        raised = [one for one in found.requirements if not one.unraised]
        new = [one for one in found.requirements if one.unraised]
        blocks: list[Block] = []
        if raised:
            blocks.append(self._wanted("open", raised))
        else:
            blocks.append(Paragraph(self.say("nothing_open")))
        for ground, provisions in found.beside:
            places = [cite_text(self.corpus, one, full=True) for one in provisions]
            beside = say("requires.beside", self.lang, ground=quoted(self.corpus, ground), places=places)
            blocks.append(Paragraph(beside))
        idle = [quoted(self.corpus, one) for one in found.without_effect if one not in dict(found.beside)]
        if idle:
            blocks.append(Paragraph(say("requires.without_effect", self.lang, grounds=idle)))
        if new:
            some = self._wanted("not_raised", new[:_UNRAISED])
            more = [Paragraph(self.say("more", count=len(new) - _UNRAISED))] if new[_UNRAISED:] else []
            blocks.append(Details(self.say("not_raised_intro"), (some, *more)))
        return Section("open", self.part(self.say("open")), tuple(blocks))

    def _wanted(self, key: str, some: Iterable[Requirement]) -> Table:
        columns = (
            Column("finding", self.say("column.finding"), 2.2),
            Column("changes", self.say("column.changes"), 2.4),
            Column("clauses", self.say("column.clauses"), 1.6),
        )
        rows = []
        for one in some:
            changed = [change for change in one.changes if change.changed]
            changes = "\n".join(self._change(c.regulation, c.before, c.after) for c in changed)
            clauses = "\n".join(
                short_name(self.corpus.regulations[c.regulation], self.lang)
                + " "
                + listed(cite_list(self.corpus, (n.provision for n in c.norms)), self.lang)
                for c in changed
            )
            rows.append((wanted_text(self.corpus, one.findings).in_(self.lang), changes, clauses))
        return Table(f"wanted-{key}", self.say(key), columns, tuple(rows))

    def _change(self, slug: str, before: str, after: str) -> str:
        name = short_name(self.corpus.regulations[slug], self.lang)
        first, then = (outcome_name(self.corpus, code).in_(self.lang) for code in (before, after))
        return f"{name}{'：' if self.lang == 'zh' else ': '}{first} → {then}"

    def signatures(self) -> Section:
        keys = ("step", "opinion", "signature", "day")
        columns = tuple(
            Column(k, self.say(f"column.{k}"), w) for k, w in zip(keys, (0.9, 2.6, 1.4, 1.1), strict=True)
        )
        rows = tuple((self.say(f"hand.{hand}"), "", "", self.say("to_date")) for hand in _HANDS)
        title = self.say("signatures")
        note = Paragraph(self.say("signatures_note"))
        return Section("signatures", self.part(title), (note, Table("signatures", title, columns, rows)))


def _joined(texts: Iterable[Text], lang: str) -> str:
    return ("" if lang == "zh" else " ").join(text.in_(lang) for text in texts)


def _version() -> str:
    from .. import __version__

    return f"kg-query {__version__}"
