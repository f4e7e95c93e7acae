"""A real `kgq serve` under the W3C's own tests of the SPARQL 1.1 Protocol and the Graph Store HTTP Protocol."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator

import pytest
from served import Served, copied_dataset, serving_while
from w3c_protocols import MANIFESTS, Case, cases, run

TOKEN = "a-token-of-the-protocol-tests"


@pytest.fixture(scope="module")
def writable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A service that takes changes, over a copy of the dataset that shares its files."""
    folder = copied_dataset(tmp_path_factory.mktemp("w3c") / "store")
    with serving_while(
        "--writable", "--workers", "1", "--store-folder", str(folder), env={"KGQ_TOKEN": TOKEN}, folder=False
    ) as it:
        yield it


@pytest.mark.parametrize("case", list(cases()), ids=lambda case: case.id)
def test_S13_the_w3c_s_own(writable: Served, case: Case) -> None:
    run(case, writable.client, TOKEN)


def test_what_is_vendored_is_what_was_published() -> None:
    told = json.loads((MANIFESTS / "VENDOR.json").read_text("utf-8"))["files"]
    assert set(told) == {path.name for path in MANIFESTS.iterdir()} - {"VENDOR.json"}
    for name, wanted in told.items():
        digest = hashlib.sha384((MANIFESTS / name).read_bytes()).digest()
        assert wanted == "sha384-" + base64.b64encode(digest).decode(), name


def test_the_manifests_are_whole() -> None:
    found = list(cases())
    assert len(found) == 34 + 9 + 4 and all(case.steps for case in found)
    assert len({case.id for case in found}) == len(found)
