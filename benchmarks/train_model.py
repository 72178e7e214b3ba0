#!/usr/bin/env python3
"""Train the line model (newscrawl/extraction/model/trees.npz) on labelled pages, and say how good it is on publishers it has not seen.

    python benchmarks/train_model.py --data DIR [--sets a,b] [--folds 5] [--write]

DIR/<set>/truth.jsonl holds one JSON object per page (`id`, `url`, `text`: the story, `neutral`: strings that count neither way),
DIR/<set>/pages/<id>.html.gz the bytes. The golden pages of the tests are learned from too: they are short, and hold the near misses.
Needs scikit-learn, which nothing else does. A line is labelled story where it stands in the page's true text. Each page is read twice:
as it is, and as another maker would have built it (`plain_pages.py`). Folds are parted by the publisher's domain, so no publisher is in
training and test at once.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import statistics
import tomllib
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from plain_pages import plain, way_of

from newscrawl import Page
from newscrawl.errors import PageError
from newscrawl.extraction import open_page
from newscrawl.extraction.lines import SourceLine, lower_letters
from newscrawl.extraction.model.classify import STORY
from newscrawl.extraction.model.features import NAMES, features
from newscrawl.extraction.overlay import overlay
from newscrawl.extraction.prune import mark_rules
from newscrawl.extraction.walk import unmarked

ROOT = Path(__file__).parent.parent
MODEL = ROOT / "newscrawl/extraction/model/trees.npz"
GOLDEN = ROOT / "tests/golden"
SETTINGS: dict[str, Any] = {
    "max_iter": 200, "max_leaf_nodes": 16, "max_depth": 7, "learning_rate": 0.1, "min_samples_leaf": 40, "l2_regularization": 5.0,
    "max_features": 0.4, "random_state": 0,
}  # fmt: skip
#: A line whose words stand in the story to this share is one of it, though it was cut or glued there.
WORDS_SHARE = 0.6
MIN_WORDS = 8
#: What the plain pages weigh of all.
PLAIN_SHARE = 0.3


@dataclass(frozen=True)
class Sample:
    """The lines of one labelled page."""

    set: str
    publisher: str
    is_plain: bool
    rows: Any
    story: Any
    chars: Any
    """Characters of each line, 0 for those that count neither way."""


def label(lines: Sequence[SourceLine], truth: str) -> Any:
    """1 for each line that stands in the true text."""
    found = overlay(lines, truth)
    windows = set(_windows(truth))
    return np.array([line.position in found or _is_mostly(line.text, windows) for line in lines], dtype=np.int8)


def _windows(text: str) -> list[tuple[str, ...]]:
    words = text.split()
    return [tuple(words[at : at + 4]) for at in range(len(words) - 3)]


def _is_mostly(text: str, windows: set[tuple[str, ...]]) -> bool:
    own = _windows(text)
    return len(own) >= MIN_WORDS and sum(window in windows for window in own) >= WORDS_SHARE * len(own)


def read_page(job: tuple[str, Path, dict[str, Any]]) -> list[Sample]:
    """A page as it is and a plain one of it, as far as they have lines."""
    name, path, row = job
    raw = path.read_bytes()
    if path.suffix == ".gz":
        raw = gzip.decompress(raw)
    plain_raw = plain(raw, way_of(row["id"]))
    both = (read_sample(name, row, raw, is_plain=False), read_sample(name, row, plain_raw, is_plain=True))
    return [sample for sample in both if sample is not None]


def read_sample(name: str, row: dict[str, Any], raw: bytes, *, is_plain: bool) -> Sample | None:
    """Lines, features and labels of a page; None where it has none."""
    try:
        opened = open_page(Page(url=row.get("url") or "https://unknown.invalid/", html=raw))
    except PageError:
        return None
    marks = mark_rules(opened.nodes, opened.rules, {})
    found, _ = unmarked(opened.nodes, opened.nodes.body, marks)
    lines = [line for line in found if line.mark is None and line.text]
    if not lines:
        return None
    neutral = {lower_letters(text) for text in row.get("neutral") or ()}
    chars = np.array([0 if lower_letters(line.text) in neutral else len(line.text) for line in lines], dtype=np.float32)
    host = urlsplit(row.get("url") or "").hostname or row["id"]
    return Sample(
        name,
        ".".join(host.split(".")[-2:]),
        is_plain,
        features(lines, opened.known, opened.nodes),
        label(lines, row["text"]),
        chars,
    )


def labelled(data: Path, sets: Sequence[str]) -> Iterator[tuple[str, Path, dict[str, Any]]]:
    """Set, file and row of truth of each page."""
    for name in sets:
        for line in (data / name / "truth.jsonl").read_text(encoding="utf-8").split("\n"):
            if line:
                row = json.loads(line)
                yield name, data / name / "pages" / f"{row['id']}.html.gz", row


def golden() -> Iterator[tuple[str, Path, dict[str, Any]]]:
    """The same of the golden pages that hold an article."""
    for path in sorted(GOLDEN.glob("*/expected.toml")):
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        if text := told.get("article", {}).get("text"):
            yield (
                "golden",
                path.with_name("page.html"),
                {"id": path.parent.name, "url": told["page"]["url"], "text": text},
            )


def read_samples(data: Path, sets: Sequence[str]) -> list[Sample]:
    with ProcessPoolExecutor() as pool:
        pages = pool.map(read_page, [*labelled(data, sets), *golden()], chunksize=8)
        return [sample for samples in pages for sample in samples]


def weights(sample: Sample) -> Any:
    """Each page weighs the same, divided between its two makes; in it, a line weighs the root of its length."""
    weight = np.sqrt(np.minimum(sample.chars, 400) + 5) * (sample.chars > 0)
    share = PLAIN_SHARE if sample.is_plain else 1 - PLAIN_SHARE
    return 100 * share * weight / max(1.0, float(weight.sum()))


def train(samples: Sequence[Sample]) -> Any:
    from sklearn.ensemble import HistGradientBoostingClassifier

    return HistGradientBoostingClassifier(**SETTINGS).fit(
        np.vstack([sample.rows for sample in samples]),
        np.concatenate([sample.story for sample in samples]),
        sample_weight=np.concatenate([weights(sample) for sample in samples]),
    )


def fold_of(publisher: str, folds: int) -> int:
    return int(hashlib.md5(publisher.encode(), usedforsecurity=False).hexdigest(), 16) % folds


def cross_validate(samples: Sequence[Sample], folds: int) -> Iterator[tuple[Sample, float, float]]:
    """Precision and recall, by characters, of each page under a model that has not seen its publisher."""
    for number in range(folds):
        model = train([sample for sample in samples if fold_of(sample.publisher, folds) != number])
        for sample in samples:
            if fold_of(sample.publisher, folds) == number:
                kept = model.predict_proba(sample.rows)[:, 1] >= STORY
                right = float((sample.chars * (kept & (sample.story > 0))).sum())
                yield (
                    sample,
                    right / max(1.0, float((sample.chars * kept).sum())),
                    right / max(1.0, float((sample.chars * sample.story).sum())),
                )


def flatten(model: Any) -> dict[str, Any]:
    """The trees of a fitted model as the arrays that `newscrawl.extraction.model.classify` reads."""
    nodes = [predictor[0].nodes for predictor in model._predictors]
    roots = np.cumsum([0, *(len(tree) for tree in nodes[:-1])])
    own = [np.arange(len(tree)) for tree in nodes]
    side = {
        name: np.concatenate(
            [
                np.where(tree["is_leaf"] > 0, at, tree[name]) + root
                for tree, at, root in zip(nodes, own, roots, strict=True)
            ]
        )
        for name in ("left", "right")
    }
    every = np.concatenate(nodes)
    return {
        "column": every["feature_idx"].astype(np.int16),
        "threshold": np.where(every["is_leaf"] > 0, 0, every["num_threshold"]).astype(np.float32),
        "left": side["left"].astype(np.int32),
        "right": side["right"].astype(np.int32),
        "value": every["value"].astype(np.float32),
        "roots": roots.astype(np.int32),
        "bias": np.float32(np.ravel(model._baseline_prediction)[0]),
        "names": np.array(NAMES),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of labelled sets")
    parser.add_argument("--sets", default="", help="names of sets, all by default")
    parser.add_argument("--folds", type=int, default=5, help="0: do not cross-validate")
    parser.add_argument("--write", action="store_true", help="train on all pages and write the model file")
    args = parser.parse_args()
    sets = args.sets.split(",") if args.sets else sorted(path.parent.name for path in args.data.glob("*/truth.jsonl"))
    samples = read_samples(args.data, sets)
    print(f"{len(samples)} pages, {sum(len(sample.rows) for sample in samples)} lines, {len(NAMES)} features")
    results = list(cross_validate(samples, args.folds)) if args.folds else []
    for name, is_plain in product(sets if results else (), (False, True)):
        rows = [(p, r) for sample, p, r in results if (sample.set, sample.is_plain) == (name, is_plain)]
        precision, recall = (statistics.mean(column) for column in zip(*rows, strict=True))
        make = "plain" if is_plain else "as is"
        print(f"{name:12} {make} precision {precision:.3f}  recall {recall:.3f}  of characters, unseen publishers")
    if args.write:
        np.savez_compressed(MODEL, **flatten(train(samples)))
        print(f"{MODEL.name}: {MODEL.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
