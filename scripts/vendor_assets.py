"""Copies the scripts and styles of others that the pages use into the tree, from the packages they are published in.

    python scripts/vendor_assets.py            fetch every package of the table with npm, and write it down
    python scripts/vendor_assets.py --check    fetch them again and compare; changes nothing

Only npm is needed, and only here: what is written down is committed, so that whoever installs or serves needs
neither Node nor a network. Each folder has a VENDOR.json with the version, the licence, npm's own digest of the
package and a digest of each file. No script of a package is run.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

CLONE = Path(__file__).resolve().parents[1]
STATIC = CLONE / "kg_query" / "web" / "static" / "vendor"
TESTS = CLONE / "tests" / "vendor"


@dataclass(frozen=True)
class Package:
    """One package: what is taken from it, and why.

    Attributes:
        files: paths in the package; each is kept under its last name.
        folder: what the folder is called, before the version.
        place: where the folder lies.
    """

    name: str
    version: str
    licence: str
    home: str
    why: str
    files: tuple[str, ...]
    folder: str
    place: Path = STATIC


PACKAGES = (
    Package(
        "@picocss/pico", "2.1.1", "MIT", "https://github.com/picocss/pico", "the base of the style of the pages",
        ("css/pico.min.css", "LICENSE.md"), "pico",
    ),
    Package(
        "htmx.org", "4.0.1", "0BSD", "https://github.com/bigskysoftware/htmx",
        "parts of a page that follow what is typed; each is a form or a link without it",
        ("dist/htmx.min.js", "LICENSE"), "htmx",
    ),
    Package(
        "@zazuko/yasqe", "4.6.2", "MIT", "https://github.com/rdfjs/Yasgui", "the editor of the SPARQL page",
        ("build/yasqe.min.js", "build/yasqe.min.css"), "yasqe",
    ),
    Package(
        "echarts", "6.1.0", "Apache-2.0", "https://github.com/apache/echarts", "charts beside their tables",
        ("dist/echarts.simple.min.js", "LICENSE", "NOTICE"), "echarts",
    ),
    Package(
        "cytoscape", "3.34.4", "MIT", "https://github.com/cytoscape/cytoscape.js", "graphs beside their lists",
        ("dist/cytoscape.min.js", "LICENSE"), "cytoscape",
    ),
    Package(
        "axe-core", "4.14.1", "MPL-2.0", "https://github.com/dequelabs/axe-core",
        "tests of accessibility; not part of what is installed",
        ("axe.min.js", "LICENSE"), "axe-core", TESTS,
    ),
)  # fmt: skip


def fetched(package: Package, folder: Path) -> tuple[dict[str, bytes], str]:
    """The files of a package by their names, and npm's digest of the package, held against what came."""
    told = json.loads(
        subprocess.run(
            ["npm", "pack", "--json", "--ignore-scripts", f"{package.name}@{package.version}"],
            cwd=folder, check=True, capture_output=True, text=True,
        ).stdout
    )  # fmt: skip
    one = next(iter(told.values())) if isinstance(told, dict) else told[0]
    packed = folder / one["filename"]
    digest = "sha512-" + base64.b64encode(hashlib.sha512(packed.read_bytes()).digest()).decode()
    assert digest == one["integrity"], f"{package.name}: {digest} came, {one['integrity']} was promised"
    found = {}
    with tarfile.open(packed) as archive:
        for name in package.files:
            stream = archive.extractfile(f"package/{name}")
            assert stream is not None, name
            found[Path(name).name] = stream.read()
    return found, digest


def described(package: Package, files: dict[str, bytes], integrity: str) -> str:
    """What VENDOR.json says."""
    digests = {
        name: "sha384-" + base64.b64encode(hashlib.sha384(content).digest()).decode()
        for name, content in sorted(files.items())
    }
    told = {
        "name": package.name,
        "version": package.version,
        "licence": package.licence,
        "home": package.home,
        "package": f"https://www.npmjs.com/package/{package.name}/v/{package.version}",
        "integrity": integrity,
        "why": package.why,
        "files": digests,
    }
    return json.dumps(told, indent=2, ensure_ascii=False) + "\n"


def main() -> int:
    """Writes the folders, or compares them; 1 where they differ."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare only")
    check = parser.parse_args().check
    differs = []
    for package in PACKAGES:
        with tempfile.TemporaryDirectory() as place:
            files, integrity = fetched(package, Path(place))
        whole = {**files, "VENDOR.json": described(package, files, integrity).encode()}
        folder = package.place / f"{package.folder}-{package.version}"
        if check:
            here = {p.name: p.read_bytes() for p in folder.iterdir()} if folder.is_dir() else {}
            differs += [
                f"{folder.name}/{n}"
                for n in sorted(here.keys() | whole.keys())
                if here.get(n) != whole.get(n)
            ]
            continue
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in whole.items():
            (folder / name).write_bytes(content)
        print(f"{folder.relative_to(CLONE)}: {', '.join(files)}")
    for name in differs:
        print(f"differs: {name}", file=sys.stderr)
    return 1 if differs else 0


if __name__ == "__main__":
    sys.exit(main())
