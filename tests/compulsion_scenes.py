"""What each rule on compulsion says of a file: the rule, how it stands, the world, what is changed in it.

`met` is what the data show (a criterion that needs judgement is met as far as data go), `absent` that
the rule met no document to ask.
"""

from __future__ import annotations

from typing import Any

from compulsion_files import GONE, MEASURE, receipt

Scene = tuple[str, str, str, dict[str, Any]]

APPROVAL, DECISION = "documents.measure-approval", "documents.measure-decision"
NOTICE, RECORD = "documents.measure-notice", "documents.measure-site-record"
LIST, LIFTING = "documents.measure-inventory", "documents.measure-lifting"
DEMAND, ORDER = "documents.demand-notice", "documents.enforcement-decision"
SITE, STAND_IN = "documents.enforcement-site-record", "documents.substitute-performance-decision"
COURT = "documents.court-application"
FACTS, RECEIPTS, REVIEWS = "circumstances", "documents.service-receipt", "documents.legal-review"
CITED = {"title": "某法", "article": "1", "in_force": True}


def each(notation: str, state: str, world: str, place: str, *fields: str, value: Any = GONE) -> list[Scene]:
    """One scene a field: the field taken out, or filled with `value`."""
    return [(notation, state, world, {f"{place}.{field}": value}) for field in fields]


def party(notation: str, world: str, place: str, address: bool = True) -> list[Scene]:
    """The scenes of a document that says who the party is."""
    found: list[Scene] = [
        (notation, "met", world, {}),
        (notation, "violated", world, {f"{place}.party": GONE}),
        (notation, "violated", world, {f"{place}.party.name": "另一经营部"}),
        (notation, "violated", world, {f"{place}.party.identifier": "92140000MA0ANOTHER"}),
        (notation, "met", world, {f"{place}.party.identifier": GONE}),
    ]
    return [*found, *(each(notation, "violated", world, f"{place}.party", "address") if address else [])]


def remedies(notation: str, world: str, place: str) -> list[Scene]:
    """The scenes of a document that tells the remedies."""
    return [
        (notation, "met", world, {}),
        *each(
            notation, "violated", world, place, "review_organ", "review_days", "court", "litigation_months"
        ),
        *each(notation, "violated", world, place, "review_days", value=15),
        *each(notation, "violated", world, place, "litigation_months", value=3),
        *each(notation, "violated", world, place, "review_organ", value="某市人民政府"),
        *each(notation, "violated", world, place, "court", value="某市中级人民法院"),
    ]


def signed(notation: str, world: str, place: str) -> list[Scene]:
    """The scenes of a record that party or witness and officers sign."""
    unsigned = {f"{place}.party_signed": False}
    return [
        (notation, "met", world, {}),
        (notation, "violated", world, {f"{place}.officers_signed": GONE}),
        (notation, "violated", world, unsigned),
        (notation, "met", world, {**unsigned, f"{place}.witness_signed": ["周某"]}),
        (
            notation,
            "met",
            world,
            {**unsigned, f"{place}.party_refused": True, f"{place}.refusal_noted": True},
        ),
        (notation, "violated", world, {**unsigned, f"{place}.party_refused": True}),
    ]


def archive(notation: str, *fields: str, condition: str | None = None) -> list[Scene]:
    """The scenes of a line on the archive."""
    given = {f"archive.{condition}": True} if condition else {}
    found: list[Scene] = [(notation, "met", "execution", {**given, **{f"archive.{f}": True for f in fields}})]
    for field in fields:
        found += [
            (notation, "violated", "execution", {**given, f"archive.{field}": False}),
            (notation, "violated", "measure", {**given, f"archive.{field}": False}),
            (notation, "open", "execution", {**given, f"archive.{field}": GONE}),
        ]
    if condition:
        found += [
            (notation, "not_arising", "execution", {f"archive.{condition}": False}),
            (notation, "open", "execution", {f"archive.{condition}": GONE}),
        ]
    return [*found, (notation, "open", "measure", {"archive": GONE})]


def item(**changes: Any) -> dict[str, Any]:
    """A list of two things, the second changed."""
    one = MEASURE["documents"]["measure-inventory"]["items"][0]
    return {f"{LIST}.items": [one, {k: v for k, v in {**one, **changes}.items() if v is not GONE}]}


def site(**changes: Any) -> dict[str, Any]:
    """Changes to the record of enforcement."""
    return {f"{SITE}.0.{field}": value for field, value in changes.items()}


def on(start: str, end: str | None = None) -> dict[str, Any]:
    """Enforcement from one moment to another; without an end, for ten minutes less than nothing stated."""
    return site(started_at=start, ended_at=end if end else GONE)


URGENT = {f"{FACTS}.urgent": True}
UNSTATED = {f"{FACTS}.urgent": GONE}
IMMEDIATE = {f"{FACTS}.immediate_performance": True}
BUILDING = {f"{FACTS}.illegal_building": True, f"{FACTS}.public_notice_on": "2024-10-14"}
AWAY = {f"{NOTICE}.party_present": False, f"{RECORD}.party_present": False}
SITE_ONLY: dict[str, Any] = {DEMAND: GONE, ORDER: GONE, RECEIPTS: GONE}


def lifted(day: str, **more: Any) -> dict[str, Any]:
    """The measure lifted, and the things given back, on one day; the period as the decision states it."""
    return {f"{LIFTING}.lifted_on": day, f"{LIFTING}.returned_on": day, **more}


def period(last: str) -> dict[str, Any]:
    return {f"{DECISION}.period_to": last}


def extended(to: str, approved: str = "2024-06-12", **more: Any) -> dict[str, Any]:
    extension = {
        "number": "某延〔2024〕1号", "made_on": approved, "reason": "案情复杂", "approved_by": "马某",
        "approved_on": approved, "period_to": to, "notified_on": approved,
    }  # fmt: skip
    return {"documents.measure-extension": {k: v for k, v in {**extension, **more}.items() if v is not GONE}}


def tested(*spans: tuple[str, str], **more: Any) -> dict[str, Any]:
    notice = {"number": "某检〔2024〕1号", "made_on": "2024-05-15", "notified_on": "2024-05-15"}
    listed = [{**notice, "period_from": first, "period_to": last, **more} for first, last in spans]
    return {
        "documents.testing-notice": [{k: v for k, v in n.items() if v is not GONE} for n in listed],
    }


MEASURE_DOCUMENTS = {"Q-SP-1": APPROVAL, "Q-SP-2": DECISION, "Q-TZ-1": NOTICE, "Q-SS-1": RECORD}

LINES: list[Scene] = [
    *((n, "met", "measure", {}) for n in MEASURE_DOCUMENTS),
    *((n, "met", "both", {}) for n in MEASURE_DOCUMENTS),
    *((n, "violated", "measure", {place: GONE}) for n, place in MEASURE_DOCUMENTS.items()),
    *((n, "violated", "both", {place: GONE}) for n, place in MEASURE_DOCUMENTS.items()),
    *((n, "not_arising", "execution", {}) for n in MEASURE_DOCUMENTS),
    ("Q-SP-1-1", "met", "measure", {}),
    ("Q-SP-1-1", "absent", "execution", {}),
    *each("Q-SP-1-1", "violated", "measure", APPROVAL, "cause"),
    *party("Q-SP-1-2", "measure", APPROVAL, address=False),
    ("Q-SP-1-3", "met", "measure", {}),
    ("Q-SP-1-3", "met", "measure", {f"{APPROVAL}.measures": ["impoundment", "sealing"]}),
    ("Q-SP-1-3", "violated", "measure", {f"{APPROVAL}.measures": ["sealing"]}),
    *each("Q-SP-1-3", "violated", "measure", APPROVAL, "measures"),
    ("Q-SP-1-4", "met", "measure", {}),
    *each("Q-SP-1-4", "violated", "measure", APPROVAL, "unit_opinion", "unit_signed_by", "unit_signed_on"),
    *each("Q-SP-1-4", "violated", "measure", APPROVAL, "unit_signed_by", value="陈某"),
    *each("Q-SP-1-4", "met", "measure", APPROVAL, "unit_signed_by", value="马某"),
    ("Q-SP-1-4", "met", "measure", {"persons.2.roles": GONE}),  # no part is stated
    ("Q-SP-1-5", "met", "measure", {}),
    *each("Q-SP-1-5", "violated", "measure", APPROVAL, "head_opinion", "head_signed_by", "head_signed_on"),
    *each("Q-SP-1-5", "violated", "measure", APPROVAL, "head_signed_by", value="何某"),
    ("Q-SP-1-5", "met", "measure", {"persons.4.roles": GONE}),
    # 24 hours by the clock, over the weekend too; either of the two reports is enough
    ("Q-SP-1-6", "not_arising", "measure", {}),
    ("Q-SP-1-6", "open", "measure", UNSTATED),
    ("Q-SP-1-6", "open", "measure", {FACTS: GONE}),
    ("Q-SP-1-6", "met", "urgent", {}),
    ("Q-SP-1-6", "met", "urgent", {f"{APPROVAL}.reported_at": "2024-05-15T09:30:00"}),
    ("Q-SP-1-6", "violated", "urgent", {f"{APPROVAL}.reported_at": "2024-05-15T09:31:00"}),
    ("Q-SP-1-6", "violated", "urgent", {f"{APPROVAL}.applied_at": "2024-10-05T10:00:00",
                                        f"{APPROVAL}.reported_at": "2024-10-08T08:30:00"}),
    ("Q-SP-1-6", "open", "urgent", {f"{APPROVAL}.reported_at": "2024-05-15T10:30:00",
                                    f"{APPROVAL}.returned_at": "2024-05-15T10:20:00"}),
    ("Q-SP-1-6", "met", "urgent", {f"{APPROVAL}.returned_at": "2024-05-14T15:00:00"}),
    *each("Q-SP-1-6", "violated", "urgent", APPROVAL, "reported_at", "head_signed_on"),
    *each("Q-SP-1-6", "open", "urgent", APPROVAL, "applied_at"),
    ("Q-SP-1-6", "met", "urgent", {f"{APPROVAL}.head_approves": GONE}),  # it was lifted in any case
    ("Q-SP-1-6", "open", "urgent", {f"{APPROVAL}.head_approves": GONE, LIFTING: GONE}),
    ("Q-SP-1-6", "violated", "urgent", {f"{APPROVAL}.head_approves": False, LIFTING: GONE}),
    ("Q-SP-1-6", "met", "urgent", {f"{APPROVAL}.head_approves": False, LIFTING: GONE,
                                   f"{APPROVAL}.lifted_at": "2024-05-15T11:00:00"}),
    ("Q-SP-1-6", "violated", "urgent", {f"{APPROVAL}.head_approves": False, LIFTING: GONE,
                                        f"{APPROVAL}.lifted_at": "2024-05-16T11:00:00"}),
    *party("Q-SP-2-1", "measure", DECISION),
    ("Q-SP-2-2", "met", "measure", {}),
    *each("Q-SP-2-2", "violated", "measure", DECISION, "facts", "legal_basis"),
    ("Q-SP-2-3", "met", "measure", {}),
    *each("Q-SP-2-3", "violated", "measure", DECISION, "measures", "period_from", "period_to"),
    *remedies("Q-SP-2-4", "measure", DECISION),
    ("Q-SP-2-5", "met", "measure", {}),
    *each("Q-SP-2-5", "violated", "measure", DECISION, "organ_name", "sealed", "made_on"),
    *each("Q-SP-2-5", "violated", "measure", DECISION, "sealed", value=False),
    *each("Q-SP-2-5", "violated", "measure", DECISION, "organ_name", value="某镇人民政府"),
    ("Q-TZ-1-1", "met", "measure", {}),
    *each("Q-TZ-1-1", "violated", "measure", NOTICE, "facts", "legal_basis"),
    ("Q-TZ-1-2", "met", "measure", {}),
    *each("Q-TZ-1-2", "violated", "measure", NOTICE, "measures", "period_from", "period_to"),
    ("Q-TZ-1-3", "not_arising", "measure", {}),
    ("Q-TZ-1-3", "not_arising", "measure", {f"{NOTICE}.party_present": GONE}),
    ("Q-TZ-1-3", "open", "measure", {f"{NOTICE}.party_present": GONE, f"{RECORD}.party_present": GONE}),
    ("Q-TZ-1-3", "violated", "measure", AWAY),
    ("Q-TZ-1-3", "violated", "measure", {f"{NOTICE}.party_present": False}),
    ("Q-TZ-1-3", "met", "measure", {**AWAY, f"{NOTICE}.witness": ["周某"]}),
    ("Q-TZ-1-3", "met", "measure", {**AWAY, f"{RECORD}.witness": ["周某"]}),
    ("Q-SS-1-1", "met", "measure", {}),
    *each("Q-SS-1-1", "violated", "measure", RECORD,
          "reasons_told", "basis_told", "rights_told", "remedies_told", "party_statement"),
    *each("Q-SS-1-1", "violated", "measure", RECORD, "rights_told", value=["statement"]),
    *each("Q-SS-1-1", "violated", "measure", RECORD, "rights_told", value=["defence"]),
    *each("Q-SS-1-1", "violated", "measure", RECORD, "reasons_told", value=False),
    ("Q-SS-1-1", "open", "measure", {**AWAY, f"{RECORD}.reasons_told": GONE}),
    ("Q-SS-1-1", "met", "measure", AWAY),
    *signed("Q-SS-1-2", "measure", RECORD),
    ("Q-SS-2", "met", "measure", {}),
    ("Q-SS-2", "violated", "measure", {LIST: GONE}),
    ("Q-SS-2", "violated", "both", {LIST: GONE}),
    ("Q-SS-2", "not_arising", "freezing", {}),
    ("Q-SS-2", "not_arising", "execution", {}),
    ("Q-SS-2", "open", "measure", {LIST: GONE, f"{APPROVAL}.measures": GONE, f"{DECISION}.measures": GONE,
                                   f"{NOTICE}.measures": GONE}),
    ("Q-SS-2-1", "met", "measure", {}),
    ("Q-SS-2-1", "met", "measure", {DECISION: GONE}),
    *each("Q-SS-2-1", "violated", "measure", LIST, "decision_number"),
    *each("Q-SS-2-1", "violated", "measure", LIST, "decision_number", value="蒲市监强〔2024〕9号"),
    ("Q-SS-2-2", "met", "measure", item()),
    *each("Q-SS-2-2", "violated", "measure", LIST, "items"),
    *(("Q-SS-2-2", "violated", "measure", item(**{field: GONE})) for field in ("name", "specification", "quantity")),
    *signed("Q-SS-2-3", "measure", LIST),
    # execution
    ("Q-CG-1", "met", "execution", {}),
    ("Q-CG-1", "not_arising", "measure", {}),
    ("Q-CG-1", "violated", "execution", {DEMAND: GONE}),
    ("Q-CG-1", "violated", "court", {DEMAND: GONE, f"{FACTS}.immediate_performance": GONE}),
    ("Q-CG-1", "violated", "execution", {DEMAND: GONE, f"{FACTS}.immediate_performance": GONE}),
    ("Q-CG-1", "not_arising", "substitute", {DEMAND: GONE, **IMMEDIATE}),
    ("Q-CG-1", "violated", "substitute", {DEMAND: GONE}),
    ("Q-CG-1", "open", "substitute", {DEMAND: GONE, f"{FACTS}.immediate_performance": GONE}),
    ("Q-CG-1", "open", "execution", {**SITE_ONLY, f"{FACTS}.immediate_performance": GONE}),
    ("Q-CG-1-1", "met", "execution", {}),
    ("Q-CG-1-1", "absent", "measure", {}),
    *each("Q-CG-1-1", "violated", "execution", DEMAND, "performance_deadline", "performance_manner", "amount"),
    ("Q-CG-1-1", "met", "execution", {f"{DEMAND}.amount": GONE, f"{FACTS}.money_duty": False}),
    ("Q-CG-1-1", "met", "execution", {f"{DEMAND}.performance_deadline": "2024-09-18"}),
    ("Q-CG-1-1", "violated", "execution", {f"{DEMAND}.performance_deadline": "2024-09-17"}),
    ("Q-CG-1-2", "met", "execution", {}),
    *each("Q-CG-1-2", "violated", "execution", DEMAND, "consequences_told"),
    ("Q-ZX-1", "met", "execution", {}),
    ("Q-ZX-1", "not_arising", "measure", {}),
    ("Q-ZX-1", "violated", "execution", {ORDER: GONE}),
    ("Q-ZX-1", "violated", "execution", {ORDER: GONE, RECEIPTS: GONE}),
    ("Q-ZX-1", "not_arising", "substitute", {}),
    ("Q-ZX-1", "violated", "substitute", {f"{RECEIPTS}.1.served_document": "enforcement-decision"}),
    ("Q-ZX-1", "not_arising", "court", {}),
    ("Q-ZX-1", "not_arising", "execution", {**SITE_ONLY, **IMMEDIATE}),
    *party("Q-ZX-1-1", "execution", ORDER),
    ("Q-ZX-1-2", "met", "execution", {}),
    *each("Q-ZX-1-2", "violated", "execution", ORDER, "facts", "legal_basis"),
    *remedies("Q-ZX-1-3", "execution", ORDER),
    ("Q-ZX-1-4", "met", "execution", {}),
    ("Q-ZX-1-4", "met", "execution", {f"{ORDER}.organ_name": GONE}),
    *each("Q-ZX-1-4", "violated", "execution", ORDER, "sealed", "made_on"),
    *each("Q-ZX-1-4", "violated", "execution", ORDER, "organ_name", value="某镇人民政府"),
    ("Q-ZX-2", "met", "execution", {}),
    ("Q-ZX-2", "not_arising", "measure", {}),
    ("Q-ZX-2", "not_arising", "court", {}),
    ("Q-ZX-2", "violated", "execution", {SITE: GONE}),
    ("Q-ZX-2", "violated", "substitute", {SITE: GONE}),
    ("Q-ZX-2", "open", "execution", {SITE: GONE, f"{ORDER}.manner": "transfer-of-deposit"}),
    ("Q-ZX-2", "open", "execution", {SITE: GONE, f"{ORDER}.manner": "surcharge"}),
    ("Q-ZX-2-1", "met", "execution", {}),
    *each("Q-ZX-2-1", "violated", "execution", f"{SITE}.0", "started_at", "ended_at", "place"),
    *party("Q-ZX-2-2", "execution", f"{SITE}.0", address=False),
    ("Q-ZX-2-3", "met", "execution", {}),
    *each("Q-ZX-2-3", "violated", "execution", f"{SITE}.0", "content"),
    *signed("Q-ZX-2-4", "execution", f"{SITE}.0"),
    ("Q-ZX-3", "met", "substitute", {}),
    ("Q-ZX-3", "not_arising", "execution", {}),
    ("Q-ZX-3", "not_arising", "measure", {}),
    ("Q-ZX-3", "not_arising", "court", {}),
    ("Q-ZX-3", "open", "execution", {f"{ORDER}.manner": GONE}),
    ("Q-ZX-3", "violated", "execution", {f"{ORDER}.manner": "substitute-performance"}),
    ("Q-ZX-3", "violated", "substitute", {STAND_IN: GONE}),
    ("Q-ZX-3", "violated", "execution", {**SITE_ONLY, **IMMEDIATE}),
    *party("Q-ZX-3-1", "substitute", STAND_IN),
    ("Q-ZX-3-2", "met", "substitute", {}),
    *each("Q-ZX-3-2", "violated", "substitute", STAND_IN, "facts", "legal_basis"),
    ("Q-ZX-3-3", "met", "substitute", {}),
    *each("Q-ZX-3-3", "violated", "substitute", STAND_IN, "object", "performance_manner"),
    ("Q-ZX-3-4", "met", "substitute", {}),
    *each("Q-ZX-3-4", "violated", "substitute", STAND_IN, "cost", "party_duties"),
    *remedies("Q-ZX-3-5", "substitute", STAND_IN),
    ("Q-ZX-3-6", "met", "substitute", {}),
    *each("Q-ZX-3-6", "violated", "substitute", STAND_IN, "organ_name", "sealed", "made_on"),
    *each("Q-ZX-3-6", "violated", "substitute", STAND_IN, "organ_name", value="某镇人民政府"),
    *archive("Q-GD-1", "one_case_one_file", "one_file_one_number", "standard_cover"),
    *archive("Q-GD-2", "index_filled", "reference_sheet_filled"),
    *archive("Q-GD-3", "pages_numbered"),
    *archive("Q-GD-4", "thread_bound", "no_metal"),
    *archive("Q-GD-5", "copies_certified", condition="has_copies"),
    *archive("Q-GD-6", "alterations_confirmed", condition="alterations"),
    *archive("Q-GD-7", "in_order"),
]  # fmt: skip


def flag(notation: str, world: str, place: str, bad: bool, other: str | None = None) -> list[Scene]:
    """A base standard that one statement of the file decides."""
    found: list[Scene] = [
        (notation, "met", world, {place: not bad}),
        (notation, "violated", world, {place: bad}),
        (notation, "open", world, {place: GONE}),
    ]
    return [*found, *([(notation, "not_arising", other, {place: bad})] if other else [])]


def judged(notation: str, world: str, place: str, other: str | None = None) -> list[Scene]:
    """A base standard that needs judgement, and that one statement shows to be violated."""
    found: list[Scene] = [(notation, "met", world, {}), (notation, "violated", world, {place: True})]
    return [*found, *([(notation, "not_arising", other, {})] if other else [])]


def certificates(world: str) -> list[Scene]:
    """Certificates that were valid until the day, from the day, and not."""
    day, before, after = ("2024-05-14", "2024-05-13", "2024-05-15")
    if world == "execution":
        day, before, after = ("2024-10-15", "2024-10-14", "2024-10-16")
    return [
        ("QB-ZF-4", "met", world, {"persons.0.certificate_to": day, "persons.1.certificate_from": day}),
        ("QB-ZF-4", "violated", world, {"persons.0.certificate_to": before}),
        ("QB-ZF-4", "violated", world, {"persons.1.certificate_from": after}),
        ("QB-ZF-4", "met", world, {"persons.2.certificate_to": before}),  # took no part in it
        ("QB-ZF-4", "open", world, {"persons.0.certificate": GONE}),
        ("QB-ZF-4", "open", world, {RECORD if world == "measure" else SITE: GONE}),
        ("QB-ZF-4", "open", world, {
            f"{RECORD if world == 'measure' else SITE + '.0'}.started_at": GONE}),
    ]  # fmt: skip


BASE: list[Scene] = [
    *flag("QB-ZF-1", "measure", "organ.qualified", False),
    *flag("QB-ZF-1", "execution", "organ.qualified", False),
    *flag("QB-ZF-2", "measure", "organ.empowered", False),
    *flag("QB-ZF-3", "execution", "organ.within_powers", False),
    *certificates("measure"),
    *certificates("execution"),
    ("QB-ZF-4", "not_arising", "court", {}),
    *flag("QB-DS-1", "measure", f"{FACTS}.party_interested", False, "execution"),
    *flag("QB-DS-2", "execution", f"{FACTS}.duty_unperformed", False, "measure"),
    *flag("QB-DS-1", "both", f"{FACTS}.party_interested", False),
    *flag("QB-DS-2", "both", f"{FACTS}.duty_unperformed", False),
    *judged("QB-CS-1", "measure", f"{FACTS}.necessities_seized", "execution"),
    *judged("QB-CS-1", "measure", f"{FACTS}.already_sealed"),
    *judged("QB-CS-2", "measure", f"{FACTS}.unrelated_property", "execution"),
    *flag("QB-ZX-1", "execution", f"{FACTS}.enforcement_authorised", False, "measure"),
    ("QB-ZX-1", "not_arising", "court", {}),
    *flag("QB-ZX-2", "execution", "base_decision.in_effect", False, "measure"),
    # the last day of the period is still a day on which the party may perform
    ("QB-ZX-3", "not_arising", "measure", {}),
    ("QB-ZX-3", "met", "execution", {"base_decision.performance_deadline": "2024-10-08"}),
    ("QB-ZX-3", "violated", "execution", {"base_decision.performance_deadline": "2024-10-09"}),
    ("QB-ZX-3", "violated", "execution", {ORDER: GONE, "base_decision.performance_deadline": "2024-10-15"}),
    ("QB-ZX-3", "met", "execution", {ORDER: GONE, "base_decision.performance_deadline": "2024-10-14"}),
    ("QB-ZX-3", "violated", "execution", {f"{FACTS}.duty_unperformed": False}),
    ("QB-ZX-3", "violated", "substitute", {"base_decision.performance_deadline": "2024-10-10"}),
    ("QB-ZX-3", "met", "substitute", {"base_decision.performance_deadline": "2024-12-31", **IMMEDIATE}),
    ("QB-ZX-3", "violated", "court", {"base_decision.performance_deadline": "2024-10-14"}),
    *flag("QB-ZX-4", "execution", f"{FACTS}.third_party_property", True, "measure"),
    ("QB-ZX-4", "met", "execution", {"surcharge.amount": 20000.0}),
    ("QB-ZX-4", "violated", "execution", {"surcharge.amount": 20000.01}),
    ("QB-ZX-4", "open", "execution", {"surcharge.amount": GONE}),
    ("QB-ZX-4", "met", "execution", {"surcharge": GONE}),
    *judged("QB-ZX-5", "execution", f"{FACTS}.utilities_cut", "measure"),
    # night runs from 22:00 to 06:00 unless the file sets other hours
    ("QB-ZX-6", "met", "execution", {}),
    ("QB-ZX-6", "not_arising", "measure", {}),
    ("QB-ZX-6", "not_arising", "court", {}),
    ("QB-ZX-6", "met", "execution", on("2024-10-15T21:59:00")),
    ("QB-ZX-6", "violated", "execution", on("2024-10-15T22:00:00")),
    ("QB-ZX-6", "violated", "execution", on("2024-10-15T05:59:00")),
    ("QB-ZX-6", "met", "execution", on("2024-10-15T06:00:00")),
    ("QB-ZX-6", "met", "execution", on("2024-10-15T20:00:00", "2024-10-15T22:00:00")),
    ("QB-ZX-6", "violated", "execution", on("2024-10-15T20:00:00", "2024-10-15T22:01:00")),
    ("QB-ZX-6", "violated", "execution", on("2024-10-15T21:00:00", "2024-10-16T08:00:00")),
    ("QB-ZX-6", "open", "execution", on("2024-10-15T09:00:00", "2024-10-17T17:00:00")),
    ("QB-ZX-6", "not_arising", "execution", {**on("2024-10-15T22:00:00"), **URGENT}),
    ("QB-ZX-6", "open", "execution", {**on("2024-10-15T22:00:00"), **UNSTATED}),
    ("QB-ZX-6", "met", "execution", UNSTATED),
    ("QB-ZX-6", "not_arising", "substitute", {**on("2024-10-15T22:00:00"), **IMMEDIATE}),
    ("QB-ZX-6", "open", "execution", site(started_at=GONE)),
    ("QB-ZX-6", "open", "execution", {SITE: GONE}),
    ("QB-ZX-6", "violated", "execution", {
        **on("2024-10-15T21:00:00"), "parameters": [{"parameter": "night-from-hour", "value": 21}]}),
    ("QB-ZX-6", "violated", "execution", {  # a night after midnight only
        **on("2024-10-15T00:30:00"), "parameters": [
            {"parameter": "night-from-hour", "value": 0}, {"parameter": "night-to-hour", "value": 5}]}),
    ("QB-ZX-6", "met", "execution", {
        **on("2024-10-15T05:30:00"), "parameters": [
            {"parameter": "night-from-hour", "value": 0}, {"parameter": "night-to-hour", "value": 5}]}),
    # National Day 2024: 1 to 3 October are the holidays, the rest to the 7th are days off in exchange
    ("QB-ZX-6", "met", "execution", on("2024-09-30T09:00:00")),
    ("QB-ZX-6", "violated", "execution", on("2024-10-01T09:00:00")),
    ("QB-ZX-6", "violated", "execution", on("2024-10-03T09:00:00")),
    ("QB-ZX-6", "met", "execution", on("2024-10-04T09:00:00")),
    ("QB-ZX-6", "open", "execution", {**on("2024-10-02T09:00:00"), **UNSTATED}),
    ("QB-ZX-6", "violated", "substitute", {f"{STAND_IN}.performed_on": "2024-10-03"}),
    ("QB-FL-1", "met", "measure", {}),
    ("QB-FL-1", "violated", "measure", {f"{DECISION}.legal_basis": GONE}),
    ("QB-FL-1", "violated", "execution", {f"{ORDER}.legal_basis": GONE}),
    ("QB-FL-1", "violated", "substitute", {f"{STAND_IN}.legal_basis": GONE}),
    ("QB-FL-1", "violated", "measure", {f"{NOTICE}.legal_basis.0.in_force": False}),
    ("QB-FL-2", "met", "substitute", {}),
    ("QB-FL-2", "violated", "substitute", {f"{FACTS}.harm_from_nonperformance": False}),
    ("QB-FL-3", "met", "measure", {}),
    ("QB-FL-3", "violated", "measure", {f"{DECISION}.legal_basis.0.article": GONE}),
    ("QB-FL-3", "violated", "execution", {f"{ORDER}.legal_basis": [CITED, {"article": "2"}]}),
    ("QB-CX-1", "met", "measure", {}),
    ("QB-CX-1", "met", "execution", {}),
    ("QB-CX-1", "violated", "measure", {f"{APPROVAL}.head_signed_on": "2024-05-15"}),
    ("QB-CX-1", "met", "measure", {f"{APPROVAL}.head_signed_on": "2024-05-14"}),
    ("QB-CX-1", "violated", "measure", {f"{APPROVAL}.head_approves": False}),
    ("QB-CX-1", "violated", "measure", {f"{RECORD}.officers": ["陈某"], f"{RECORD}.officers_signed": ["陈某"]}),
    ("QB-CX-1", "violated", "measure", {f"{RECORD}.certificate_shown": False}),
    ("QB-CX-1", "violated", "measure", {f"{FACTS}.statement_heard": False}),
    ("QB-CX-1", "met", "measure", {f"{FACTS}.statement_heard": False, f"{FACTS}.statement_made": False}),
    ("QB-CX-1", "met", "measure", {f"{FACTS}.statement_heard": False, **AWAY}),
    ("QB-CX-1", "violated", "measure", {f"{FACTS}.statement_heard": False, f"{FACTS}.statement_made": True, **AWAY}),
    ("QB-CX-1", "violated", "execution", {f"{DEMAND}.made_on": "2024-10-10"}),
    ("QB-CX-1", "met", "execution", {f"{RECEIPTS}.0.served_on": "2024-10-09"}),
    ("QB-CX-1", "violated", "execution", {f"{RECEIPTS}.0.served_on": "2024-10-10"}),
    ("QB-CX-1", "violated", "execution", {f"{DEMAND}.rights_told": ["statement"]}),
    ("QB-CX-1", "violated", "execution", {f"{DEMAND}.performance_deadline": "2024-10-09"}),
    ("QB-CX-1", "met", "execution", {f"{DEMAND}.performance_deadline": "2024-10-08"}),
    # what a line scores is not a base standard as well
    ("QB-CX-1", "met", "measure", {f"{RECORD}.officers_signed": GONE, f"{RECORD}.reasons_told": False}),
    ("QB-CX-2", "met", "measure", {}),
    ("QB-CX-2", "met", "execution", {}),
    ("QB-CX-2", "met", "court", {}),
    ("QB-CX-2", "met", "both", {}),
    ("QB-CX-2", "met", "measure", {APPROVAL: GONE, RECORD: GONE}),
    ("QB-CX-2", "violated", "measure", {APPROVAL: GONE, DECISION: GONE}),
    ("QB-CX-2", "violated", "measure", {NOTICE: GONE}),
    ("QB-CX-2", "violated", "measure", {RECORD: GONE, LIST: GONE}),
    ("QB-CX-2", "violated", "execution", {DEMAND: GONE}),
    ("QB-CX-2", "violated", "execution", {ORDER: GONE, SITE: GONE}),
    ("QB-CX-2", "met", "execution", {ORDER: GONE}),
    ("QB-CX-2", "open", "substitute", {DEMAND: GONE, f"{FACTS}.immediate_performance": GONE}),
    ("QB-CX-2", "met", "substitute", {DEMAND: GONE, **IMMEDIATE}),
    # applied on 14 May: the thirtieth day is 13 June
    ("QB-CX-3", "met", "measure", {}),
    ("QB-CX-3", "met", "measure", lifted("2024-06-13", **period("2024-06-13"))),
    ("QB-CX-3", "violated", "measure", lifted("2024-06-14", **period("2024-06-14"))),
    ("QB-CX-3", "violated", "measure", period("2024-06-14")),
    ("QB-CX-3", "violated", "measure", lifted("2024-06-13")),
    ("QB-CX-3", "met", "measure", lifted("2024-07-13", **extended("2024-07-13"))),
    ("QB-CX-3", "violated", "measure", lifted("2024-07-14", **extended("2024-07-14"))),
    ("QB-CX-3", "open", "measure", {LIFTING: GONE}),
    ("QB-CX-3", "open", "measure", {f"{APPROVAL}.applied_at": GONE, f"{RECORD}.started_at": GONE}),
    ("QB-CX-3", "open", "measure", {f"{d}.measures": GONE for d in (APPROVAL, DECISION, NOTICE)}),
    # a report after 25 hours is a matter of its line
    ("QB-CX-3", "met", "urgent", {f"{APPROVAL}.reported_at": "2024-05-15T10:30:00"}),
    ("QB-CX-3", "met", "freezing", {}),
    ("QB-CX-3", "violated", "freezing", {f"{RECEIPTS}.0.served_on": "2024-05-15"}),
    ("QB-CX-3", "open", "freezing", {f"{RECEIPTS}.0.served_on": GONE}),
    ("QB-CX-3", "met", "substitute", {}),
    ("QB-CX-3", "violated", "substitute", {f"{STAND_IN}.performed_on": "2024-10-12"}),
    ("QB-CX-3", "open", "substitute", {f"{STAND_IN}.performed_on": GONE}),
    ("QB-CX-3", "met", "court", {}),
    ("QB-CX-3", "violated", "court", {f"{COURT}.applied_on": "2024-10-12"}),
    ("QB-CX-3", "violated", "court", {f"{COURT}.applied_on": "2024-12-13"}),
    ("QB-CX-3", "open", "court", {RECEIPTS: GONE}),
    ("QB-CX-3", "open", "court", {f"{COURT}.applied_on": GONE}),
    ("QB-CX-4", "met", "measure", {}),
    ("QB-CX-4", "met", "execution", {}),
    ("QB-CX-4", "met", "substitute", {}),
    ("QB-CX-4", "met", "court", {}),
    ("QB-CX-4", "violated", "measure", {f"{DECISION}.handed_over": False}),
    ("QB-CX-4", "violated", "liberty", {f"{DECISION}.handed_over": False, RECEIPTS: GONE}),
    ("QB-CX-4", "violated", "measure", {f"{LIST}.handed_over": False}),
    ("QB-CX-4", "met", "measure", {f"{DECISION}.handed_over": GONE}),
    ("QB-CX-4", "violated", "measure", {f"{DECISION}.handed_over": GONE, f"{RECEIPTS}.0.served_on": "2024-05-15"}),
    ("QB-CX-4", "open", "measure", {f"{DECISION}.handed_over": GONE, RECEIPTS: GONE}),
    ("QB-CX-4", "open", "measure", {f"{LIST}.handed_over": GONE}),
    ("QB-CX-4", "open", "measure", {DECISION: GONE}),
    ("QB-CX-4", "violated", "execution", {f"{RECEIPTS}.0": GONE}),
    ("QB-CX-4", "violated", "execution", {f"{RECEIPTS}.1": GONE}),
    ("QB-CX-4", "violated", "execution", {f"{RECEIPTS}.0.recipient_signed": GONE}),
    ("QB-CX-4", "open", "execution", {f"{RECEIPTS}.0.served_on": GONE}),
    ("QB-CX-4", "open", "execution", {f"{RECEIPTS}.0.mode": GONE}),
    ("QB-CX-4", "open", "execution", {DEMAND: GONE, ORDER: GONE, RECEIPTS: GONE}),
    ("QB-CX-4", "violated", "substitute", {f"{RECEIPTS}.1": GONE}),
    ("QB-CX-4", "violated", "substitute", {f"{RECEIPTS}.1": GONE, **IMMEDIATE}),
    ("QB-CX-4", "violated", "substitute", {f"{RECEIPTS}.1.served_on": "2024-10-16"}),
    # the review may be of the day itself
    ("QB-FZ-1", "met", "measure", {}),
    ("QB-FZ-1", "met", "both", {}),
    ("QB-FZ-1", "met", "measure", {f"{REVIEWS}.1.made_on": "2024-05-14"}),
    ("QB-FZ-1", "violated", "measure", {f"{REVIEWS}.1.made_on": "2024-05-15"}),
    ("QB-FZ-1", "violated", "measure", {f"{REVIEWS}.1": GONE}),
    ("QB-FZ-1", "violated", "execution", {f"{REVIEWS}.1.passed": False}),
    ("QB-FZ-1", "violated", "substitute", {f"{REVIEWS}.1.made_on": "2024-10-11"}),
    ("QB-FZ-1", "open", "measure", {f"{REVIEWS}.1.passed": GONE}),
    ("QB-FZ-1", "open", "measure", {f"{REVIEWS}.1.made_on": GONE}),
    ("QB-FZ-1", "violated", "measure", {f"{REVIEWS}.0": GONE}),
    ("QB-FZ-1", "met", "measure", {f"{REVIEWS}.0": GONE, "filed_on": GONE}),
    ("QB-FZ-1", "violated", "measure", {f"{REVIEWS}.2.made_on": "2024-06-08"}),
    ("QB-FZ-1", "met", "measure", {f"{REVIEWS}.2": GONE, "closed_on": GONE}),
    ("QB-FZ-1", "open", "measure", {f"{DECISION}.made_on": GONE}),
    ("QB-FZ-1", "not_arising", "court", {}),
    ("QB-FZ-1", "violated", "court", {"filed_on": "2024-09-13"}),
    ("QB-FZ-2", "met", "measure", {}),
    ("QB-FZ-2", "violated", "measure", {f"{REVIEWS}.0.opinion": GONE}),
    ("QB-FZ-2", "not_arising", "measure", {REVIEWS: GONE}),
]  # fmt: skip

NATIONAL: list[Scene] = [
    ("E01", "met", "measure", {}),
    *each("E01", "violated", "measure", "organ", "qualified", "empowered", "within_powers", value=False),
    ("E01-officers", "met", "measure", {"persons.0.certificate_to": "2024-05-14"}),
    ("E01-officers", "violated", "measure", {"persons.0.certificate_to": "2024-05-13"}),
    ("E02", "met", "measure", {}),
    *each("E02", "violated", "measure", FACTS,
          "unrelated_property", "necessities_seized", "already_sealed", value=True),
    ("E03", "met", "measure", {f"{APPROVAL}.head_signed_on": "2024-05-14"}),
    ("E03", "violated", "measure", {f"{APPROVAL}.head_signed_on": "2024-05-15"}),
    ("E03", "met", "urgent", {}),
    ("E03", "violated", "measure", {f"{APPROVAL}.head_approves": False}),
    ("E03", "violated", "measure", {f"{APPROVAL}.head_signed_on": GONE}),
    ("E03", "violated", "measure", {APPROVAL: GONE}),
    ("E03", "met", "measure", {f"{APPROVAL}.head_signed_on": "2024-05-15", **UNSTATED}),
    ("E03-unstated", "violated", "measure", {f"{APPROVAL}.head_signed_on": "2024-05-15", **UNSTATED}),
    ("E03-unstated", "met", "measure", UNSTATED),
    ("E04", "met", "measure", {f"{RECORD}.officers": ["陈某"]}),  # a second officer signed
    ("E04", "violated", "measure", {f"{RECORD}.officers": ["陈某"], f"{RECORD}.officers_signed": ["陈某"]}),
    ("E04", "violated", "measure", {f"{RECORD}.officers": GONE, f"{RECORD}.officers_signed": GONE}),
    ("E05", "met", "measure", {}),
    *each("E05", "violated", "measure", RECORD, "certificate_shown", value=False),
    *each("E05", "met", "measure", RECORD, "certificate_shown"),
    ("E05-unstated", "met", "measure", {}),
    *each("E05-unstated", "violated", "measure", RECORD, "certificate_shown"),
    ("E06", "met", "measure", {}),
    *each("E06", "violated", "measure", FACTS, "statement_heard", value=False),
    ("E06", "met", "measure", {f"{FACTS}.statement_heard": False, f"{FACTS}.statement_made": False}),
    ("E06", "met", "measure", {f"{FACTS}.statement_heard": False, **AWAY}),
    ("E06", "violated", "measure", {f"{FACTS}.statement_heard": False, f"{FACTS}.statement_made": True}),
    *each("E06", "violated", "measure", RECORD, "reasons_told", "basis_told", "remedies_told", value=False),
    ("E06", "met", "measure", {f"{RECORD}.reasons_told": False, f"{RECORD}.party_present": False}),
    ("E06", "met", "measure", {NOTICE: GONE}),
    ("E06", "violated", "measure", {NOTICE: GONE, f"{RECORD}.party_present": False}),
    ("E07", "met", "measure", {}),
    ("E07", "violated", "measure", {RECORD: GONE}),
    *each("E07", "violated", "measure", RECORD, "officers_signed", "party_signed"),
    *each("E07", "violated", "measure", RECORD, "officers_signed", value=["陈某"]),
    ("E07", "met", "measure", {f"{RECORD}.party_signed": False, f"{RECORD}.party_refused": True,
                               f"{RECORD}.refusal_noted": True}),
    ("E07", "violated", "measure", {f"{RECORD}.party_present": False}),
    ("E07", "met", "measure", {f"{RECORD}.party_present": False, f"{RECORD}.witness_signed": ["周某"]}),
    ("E08", "met", "urgent", {f"{APPROVAL}.reported_at": "2024-05-15T09:30:00"}),
    ("E08", "violated", "urgent", {f"{APPROVAL}.reported_at": "2024-05-15T09:31:00"}),
    ("E08", "violated", "urgent", {f"{APPROVAL}.reported_at": "2024-05-15T09:31:00",
                                   f"{APPROVAL}.returned_at": "2024-05-15T09:20:00"}),
    *each("E08", "violated", "urgent", APPROVAL, "reported_at", "head_signed_on"),
    ("E08", "violated", "urgent", {f"{APPROVAL}.head_approves": False, LIFTING: GONE}),
    ("E08", "met", "urgent", {f"{APPROVAL}.head_approves": False, LIFTING: GONE,
                              f"{APPROVAL}.lifted_at": "2024-05-15T23:00:00"}),
    ("E08", "violated", "urgent", {f"{APPROVAL}.head_approves": False, LIFTING: GONE,
                                   f"{APPROVAL}.lifted_at": "2024-05-16T00:00:00"}),
    ("E08", "violated", "urgent", {APPROVAL: GONE}),
    ("E08", "met", "measure", {APPROVAL: GONE}),
    ("E08", "met", "measure", {}),
    ("E08", "met", "liberty", {f"{APPROVAL}.reported_at": "2024-05-15T09:31:00"}),
    ("E09", "met", "liberty", {}),
    ("E09", "met", "urgent", {f"{FACTS}.family_informed": False}),
    *each("E09", "violated", "liberty", FACTS, "family_informed", value=False),
    *each("E09", "violated", "liberty", APPROVAL, "reported_at"),
    ("E09-late", "met", "liberty", {f"{APPROVAL}.reported_at": "2024-05-14T23:59:00"}),
    ("E09-late", "violated", "liberty", {f"{APPROVAL}.reported_at": "2024-05-15T00:00:00"}),
    ("E10", "met", "measure", {f"{FACTS}.suspected_crime": True}),
    ("E10", "violated", "measure", {f"{FACTS}.suspected_crime": True,
                                    f"{FACTS}.transferred_at": "2024-05-20T10:00:00"}),
    ("E10", "met", "measure", {f"{FACTS}.suspected_crime": True, f"{FACTS}.transferred_at": "2024-05-20T10:00:00",
                               "documents.transfer-letter": {"number": "某移〔2024〕1号", "materials": ["扣押物品"]}}),
    ("E11", "met", "measure", {}),
    *each("E11", "violated", "measure", DECISION, "handed_over", value=False),
    *each("E11", "violated", "measure", LIST, "handed_over", value=False),
    ("E11", "violated", "measure", {f"{DECISION}.handed_over": GONE, f"{RECEIPTS}.0.served_on": "2024-05-15"}),
    ("E11", "met", "measure", {f"{DECISION}.handed_over": GONE}),
    *each("E11", "violated", "measure", LIST, "copies", value=1),
    *each("E11", "violated", "measure", DECISION, "party", "facts", "legal_basis", "period_to", "court", "sealed"),
    ("E11", "violated", "measure", {DECISION: GONE}),
    ("E11", "violated", "measure", {LIST: GONE}),
    ("E11", "met", "liberty", {f"{DECISION}.handed_over": False}),
    # thirty calendar days from 14 May: 13 June; a last day on a Saturday is not put off
    ("E12", "met", "measure", lifted("2024-06-13", **period("2024-06-13"))),
    ("E12", "violated", "measure", lifted("2024-06-14", **period("2024-06-13"))),
    ("E12", "met", "measure", {f"{APPROVAL}.applied_at": "2024-05-16T09:00:00", f"{RECORD}.started_at": GONE,
                               **lifted("2024-06-15", **period("2024-06-13"))}),
    ("E12", "violated", "measure", {f"{APPROVAL}.applied_at": "2024-05-16T09:00:00", f"{RECORD}.started_at": GONE,
                                    **lifted("2024-06-17", **period("2024-06-13"))}),
    ("E12", "met", "measure", lifted("2024-07-13", **extended("2024-07-13"))),
    ("E12", "violated", "measure", lifted("2024-07-14", **extended("2024-07-13"))),
    ("E12", "violated", "measure", extended("2024-07-14")),
    ("E12", "met", "measure", extended("2024-07-12")),
    ("E12", "violated", "measure", extended("2024-07-12", approved="2024-06-13")),
    ("E12", "violated", "measure", extended("2024-07-12", approved_by=GONE)),
    ("E12", "violated", "measure", extended("2024-07-12", reason=GONE)),
    ("E12", "violated", "measure", extended("2024-07-12", notified_on=GONE)),
    ("E12", "violated", "measure", lifted("2024-07-13", **extended("2024-07-13", approved_by=GONE))),
    ("E12", "met", "measure", period("2024-06-13")),
    ("E12", "violated", "measure", period("2024-06-14")),
    # ten days of testing, first and last included, are taken off
    ("E12", "met", "measure", lifted("2024-06-23", **tested(("2024-05-16", "2024-05-25")))),
    ("E12", "violated", "measure", lifted("2024-06-24", **tested(("2024-05-16", "2024-05-25")))),
    ("E12", "met", "measure", lifted("2024-06-23", **tested(("2024-05-16", "2024-05-20"), ("2024-05-27", "2024-05-31")))),
    ("E12", "violated", "measure", lifted("2024-06-24", **tested(("2024-05-16", "2024-05-20"), ("2024-05-27", "2024-05-31")))),
    ("E12", "violated", "measure", lifted("2024-06-14", **tested(("2024-05-16", "2024-05-25"), notified_on=GONE))),
    ("E12", "met", "measure", lifted("2024-07-23", **extended("2024-07-23"), **tested(("2024-05-16", "2024-05-25")))),
    ("E12", "violated", "measure", lifted("2024-07-24", **extended("2024-07-23"), **tested(("2024-05-16", "2024-05-25")))),
    ("E12", "met", "freezing", lifted("2024-06-14", **period("2024-06-14"))),
    ("E13", "met", "measure", tested(("2024-05-16", "2024-05-25"))),
    *(("E13", "violated", "measure", tested(("2024-05-16", "2024-05-25"), **{field: GONE}))
      for field in ("period_from", "period_to", "notified_on")),
    ("E15", "met", "measure", {}),
    ("E15", "violated", "measure", {LIFTING: GONE}),
    ("E15", "met", "measure", {LIFTING: GONE, "closed_on": GONE}),
    ("E16", "met", "measure", lifted("2024-06-12")),
    ("E16", "violated", "measure", lifted("2024-06-13")),
    ("E16", "met", "measure", lifted("2024-06-20", **extended("2024-06-20"))),
    ("E16-return", "met", "measure", {}),
    *each("E16-return", "violated", "measure", LIFTING, "returned_on"),
    *each("E16-return", "violated", "measure", LIFTING, "returned_on", value="2024-06-06"),
    # Friday 10 May; Saturday 11 May was worked, so that Tuesday is the third working day
    ("E17", "met", "freezing", {}),
    ("E17", "violated", "freezing", {f"{RECEIPTS}.0.served_on": "2024-05-15"}),
    ("E17", "met", "freezing", {f"{DECISION}.made_on": "2024-09-30", f"{RECEIPTS}.0.served_on": "2024-10-10"}),
    ("E17", "violated", "freezing", {f"{DECISION}.made_on": "2024-09-30", f"{RECEIPTS}.0.served_on": "2024-10-11"}),
    # from Friday 24 May the third working day is Wednesday, over a weekend that was not worked
    ("E17", "met", "freezing", {f"{DECISION}.made_on": "2024-05-24", f"{RECEIPTS}.0.served_on": "2024-05-29"}),
    ("E17", "violated", "freezing", {f"{DECISION}.made_on": "2024-05-24", f"{RECEIPTS}.0.served_on": "2024-05-30"}),
    ("E17", "met", "freezing", lifted("2024-06-13", **period("2024-06-13"))),
    ("E17", "violated", "freezing", lifted("2024-06-14", **period("2024-06-13"))),
    ("E17", "violated", "freezing", period("2024-06-14")),
    ("E18", "met", "execution", {}),
    ("E18", "met", "court", {}),
    *each("E18", "violated", "execution", FACTS, "enforcement_authorised", value=False),
    *each("E18", "violated", "substitute", FACTS, "enforcement_authorised", value=False),
    ("E19", "met", "execution", {f"{DEMAND}.made_on": "2024-10-09"}),
    ("E19", "violated", "execution", {f"{DEMAND}.made_on": "2024-10-10"}),
    ("E19", "met", "execution", {f"{RECEIPTS}.0.served_on": "2024-10-09"}),
    ("E19", "violated", "execution", {f"{RECEIPTS}.0.served_on": "2024-10-10"}),
    ("E19", "violated", "execution", {DEMAND: GONE}),
    *each("E19", "violated", "execution", DEMAND, "performance_deadline", "performance_manner", "amount", "rights_told"),
    ("E20", "met", "execution", {}),
    *each("E20", "violated", "execution", FACTS, "statement_made", value=True),
    ("E20", "violated", "execution", {f"{FACTS}.statement_made": True,
                                      "documents.statement-record": {"made_on": "2024-09-20", "reexamined": False}}),
    ("E20", "met", "execution", {f"{FACTS}.statement_made": True,
                                 "documents.statement-record": {"made_on": "2024-09-20", "reexamined": True}}),
    ("E21", "met", "execution", {f"{DEMAND}.performance_deadline": "2024-10-08"}),
    ("E21", "violated", "execution", {f"{DEMAND}.performance_deadline": "2024-10-09"}),
    ("E21", "met", "execution", {f"{DEMAND}.performance_deadline": "2024-10-09", **URGENT}),
    *each("E21", "violated", "execution", ORDER, "party", "facts", "manner", "court", "sealed"),
    ("E22", "met", "execution", {}),
    ("E22", "met", "execution", {f"{RECEIPTS}.1.served_on": "2024-10-15"}),
    ("E22", "violated", "execution", {f"{RECEIPTS}.1.served_on": "2024-10-16"}),
    ("E22", "violated", "execution", {f"{RECEIPTS}.0": GONE}),
    ("E22", "violated", "execution", {f"{RECEIPTS}.1.recipient_signed": GONE}),
    ("E22", "met", "execution", {f"{RECEIPTS}.1": receipt(
        "enforcement-decision", "2024-10-09", mode="left", recipient_signed=None, witness_signed=["周某"])}),
    ("E22", "violated", "execution", {f"{RECEIPTS}.1": receipt("enforcement-decision", "2024-10-09", mode="left")}),
    ("E22", "violated", "execution", {f"{RECEIPTS}.1": receipt(
        "enforcement-decision", "2024-10-09", mode="electronic")}),
    ("E22", "met", "execution", {f"{RECEIPTS}.1": receipt(
        "enforcement-decision", "2024-10-09", mode="electronic", confirmation_signed=True)}),
    ("E24", "met", "execution", on("2024-10-15T21:59:00")),
    ("E24", "violated", "execution", on("2024-10-15T22:00:00")),
    ("E24", "violated", "execution", on("2024-10-15T05:59:00")),
    ("E24", "met", "execution", on("2024-10-15T06:00:00")),
    ("E24", "violated", "execution", on("2024-10-01T10:00:00")),
    ("E24", "met", "execution", {**on("2024-10-01T10:00:00"), **URGENT}),
    ("E24", "met", "substitute", {**on("2024-10-01T22:00:00"), **IMMEDIATE}),
    ("E24", "met", "execution", {**on("2024-10-01T22:00:00"), **UNSTATED}),
    ("E24-unstated", "violated", "execution", {**on("2024-10-15T22:00:00"), **UNSTATED}),
    ("E24-unstated", "violated", "execution", {**on("2024-10-01T10:00:00"), **UNSTATED}),
    ("E24-unstated", "met", "execution", {**on("2024-10-01T10:00:00"), **UNSTATED, **IMMEDIATE}),
    ("E24-unstated", "met", "execution", UNSTATED),
    ("E24-rest-day", "violated", "execution", on("2024-10-13T10:00:00")),  # a Sunday
    ("E24-rest-day", "met", "execution", on("2024-10-12T10:00:00")),  # a Saturday that was worked
    ("E24-rest-day", "violated", "execution", on("2024-10-04T10:00:00")),  # a Friday off in exchange
    ("E24-rest-day", "met", "execution", on("2024-10-01T10:00:00")),  # a holiday is the other rule's
    ("E24-rest-day", "met", "execution", {**on("2024-10-13T10:00:00"), **URGENT}),
    ("E25", "met", "execution", {}),
    *each("E25", "violated", "execution", FACTS, "utilities_cut", value=True),
    ("E26", "met", "execution", BUILDING),
    ("E26", "violated", "execution", {**BUILDING, f"{FACTS}.public_notice_on": GONE}),
    ("E26", "violated", "execution", {**BUILDING, f"{FACTS}.public_notice_on": "2024-10-15"}),
    ("E26", "met", "execution", {**BUILDING, "base_decision.remedy_expired_on": "2024-10-14"}),
    ("E26", "violated", "execution", {**BUILDING, "base_decision.remedy_expired_on": "2024-10-15"}),
    ("E26", "violated", "execution", {**BUILDING, "remedies": [
        {"kind": "litigation", "filed_on": "2024-09-01", "result": "pending"}]}),
    ("E26", "met", "execution", {**BUILDING, "remedies": [
        {"kind": "litigation", "filed_on": "2024-04-01", "decided_on": "2024-08-01", "result": "upheld"}]}),
    ("E27", "met", "execution", {"surcharge.amount": 20000.0}),
    ("E27", "violated", "execution", {"surcharge.amount": 20000.01}),
    *each("E27", "violated", "execution", "surcharge", "rate_told", value=False),
    # the surcharge runs from 28 March: thirty days later is 27 April
    ("E28", "violated", "execution", {f"{ORDER}.made_on": "2024-04-27"}),
    ("E28", "met", "execution", {f"{ORDER}.made_on": "2024-04-28"}),
    ("E30", "met", "substitute", {}),
    *each("E30", "violated", "substitute", FACTS, "harm_from_nonperformance", value=False),
    ("E30", "met", "substitute", {f"{FACTS}.harm_from_nonperformance": False, **IMMEDIATE}),
    # Thursday 10 October; Saturday 12 was worked, so that Monday 14 is the third working day after it
    ("E31", "met", "substitute", {f"{STAND_IN}.performed_on": "2024-10-14"}),
    ("E31", "violated", "substitute", {f"{STAND_IN}.performed_on": "2024-10-12"}),
    ("E31", "violated", "substitute", {f"{STAND_IN}.performed_on": "2024-10-13"}),
    *(("E31", state, "substitute", {f"{RECEIPTS}.0.served_on": "2024-09-27", f"{RECEIPTS}.1.served_on": "2024-09-27",
                                    f"{STAND_IN}.performed_on": day})
      for state, day in (("violated", "2024-09-30"), ("violated", "2024-10-07"), ("met", "2024-10-08"))),
    ("E31", "violated", "substitute", {f"{RECEIPTS}.0": GONE, f"{DEMAND}.made_on": "2024-10-11",
                                       f"{STAND_IN}.performed_on": "2024-10-14"}),
    ("E31", "met", "substitute", {f"{STAND_IN}.performed_on": "2024-10-12", **IMMEDIATE}),
    ("E31", "violated", "substitute", {DEMAND: GONE}),
    ("E31", "violated", "substitute", {f"{RECEIPTS}.1.served_on": "2024-10-16"}),
    ("E31", "met", "substitute", {f"{RECEIPTS}.1.served_on": "2024-10-15"}),
    *each("E31", "violated", "substitute", STAND_IN, "party", "facts", "object", "cost"),
    # the remedies ran out on 12 September: three months later is 12 December
    ("E33", "met", "court", {f"{COURT}.applied_on": "2024-12-12"}),
    ("E33", "violated", "court", {f"{COURT}.applied_on": "2024-12-13"}),
    ("E33", "met", "court", {f"{COURT}.applied_on": "2024-09-13"}),
    ("E33", "violated", "court", {f"{COURT}.applied_on": "2024-09-12"}),
    *(("E33", state, "court", {"base_decision.remedy_expired_on": expired, f"{COURT}.applied_on": day})
      for expired, state, day in (
          ("2024-09-14", "met", "2024-12-16"), ("2024-09-14", "violated", "2024-12-17"),  # a Saturday
          ("2024-07-01", "met", "2024-10-08"), ("2024-07-01", "violated", "2024-10-09"),  # National Day
          ("2024-11-30", "met", "2025-02-28"), ("2024-11-30", "violated", "2025-03-03"),  # a short month
      )),
    # ten working days from 24 September, over National Day, end on Saturday 12 October, which was worked
    ("E34", "violated", "court", {f"{COURT}.applied_on": "2024-10-11"}),
    ("E34", "violated", "court", {f"{COURT}.applied_on": "2024-10-12"}),
    ("E34", "met", "court", {f"{COURT}.applied_on": "2024-10-13"}),
    ("E34", "met", "court", {}),
    ("E34", "violated", "court", {DEMAND: GONE}),
    ("E35", "met", "court", {}),
    *each("E35", "violated", "court", COURT, "head_signed_by", "applied_on", "sealed", "materials"),
]  # fmt: skip

SCENES = [*LINES, *BASE, *NATIONAL]
