"""The same two pages for a browser, each one file that needs nothing else: an article with what was cut from it, a run."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from markupsafe import Markup

from newscrawl.article import Extraction
from newscrawl.ledger.fates import CODES
from newscrawl.output.manifest import PASSED, Manifest
from newscrawl.report.figures import FIGURES, by_number, columns_of, facts_of, figures_of, summary
from newscrawl.report.page import credits_of, fields_of, notes_of, rows_of, rules_of

_OUTCOMES = ("stored", "unchanged", "duplicate", "refused", "failed", "refused_before", "waiting")


def explanation_html(extraction: Extraction) -> str:
    """Every line of the page beside the article, kept or struck out; rules and reasons where the pointer rests."""
    article = extraction.article
    is_link = article.canonical_url.startswith(("http://", "https://"))
    return _render(
        "explanation.jinja",
        heading=article.title,
        language=article.language,
        article=article,
        link=article.canonical_url if is_link else None,
        rows=list(rows_of(extraction)),
        kept=len(extraction.lines),
        credits=credits_of(article),
        notes=[*notes_of(article)][1:],  # the address stands above
        fields=list(fields_of(extraction)),
        rules=rules_of(extraction),
    )


def run_html(manifest: Manifest, folder: Path) -> str:
    """The account of a run."""
    sites = [(site, asdict(count)) for site, count in manifest.sites.items()]
    if len(sites) != 1:
        sites.append(("all", asdict(manifest.urls)))
    return _render(
        "run.jinja",
        heading=f"Run {manifest.run_id}",
        language="en",
        run=manifest,
        summary=summary(manifest, folder),
        facts=list(facts_of(manifest)),
        columns=columns_of(manifest),
        outcomes=[name for name in _OUTCOMES if getattr(manifest.urls, name)],
        sites=sites,
        figure_names=FIGURES,
        figures=list(figures_of(manifest)),
        codes=[(code, number, CODES.get(code, "")) for code, number in by_number(manifest.urls.codes)],
        passed=PASSED,
        most=max(manifest.removals_by_rule.values(), default=1),
    )


def _render(name: str, **values: object) -> str:
    from jinja2 import Environment, PackageLoader, StrictUndefined  # every command is loaded with every other

    pages = Environment(
        loader=PackageLoader("newscrawl.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.globals.update(share=_share, bar=_bar)
    return pages.get_template(name).render(values)


def _share(part: float, whole: float) -> str:
    """Part of a whole as CSS and people write it.

    >>> _share(1, 3), _share(1, 0)
    ('33.3%', '0%')
    """
    return f"{100 * part / whole:.3g}%" if whole else "0%"


def _bar(part: float, whole: float) -> Markup:
    return Markup('<span class="bar" style="width: {}"></span>').format(_share(part, whole))
