"""Compiles the graph while a wheel, a source archive or an editable install is built.

The artefact is not kept in version control; `kg_query.artefact` says what is in it.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileGraph(BuildHookInterface):
    """Leaves `kg_query/corpus.jsonl` in the package; a fault in the graph stops the build."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        sys.path.insert(0, self.root)
        try:
            from kg_query import artefact

            made = artefact.write(artefact.build())
        finally:
            sys.path.remove(self.root)
        build_data["artifacts"].append(made.relative_to(Path(self.root).resolve()).as_posix())
        if self.target_name == "wheel" and version == "standard":
            for folder in ("ontology", "data", "shapes"):
                build_data["force_include"][folder] = f"kg_query/bundled/{folder}"
            build_data["force_include"]["docs/decisions"] = "kg_query/bundled/decisions"
