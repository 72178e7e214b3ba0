"""What a run's account says, as texts and numbers for people: the same in the terminal and in the HTML report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from rich.filesize import decimal

from newscrawl.log import escape
from newscrawl.output.manifest import Manifest
from newscrawl.run.ending import Exit

_COLUMNS = (
    "announced",
    "stored",
    "unchanged",
    "duplicate",
    "refused",
    "failed",
    "refused_before",
    "waiting",
    "lines_removed",
)
#: Sites that are named in the last line.
_NAMED = 3
_ALWAYS = ("announced", "stored")
_FATES = ("stored", "unchanged", "duplicate", "refused", "failed", "refused_before", "waiting")
FIGURES = ("articles", "no article", "authors", "characters", "removed")


def summary(manifest: Manifest, folder: Path) -> str:
    """One line: how many URLs ended how, and where the articles are.

    `12 stored, 3 refused (list-page 2, not-html 1) -> output/articles`
    """
    urls = manifest.urls
    parts = [f"{urls.stored} stored"]
    if not any(getattr(urls, name) for name in _FATES):
        parts += _without_news(manifest)
    parts += [f"{getattr(urls, name)} {name}" for name in ("unchanged", "duplicate") if getattr(urls, name)]
    lost = [f"{getattr(urls, name)} {name}" for name in ("refused", "failed") if getattr(urls, name)]
    if lost:
        parts.append(f"{', '.join(lost)} ({_codes(urls.codes)})")
    if urls.refused_before:
        remedy = "; -a again=1 asks anew" if urls.refused_before == urls.announced else ""
        parts.append(f"{urls.refused_before} refused before ({_codes(urls.codes_before)}{remedy})")
    if urls.waiting:
        parts.append(f"{urls.waiting} waiting")
    if manifest.passed:
        parts.append(_passed_over(manifest))
    if manifest.health:
        parts.append(_not_as_usual(manifest))
    return f"{', '.join(parts)} -> {_near(folder / 'articles')}"


def _without_news(manifest: Manifest) -> Iterator[str]:
    """`no news in 18 lists (5 rest)`: why a run that was told of nothing has stored nothing."""
    lists = sum(manifest.lists.get(outcome, 0) for outcome in ("unchanged", "expanded"))
    resting = manifest.fetched.get("lists_resting", 0)
    if lists and not manifest.passed and manifest.exit_code != Exit.TOO_FEW:
        yield f"no news in {lists} list{'s' if lists > 1 else ''}" + (f" ({resting} rest)" if resting else "")


def _not_as_usual(manifest: Manifest) -> str:
    """`1 site not as usual (paper.example: none of its lists could be read (connect 3))`"""
    odd = manifest.health
    said = "; ".join(f"{site}: {', '.join(findings)}" for site, findings in list(odd.items())[:_NAMED])
    more = "; …" if len(odd) > _NAMED else ""
    return f"{len(odd)} site{'s' if len(odd) > 1 else ''} not as usual ({escape(said)}{more})"


def _codes(codes: Mapping[str, int]) -> str:
    return ", ".join(f"{code} {number}" for code, number in by_number(codes))


def _passed_over(manifest: Manifest) -> str:
    """`17 passed over (shape 12, profile 5)`, the reasons as in `manifest.PASSED`."""
    said = ", ".join(f"{reason} {left.urls}" for reason, left in manifest.passed.items())
    return f"{sum(left.urls for left in manifest.passed.values())} passed over ({said})"


def _near(path: Path) -> Path:
    """Relative to where the user stands, if it is below."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def by_number(codes: Mapping[str, int]) -> list[tuple[str, int]]:
    """Codes, the most frequent first."""
    return sorted(codes.items(), key=lambda item: (-item[1], item[0]))


def facts_of(manifest: Manifest) -> Iterator[tuple[str, str]]:
    """(label, value) of the run as a whole."""
    fetched = manifest.fetched
    yield "run", manifest.run_id
    yield "command", manifest.command
    yield "from", f"{_moment(manifest.started_at)} to {_moment(manifest.ended_at)} UTC ({seconds_of(manifest):.1f} s)"
    yield "exit code", f"{manifest.exit_code}, {manifest.reason}"
    yield "adds up", "yes" if manifest.adds_up else "NO: ledger and files disagree"
    yield "fetched", f"{fetched.get('responses', 0)} answers, {decimal(fetched.get('bytes', 0))}"
    if manifest.adopted:
        yield "taken over", f"{manifest.adopted} lines of a run that was killed"
    yield "versions", ", ".join(f"{name} {number}" for name, number in manifest.versions.items())


def _moment(iso: str) -> str:
    return f"{datetime.fromisoformat(iso).astimezone(UTC):%Y-%m-%d %H:%M:%S}"


def seconds_of(manifest: Manifest) -> float:
    """How long the run took; 0 where the clock was set back meanwhile."""
    begin, end = (datetime.fromisoformat(moment) for moment in (manifest.started_at, manifest.ended_at))
    return max(0.0, (end - begin).total_seconds())


def columns_of(manifest: Manifest) -> list[str]:
    """The figures of a site that are worth a column: what nowhere happened has none."""
    return [name for name in _COLUMNS if name in _ALWAYS or getattr(manifest.urls, name)]


def figures_of(manifest: Manifest) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """(site, [(now, usual), …]) in the order of `FIGURES`, of sites of which anything usual is known."""
    for site, now in manifest.figures.items():
        if now.text_chars_usual is not None:
            pairs = (
                (now.articles, now.articles_usual, "{:.0f}"),
                (now.empty_share, now.empty_share_usual, "{:.0%}"),
                (now.fields.get("authors"), now.fields_usual.get("authors"), "{:.0%}"),
                (now.text_chars, now.text_chars_usual, "{:.0f}"),
                (now.removed_share, now.removed_share_usual, "{:.0%}"),
            )
            yield site, [(_said(seen, form, "–"), _said(usual, form, "")) for seen, usual, form in pairs]


def _said(value: float | None, form: str, unknown: str) -> str:
    return unknown if value is None else form.format(value)
