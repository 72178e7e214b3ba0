#!/usr/bin/env python3
"""How well newscrawl and its peers read labelled pages: a table, a chart, and floors that our figures may not fall below.

    python benchmarks/quality.py --data DIR [--sets a,b] [--only name,name] [--sample N] [--plain WAY] [--out DIR] [--check]

DIR/<set>/truth.jsonl: one JSON object a page: `id`, `url`, `text` (the story), and where known `title`, `authors`, `published`,
`neutral` (strings that count neither way), `body` and `noise` (lines to keep and to lose). DIR/<set>/pages/<id>.html.gz: the bytes.

f1      harmonic mean of precision and recall over runs of four words, each averaged over pages
exact   share of pages whose words are exactly those of the story
leak    share of the labelled noise lines that stand in the text; loss: share of the body lines that do not
title   share of equal headlines; day: of equal days of publication; authors: F1 over the words of the names
failed  pages that gave nothing; ms: CPU milliseconds a page

`--plain` changes the pages into such as other makers would have built (`plain_pages.py`): names hashed or gone, old HTML, nothing declared.
`--check` compares with benchmarks/floors.toml and ends with 1 where a figure is below its floor.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import json
import logging
import re
import statistics
import sys
import time
import tomllib
import warnings
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import chart
from extractors import ALL, Extractor, Read, build
from labelled import sets_of
from plain_pages import WAYS, plain

FLOORS = Path(__file__).parent / "floors.toml"
COLUMNS = ("f1", "exact", "leak", "loss", "title", "day", "authors", "failed", "ms")
LOWER_IS_BETTER = frozenset(("leak", "loss", "failed", "ms"))
#: kana and hanzi count one by one, other scripts by words
_TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+")
_RUN = 4


def words(text: str) -> list[str]:
    return _TOKEN.findall(text)


def fold(text: str | None) -> str:
    return re.sub(r"[\W_]+", "", (text or "").lower())


def runs(tokens: Sequence[str]) -> Counter[tuple[str, ...]]:
    return (
        Counter(tuple(tokens[at : at + _RUN]) for at in range(max(1, len(tokens) - _RUN + 1))) if tokens else Counter()
    )


def score_text(truth: str, text: str, neutral: Sequence[str]) -> dict[str, float]:
    """Precision, recall and whether the words are the same, without the neutral strings."""
    truth, text = " ".join(truth.split()), " ".join(text.split())
    for string in sorted((" ".join(s.split()) for s in neutral), key=len, reverse=True):
        if string:
            truth, text = truth.replace(string, " "), text.replace(string, " ")
    true_words, own_words = words(truth), words(text)
    true_runs, own_runs = runs(true_words), runs(own_words)
    both = (true_runs & own_runs).total()
    out = {"exact": float(true_words == own_words)}
    if own_runs:
        out["precision"] = both / own_runs.total()
    if true_runs:
        out["recall"] = both / true_runs.total()
    return out


def score_lines(row: dict[str, Any], text: str) -> dict[str, float]:
    folded, out = fold(text), {}
    if row.get("noise"):
        out["leak"] = statistics.mean(fold(line) in folded for line in row["noise"])
    if row.get("body"):
        out["loss"] = statistics.mean(fold(line) not in folded for line in row["body"])
    return out


def score_fields(row: dict[str, Any], read: Read) -> dict[str, float]:
    out = {}
    if row.get("title"):
        out["title"] = float(fold(row["title"]) == fold(read.title))
    if row.get("published"):
        out["day"] = float(_same_day(_when(row["published"]), _when(read.published)))
    if row.get("authors"):
        out["authors"] = _overlap(row["authors"], read.authors)
    return out


def _when(value: Any) -> datetime | None:
    if value is None or isinstance(value, datetime):
        return value
    try:
        return datetime.fromisoformat(str(value).strip())
    except ValueError:
        return None


def _same_day(true: datetime | None, own: datetime | None) -> bool:
    if true is None or own is None:
        return False
    if true.tzinfo and own.tzinfo and true.astimezone(own.tzinfo).date() == own.date():
        return True
    return true.date() == own.date()


def _overlap(true: Sequence[str], own: Sequence[str]) -> float:
    a, b = ({word for name in names for word in re.findall(r"\w+", name.lower())} for names in (true, own))
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


def read_rows(folder: Path, sample: int, way: str | None = None) -> list[dict[str, Any]]:
    rows = [json.loads(line) for line in (folder / "truth.jsonl").read_text(encoding="utf-8").split("\n") if line]
    if sample and len(rows) > sample:
        rows = rows[:: max(1, len(rows) // sample)]
    for row in rows:
        raw = gzip.decompress((folder / "pages" / f"{row['id']}.html.gz").read_bytes())
        row["raw"] = plain(raw, way) if way else raw
    return rows


def measure(extract: Extractor, rows: Sequence[dict[str, Any]]) -> dict[str, float | None]:
    """The figures of one extractor on one set."""
    scores, failed, cpu = [], 0, 0.0
    with contextlib.suppress(Exception):  # models and patterns are loaded with the first page
        extract(rows[0]["raw"], rows[0].get("url") or "")
    for row in rows:
        started = time.process_time()
        try:
            read = extract(row["raw"], row.get("url") or "")
        except Exception:  # noqa: BLE001 - whatever a peer raises is a page without an article
            read, failed = Read(), failed + 1
        cpu += time.process_time() - started
        scores.append(
            {
                **score_text(row["text"], read.text, row.get("neutral") or ()),
                **score_lines(row, read.text),
                **score_fields(row, read),
            }
        )
    figures = {name: _mean(scores, name) for name in ("precision", "recall", *COLUMNS[1:7])}
    precision, recall = figures.pop("precision") or 0.0, figures.pop("recall") or 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {"f1": f1, **figures, "failed": float(failed), "ms": 1000 * cpu / max(1, len(rows))}


def _mean(scores: Sequence[dict[str, float]], name: str) -> float | None:
    values = [score[name] for score in scores if name in score]
    return statistics.mean(values) if values else None


def below_floor(results: dict[str, dict[str, dict[str, float | None]]]) -> list[str]:
    """Our figures that are worse than their floor, in words."""
    floors = tomllib.loads(FLOORS.read_text(encoding="utf-8"))
    found = []
    for name, figures in floors.items():
        ours = results.get(name, {}).get("newscrawl", {})
        for column, floor in figures.items():
            value = ours.get(column)
            if value is not None and (value > floor if column in LOWER_IS_BETTER else value < floor):
                found.append(f"{name}: {column} is {value:.3f}, its floor {floor}")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of labelled sets")
    parser.add_argument("--sets", default="", help="names of sets, all by default")
    parser.add_argument("--only", default="", help="names of extractors, all by default: " + ", ".join(ALL))
    parser.add_argument("--sample", type=int, default=0, help="about so many pages per set")
    parser.add_argument("--plain", choices=WAYS, metavar="WAY", help="change the pages first: " + ", ".join(WAYS))
    parser.add_argument("--out", type=Path, help="folder for quality.md, quality.json and quality.svg")
    parser.add_argument("--check", action="store_true", help="fail where a figure is below its floor")
    args = parser.parse_args()
    if args.plain and args.check:
        parser.error("the floors are those of pages as they are")
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    sets = sets_of(parser, args.data, args.sets)
    extractors = build(args.only.split(",") if args.only else list(ALL))
    results: dict[str, dict[str, dict[str, float | None]]] = {}
    for name in sets:
        rows = read_rows(args.data / name, args.sample, args.plain)
        results[name] = {extractor: measure(run, rows) for extractor, run in extractors.items()}
        print(f"\n{name}: {len(rows)} pages\n")
        print(
            chart.table(
                ["extractor", *COLUMNS],
                [[extractor, *(figures[c] for c in COLUMNS)] for extractor, figures in results[name].items()],
            )
        )
    if args.out:
        write(results, args.out)
    problems = below_floor(results) if args.check else []
    print("\n".join(problems), file=sys.stderr)
    return 1 if problems else 0


def write(results: dict[str, dict[str, dict[str, float | None]]], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "quality.json").write_text(json.dumps(results, indent=1), encoding="utf-8")
    tables = [
        f"## {name}\n\n"
        + chart.table(["extractor", *COLUMNS], [[extractor, *(f[c] for c in COLUMNS)] for extractor, f in rows.items()])
        for name, rows in results.items()
    ]
    (folder / "quality.md").write_text("\n\n".join(tables) + "\n", encoding="utf-8")
    f1 = {
        name: {extractor: figures["f1"] or 0.0 for extractor, figures in rows.items()} for name, rows in results.items()
    }
    chart.bars("Story found: F1 over runs of four words", f1, folder / "quality.svg")


if __name__ == "__main__":
    raise SystemExit(main())
