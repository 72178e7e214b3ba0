"""Runs one crawl in a process of its own, because a reactor starts once only. Job on stdin, outcome on stdout, both JSON.

Job: {"urls": [...]} fetches addresses, {"spider": name, "arguments": {...}} runs one of ours without a ledger;
"settings" override those of newscrawl.
"""

import asyncio
import json
import sys
import time
from dataclasses import asdict, is_dataclass

import scrapy
from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

ALONE = {
    "ITEM_PIPELINES": {},
    "LOG_FORMATTER": "scrapy.logformatter.LogFormatter",
    "EXTENSIONS": {},
    "DOWNLOAD_DELAY": 0,
    "DOWNLOAD_TIMEOUT": 60,
    "RETRY_TIMES": 1,
    "NEWSCRAWL_BACKOFF_SECONDS": 0.1,
    "LOG_LEVEL": "WARNING",
}


class Fetch(scrapy.Spider):
    """Fetches addresses and keeps what came of each."""

    name = "fetch"

    def __init__(self, urls, **kwargs):
        super().__init__(**kwargs)
        self.urls, self.outcomes = urls, {}

    async def start(self):
        for url in self.urls:
            yield scrapy.Request(
                url,
                callback=self.came,
                errback=self.failed,
                dont_filter=True,
                cb_kwargs={"asked": url},
                meta={"asked": url},
            )

    def came(self, response, asked):
        self.outcomes[asked] = {
            "status": response.status,
            "body": response.text[:200],
            "url": response.url,
            "at": time.time(),
        }

    def failed(self, failure):
        error, asked = failure.value, failure.request.meta["asked"]
        fate = getattr(error, "fate", None)
        self.outcomes[asked] = (
            {"fate": f"{fate.outcome}:{fate.code}", "detail": fate.detail} if fate else {"error": type(error).__name__}
        )


def plain(value):
    """A JSON-able picture of an item or request."""
    if isinstance(value, scrapy.Request):
        return {"request": value.url, **{key: value.meta.get(key) for key in ("kind", "site", "announced")}}
    found = asdict(value) if is_dataclass(value) else dict(value)
    return {
        "type": type(value).__name__,
        **{key: v.decode("utf-8", "replace") if isinstance(v, bytes) else v for key, v in found.items()},
    }


def main():
    job = json.load(sys.stdin)
    settings = Settings()
    settings.setmodule("newscrawl.settings")
    settings.update({**ALONE, **job.get("settings", {})}, priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(job.get("spider") or Fetch)
    items = []
    crawler.signals.connect(lambda item: items.append(plain(item)), signals.item_scraped, weak=False)
    task = process.crawl(crawler, **(job.get("arguments") or {"urls": job.get("urls")}))
    process.start()
    if isinstance(task, asyncio.Task) and task.done() and task.exception():
        raise task.exception()
    outcomes = getattr(crawler.spider, "outcomes", {})
    stats = {key: value for key, value in crawler.stats.get_stats().items() if isinstance(value, (int, float, str))}
    json.dump({"outcomes": outcomes, "items": items, "stats": stats}, sys.stdout)


if __name__ == "__main__":
    main()
