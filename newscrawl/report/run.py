"""One run for people: a line that sums it up, tables of what became of its URLs, and one article with what was cut.

Everything is read from the run's manifest and segments, so `scrapy crawl --show` and `scrapy runs show` say the same.
"""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.text import Text

from newscrawl.log import escape
from newscrawl.output.manifest import Manifest
from newscrawl.report.figures import facts_of
from newscrawl.report.newest import newest_article
from newscrawl.report.page import print_article
from newscrawl.report.tables import (
    codes_table,
    fields_table,
    figures_table,
    files_table,
    health_table,
    lists_table,
    passed_table,
    removals_table,
    rules_table,
    sites_table,
)


def show_run(console: Console, manifest: Manifest, folder: Path) -> None:
    """Tables of the run, then its newest article and what was cut from it."""
    console.print(sites_table(manifest))
    for table in (health_table(manifest), codes_table(manifest), lists_table(manifest), passed_table(manifest)):
        if table.row_count:
            console.print(table)
    try:
        newest = newest_article(manifest, folder)
    except (OSError, ValueError) as error:
        console.print(Text(escape(f"The newest article cannot be read: {error}")))
        return
    if newest is None:
        console.print("No new article was stored in this run.")
        return
    article, removals = newest
    console.print()
    print_article(console, article)
    console.print()
    console.print(removals_table(removals) if removals else "Nothing was cut from it.")


def explain_run(console: Console, manifest: Manifest) -> None:
    """Everything an account says, but the settings in force."""
    for label, value in facts_of(manifest):
        console.print(Text.assemble((f"{label}: ", "bold"), escape(value)))
    tables = (
        sites_table,
        health_table,
        figures_table,
        codes_table,
        lists_table,
        passed_table,
        fields_table,
        rules_table,
        files_table,
    )
    for table in (make(manifest) for make in tables):
        if table.row_count:
            console.print(table)
