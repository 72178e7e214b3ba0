"""A site that has moved to another domain is named, and is no site without news."""


def test_a_site_whose_addresses_all_lead_to_another_domain_is_named(crawl, site):
    """In the run that sees it, with what to ask for instead; not again in the next one."""
    front = "<html><head><title>Herald</title></head><body><p>Welcome.</p></body></html>"
    robots = "User-agent: *\nAllow: /\n"

    def at(path, body):
        def answer(handler):
            if handler.headers["Host"].startswith("paper."):
                return 301, {"Location": f"http://herald.example:{site.port}{path}"}, b""
            return 200, {"Content-Type": "text/plain" if path == "/robots.txt" else "text/html"}, body.encode()

        site.routes[path] = answer

    at("/", front)
    at("/robots.txt", robots)
    names = {"NEWSCRAWL_HOSTS": "paper.example=127.0.0.1,herald.example=127.0.0.1"}

    first = crawl("site", "-a", f"site=http://paper.example:{site.port}", NEWSCRAWL_POLL_MAX_SECONDS=0, **names)
    second = crawl("site", "-a", f"site=http://paper.example:{site.port}", NEWSCRAWL_POLL_MAX_SECONDS=0, **names)

    assert "paper.example is not as usual: all 2 addresses that answered lead to herald.example" in first.stderr
    assert "lead to herald.example" not in second.stderr
