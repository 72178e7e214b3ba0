"""The whole of newscrawl on the sample site: serves it, crawls all its hosts with the real spider, and shows the result.

`python -m tests.newssite.demo --output DIR` ends with the exit code of the crawl.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.newssite.server import NewsSite

#: Always the same port where it is free, so that a second run knows the addresses of the first.
PORT = 8477
#: A host on loopback needs no rest between two requests, and one that is silent for seconds stays so.
HASTE = {"DOWNLOAD_DELAY": "0.02", "DOWNLOAD_TIMEOUT": "3", "RETRY_TIMES": "1", "NEWSCRAWL_BACKOFF_SECONDS": "1"}


def main() -> int:
    """Serve, crawl, say what is done."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--output", default="output", help="folder of the crawl's results (default: %(default)s)")
    output = Path(parser.parse_args().output)
    with _site() as site:
        print(
            f"A sample news site: {len(site.stories)} invented stories of {len(site.papers)} papers, and a host of broken pages,"
        )
        print(f"served on 127.0.0.1:{site.port}; newscrawl now crawls it into {output}/", flush=True)
        code = crawl(site, output, "--show")
        print(
            f"The site answered {len(site.hits)} requests. The stories are in {output}/articles, what was cut from them in {output}/removals."
        )
    if site.port != PORT:
        print(
            f"(Port {PORT} was taken, so the addresses are new ones: a run with the usual port finds the stories again.)"
        )
    return code


def _site() -> NewsSite:
    try:
        return NewsSite(PORT).start()
    except OSError:
        return NewsSite().start()


def crawl(site: NewsSite, output: Path, *extra: str, hosts: Sequence[str] = ()) -> int:
    """Run `scrapy crawl site` over hosts of a running site (by short name; default: all); its exit code."""
    command = [sys.executable, "-m", "scrapy", *words(site, output, hosts), *extra]
    return subprocess.run(command, check=False).returncode


def words(site: NewsSite, output: Path, hosts: Sequence[str] = ()) -> list[str]:
    """What stands behind `scrapy` for that."""
    # the host of broken pages first, so that the story that is shown at the end is one of the papers'
    chosen = [site.base[key] for key in hosts or reversed(site.base)]
    settings = {**site.settings, **HASTE, "NEWSCRAWL_OUTPUT_DIR": str(output)}
    options = [word for name, value in settings.items() for word in ("-s", f"{name}={value}")]
    return ["crawl", "site", "-a", f"site={','.join(chosen)}", *options]


if __name__ == "__main__":
    sys.exit(main())
