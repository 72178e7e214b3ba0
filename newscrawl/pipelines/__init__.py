"""THE LINE: one file per stage, each takes one value and returns a new one; their order stands in `settings.py`.

Page -> archive -> extract -> dedupe -> learn -> validate -> write
"""
