"""Tests, file for file as in the package."""
