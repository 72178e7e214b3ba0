"""The robots.txt of many hosts: few are ready at once, and none is forgotten."""

from scrapy.robotstxt import ProtegoRobotParser

from newscrawl.middlewares.robots_kept import KeptFiles


def rules_of(read):
    """Files of five hosts, of which two are ready at once; each forbids its own number."""

    def made(file):
        read.append(file)
        return ProtegoRobotParser(file, None)

    kept = KeptFiles(made, most=2)
    for number in range(5):
        kept.keep(f"http://h{number}.example", b"User-agent: *\nDisallow: /%d" % number)
    return kept


def test_every_host_keeps_its_rules():
    """However many came after it."""
    kept = rules_of([])
    for number in range(5):
        rules = kept.of(f"http://h{number}.example")
        assert [rules.allowed(f"/{path}", "newscrawl") for path in range(5)] == [path != number for path in range(5)]
    assert kept.of("http://other.example") is None


def test_rules_that_were_asked_for_last_are_ready():
    """Only those that were not have to be read anew, and no more are held than are to be."""
    read = []
    kept = rules_of(read)
    kept.of("http://h3.example")
    kept.of("http://h0.example")
    kept.of("http://h3.example")
    assert len(read) == 6
    assert len(kept._ready) == 2
