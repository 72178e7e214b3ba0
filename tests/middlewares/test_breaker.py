"""Hosts that do not answer: some requests, then silence; one that answers again is asked again."""

import pytest

from tests.middlewares.local_web import LocalServer, crawl


@pytest.fixture(scope="module")
def outcomes():
    """One crawl of a host that is not there, one behind a gateway, and one that is well; gives outcomes and the servers."""
    gateway, well = LocalServer("127.0.0.2"), LocalServer("127.0.0.3")
    gateway.routes["/robots.txt"] = well.routes["/robots.txt"] = (404, {}, b"")
    urls = []
    for number in range(12):
        gateway.page(f"/{number}", status=502)
        well.page(f"/{number}", status=502 if number % 2 else 200)
        urls += [f"http://127.0.0.9:9/{number}", f"{gateway.base}/{number}", f"{well.base}/{number}"]
    settings = {
        "NEWSCRAWL_ALLOW_ADDRESSES": ["127.0.0.0/8"], "NEWSCRAWL_BREAKER_FAILURES": 4, "RETRY_ENABLED": False,
        "CONCURRENT_REQUESTS": 1, "ROBOTSTXT_OBEY": False,
    }  # fmt: skip
    done = crawl(urls=urls, settings=settings)
    yield done, gateway, well
    gateway.close()
    well.close()


def fates(done, base):
    """How the requests to one host ended, in the order of their numbers."""
    return [outcome for url, outcome in sorted(done["outcomes"].items()) if url.startswith(base)]


@pytest.mark.parametrize("which", ["gateway", "nowhere"])
def test_a_dead_host_is_left_alone(outcomes, which):
    """After four requests without an answer the others are given up unasked, to be tried by a later run."""
    done, gateway, _ = outcomes
    left = [
        outcome
        for outcome in fates(done, gateway.base if which == "gateway" else "http://127.0.0.9:9")
        if outcome.get("fate") == "failed:host-down"
    ]
    assert len(left) == 8
    if which == "gateway":
        assert gateway.connections <= 4


def test_a_host_that_answers_in_between_is_not_dead(outcomes):
    """Every answer begins the count anew."""
    done, _, well = outcomes
    assert len(well.asked) == 12
    assert not any(outcome.get("fate") == "failed:host-down" for outcome in fates(done, well.base))


def test_it_is_counted(outcomes):
    """Two hosts were left alone, and the log says which."""
    done, gateway, _ = outcomes
    assert done["stats"]["newscrawl/hosts_left_alone"] == 2
    assert f"{gateway.base.removeprefix('http://')} does not answer" in done["log"]
