"""What the service keeps when its operator asks for it: cases, for a time, and the audit log."""

from .audit import AuditLog
from .audit_check import Finding, Report, verify_log
from .cases import CaseStore, Conflict, Kept, Meta
from .durable import StorageFault

__all__ = [
    "AuditLog",
    "CaseStore",
    "Conflict",
    "Finding",
    "Kept",
    "Meta",
    "Report",
    "StorageFault",
    "verify_log",
]
