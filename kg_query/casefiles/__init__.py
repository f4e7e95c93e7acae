"""The room of case files: what one can say, reading it from files, and its statements as RDF."""

from .schema import CASE, Code, Criterion, DocumentType, Field, Kind, NodeType, Schema

__all__ = ["CASE", "Code", "Criterion", "DocumentType", "Field", "Kind", "NodeType", "Schema"]
