"""The room of proofs: the tree of steps behind an answer, how it is built, and how it is written.

`proof` holds the tree itself; `norms`, `trees`, `notes` and `lacking` build its steps, `conclusions`
says an answer in a sentence or two, `text` writes a proof for people and `rdf` for programs.
"""

from .proof import FORMAT, Proof, ProofNode

__all__ = ["FORMAT", "Proof", "ProofNode"]
