"""WHAT MUST OUTLIVE A RUN: every URL and its fate, every stored story, how often a site repeats a line."""

from newscrawl.ledger.base import FETCH_CODES, KINDS, Failed, Fate, Lease, Ledger, Refused, Target, Trace, Visit

__all__ = ["FETCH_CODES", "KINDS", "Failed", "Fate", "Lease", "Ledger", "Refused", "Target", "Trace", "Visit"]
