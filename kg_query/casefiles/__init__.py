"""The room of case files: what one can say, reading it from files, and its statements as RDF.

`schema` holds the shapes as values; `reading` finds the format; `records` checks every word and makes
`CaseFile`s; `triples` says them in RDF; `context` is the JSON-LD context; `workbook` is the template
to fill in.
"""

from .case import CaseFile, Document, case_iri, node_iri, path_of, place_of, type_at
from .reading import FORMATS, case_files_of, read_case_files
from .schema import CASE, Code, Criterion, DocumentType, Field, Kind, NodeType, Parameter, Schema, Stage
from .skeleton import TEMPLATES, skeleton
from .triples import Literal, Triple, case_graph, case_triples, ox_triples

__all__ = [
    "CASE",
    "FORMATS",
    "CaseFile",
    "Code",
    "Criterion",
    "Document",
    "DocumentType",
    "Field",
    "Kind",
    "Literal",
    "NodeType",
    "Parameter",
    "Schema",
    "Stage",
    "TEMPLATES",
    "Triple",
    "case_files_of",
    "case_graph",
    "case_iri",
    "case_triples",
    "node_iri",
    "ox_triples",
    "path_of",
    "place_of",
    "read_case_files",
    "skeleton",
    "type_at",
]
