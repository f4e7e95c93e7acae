"""National law on penalty files: each rule with a file that keeps it and one that breaks it, and each period
on its last day and on the day after, across weekends, the National Day break of 2024 and the days worked
in exchange (Sunday 29 September and Saturday 12 October 2024)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

import pytest
from national_files import EXECUTION, GONE, MEASURE, ORDINARY, PLAIN, SUMMARY, TRANSFERRED, changed
from text_files import DATA, ID, LAW, Node, nodes_of
from thorough import THOROUGH, one_of_each

from kg_query import KnowledgeGraph
from kg_query.casefiles import CaseFile, Schema, case_files_of, place_of
from kg_query.compile.facts import Facts, Faults
from kg_query.compile.rules import compile_rules
from kg_query.files import corpus_files, rule_files
from kg_query.rules import Rule, RuleBook, evaluate
from kg_query.rules.statements import statements
from kg_query.store import triples
from kg_query.validate.shacl import SHAPE, load

SH = "http://www.w3.org/ns/shacl#"
GRAVITY = {"warning": 0, "violation": 1, "fatal": 2}

Changes = dict[str, Any]
Found = set[tuple[str, str]]


@dataclass(frozen=True)
class Case:
    """A file, what is changed in it, and every breach that should be found, with its place."""

    about: str
    file: dict[str, Any]
    changes: Changes
    found: Found = field(default_factory=set)


def case(about: str, file: dict[str, Any], changes: Changes, *found: tuple[str, str]) -> Case:
    return Case(about, file, changes, set(found))


DECISION = "documents/penalty-decision"
FIRST, SECOND, RECORD = (
    "documents/penalty-notice",
    "documents/hearing-right-notice",
    "documents/hearing-record",
)
INSPECTION, QUESTIONING = "documents/on-site-inspection-record/1", "documents/questioning-record/1"
PRESERVATION, FILING = "documents/evidence-preservation-notice", "documents/filing-approval"
SERVED, OF_PLAIN = "documents/service-receipt/4", "documents/service-receipt/2"
ABOUT, FINE, WHOLE = "circumstances", "penalties/1/amount", "penalties"

NO_HEARING_HELD = {"documents/hearing-record": GONE, "documents/hearing-notice": GONE}
ON_THE_SPOT = {"payments/1/on_the_spot": True, "payments/1/official_receipt": True}
SURCHARGE = {
    "principal": "120000", "amount": "118800", "daily_rate": "0.03",
    "overdue_from": "2024-10-10", "overdue_to": "2024-11-11",
}  # fmt: skip
LETTER = {"documents/transfer-letter": {"materials": ["甲", "乙", "丙", "丁", "戊"]}}


def fine_of(amount: str, **more: Any) -> Changes:
    return {
        f"{FIRST}/{FINE}": amount,
        f"{DECISION}/{FINE}": amount,
        f"{ABOUT}/hearing_eligible": GONE,
    } | more


CASES = [
    case("everything is in order", ORDINARY, {}),
    case("everything is in order, no hearing", PLAIN, {}),
    case("everything is in order on the spot", SUMMARY, {}),
    case("everything is in order in a transfer", TRANSFERRED, {}),
    case("everything is in order in an impoundment", MEASURE, {}),
    case("everything is in order in a demolition", EXECUTION, {}),
    # P01
    case("the organ is not qualified", ORDINARY, {"organ/qualified": False}, ("P01", "organ/qualified")),
    case("the organ is not empowered", ORDINARY, {"organ/empowered": False}, ("P01", "organ/empowered")),
    case("beyond its powers", ORDINARY, {"organ/within_powers": False}, ("P01", "organ/within_powers")),
    # P02
    case("valid until the day", ORDINARY, {"persons/2/certificate_to": "2024-08-06"}),
    case(
        "run out the day before the questioning", ORDINARY, {"persons/2/certificate_to": "2024-08-05"},
        ("P02", f"{QUESTIONING}/officers"), ("P02-each-officer", "persons/2/certificate_to"),
    ),
    case("valid from the day", ORDINARY, {"persons/2/certificate_from": "2024-08-05"}),
    case(
        "valid only from the day after", ORDINARY, {"persons/2/certificate_from": "2024-08-06"},
        ("P02", f"{INSPECTION}/officers"), ("P02", f"{PRESERVATION}/officers"),
        ("P02-each-officer", "persons/2/certificate_from"),
    ),
    case(
        "no certificate", ORDINARY, {"persons/2/certificate": GONE},
        ("P02", f"{INSPECTION}/officers"), ("P02", f"{QUESTIONING}/officers"), ("P02", f"{PRESERVATION}/officers"),
        ("P02-each-officer", "persons/2/certificate"),
    ),
    case("one officer", ORDINARY, {f"{QUESTIONING}/officers": ["张某"]}, ("P02", f"{QUESTIONING}/officers")),
    case("no officer", ORDINARY, {f"{QUESTIONING}/officers": GONE}, ("P02", f"{QUESTIONING}/officers")),
    case(
        "one officer, as a law allows", ORDINARY,
        {f"{QUESTIONING}/officers": ["张某"], f"{ABOUT}/one_officer_by_law": "某法第五条"},
    ),
    case(
        "a third officer without a certificate", ORDINARY, {f"{QUESTIONING}/officers": ["张某", "王某", "周某"]},
        ("P02-each-officer", "persons/7/certificate"),
    ),
    case(
        "one officer on the spot", SUMMARY, {f"{DECISION}/officers": ["张某"], f"{DECISION}/officers_signed": ["张某"]},
        ("P02-on-the-spot", f"{DECISION}/officers"),
    ),
    case(
        "one officer on the spot, as a law allows", SUMMARY,
        {f"{DECISION}/officers": ["张某"], f"{DECISION}/officers_signed": ["张某"], f"{ABOUT}/one_officer_by_law": "…"},
    ),
    # P03
    case("not shown", ORDINARY, {f"{INSPECTION}/certificate_shown": False}, ("P03", f"{INSPECTION}/certificate_shown")),
    case(
        "not said to be shown", ORDINARY, {f"{QUESTIONING}/certificate_shown": GONE},
        ("P03-unstated", f"{QUESTIONING}/certificate_shown"),
    ),
    case(
        "not said to be shown on the spot", SUMMARY, {f"{DECISION}/certificate_shown": GONE},
        ("P03-unstated", f"{DECISION}/certificate_shown"),
    ),
    # P04
    case("interested", ORDINARY, {"persons/1/interested": True}, ("P04", "persons/1/withdrew")),
    case("interested and stayed", ORDINARY, {"persons/1/interested": True, "persons/1/withdrew": False}, ("P04", "persons/1/withdrew")),
    case("interested and withdrew", ORDINARY, {"persons/1/interested": True, "persons/1/withdrew": True}),
    # P05
    case("never filed", ORDINARY, {FILING: GONE}, ("P05", DECISION)),
    case("filed on the day of the decision", ORDINARY, {f"{FILING}/head_signed_on": "2024-09-20"}),
    case("filed after the decision", ORDINARY, {f"{FILING}/head_signed_on": "2024-09-21"}, ("P05", f"{FILING}/head_signed_on")),
    # P06
    case(
        "asked and looked at on the spot, and filed later", SUMMARY,
        {f"{ABOUT}/questioning": True, f"{ABOUT}/on_site_inspection": True, FILING: {"head_signed_on": "2024-09-30"}},
    ),
    case("no record of the questioning", ORDINARY, {"documents/questioning-record": GONE}, ("P06", f"{ABOUT}/questioning")),
    case("no record of the inspection", ORDINARY, {"documents/on-site-inspection-record": GONE}, ("P06", f"{ABOUT}/on_site_inspection")),
    # P07
    case("unlawful evidence", ORDINARY, {"evidence/1/lawfully_obtained": False}, ("P07", "evidence/1/lawfully_obtained")),
    case("no evidence at all", SUMMARY, {f"{DECISION}/evidence_statement": GONE}, ("P07", f"{DECISION}/evidence_statement")),
    # P08
    case("approved the day after", ORDINARY, {f"{PRESERVATION}/approved_on": "2024-08-06"}, ("P08", f"{PRESERVATION}/approved_on")),
    case("approved by the head of the unit", ORDINARY, {f"{PRESERVATION}/approved_by": "赵某"}, ("P08", f"{PRESERVATION}/approved_on")),
    case("not approved", ORDINARY, {f"{PRESERVATION}/approved_on": GONE}, ("P08", f"{PRESERVATION}/approved_on")),
    case("disposed of late", ORDINARY, {"documents/evidence-disposal-note/decided_on": "2024-08-15"}, ("P08", "documents/evidence-disposal-note/decided_on")),
    case("never disposed of", ORDINARY, {"documents/evidence-disposal-note": GONE}, ("P08", f"{PRESERVATION}/preserved_on")),
    # P09
    case("correction not ordered", ORDINARY, {"documents/correction-order": GONE}, ("P09", f"{ABOUT}/correction_possible")),
    case("nothing to correct", ORDINARY, {"documents/correction-order": GONE, f"{ABOUT}/correction_possible": False}),
    # P10
    case("no approval", PLAIN, {"documents/decision-approval": GONE}, ("P10", DECISION)),
    case("the heads decided together", ORDINARY, {"documents/decision-approval": GONE}),
    case(
        "approved by the head of the unit alone", PLAIN, {"documents/decision-approval/head_signed_by": "赵某"},
        ("P10", "documents/decision-approval/head_signed_by"),
    ),
    case("approved the day after", PLAIN, {"documents/decision-approval/head_signed_on": "2024-09-21"}, ("P10", "documents/decision-approval/head_signed_on")),
    case("approved the day before", PLAIN, {"documents/decision-approval/head_signed_on": "2024-09-19"}),
    case("approved on no day", PLAIN, {"documents/decision-approval/head_signed_on": GONE}, ("P10", "documents/decision-approval/head_signed_on")),
    case("investigated until the day of the decision", PLAIN, {"documents/investigation-report": {"made_on": "2024-09-20"}}),
    case("investigated until the day after", PLAIN, {"documents/investigation-report": {"made_on": "2024-09-21"}}, ("P10", "documents/investigation-report/made_on")),
    # P11
    case("no discussion", ORDINARY, {"documents/collective-discussion": GONE}, ("P11", DECISION)),
    case("one head discussed", ORDINARY, {"documents/collective-discussion/participants": ["李某"]}, ("P11", DECISION)),
    case("discussed on the day", ORDINARY, {"documents/collective-discussion/made_on": "2024-09-20"}),
    case("discussed the day after", ORDINARY, {"documents/collective-discussion/made_on": "2024-09-21"}, ("P11", DECISION)),
    case("discussed on the day of the hearing", ORDINARY, {"documents/collective-discussion/made_on": "2024-09-11"}),
    case(
        "discussed before the hearing", ORDINARY, {"documents/collective-discussion/made_on": "2024-09-10"},
        ("P11", "documents/collective-discussion/made_on"),
    ),
    case("neither complex nor major", ORDINARY, {"documents/collective-discussion": GONE, f"{ABOUT}/complex_or_major": False}),
    case(
        "discussed by one head and a handler", ORDINARY,
        {"documents/collective-discussion/participants": ["李某", "张某"]}, ("P11", DECISION),
    ),
    case(
        "discussed by two heads and others", ORDINARY,
        {"documents/collective-discussion/participants": ["张某", "李某", "周某", "钱某"]},
    ),
    case(
        "discussed by two whose part is not stated", ORDINARY,
        {"documents/collective-discussion/participants": ["甲某", "乙某"],
         "persons/9": {"name": "甲某"}, "persons/10": {"name": "乙某"}},
    ),
    # P12, P13
    case("no legal review", ORDINARY, {"documents/legal-review": GONE}, ("P12", DECISION)),
    case("not called for", ORDINARY, {"documents/legal-review": GONE, f"{ABOUT}/legal_review_required": False}),
    case("not passed", ORDINARY, {"documents/legal-review/1/passed": False}, ("P12", DECISION)),
    case("a review of the filing only", ORDINARY, {"documents/legal-review/1/stage": "filing"}, ("P12", DECISION)),
    case("reviewed on the day", ORDINARY, {"documents/legal-review/1/made_on": "2024-09-20"}),
    case("reviewed the day after", ORDINARY, {"documents/legal-review/1/made_on": "2024-09-21"}, ("P12", DECISION)),
    case("reviewed before the hearing", ORDINARY, {"documents/legal-review/1/made_on": "2024-09-10"}, ("P12", "documents/legal-review/1/made_on")),
    case(
        "reviewed before the hearing and again", ORDINARY,
        {"documents/legal-review/1/made_on": "2024-09-10", "documents/legal-review/2": {"stage": "decision", "made_on": "2024-09-12", "passed": True}},
    ),
    case("reviewer without the qualification", ORDINARY, {"persons/8/legal_qualification": False}, ("P13", "persons/8/legal_qualification")),
    case("reviewer of whom it is not said", ORDINARY, {"persons/8/legal_qualification": GONE}),
    # P14
    case("no notice", PLAIN, {FIRST: GONE}, ("P14", DECISION)),
    case("one notice for both", ORDINARY, {FIRST: GONE}),
    case("told the day before", PLAIN, {f"{FIRST}/made_on": "2024-09-19"}),
    case("told on the day", PLAIN, {f"{FIRST}/made_on": "2024-09-20"}, ("P14-same-day", f"{FIRST}/made_on")),
    case("told on the day, statement waived", PLAIN, {f"{FIRST}/made_on": "2024-09-20", f"{ABOUT}/statement_waived": True}),
    case("told the day after", PLAIN, {f"{FIRST}/made_on": "2024-09-21"}, ("P14", DECISION)),
    case("the notice reached the party on the day", PLAIN, {"documents/service-receipt/1/served_on": "2024-09-20"}),
    case("the notice reached the party the day after", PLAIN, {"documents/service-receipt/1/served_on": "2024-09-21"}, ("P14", "documents/service-receipt/1/served_on")),
    *(
        case(f"the notice has no {key}", PLAIN, {f"{FIRST}/{key}": GONE}, ("P14", f"{FIRST}/{key}"))
        for key in ("facts", "reasons", "legal_basis", "penalties", "rights_told")
    ),
    case("the right to state is not told", PLAIN, {f"{FIRST}/rights_told": ["defence"]}, ("P14", f"{FIRST}/rights_told")),
    case("the right to defend is not told", PLAIN, {f"{FIRST}/rights_told": ["statement"]}, ("P14", f"{FIRST}/rights_told")),
    case("one of two notices has it", ORDINARY, {f"{FIRST}/facts": GONE, f"{SECOND}/reasons": GONE}),
    case("a penalty that was not told", PLAIN, {f"{DECISION}/{WHOLE}/2": {"kind": "confiscation-of-gains"}}, ("P14", f"{DECISION}/{WHOLE}")),
    # P15, P16
    case("not re-examined", ORDINARY, {"documents/statement-record": GONE}, ("P15", f"{ABOUT}/statement_made")),
    case("said not to be re-examined", ORDINARY, {"documents/statement-record/reexamined": False}, ("P15", f"{ABOUT}/statement_made")),
    case(
        "the approval says how it was treated", ORDINARY,
        {"documents/statement-record": GONE, "documents/decision-approval/defence_considered": "不予采纳，理由……"},
    ),
    case("a cent more after the statement", ORDINARY, {f"{DECISION}/{FINE}": "120000.01"}, ("P15", f"{DECISION}/{WHOLE}")),
    case("written otherwise, the same sum", ORDINARY, {f"{DECISION}/{FINE}": "120000.00"}),
    case("less after the statement", ORDINARY, {f"{DECISION}/{FINE}": "100000"}),
    case("more, and nothing was stated", PLAIN, {f"{DECISION}/{FINE}": "6000"}),
    case("not heard", ORDINARY, {f"{ABOUT}/statement_heard": False}, ("P16", f"{ABOUT}/statement_heard")),
    case("not heard, but waived", ORDINARY, {f"{ABOUT}/statement_heard": False, f"{ABOUT}/statement_waived": True}),
    case("nothing stated, nothing heard", PLAIN, {f"{ABOUT}/statement_heard": False}),
    # P17
    case("hearing not told", ORDINARY, {f"{SECOND}/rights_told": ["statement", "defence"]}, ("P17", DECISION)),
    case("hearing told on the day of the decision", ORDINARY, {"documents/service-receipt/2/served_on": "2024-09-20"}),
    case("hearing told the day after", ORDINARY, {"documents/service-receipt/2/served_on": "2024-09-21"}, ("P17", DECISION)),
    case(
        "hearing told the day after, and again in time", ORDINARY,
        {"documents/service-receipt/2/served_on": "2024-09-21",
         "documents/service-receipt/5": {"served_document": "hearing-right-notice", "served_on": "2024-08-26", "recipient_signed": "陈某"}},
    ),
    case("hearing told on no day", ORDINARY, {f"{SECOND}/made_on": GONE}, ("P17", DECISION)),
    *(
        case(f"{kind} without telling of a hearing", PLAIN, {f"{FIRST}/{WHOLE}": [{"kind": kind}], f"{DECISION}/{WHOLE}": [{"kind": kind}]}, ("P17", DECISION))
        for kind in (
            "lowering-of-qualification", "revocation-of-permit", "suspension-of-business", "closure", "restriction-of-employment",
        )
    ),
    case("suspension of a permit", PLAIN, {f"{FIRST}/{WHOLE}": [{"kind": "suspension-of-permit"}], f"{DECISION}/{WHOLE}": [{"kind": "suspension-of-permit"}]}),
    case("an organisation, below the sum", PLAIN, fine_of("99999.99")),
    case("an organisation, at the sum", PLAIN, fine_of("100000"), ("P17-sum", DECISION)),
    case("a citizen, below the sum", PLAIN, fine_of("9999.99", **{"party/party_type": "citizen"})),
    case("a citizen, at the sum", PLAIN, fine_of("10000.00", **{"party/party_type": "citizen"}), ("P17-sum", DECISION)),
    case("at the sum, stated not to be eligible", PLAIN, fine_of("100000", **{f"{ABOUT}/hearing_eligible": False})),
    case(
        "a lower sum holds here", PLAIN, fine_of("5000", **{"party/party_type": "citizen", "parameters": [{"parameter": "hearing-fine-citizen", "value": "5000"}]}),
        ("P17-sum", DECISION),
    ),
    case("a higher sum holds here", PLAIN, fine_of("100000", parameters=[{"parameter": "hearing-fine-organisation", "value": "200000"}])),
    case("at the sum, told", PLAIN, fine_of("100000", **{f"{FIRST}/rights_told": ["statement", "defence", "hearing"]})),
    # P18
    case("no hearing", ORDINARY, NO_HEARING_HELD, ("P18", f"{ABOUT}/hearing_requested")),
    case(
        "no hearing, asked for on a day", ORDINARY, {**NO_HEARING_HELD, f"{ABOUT}/hearing_requested": GONE},
        ("P18", f"{ABOUT}/hearing_requested"),
    ),
    case("a day given, but not asked for", ORDINARY, {**NO_HEARING_HELD, f"{ABOUT}/hearing_requested": False}),
    case("no hearing, asked for on no day", ORDINARY, {**NO_HEARING_HELD, f"{ABOUT}/hearing_requested_on": GONE}, ("P18", f"{ABOUT}/hearing_requested")),
    case("no hearing, not eligible", ORDINARY, {**NO_HEARING_HELD, f"{ABOUT}/hearing_eligible": False}),
    case("no hearing, asked for too late", ORDINARY, {**NO_HEARING_HELD, f"{ABOUT}/hearing_requested_on": "2024-09-03"}),
    case(
        "no hearing, served later than dated", ORDINARY,
        {**NO_HEARING_HELD, f"{ABOUT}/hearing_requested_on": "2024-09-03", "documents/service-receipt/2/served_on": "2024-08-27"},
        ("P18", f"{ABOUT}/hearing_requested"),
    ),
    # P19
    case("notified too late", ORDINARY, {"documents/service-receipt/3/served_on": "2024-09-03"}, ("P19", "documents/hearing-notice/made_on")),
    case("held without a notice", ORDINARY, {"documents/hearing-notice": GONE}, ("P19", RECORD)),
    case("notified too late, not yet held", ORDINARY, {RECORD: GONE, "documents/service-receipt/3/served_on": "2024-09-03"},
         ("P19", "documents/hearing-notice/hearing_at"), ("P18", f"{ABOUT}/hearing_requested")),
    # P20
    case("the handler chairs", ORDINARY, {f"{RECORD}/chair": "张某"}, ("P20", f"{RECORD}/chair")),
    case("an investigator chairs", ORDINARY, {f"{RECORD}/investigators": ["孙某"]}, ("P20", f"{RECORD}/chair"), ("P20", "documents/hearing-notice/chair")),
    case("who questioned chairs", ORDINARY, {f"{QUESTIONING}/officers": ["张某", "王某", "孙某"], "persons/6/certificate": "14103300106"},
         ("P20", f"{RECORD}/chair"), ("P20", "documents/hearing-notice/chair")),
    case("the record is not signed", ORDINARY, {f"{RECORD}/signed_every_page": False, f"{RECORD}/fingerprinted": GONE}, ("P20", f"{RECORD}/signed_every_page")),
    case("not signed, refusal noted", ORDINARY, {f"{RECORD}/signed_every_page": False, f"{RECORD}/fingerprinted": GONE, f"{RECORD}/refusal_noted": True}),
    case("not public", ORDINARY, {f"{RECORD}/public_hearing": False}, ("P20-public", f"{RECORD}/public_hearing")),
    case("three agents", ORDINARY, {f"{RECORD}/agents": ["甲某", "乙某", "丙某"]}, ("P20-public", f"{RECORD}/agents")),
    # P21
    case(
        "decided on the day of the hearing", ORDINARY, {f"{RECORD}/started_at": "2024-09-20T09:00", f"{RECORD}/ended_at": "2024-09-20T11:00"},
        ("P11", "documents/collective-discussion/made_on"), ("P12", "documents/legal-review/1/made_on"),
    ),
    case(
        "decided before the hearing", ORDINARY, {f"{RECORD}/started_at": "2024-09-21T09:00", f"{RECORD}/ended_at": "2024-09-21T11:00"},
        ("P11", "documents/collective-discussion/made_on"), ("P12", "documents/legal-review/1/made_on"), ("P21", f"{DECISION}/made_on"),
    ),
    # P22
    *(
        case(f"the decision has no {key}", ORDINARY, {f"{DECISION}/{key}": GONE}, ("P22", f"{DECISION}/{key}"))
        for key in (
            "party", "facts", "evidence_statement", "legal_basis", "penalties", "performance_manner", "performance_deadline",
            "review_organ", "review_days", "court", "litigation_months", "organ_name", "made_on", "sealed",
        )
    ),
    case("not sealed", ORDINARY, {f"{DECISION}/sealed": False}, ("P22", f"{DECISION}/sealed")),
    case(
        "a warning needs no performance", PLAIN,
        {f"{FIRST}/{WHOLE}": [{"kind": "warning"}], f"{DECISION}/{WHOLE}": [{"kind": "warning"}],
         f"{DECISION}/performance_manner": GONE, f"{DECISION}/performance_deadline": GONE, f"{DECISION}/collecting_bank": GONE},
    ),
    # P23
    case("on the ninetieth day", ORDINARY, {f"{FILING}/head_signed_on": "2024-06-22"}),
    case("on the ninety-first day", ORDINARY, {f"{FILING}/head_signed_on": "2024-06-21"}, ("P23", f"{DECISION}/made_on")),
    case("a day does not count", ORDINARY, {f"{FILING}/head_signed_on": "2024-06-21", f"{ABOUT}/excluded_days": 1}),
    case("a longer period by law", ORDINARY, {f"{FILING}/head_signed_on": "2024-05-23", f"{ABOUT}/decision_days_by_law": 120}),
    case("a day over the longer period", ORDINARY, {f"{FILING}/head_signed_on": "2024-05-22", f"{ABOUT}/decision_days_by_law": 120}, ("P23", f"{DECISION}/made_on")),
    case("extended to the day", ORDINARY, {f"{FILING}/head_signed_on": "2024-06-01", "documents/extension-approval": [{"approved_by": "李某", "extended_to": "2024-09-20"}]}),
    case(
        "extended to the day before", ORDINARY, {f"{FILING}/head_signed_on": "2024-06-01", "documents/extension-approval": [{"approved_by": "李某", "extended_to": "2024-09-19"}]},
        ("P23", f"{DECISION}/made_on"),
    ),
    # P24
    case("the decision was not served", ORDINARY, {SERVED: GONE}, ("P24", DECISION)),
    case("handed over when announced", ORDINARY, {SERVED: GONE, f"{DECISION}/handed_over": True}),
    case("a notice was not served", PLAIN, {"documents/service-receipt/1": GONE}, ("P24", FIRST)),
    case("served on the seventh working day", ORDINARY, {f"{SERVED}/served_on": "2024-09-30", f"{DECISION}/performance_deadline": "2024-10-15"}),
    case("served a day later", ORDINARY, {f"{SERVED}/served_on": "2024-10-01", f"{DECISION}/performance_deadline": "2024-10-16"}, ("P24", f"{SERVED}/served_on")),
    case("served before it was made", ORDINARY, {f"{SERVED}/served_on": "2024-09-19"}, ("P24", f"{SERVED}/served_on")),
    case("served on no day", ORDINARY, {f"{SERVED}/served_on": GONE}, ("P24", f"{SERVED}/served_on")),
    case("left without a witness", ORDINARY, {f"{SERVED}/mode": "left", f"{SERVED}/recipient_signed": GONE}, ("P24", f"{SERVED}/witness_signed")),
    case("left before a witness", ORDINARY, {f"{SERVED}/mode": "left", f"{SERVED}/recipient_signed": GONE, f"{SERVED}/witness_signed": ["丁某"]}),
    case("left on film", ORDINARY, {f"{SERVED}/mode": "left", f"{SERVED}/recipient_signed": GONE, f"{SERVED}/recorded_on_film": True}),
    case("electronic, not confirmed", ORDINARY, {f"{SERVED}/mode": "electronic"}, ("P24", f"{SERVED}/confirmation_signed")),
    case("electronic, confirmed", ORDINARY, {f"{SERVED}/mode": "electronic", f"{SERVED}/confirmation_signed": True}),
    case("not signed for", ORDINARY, {f"{SERVED}/recipient_signed": GONE}, ("P24", f"{SERVED}/recipient_signed")),
    case("not signed for, in no stated way", ORDINARY, {f"{SERVED}/recipient_signed": GONE, f"{SERVED}/mode": GONE}, ("P24", f"{SERVED}/recipient_signed")),
    case("proved otherwise", ORDINARY, {f"{SERVED}/recipient_signed": GONE, f"{SERVED}/receipt_evidence": "邮政回执"}),
    case("refused, before a witness", ORDINARY, {f"{SERVED}/recipient_signed": GONE, f"{SERVED}/party_refused": True, f"{SERVED}/witness_signed": ["丁某"]}),
    case("refused, nothing more", ORDINARY, {f"{SERVED}/recipient_signed": GONE, f"{SERVED}/party_refused": True}, ("P24", f"{SERVED}/recipient_signed")),
    case("public notice of thirty days", ORDINARY, {f"{SERVED}/mode": "public-notice", f"{SERVED}/served_on": "2024-10-20", f"{DECISION}/performance_deadline": "2024-11-05"}),
    case(
        "public notice of twenty-nine days", ORDINARY, {f"{SERVED}/mode": "public-notice", f"{SERVED}/served_on": "2024-10-19", f"{DECISION}/performance_deadline": "2024-11-05"},
        ("P24", f"{SERVED}/served_on"),
    ),
    # P25
    case("200 yuan of a citizen", SUMMARY, {f"{DECISION}/{FINE}": "200.00", "payments": GONE}),
    case("a cent more", SUMMARY, {f"{DECISION}/{FINE}": "200.01", "payments": GONE}, ("P25", f"{DECISION}/{WHOLE}")),
    case("3000 yuan of an organisation", SUMMARY, {f"{DECISION}/{FINE}": "3000", "payments": GONE, "party/party_type": "organisation"}),
    case("a cent more of an organisation", SUMMARY, {f"{DECISION}/{FINE}": "3000.01", "payments": GONE, "party/party_type": "organisation"}, ("P25", f"{DECISION}/{WHOLE}")),
    case("a warning", SUMMARY, {f"{DECISION}/{WHOLE}": [{"kind": "warning"}], "payments": GONE}),
    case("notice of criticism on the spot", SUMMARY, {f"{DECISION}/{WHOLE}": [{"kind": "notice-of-criticism"}], "payments": GONE}, ("P25", f"{DECISION}/{WHOLE}")),
    # P26
    *(
        case(f"the decision on the spot has no {key}", SUMMARY, {f"{DECISION}/{key}": GONE}, ("P26", f"{DECISION}/{key}"))
        for key in ("form_number", "facts", "penalties", "legal_basis", "made_on", "place", "review_organ", "review_days", "organ_name", "officers_signed")
    ),
    case("a fine without a sum", SUMMARY, {f"{DECISION}/{FINE}": GONE}, ("P26", f"{DECISION}/{WHOLE}")),
    case("not handed over", SUMMARY, {f"{DECISION}/handed_over": False}, ("P26", f"{DECISION}/handed_over"), ("P24", DECISION)),
    case("refused, as noted", SUMMARY, {f"{DECISION}/handed_over": GONE, f"{DECISION}/refusal_noted": True}),  # article 52
    case("a refusal noted is no service after the ordinary procedure", ORDINARY, {SERVED: GONE, f"{DECISION}/refusal_noted": True}, ("P24", DECISION)),
    case("refused to sign, as noted", SUMMARY, {f"{DECISION}/party_refused": True, f"{DECISION}/refusal_noted": True}),
    case("refused to sign, not noted", SUMMARY, {f"{DECISION}/party_refused": True}, ("P26", f"{DECISION}/refusal_noted")),
    case("not reported", SUMMARY, {f"{DECISION}/reported_for_record_on": GONE}, ("P26", f"{DECISION}/reported_for_record_on")),
    # P28, P29
    case("not published", ORDINARY, {f"{ABOUT}/published_on": GONE}, ("P28", f"{ABOUT}/published_on")),
    case("need not be published", ORDINARY, {f"{ABOUT}/published_on": GONE, f"{ABOUT}/publication_required": False}),
    case("deferred", ORDINARY, {"documents/payment-deferral": {"reason": "…", "approved_by": "李某", "approved_on": "2024-09-30"}}),
    case(
        "deferred by nobody", ORDINARY, {"documents/payment-deferral": {"deferred_to": "2024-12-31"}},
        *(("P29", f"documents/payment-deferral/{key}") for key in ("reason", "approved_by", "approved_on")),
    ),
    # P30 to P34
    case("collected by the organ", ORDINARY, {"payments/1/collected_by_organ": True}, ("P30", "payments/1/collected_by_organ")),
    case("remote area", ORDINARY, {**ON_THE_SPOT, "payments/1/collected_by_organ": True, "payments/1/spot_ground": "remote-area"}),
    case("small fine in the ordinary procedure", ORDINARY, {**ON_THE_SPOT, "payments/1/spot_ground": "small-fine"}, ("P32", "payments/1/spot_ground")),
    case("hard to enforce, ordinary", ORDINARY, {**ON_THE_SPOT, "payments/1/spot_ground": "hard-to-enforce"}, ("P32", "payments/1/spot_ground")),
    case("hard to enforce, on the spot", SUMMARY, {"payments/1/spot_ground": "hard-to-enforce", f"{DECISION}/{FINE}": "200"}),
    case("a cent above 100", SUMMARY, {f"{DECISION}/{FINE}": "100.01"}, ("P32", "payments/1/spot_ground")),
    case("no ground", SUMMARY, {"payments/1/spot_ground": GONE}, ("P32", "payments/1/spot_ground")),
    case("no official receipt", SUMMARY, {"payments/1/official_receipt": False}, ("P33", "payments/1/official_receipt")),
    case("receipt not stated", SUMMARY, {"payments/1/official_receipt": GONE}, ("P33", "payments/1/official_receipt")),
    case("handed in late", SUMMARY, {"payments/1/handed_in_on": "2024-10-08", "payments/1/banked_on": "2024-10-09"}, ("P34", "payments/1/handed_in_on")),
    case("banked late", SUMMARY, {"payments/1/banked_on": "2024-10-09"}, ("P34", "payments/1/banked_on")),
    case("fourteen days to pay", ORDINARY, {f"{DECISION}/performance_deadline": "2024-10-08"}, ("P31", f"{DECISION}/performance_deadline")),
    # P35, P37
    case("three per cent for 33 days", ORDINARY, {"surcharge": SURCHARGE}),
    case("a cent more than 33 days give", ORDINARY, {"surcharge": SURCHARGE | {"amount": "118800.01"}}, ("P35", "surcharge/amount")),
    case("one of the days does not count", ORDINARY, {"surcharge": SURCHARGE | {"excluded_days": 1}}, ("P35", "surcharge/amount")),
    case("as much as the fine", ORDINARY, {"surcharge": SURCHARGE | {"amount": "120000", "overdue_to": "2024-11-30"}}),
    case("more than the fine", ORDINARY, {"surcharge": SURCHARGE | {"amount": "120000.01", "overdue_to": "2024-11-30"}}, ("P35", "surcharge/amount")),
    case("above three per cent", ORDINARY, {"surcharge": SURCHARGE | {"daily_rate": "0.031"}}, ("P35", "surcharge/daily_rate")),
    case("from the last day to pay", ORDINARY, {"surcharge": SURCHARGE | {"overdue_from": "2024-10-09"}}, ("P35", "surcharge/overdue_from")),
    case("under review", ORDINARY, {"surcharge": SURCHARGE, "remedies": [{"kind": "review", "filed_on": "2024-11-11"}]}, ("P37", "surcharge/excluded_days")),
    case("review after the last day", ORDINARY, {"surcharge": SURCHARGE, "remedies": [{"kind": "review", "filed_on": "2024-11-12"}]}),
    case("review over before", ORDINARY, {"surcharge": SURCHARGE, "remedies": [{"kind": "review", "filed_on": "2024-09-26", "decided_on": "2024-10-09"}]}),
    case("the days of review left out", ORDINARY, {"surcharge": SURCHARGE | {"amount": "72000", "excluded_days": 13}, "remedies": [{"kind": "review", "filed_on": "2024-10-30"}]}),
    # P38
    case("found after two years to the day", ORDINARY, {f"{ABOUT}/violation_ended_on": "2022-08-01"}),
    case("found a day later", ORDINARY, {f"{ABOUT}/violation_ended_on": "2022-07-31"}, ("P38", f"{FILING}/found_on")),
    case("life was harmed", ORDINARY, {f"{ABOUT}/violation_ended_on": "2022-07-31", f"{ABOUT}/life_or_finance_harm": True}),
    case("harm is not stated", ORDINARY, {f"{ABOUT}/violation_ended_on": "2022-07-31", f"{ABOUT}/life_or_finance_harm": GONE}, ("P38-unstated", f"{FILING}/found_on")),
    case("five years to the day", ORDINARY, {f"{ABOUT}/violation_ended_on": "2019-08-01", f"{ABOUT}/life_or_finance_harm": True}),
    case("a day beyond five years", ORDINARY, {f"{ABOUT}/violation_ended_on": "2019-07-31", f"{ABOUT}/life_or_finance_harm": True}, ("P38", f"{FILING}/found_on")),
    case("beyond five years, harm not stated", ORDINARY, {f"{ABOUT}/violation_ended_on": "2019-07-31", f"{ABOUT}/life_or_finance_harm": GONE}, ("P38", f"{FILING}/found_on")),
    case("ended on a leap day", ORDINARY, {f"{ABOUT}/violation_ended_on": "2020-02-29", f"{FILING}/found_on": "2022-02-28"}),
    case("a day after a leap day", ORDINARY, {f"{ABOUT}/violation_ended_on": "2020-02-29", f"{FILING}/found_on": "2022-03-01"}, ("P38", f"{FILING}/found_on")),
    # P39, P41
    case("two fines", ORDINARY, {f"{DECISION}/{WHOLE}/2": {"kind": "fine", "amount": "100"}}, ("P39", f"{DECISION}/{WHOLE}")),
    case("no rule in force", ORDINARY, {f"{DECISION}/legal_basis/1/in_force": False}, ("P41", f"{DECISION}/legal_basis")),
    case("another rule in force", ORDINARY, {f"{DECISION}/legal_basis/1/in_force": False, f"{DECISION}/legal_basis/2": {"title": "某条例", "article": "3"}}),
    # P42, T
    case("had to go elsewhere", ORDINARY, {f"{ABOUT}/transfer_required": True}, ("P42", f"{ABOUT}/transferred_at")),
    case("went elsewhere", ORDINARY, {f"{ABOUT}/transfer_required": True, f"{ABOUT}/transferred_at": "2024-09-20T10:00"}),
    case("went elsewhere by letter", ORDINARY, {f"{ABOUT}/transfer_required": True, **LETTER}),
    case("a crime, and a penalty instead", ORDINARY, {f"{ABOUT}/suspected_crime": True}, ("P42", f"{ABOUT}/transferred_at"), ("T05", DECISION)),
    case("a crime, transferred beside the penalty", ORDINARY, {f"{ABOUT}/suspected_crime": True, f"{ABOUT}/transfer_reported_on": "2024-09-20", **LETTER}),
    case("no report", TRANSFERRED, {f"{ABOUT}/transfer_reported_on": GONE}, ("T01", f"{ABOUT}/transfer_reported_on")),
    case("no report, a letter only", TRANSFERRED, {f"{ABOUT}/transfer_reported_on": GONE, f"{ABOUT}/transferred_at": GONE}, ("T01", f"{ABOUT}/transfer_reported_on")),
    case("decided late", TRANSFERRED, {f"{ABOUT}/transfer_reported_on": "2024-09-22"}, ("T02", f"{ABOUT}/transfer_decided_at")),
    case("transferred after 24 hours", TRANSFERRED, {f"{ABOUT}/transferred_at": "2024-09-27T10:00"}),
    case("transferred a second later", TRANSFERRED, {f"{ABOUT}/transferred_at": "2024-09-27T10:00:01"}, ("T02", f"{ABOUT}/transferred_at")),
    case("four kinds of material", TRANSFERRED, {"documents/transfer-letter/materials": ["甲", "乙", "丙", "丁"]}, ("T03", "documents/transfer-letter/materials")),
    case("no material", TRANSFERRED, {"documents/transfer-letter/materials": GONE}, ("T03", "documents/transfer-letter/materials")),
    # R
    case("thirty days for review", ORDINARY, {f"{DECISION}/review_days": 30}, ("R01", f"{DECISION}/review_days")),
    case("review first, not told", SUMMARY, {f"{DECISION}/review_first_told": GONE}, ("R02", f"{DECISION}/review_first_told")),
    case("on the first day of the new law", SUMMARY, {f"{DECISION}/review_first_told": GONE, f"{DECISION}/made_on": "2024-01-01"}, ("R02", f"{DECISION}/review_first_told")),
    case("on the last day of the old law", SUMMARY, {f"{DECISION}/review_first_told": GONE, f"{DECISION}/made_on": "2023-12-31"}),
    case("another review organ", ORDINARY, {f"{DECISION}/review_organ": "某市人民政府"}, ("R03", f"{DECISION}/review_organ")),
    case("the right review organ is not given", ORDINARY, {"organ/review_organ": GONE, f"{DECISION}/review_organ": "某市人民政府"}),
    case("three months to sue", ORDINARY, {f"{DECISION}/litigation_months": 3}, ("R07", f"{DECISION}/litigation_months")),
    case("evidence of the day of the decision", ORDINARY, {"evidence/1/collected_on": "2024-09-20"}),
    case("evidence of the day after", ORDINARY, {"evidence/1/collected_on": "2024-09-21"}, ("R10", "evidence/1/collected_on")),
    # G
    case("published on the seventh working day", ORDINARY, {f"{ABOUT}/published_on": "2024-09-30"}),
    case("published a day later", ORDINARY, {f"{ABOUT}/published_on": "2024-10-01"}, ("G01", f"{ABOUT}/published_on")),
    case("an impoundment not filmed", MEASURE, {"documents/measure-site-record/recorded_on_film": False}, ("G02", "documents/measure-site-record/recorded_on_film")),
    case(
        "a freezing not filmed", MEASURE,
        {"documents/measure-site-record/recorded_on_film": GONE, "documents/measure-approval/measures": ["freezing"], "documents/measure-decision/measures": ["freezing"]},
    ),
    case("a demolition not filmed", EXECUTION, {"documents/enforcement-site-record/1/recorded_on_film": GONE}, ("G02", "documents/enforcement-site-record/1/recorded_on_film")),
    case("another execution not filmed", EXECUTION, {"documents/enforcement-site-record/1/recorded_on_film": GONE, f"{ABOUT}/illegal_building": False}),
    # many at once
    case(
        "much is wrong", PLAIN,
        {FIRST: GONE, OF_PLAIN: GONE, RECORD: {"chair": "张某", "refusal_noted": True}, f"{ABOUT}/suspected_crime": True,
         "persons/2/certificate_to": "2024-08-05", f"{PRESERVATION}/approved_by": "赵某"},
        ("P02", f"{QUESTIONING}/officers"), ("P02-each-officer", "persons/2/certificate_to"), ("P08", f"{PRESERVATION}/approved_on"),
        ("P14", DECISION), ("P19", RECORD), ("P20", f"{RECORD}/chair"), ("P24", DECISION), ("P42", f"{ABOUT}/transferred_at"), ("T05", DECISION),
    ),
    case("no collecting bank", ORDINARY, {f"{DECISION}/collecting_bank": GONE}, ("G05", f"{DECISION}/collecting_bank")),
    case("no collecting bank, paid on the spot", ORDINARY, {f"{DECISION}/collecting_bank": GONE, **ON_THE_SPOT, "payments/1/spot_ground": "remote-area"}),
    case("no sum", ORDINARY, {f"{DECISION}/{FINE}": GONE}, ("G05", f"{DECISION}/{WHOLE}")),
]  # fmt: skip


# --- periods: from which day, the last day in time, the first day that is late ---------------------------


def preserved(begin: str, act: str) -> Changes:
    notice = {"preserved_on": begin, "approved_by": "李某", "approved_on": begin}
    return {
        "documents": {"evidence-preservation-notice": notice, "evidence-disposal-note": {"decided_on": act}}
    }


def requested(begin: str, act: str) -> Changes:
    """A hearing asked for and not held: in time it is a breach, late it is none."""
    return {
        "circumstances": {"hearing_requested": True, "hearing_requested_on": act},
        "documents": {
            "hearing-right-notice": {"made_on": begin, "rights_told": ["hearing"]},
            "penalty-decision": {"made_on": "2024-11-20"},
        },
    }


def notified(begin: str, act: str) -> Changes:
    """A hearing on `act`, notified on `begin`: here the later day is the one in time."""
    notice, record = {"made_on": begin, "hearing_at": f"{act}T09:00"}, {"started_at": f"{act}T09:00"}
    return {"documents": {"hearing-notice": notice, "hearing-record": record}}


def decided(begin: str, act: str, **about: Any) -> Changes:
    filing, decision = {"head_signed_on": begin}, {"made_on": act}
    return {"circumstances": about, "documents": {"filing-approval": filing, "penalty-decision": decision}}


def not_counted(begin: str, act: str) -> Changes:
    return decided(begin, act, excluded_days=10)


def sixty(begin: str, act: str) -> Changes:
    return decided(begin, act, decision_days_by_law=60)


def served(begin: str, act: str) -> Changes:
    receipt = {"served_document": "penalty-decision", "served_on": act, "recipient_signed": "陈某"}
    return {"documents": {"penalty-decision": {"made_on": begin}, "service-receipt": [receipt]}}


def published(begin: str, act: str) -> Changes:
    return {"circumstances": {"published_on": act}, "documents": {"penalty-decision": {"made_on": begin}}}


def handed_in(begin: str, act: str) -> Changes:
    return {"payments": [{"on_the_spot": True, "paid_on": begin, "handed_in_on": act}]}


def banked(begin: str, act: str) -> Changes:
    return {"payments": [{"on_the_spot": True, "paid_on": begin, "handed_in_on": begin, "banked_on": act}]}


def transfer_decided(begin: str, act: str) -> Changes:
    about = {"suspected_crime": True, "transfer_reported_on": begin, "transfer_decided_at": f"{act}T17:00"}
    return {"circumstances": about}


#: rule, how the file is made, the day the period starts from, the last day in time, the first late day.
#: Counted by hand on the schedule of 2024: rest on 1-7 October; worked on 29 September and 12 October.
PERIODS: list[tuple[str, Callable[[str, str], Changes], str, str, str]] = [
    ("P08", preserved, "2024-08-05", "2024-08-14", "2024-08-15"),  # Monday, over one weekend
    ("P08", preserved, "2024-08-07", "2024-08-16", "2024-08-17"),  # the seventh is a Friday; Saturday is late
    ("P08", preserved, "2024-09-27", "2024-10-12", "2024-10-13"),  # the seventh is the worked Saturday
    ("P08", preserved, "2024-09-27", "2024-10-12", "2024-10-14"),
    ("P08", preserved, "2024-09-30", "2024-10-15", "2024-10-16"),  # begins right before the break
    ("P08", preserved, "2024-10-03", "2024-10-15", "2024-10-16"),  # begins within it
    ("P24", served, "2024-09-18", "2024-09-27", "2024-09-28"),
    ("P24", served, "2024-09-19", "2024-09-29", "2024-09-30"),  # the seventh is the worked Sunday
    ("P24", served, "2024-09-20", "2024-09-30", "2024-10-01"),
    ("P24", served, "2024-09-27", "2024-10-12", "2024-10-14"),
    ("G01", published, "2024-09-27", "2024-10-12", "2024-10-14"),
    ("G01", published, "2024-09-20", "2024-09-30", "2024-10-08"),
    ("P18", requested, "2024-09-25", "2024-10-08", "2024-10-09"),  # a request in the break counts as one after it
    ("P18", requested, "2024-09-25", "2024-10-02", "2024-10-09"),
    ("P18", requested, "2024-09-27", "2024-10-10", "2024-10-11"),
    ("P18", requested, "2024-10-08", "2024-10-14", "2024-10-15"),  # over the worked Saturday
    ("P34", handed_in, "2024-09-27", "2024-09-30", "2024-10-01"),
    ("P34", handed_in, "2024-09-28", "2024-09-30", "2024-10-08"),
    ("P34", handed_in, "2024-10-11", "2024-10-14", "2024-10-15"),
    ("P34", banked, "2024-09-30", "2024-10-09", "2024-10-10"),
    ("P34", banked, "2024-08-09", "2024-08-13", "2024-08-14"),
    ("P23", decided, "2024-07-02", "2024-09-30", "2024-10-08"),  # the ninetieth is worked
    ("P23", decided, "2024-07-03", "2024-10-08", "2024-10-09"),  # it is 1 October: the next working day
    ("P23", decided, "2024-07-09", "2024-10-08", "2024-10-09"),  # it is 7 October
    ("P23", decided, "2024-07-01", "2024-09-29", "2024-09-30"),  # it is the worked Sunday
    ("P23", decided, "2024-05-05", "2024-08-05", "2024-08-06"),  # it is a Saturday
    ("P23", not_counted, "2024-07-03", "2024-10-11", "2024-10-12"),
    ("P23", sixty, "2024-07-03", "2024-09-02", "2024-09-03"),  # the sixtieth is a Sunday
    ("T02", transfer_decided, "2024-09-27", "2024-09-30", "2024-10-08"),
    ("T02", transfer_decided, "2024-09-28", "2024-10-08", "2024-10-09"),
    ("T02", transfer_decided, "2024-08-07", "2024-08-12", "2024-08-13"),
    ("T02", transfer_decided, "2024-08-05", "2024-08-08", "2024-08-09"),
]  # fmt: skip

#: The hearing: from the notice, the last day that is too soon, the first that is not.
HEARINGS = [
    ("2024-08-05", "2024-08-13", "2024-08-14"),
    ("2024-09-27", "2024-10-11", "2024-10-12"),  # the seventh working day is the worked Saturday
    ("2024-09-28", "2024-10-11", "2024-10-12"),  # notified on a rest day
    ("2024-09-30", "2024-10-14", "2024-10-15"),
]


def _file(identifier: str, changes: Changes) -> dict[str, Any]:
    persons = [{"name": "李某", "roles": ["head"]}]
    return {"id": identifier, "kind": "penalty", "procedure": "ordinary", "persons": persons} | changes


def _files() -> dict[str, dict[str, Any]]:
    files = {f"case {i}": changed(c.file, f"case {i}", c.changes) for i, c in enumerate(CASES)}
    for i, (_, make, begin, last, late) in enumerate(PERIODS):
        for name, day in (("last", last), ("late", late)):
            files[f"period {i} {name}"] = _file(f"period {i} {name}", make(begin, day))
    for i, (begin, soon, enough) in enumerate(HEARINGS):
        for name, day in (("soon", soon), ("enough", enough)):
            files[f"hearing {i} {name}"] = _file(f"hearing {i} {name}", notified(begin, day))
    return files


# --- asking ---------------------------------------------------------------------------------------------


@dataclass
class Asked:
    """All the files, asked together in sets: rule and place, and constraint, node and property."""

    book: RuleBook
    schema: Schema
    rules: dict[str, Rule]
    cases: dict[str, CaseFile]
    found: dict[str, Found]
    constraints: dict[str, set[tuple[str, str, str]]]


@cache
def asked() -> Asked:
    corpus = KnowledgeGraph.open().corpus
    facts = Facts(Faults())
    facts.read(f for f in corpus_files() if not f.name.endswith("/text.ttl"))
    shapes = tuple(f for f in rule_files() if f.path.stem in ("casefile", "national"))
    book = compile_rules(shapes, facts, corpus.provisions, corpus.readings, corpus.grounds, corpus.facts)
    rules = {n: r for n, r in book.rules.items() if n[0] in "PRTG"}
    cases = case_files_of(list(_files().values()), corpus)
    schema = corpus.case_schema
    found, constraints = {}, {}
    for one, answer in zip(cases, evaluate(cases, book, schema, list(rules.values())), strict=True):
        hits = answer.hits
        found[one.id] = {(h.rule, place_of(schema, h.value or h.focus, h.path or None)) for h in hits}
        constraints[one.id] = {(h.constraint, h.value, h.path) for h in hits}
    return Asked(book, schema, rules, {c.id: c for c in cases}, found, constraints)


@cache
def prepared(query: str) -> Any:
    from rdflib.plugins.sparql import prepareQuery

    return prepareQuery(query)


@lru_cache(maxsize=2)
def graph_of(identifier: str) -> Any:
    """One file as an rdflib graph, with what is derived from it."""
    from pyoxigraph import RdfFormat, parse
    from rdflib import Graph

    every = asked()
    lines = statements([every.cases[identifier]], every.book, every.schema).lines
    graph = Graph()
    for statement in triples(parse("\n".join(lines).encode(), format=RdfFormat.N_TRIPLES)):
        graph.add(statement)
    return graph


def node_by_node(identifier: str, rules: set[str]) -> set[tuple[str, str, str]]:
    """What rdflib finds in the file alone, with `$this` bound to it, for the constraints of these rules."""
    from rdflib import URIRef

    every = asked()
    this = every.cases[identifier].iri
    graph = graph_of(identifier)
    found = set()
    for notation in rules:
        for constraint in every.rules[notation].constraints:
            query = prepared(every.book.queries[constraint.query])
            for row in graph.query(query, initBindings={"this": URIRef(this)}):
                said = row.asdict()
                value = str(said.get("value", ""))
                found.add((constraint.id, "" if value == this else value, str(said.get("path", ""))))
    return found


def rules_of(constraints: set[tuple[str, str, str]], rules: set[str]) -> set[tuple[str, str, str]]:
    names = {c.id for n in rules for c in asked().rules[n].constraints}
    return {c for c in constraints if c[0] in names}


#: The files that are asked alone too: one for each set of breaches and places, and each whole file.
ALONE = one_of_each(CASES, lambda c: (frozenset(c.found), None if c.changes else c.about))

# --- tests ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", range(len(CASES)), ids=[c.about for c in CASES])
def test_just_these_breaches_are_found_and_each_in_its_place(number: int) -> None:
    assert asked().found[f"case {number}"] == CASES[number].found


@pytest.mark.parametrize("number", ALONE, ids=[CASES[i].about for i in ALONE])
def test_asked_node_by_node_the_answer_is_the_same(number: int) -> None:
    """The rules that are broken, and those of the same facts; a whole file without a breach: all of them.

    Of the files in which the same is found one is asked, with KGQ_TEST_ALL each.
    """
    one = CASES[number]
    if one.changes:
        facts = {rule[:3] for rule, _ in one.found} or {"P02", "P17", "P24"}
        rules = {n for n in asked().rules if n[:3] in facts}
    else:
        rules = set(sorted(asked().rules)[:: 1 if THOROUGH else 3])
    identifier = f"case {number}"
    assert node_by_node(identifier, rules) == rules_of(asked().constraints[identifier], rules)


@pytest.mark.parametrize(
    "number", range(len(PERIODS)), ids=[f"{p[0]} {p[1].__name__} {p[2]} {p[4]}" for p in PERIODS]
)
def test_a_period_is_kept_on_its_last_day_and_missed_on_the_next(number: int) -> None:
    rule = PERIODS[number][0]
    last, late = (f"period {number} {name}" for name in ("last", "late"))
    broken = {i: rule in {r for r, _ in asked().found[i]} for i in (last, late)}
    assert broken == ({last: True, late: False} if rule == "P18" else {last: False, late: True})
    for identifier in (last, late):
        assert node_by_node(identifier, {rule}) == rules_of(asked().constraints[identifier], {rule})


@pytest.mark.parametrize("number", range(len(HEARINGS)), ids=[h[0] for h in HEARINGS])
def test_a_hearing_is_notified_seven_working_days_before(number: int) -> None:
    soon, enough = (f"hearing {number} {name}" for name in ("soon", "enough"))
    assert ("P19", "documents/hearing-notice/made_on") in asked().found[soon]
    assert "P19" not in {r for r, _ in asked().found[enough]}
    for identifier in (soon, enough):
        assert node_by_node(identifier, {"P19"}) == rules_of(asked().constraints[identifier], {"P19"})


def test_every_constraint_is_broken_by_some_file_and_kept_by_another() -> None:
    every = asked()
    ids = {c.id for r in every.rules.values() for c in r.constraints}
    assert len(every.rules) > 50
    assert ids == {c for found in every.constraints.values() for c, _, _ in found}
    whole = {i for i, c in enumerate(CASES) if not c.changes}
    assert not {c for i in whole for c, _, _ in every.constraints[f"case {i}"]}


def test_a_shacl_validator_agrees_on_a_file_that_breaks_much() -> None:
    """The shapes of some facts as they are written, run by pyshacl."""
    from pyshacl import validate
    from rdflib import URIRef

    number = next(i for i, c in enumerate(CASES) if c.about == "much is wrong")
    identifier = f"case {number}"
    rules = {n: r for n, r in asked().rules.items() if n[:3] in ("P02", "P08", "P14", "P20", "P24", "T05")}
    graph = load("shapes/national.ttl", "shapes/casefile.ttl")
    mine = {URIRef(SHAPE + rule.shape) for rule in rules.values()}
    for shape, target in list(graph.subject_objects(URIRef(SH + "targetClass"))):
        if shape not in mine:
            graph.remove((shape, URIRef(SH + "targetClass"), target))
    _, report, _ = validate(graph_of(identifier), shacl_graph=graph, inference="none", allow_warnings=True)
    told = set()
    for result in report.subjects(URIRef(SH + "focusNode")):
        said = {tail(str(p)): str(o) for p, o in report.predicate_objects(result)}
        value = "" if said.get("value") == said["focusNode"] else said.get("value", "")
        told.add((tail(said["sourceConstraint"]), value, said.get("resultPath", "")))
    assert told == rules_of(asked().constraints[identifier], set(rules))
    assert {r for r, _ in asked().found[identifier]} >= {
        "P02",
        "P02-each-officer",
        "P08",
        "P14",
        "P20",
        "P24",
        "T05",
    }


# --- the shapes against the facts -----------------------------------------------------------------------


def national(name: str) -> dict[str, Node]:
    return {
        i.removeprefix(ID + "national/"): n for i, n in nodes_of(DATA / "national" / f"{name}.ttl").items()
    }


@cache
def facts() -> dict[str, Node]:
    files = ("penalty", "compulsion", "remedies", "transfer", "general", "personnel", "market")
    return {i: n for name in files for i, n in national(name).items()}


@cache
def shapes() -> dict[str, Node]:
    return nodes_of(DATA.parent / "shapes" / "national.ttl")


def tail(iri: str | None) -> str:
    return re.split(r"[#/]", iri or "")[-1]


def test_each_fact_is_checked_or_says_why_it_is_not() -> None:
    checked = {tail(n.one(LAW + "statutoryFact")) for n in shapes().values() if n.one(LAW + "statutoryFact")}
    said = {
        i for i, n in facts().items() if n.text(LAW + "notChecked", "zh") and n.text(LAW + "notChecked", "en")
    }
    every = {i for i in facts() if re.fullmatch(r"[A-Z]\d\d", i)}
    assert len(every) == 142
    assert checked | said == every
    assert not checked & said
    assert said >= {
        "P45",
        "G04",
        "T04",
        *(f"M{n:02}" for n in range(1, 17)),
        *(f"D{n:02}" for n in range(1, 21)),
    }


def test_a_rule_is_as_grave_as_the_consequence_and_warns_only_with_a_reason() -> None:
    levels = {"C1": 1, "C2": 1, "C3": 2, "C4": 0, "C5": 2, "C6": 1, "C7": 1, "C8": 1}
    for notation, rule in asked().rules.items():
        fact = facts()[notation[:3]]
        codes = [levels[tail(c)] for c in fact.all(LAW + "consequenceCode")]
        suggested = max(codes, default=1)
        assert rule.severity is not None
        stated = GRAVITY[rule.severity]
        assert stated == suggested or (stated == 0 and rule.caution is not None), notation


@pytest.mark.parametrize(
    ("rule", "severity"),
    [
        ("P01", "fatal"), ("P12", "fatal"), ("P14", "fatal"), ("P15", "fatal"), ("P16", "fatal"), ("P41", "fatal"),
        ("P02", "violation"), ("P08", "violation"), ("P10", "violation"), ("P17", "violation"), ("P42", "violation"),
        ("P23", "warning"), ("P24", "warning"), ("P17-sum", "warning"), ("P14-same-day", "warning"), ("T02", "warning"),
    ],
)  # fmt: skip
def test_the_gravest_and_the_mildest(rule: str, severity: str) -> None:
    assert asked().rules[rule].severity == severity


def test_the_numbers_in_the_questions_are_those_of_the_facts() -> None:
    """A shape names the periods and thresholds it applies; each number stands in one of its questions."""
    for iri, shape in shapes().items():
        if tail(iri).removeprefix("national-")[:1] not in set(
            "PRTG"
        ) or LAW + "NationalShape" not in shape.all("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"):
            continue
        text = "\n".join(shapes()[c].one(SH + "select") or "" for c in shape.all(SH + "sparql"))
        numbers = {float(n) for n in re.findall(r"(?<![\w\"-])(?:PT?)?(\d+(?:\.\d+)?)\b(?!-)", text)}
        numbers |= {float(n) for n in re.findall(r"\"PT?(\d+)[DH]\"", text)}
        for link, values in ((LAW + "deadline", ("quantity",)), (LAW + "threshold", ("minimum", "maximum"))):
            for named in shape.all(link):
                node = facts()[tail(named)]
                assert tail(node.one(LAW + "provision")) == tail(shape.one(LAW + "statutoryFact"))
                said = [float(v) for key in values if (v := node.one(LAW + key)) is not None]
                assert said and numbers & set(said), (tail(iri), named, numbers)


def test_every_period_and_threshold_of_a_checked_fact_is_named_by_a_shape() -> None:
    named = {tail(v) for n in shapes().values() for p in ("deadline", "threshold") for v in n.all(LAW + p)}
    of_checked = {
        tail(v)
        for rule in asked().rules
        for p in ("deadline", "threshold")
        for v in facts()[rule[:3]].all(LAW + p)
    }
    beyond_the_file = {
        "deadline_P28",  # withdrawing what was published: no day of withdrawal in a file
        "threshold_P35_cap",  # the fine itself is the bound: no number in the question
        "deadline_R01_not_told", "deadline_R01_bar", "deadline_R01_bar_real_property",  # the party's time
        "deadline_R07_after_review", "deadline_R07_bar", "deadline_R07_bar_real_property",
        "threshold_T01", "deadline_T03",  # no team, no day of the police notice
        "deadline_G01_decisions", "deadline_G01_statistics",  # compulsion: not in penalty files; yearly report
    }  # fmt: skip
    assert {i for i in of_checked if i[0] != "E"} - named == beyond_the_file


def test_base_standards_find_the_constraints_they_share() -> None:
    known = {tail(i) for i, n in shapes().items() if n.one(SH + "select")}
    shared = (
        "P02",
        "P10-a",
        "P11-a",
        "P14-a",
        "P14-b",
        "P15-a",
        "P16",
        "P17-a",
        "P17-b",
        "P18",
        "P19-a",
        "P20-a",
        "P21",
        "P24-a",
        "P24-b",
        "P42",
    )
    assert {f"constraint-{name}" for name in shared} <= known


def test_officers_are_named_by_fields_that_name_persons() -> None:
    fields = nodes_of(DATA.parent / "shapes" / "casefile.ttl").values()
    persons = {n.one(SH + "path") for n in fields if n.one(LAW + "namesPerson") == "true"} | {
        LAW + "personName"
    }
    assert {r.attributed_to for r in asked().rules.values()} <= persons
    assert all(r.ground for r in asked().rules.values())
