"""Case files for the tests of national law: whole ones without a breach, and ways to change one thing."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

#: Marks a place that is taken out of a file.
GONE = object()

PERSONS: list[dict[str, Any]] = [
    {"name": "张某", "roles": ["handler"], "certificate": "14103300101",
     "certificate_from": "2022-01-01", "certificate_to": "2026-12-31"},
    {"name": "王某", "roles": ["handler"], "certificate": "14103300102",
     "certificate_from": "2022-01-01", "certificate_to": "2026-12-31"},
    {"name": "赵某", "roles": ["unit-head"]},
    {"name": "李某", "roles": ["head"]},
    {"name": "钱某", "roles": ["head"]},
    {"name": "孙某", "roles": ["chair"]},
    {"name": "周某", "roles": ["recorder"]},
    {"name": "吴某", "roles": ["legal-reviewer"], "legal_qualification": True},
]  # fmt: skip

BASIS = [{"title": "某法", "article": "60", "in_force": True}]
PARTY = {"name": "某公司", "address": "某县某镇"}
SIGNED = {"unit_signed_by": "赵某", "head_signed_by": "李某", "head_opinion": "同意"}


def _served(document: str, day: str) -> dict[str, Any]:
    return {
        "served_document": document, "recipient": "某公司", "mode": "direct", "served_on": day,
        "place": "某公司", "server_signed": ["张某", "王某"], "recipient_signed": "陈某", "sealed": True,
    }  # fmt: skip


#: An ordinary penalty with everything: evidence preserved, a hearing, legal review, collective discussion.
ORDINARY: dict[str, Any] = {
    "id": "某罚〔2024〕1号",
    "kind": "penalty",
    "procedure": "ordinary",
    "organ": {
        "name": "某镇人民政府", "qualified": True, "empowered": True, "within_powers": True,
        "review_organ": "某县人民政府",
    },
    "party": {**PARTY, "party_type": "organisation"},
    "persons": PERSONS,
    "circumstances": {
        "on_site_inspection": True, "questioning": True, "evidence_preserved": True,
        "correction_possible": True, "hearing_eligible": True, "hearing_requested": True,
        "hearing_requested_on": "2024-08-29", "statement_made": True, "statement_heard": True,
        "complex_or_major": True, "legal_review_required": True, "suspected_crime": False,
        "transfer_required": False, "violation_ended_on": "2024-07-31", "life_or_finance_harm": False,
        "publication_required": True, "published_on": "2024-09-23",
    },
    "evidence": [{"kind": "physical", "collected_on": "2024-08-05", "lawfully_obtained": True}],
    "payments": [{"amount": "120000", "paid_on": "2024-10-08", "collected_by_organ": False}],
    "documents": {
        "filing-approval": {"found_on": "2024-08-01", "head_signed_on": "2024-08-02", **SIGNED},
        "on-site-inspection-record": [
            {"started_at": "2024-08-05T09:00", "ended_at": "2024-08-05T10:30", "officers": ["张某", "王某"],
             "officers_signed": ["张某", "王某"], "certificate_shown": True}
        ],
        "questioning-record": [
            {"started_at": "2024-08-06T09:00", "officers": ["张某", "王某"], "certificate_shown": True}
        ],
        "evidence-preservation-notice": {
            "preserved_on": "2024-08-05", "approved_by": "李某", "approved_on": "2024-08-05",
            "officers": ["张某", "王某"],
        },
        "evidence-disposal-note": {"decided_on": "2024-08-14"},
        "correction-order": {"made_on": "2024-08-06"},
        "penalty-notice": {
            "made_on": "2024-08-26", "facts": "…", "reasons": "…", "legal_basis": BASIS,
            "penalties": [{"kind": "fine", "amount": "120000"}], "rights_told": ["statement", "defence"],
        },
        "hearing-right-notice": {
            "made_on": "2024-08-26", "facts": "…", "reasons": "…", "legal_basis": BASIS,
            "penalties": [{"kind": "fine", "amount": "120000"}],
            "rights_told": ["statement", "defence", "hearing"], "request_days": 5,
        },
        "hearing-notice": {"made_on": "2024-08-30", "hearing_at": "2024-09-11T09:00", "chair": "孙某"},
        "hearing-record": {
            "started_at": "2024-09-11T09:00", "ended_at": "2024-09-11T11:00", "public_hearing": True,
            "chair": "孙某", "recorder": "周某", "investigators": ["张某", "王某"], "agents": ["甲某", "乙某"],
            "signed_every_page": True, "fingerprinted": True,
        },
        "statement-record": {"made_on": "2024-08-28", "reexamined": True},
        "legal-review": [
            {"stage": "decision", "made_on": "2024-09-18", "reviewers": ["吴某"], "passed": True, "opinion": "…"}
        ],
        "collective-discussion": {"made_on": "2024-09-19", "participants": ["李某", "钱某"]},
        "decision-approval": {"made_on": "2024-09-20", "head_signed_on": "2024-09-20", **SIGNED},
        "penalty-decision": {
            "made_on": "2024-09-20", "organ_name": "某镇人民政府", "party": PARTY, "facts": "…",
            "evidence_statement": "…", "legal_basis": BASIS,
            "penalties": [{"kind": "fine", "amount": "120000"}], "performance_manner": "…",
            "performance_deadline": "2024-10-09", "collecting_bank": "某银行",
            "review_organ": "某县人民政府", "review_days": 60, "court": "某县人民法院",
            "litigation_months": 6, "sealed": True,
        },
        "service-receipt": [
            _served("penalty-notice", "2024-08-26"),
            _served("hearing-right-notice", "2024-08-26"),
            _served("hearing-notice", "2024-09-02"),
            _served("penalty-decision", "2024-09-24"),
        ],
    },
}  # fmt: skip

#: A penalty on the spot, collected on the spot.
SUMMARY: dict[str, Any] = {
    "id": "某当罚〔2024〕2号",
    "kind": "penalty",
    "procedure": "summary",
    "party": {"name": "陈某", "party_type": "citizen"},
    "persons": PERSONS[:2],
    "payments": [
        {"amount": "100", "paid_on": "2024-09-27", "on_the_spot": True, "spot_ground": "small-fine",
         "official_receipt": True, "collected_by_organ": True, "handed_in_on": "2024-09-29",
         "banked_on": "2024-09-30"}
    ],
    "documents": {
        "penalty-decision": {
            "made_on": "2024-09-27", "organ_name": "某镇人民政府", "facts": "…", "evidence_statement": "…",
            "legal_basis": BASIS, "penalties": [{"kind": "fine", "amount": "100"}], "place": "某村",
            "officers": ["张某", "王某"], "officers_signed": ["张某", "王某"], "certificate_shown": True,
            "form_number": "0001234", "handed_over": True, "party_signed": True, "review_organ": "某县人民政府",
            "review_days": 60, "review_first_told": True, "reported_for_record_on": "2024-09-29",
        }
    },
}  # fmt: skip

#: A suspected crime, handed over to the police.
TRANSFERRED: dict[str, Any] = {
    "id": "某移〔2024〕3号",
    "kind": "penalty",
    "procedure": "ordinary",
    "circumstances": {
        "suspected_crime": True, "transfer_reported_on": "2024-09-25",
        "transfer_decided_at": "2024-09-26T10:00", "transferred_at": "2024-09-26T16:00",
    },
    "documents": {
        "transfer-letter": {"made_on": "2024-09-26", "materials": ["甲", "乙", "丙", "丁", "戊"]},
    },
}  # fmt: skip

#: An impoundment, recorded on film.
MEASURE: dict[str, Any] = {
    "id": "某扣〔2024〕4号",
    "kind": "compulsory-measure",
    "documents": {
        "measure-approval": {"measures": ["impoundment"]},
        "measure-decision": {"measures": ["impoundment"]},
        "measure-site-record": {"started_at": "2024-09-25T09:00", "recorded_on_film": True},
    },
}

#: The demolition of an illegal building, recorded on film.
EXECUTION: dict[str, Any] = {
    "id": "某执〔2024〕5号",
    "kind": "compulsory-execution",
    "circumstances": {"illegal_building": True},
    "documents": {
        "enforcement-site-record": [{"started_at": "2024-09-25T09:00", "recorded_on_film": True}],
    },
}


def changed(file: dict[str, Any], identifier: str, changes: dict[str, Any]) -> dict[str, Any]:
    """A copy of a file with another id and with places set or, for `GONE`, taken out.

    A place is a path as the answers give it, such as "documents/service-receipt/4/served_on".
    """
    case = deepcopy(file) | {"id": identifier}
    for path, value in changes.items():
        *above, last = path.split("/")
        here: Any = case
        for step in above:
            here = here[int(step) - 1] if isinstance(here, list) else here.setdefault(step, {})
        if isinstance(here, list):
            place: Any = int(last) - 1
            if value is not GONE and place == len(here):
                here.append(deepcopy(value))
                continue
        else:
            place = last
        if value is GONE:
            del here[place]
        else:
            here[place] = deepcopy(value)
    return case


#: The same penalty without a hearing, a discussion or a legal review: a small fine, nothing said against it.
PLAIN: dict[str, Any] = changed(
    ORDINARY,
    "某罚〔2024〕6号",
    {
        "circumstances/hearing_eligible": False,
        "circumstances/hearing_requested": False,
        "circumstances/hearing_requested_on": GONE,
        "circumstances/statement_made": False,
        "circumstances/statement_heard": GONE,
        "circumstances/complex_or_major": False,
        "circumstances/legal_review_required": False,
        "documents/hearing-right-notice": GONE,
        "documents/hearing-notice": GONE,
        "documents/hearing-record": GONE,
        "documents/statement-record": GONE,
        "documents/legal-review": GONE,
        "documents/collective-discussion": GONE,
        "documents/service-receipt/3": GONE,
        "documents/service-receipt/2": GONE,
        "documents/penalty-notice/penalties": [{"kind": "fine", "amount": "5000"}],
        "documents/penalty-decision/penalties": [{"kind": "fine", "amount": "5000"}],
        "payments/1/amount": "5000",
    },
)
