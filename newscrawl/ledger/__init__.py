"""WHAT MUST OUTLIVE A RUN: every URL and its fate, every stored story, how often a site repeats a line."""

from newscrawl.ledger.base import KINDS, Lease, Ledger, Target, Trace, Visit
from newscrawl.ledger.fates import FETCH_CODES, Failed, Fate, Refused

__all__ = ["FETCH_CODES", "KINDS", "Failed", "Fate", "Lease", "Ledger", "Refused", "Target", "Trace", "Visit"]
