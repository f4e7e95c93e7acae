"""Pages lead on: from what a review found to the clause, the shape that checked it, and the national requirement."""

from __future__ import annotations

import html
import re

import pytest
from served import Served

BROWSER = {"Accept": "text/html"}


@pytest.mark.parametrize("example", ["penalty-59.5", "penalty-preserved-8th-day"])
def test_what_a_review_found_leads_to_clause_and_shape(served: Served, example: str) -> None:
    page = served.client.get("/review", params={"example": example, "lang": "en"}, headers=BROWSER)
    assert page.status_code == 200
    found = page.text.split('id="findings"')[1].split('<details class="rest"')[0]
    links = [html.unescape(one) for one in re.findall(r'<a href="(/(?:id/|shapes)[^"]*)"', found)]
    assert links
    for kind in ("/id/puxian-review/", "/shapes.html"):
        first = next(one for one in links if one.startswith(kind))
        way, _, anchor = first.partition("#")
        there = served.client.get(way, headers=BROWSER)
        assert there.status_code == 200
        assert not anchor or f'id="{anchor}"' in there.text
    for fact in (one for one in links if one.startswith("/id/national/")):
        assert served.client.get(fact, headers=BROWSER).status_code == 200
