"""Tests of newscrawl/health."""
