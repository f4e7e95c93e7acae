"""Why two regulations part, in one sentence of two languages, from the clauses that decide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ..conditions import Has, Leaf
from ..model import Text
from ..proof.lacking import outcome_name
from ..wording.citation import cite_list, cite_text, short_name
from ..wording.messages import both, listed
from .stands import AGAINST, SILENT

if TYPE_CHECKING:
    from ..corpus import Corpus
    from .answers import Answer, Clause

__all__ = ["finding_words", "findings_words", "reasons", "sentence", "side", "why"]


def why(corpus: Corpus, kind: str, answers: tuple[Answer, Answer]) -> Text:
    """One sentence on why two regulations part; they are called by their short names."""
    return sentence(text for part in reasons(corpus, kind, answers) for text in part)


def reasons(
    corpus: Corpus, kind: str, answers: tuple[Answer, Answer]
) -> tuple[list[Text], list[Text], list[Text]]:
    """What the first says, what the second says, and what one of them does not speak of, as half sentences."""
    one, other = answers
    missing = [*_missing(corpus, kind, one, other), *_missing(corpus, kind, other, one)]
    return [*side(corpus, one)], [*side(corpus, other)], missing


def sentence(parts: Iterable[Text]) -> Text:
    """Half sentences as one sentence."""
    listed_parts = list(parts)
    zh, en = "；".join(p.zh for p in listed_parts), "; ".join(p.en for p in listed_parts)
    return Text(f"{zh}。", f"{en[:1].upper()}{en[1:]}.")


def side(corpus: Corpus, answer: Answer) -> Iterator[Text]:
    """What one regulation says and by which clauses."""
    name = _name(corpus, answer)
    gives = answer.part("gives")
    if answer.outcome == "conflict":
        yield both("why.conflict", which=name, places=cite_list(corpus, (c.provision for c in gives)))
    elif answer.outcome == "undetermined":
        opened = answer.part("open")
        grounds = findings_words(corpus, dict.fromkeys(x for c in opened for x in c.wanted))
        places = cite_list(corpus, (c.provision for c in opened))
        yield both("why.undetermined", which=name, places=places, grounds=_listed(grounds))
    elif gives:
        outcome = outcome_name(corpus, answer.outcome)
        places = cite_list(corpus, (c.provision for c in gives))
        grounds = findings_words(corpus, dict.fromkeys(x for c in gives for x in c.findings))
        key = "why.gives" if grounds else "why.gives_plain"
        yield both(key, which=name, places=places, outcome=outcome, grounds=_listed(grounds))
    for clause in answer.part("exception", "limit", "opening"):
        yield both(
            f"why.{clause.part}",
            which=name,
            place=cite_text(corpus, clause.provision),
            outcome=outcome_name(corpus, clause.outcome),
            grounds=_listed(findings_words(corpus, clause.findings)),
        )
    displaced = [c for c in answer.part("displaced") if not _against(corpus, c)]
    if displaced:
        yield both(
            "why.displaced",
            places=cite_list(corpus, (c.provision for c in displaced)),
            by=cite_list(corpus, (p for c in displaced for p in c.by)),
        )
    if answer.outcome == SILENT and not answer.withheld:
        yield both("why.silent", which=name)
        for clause in answer.part("near"):
            yield both(
                "why.near",
                place=cite_text(corpus, clause.provision),
                wanted=_listed(findings_words(corpus, clause.wanted)),
            )


def _name(corpus: Corpus, answer: Answer) -> Text:
    regulation = corpus.regulations[answer.regulation]
    return Text(short_name(regulation, "zh"), short_name(regulation, "en"))


def _missing(corpus: Corpus, kind: str, answer: Answer, other: Answer) -> Iterator[Text]:
    """What a regulation does not speak of though the other one turns on it."""
    name = _name(corpus, answer)
    gives = answer.part("gives")
    if kind == "excepted":
        taking = {x for c in other.part("exception", "limit", "opening") for x in c.findings}
        if gives and taking & {*answer.unknown}:
            places = cite_list(corpus, (c.provision for c in gives))
            yield both("why.no_such_exception", which=name, places=places)
        return
    deciding = {x for c in other.part("gives") for x in c.findings}
    unknown = [x for x in answer.unknown if x in deciding]
    if unknown and not answer.part("near"):
        yield both("why.unknown", which=name, grounds=_listed(findings_words(corpus, unknown)))


def _against(corpus: Corpus, clause: Clause) -> bool:
    return corpus.outcomes[clause.outcome].effect in AGAINST


def finding_words(corpus: Corpus, leaf: Leaf) -> Text:
    """A finding as a name: “X”, or no “X” where it is refuted."""
    key = "scenario.has" if isinstance(leaf, Has) else "scenario.lacks"
    return both(key, ground=corpus.grounds[leaf.ground].label)


def findings_words(corpus: Corpus, findings: Iterable[Leaf]) -> list[Text]:
    """Findings as names, in the order given."""
    return [finding_words(corpus, leaf) for leaf in findings]


def _listed(words: list[Text]) -> Text:
    return Text(listed(words, "zh"), listed(words, "en"))
