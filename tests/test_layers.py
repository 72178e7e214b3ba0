"""Imports go downwards only."""

import ast
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "newscrawl"

#: From the bottom up: a part may import those below it, and itself.
LAYERS = (
    ("_version", "errors"),
    ("article", "datafile", "selectors", "selector_steps", "selector_index", "slowness"),
    ("noise", "sites"),
    ("extraction", "health", "ledger", "output"),
    ("spiders", "pipelines", "middlewares", "scheduler", "settings", "options", "run", "log", "monitors"),
    ("report",),
    ("commands", "commandline", "crawling", "hooks", "kept", "process", "web"),
)
SCRAPY_FROM = 4
LEVEL = {part: level for level, parts in enumerate(LAYERS) for part in parts}


def imports_of(path: Path) -> list[str]:
    """Dotted names that a module imports, wherever in it."""
    names = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.append(node.module)
            if node.module == "newscrawl":
                names += [f"newscrawl.{alias.name}" for alias in node.names]
    return names


def offenders() -> list[str]:
    """Imports that go upwards or sideways."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        part = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        if part in ("__init__", "__main__"):
            continue
        assert part in LEVEL, f"{path} belongs to no layer: draw it in LAYERS"
        for name in imports_of(path):
            root, _, rest = name.partition(".")
            target = rest.partition(".")[0]
            if root in ("scrapy", "twisted") and LEVEL[part] < SCRAPY_FROM:
                found.append(f"{path.name} imports {name}: Scrapy lives above")
            if root == "newscrawl" and target in LEVEL and target != part:
                sideways = LEVEL[target] == LEVEL[part] and 2 <= LEVEL[part] < SCRAPY_FROM
                if LEVEL[target] > LEVEL[part] or sideways:
                    found.append(f"{path.name} imports {name}")
    return found


def names_given(statement: ast.stmt) -> list[str]:
    """Names that an assignment gives a value."""
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    return [node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)]


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_constant_has_one_value(path: Path) -> None:
    """A second one of the same name, far below, would take the place of the first in silence."""
    body = ast.parse(path.read_text(encoding="utf-8")).body
    names = Counter(name for statement in body for name in names_given(statement))

    assert [name for name, times in names.items() if times > 1] == []


def test_imports_go_downwards_only() -> None:
    """No part imports one above it, and no two of a layer below Scrapy import each other."""
    assert offenders() == []


def test_only_one_file_imports_trafilatura() -> None:
    """trafilatura is known to engine.py alone."""
    users = [p.name for p in PACKAGE.rglob("*.py") if any(n.split(".")[0] == "trafilatura" for n in imports_of(p))]

    assert users == ["engine.py"]


def test_extract_loads_no_scrapy() -> None:
    """`newscrawl.extract` works without Scrapy or Twisted in the process."""
    code = (
        "import sys, newscrawl\n"
        "words = ' '.join(f'The council met on day {i} and voted on the bridge.' for i in range(9))\n"
        "html = f'<html><head><title>Bridge vote</title></head><body><h1>Bridge vote</h1><article><p>{words}</p></article>'\n"
        "newscrawl.extract(html, url='https://paper.example/a/1')\n"
        "print(sorted({m.split('.')[0] for m in sys.modules} & {'scrapy', 'twisted'}))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_cleaning_a_page_loads_nothing_of_a_crawl(tmp_path: Path) -> None:
    """Scrapy loads all commands to start one of them, so what they need is loaded when they run."""
    code = (
        "import sys\n"
        "from scrapy.cmdline import execute\n"
        "try:\n"
        "    execute(['scrapy', 'clean', sys.argv[1]])\n"
        "finally:\n"
        "    crawls = ('newscrawl.run', 'newscrawl.ledger', 'newscrawl.middlewares', 'newscrawl.pipelines', 'newscrawl.output')\n"
        "    print(sorted(name for name in sys.modules if name.startswith(crawls)))\n"
    )
    page = tmp_path / "page.html"
    page.write_text("<html><head><title>none</title></head></html>", encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", code, str(page)], capture_output=True, text=True, check=False)

    assert done.stdout.strip() == "[]", done.stderr
