"""Tests of the stages; a package, because its conftest.py is not the only one."""
