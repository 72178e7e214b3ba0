"""Plain tables and bar charts of benchmark results, without a plotting library."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

_BAR, _GAP, _LEFT, _WIDTH = 18, 6, 190, 760
_COLOURS = ("#0b6e4f", "#9aa5b1", "#c9a227", "#8c5e58", "#5b7db1", "#b1b1b1")


def table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A table in Markdown; numbers are aligned to the right."""
    cells = [[_cell(value) for value in row] for row in rows]
    widths = [max([len(name), *(len(row[at]) for row in cells)]) for at, name in enumerate(columns)]
    head = "| " + " | ".join(name.ljust(width) for name, width in zip(columns, widths, strict=True)) + " |"
    rule = "|" + "|".join("-" * (width + 1) + (":" if at else "-") for at, width in enumerate(widths)) + "|"
    body = [
        "| "
        + " | ".join(
            cell.rjust(width) if at else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        + " |"
        for row in cells
    ]
    return "\n".join([head, rule, *body])


def _cell(value: object) -> str:
    if value is None:
        return "-"
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def bars(title: str, groups: Mapping[str, Mapping[str, float]], path: Path, *, unit: str = "") -> None:
    """Write a bar chart as SVG: one block per group, one bar per name, from 0 to the largest value."""
    names = list(dict.fromkeys(name for group in groups.values() for name in group))
    largest = max([value for group in groups.values() for value in group.values()], default=1) or 1
    out, y = [f'<text x="10" y="24" font-size="16" font-weight="bold">{escape(title)}</text>'], 44
    for label, group in groups.items():
        out.append(f'<text x="10" y="{y + 13}" font-weight="bold">{escape(label)}</text>')
        y += _BAR + _GAP
        for name, value in group.items():
            width = max(1.0, (_WIDTH - _LEFT - 90) * value / largest)
            out.append(f'<text x="20" y="{y + 13}">{escape(name)}</text>')
            out.append(
                f'<rect x="{_LEFT}" y="{y}" width="{width:.1f}" height="{_BAR}" fill="{_COLOURS[names.index(name) % len(_COLOURS)]}"/>'
            )
            out.append(f'<text x="{_LEFT + width + 6:.1f}" y="{y + 13}">{value:.3g}{escape(unit)}</text>')
            y += _BAR + _GAP
        y += _GAP
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{y}" font-family="sans-serif" font-size="12">'
    path.write_text(
        "\n".join([svg, '<rect width="100%" height="100%" fill="white"/>', *out, "</svg>", ""]), encoding="utf-8"
    )
