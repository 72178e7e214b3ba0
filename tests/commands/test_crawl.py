"""`scrapy crawl`, here and there through a shell, as cron starts it: one test per way in which a run ends."""

import json
import os
import signal
import time

import pytest

import newscrawl
from newscrawl.output.manifest import read_manifest
from tests.commands.conftest import wait_for


def articles(crawl):
    """What consumers see."""
    return list(newscrawl.read(crawl.output / "articles"))


def manifests(crawl):
    """The accounts of all runs, oldest first."""
    return [read_manifest(path) for path in sorted((crawl.output / "runs").glob("*.json"))]


def errors(done):
    """What stands on stderr beside the log."""
    starts = ("newscrawl:", "scrapy: error:", "__main__.py: error:", "Traceback")
    return [line for line in done.stderr.splitlines() if line.startswith(starts)]


# complete


def test_a_complete_crawl_ends_with_0_and_its_account_adds_up(crawl, site):
    """Every story is in the output, the summary line says so, and the manifest agrees."""
    done = crawl("articles", "-a", f"url={' '.join(site.urls)} {site.base}/nothing", before="")

    assert done.returncode == 0, done.stderr
    assert sorted(article.url for article in articles(crawl)) == sorted(site.urls)
    assert done.stdout == f"3 stored, 1 refused (http-error 1) -> {crawl.output / 'articles'}\n"
    (manifest,) = manifests(crawl)
    assert manifest.adds_up
    assert (manifest.urls.announced, manifest.urls.stored, manifest.urls.refused) == (4, 3, 1)
    assert manifest.exit_code == 0
    assert sum(segment.lines for segment in manifest.segments if segment.file.startswith("articles/")) == 3


def test_a_second_crawl_fetches_nothing_again_and_is_a_success(crawl, site):
    """No page is due, so nothing is asked for and nothing has failed."""
    crawl("articles", "-a", f"url={' '.join(site.urls)}")
    asked = len(site.asked)
    done = crawl("articles", "-a", f"url={' '.join(site.urls)}")

    assert done.returncode == 0, done.stderr
    assert len(site.asked) == asked
    assert done.stdout.startswith("0 stored, 3 unchanged -> ")
    assert len(articles(crawl)) == 3


def test_show_prints_tables_an_article_and_what_was_cut_from_it(crawl, site):
    """Into a file it is plain text: no colour, no cursor movement."""
    done = crawl("articles", "-a", f"url={site.urls[0]}", "--show")

    assert done.returncode == 0, done.stderr
    assert "What became of the article pages" in done.stdout
    assert "Ward 0 votes on its bridge" in done.stdout
    assert "desk@paper.example" in done.stdout[done.stdout.index("What was cut from it") :]
    assert "\x1b" not in done.stdout


def test_nobody_reading_the_output_is_no_error(crawl, site):
    """A closed pipe on stdout neither prints a traceback nor changes the exit code."""
    done = crawl("articles", "-a", f"url={site.urls[0]}", "--show", before="exec 1>/dev/full; ")

    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr


# refused before anything is touched


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("nope",),
        ("articles",),
        ("articles", "feed", "-a", "url=https://a.example/"),
        ("articles", "-a", "url=https://a.example/", "--shwo"),
        ("articles", "-a", "url=https://a.example/", "-o", "x.json"),
        ("articles", "-a", "novalue"),
        ("articles", "-a", "url=file:///etc/hostname"),
        ("articles", "-a", "urls=/nowhere/urls.txt"),
        ("articles", "-a", "url=https://a.example/", "-a", "limit=none"),
    ],
)
def test_wrong_arguments_end_with_2(crawl, arguments):
    """One line says what is wrong, and no folder is made."""
    done = crawl(*arguments)

    assert done.returncode == 2
    assert len(errors(done)) == 1
    assert "Traceback" not in done.stderr
    assert not crawl.output.exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NEWSCRAWL_TRIES", "many"),
        ("NEWSCRAWL_MIN_SUCCESS_SHARE", "2"),
        ("NEWSCRAWL_ARCHIVE", "perhaps"),
        ("NEWSCRAWL_ALLOW_ADDRESSES", "everything"),
        ("NEWSCRAWL_RULES_DIR", "/nowhere"),
        ("CONCURRENT_REQUESTS", "all"),
        ("LOG_LEVEL", "LOUD"),
    ],
)
def test_a_wrong_setting_ends_with_78_and_is_named(crawl, name, value):
    """One line names the setting."""
    done = crawl("articles", "-a", "url=https://a.example/", **{name: value})

    assert done.returncode == 78
    (line,) = errors(done)
    assert name in line
    assert not crawl.output.exists()


def test_a_wrong_profile_ends_with_78_and_names_file_and_key(crawl, tmp_path):
    """A user's profile is checked before the first request."""
    (tmp_path / "sites").mkdir()
    (tmp_path / "sites" / "a.example.toml").write_text('name = "a.example"\nhosts = 3\n')
    done = crawl("articles", "-a", "url=https://a.example/", NEWSCRAWL_SITES_DIR=tmp_path / "sites")

    assert done.returncode == 78
    (line,) = errors(done)
    assert "a.example.toml" in line
    assert "hosts" in line


def test_a_folder_that_cannot_be_written_ends_with_73(crawl, site):
    """It is said before anything is asked of the site."""
    crawl.output.mkdir()
    (crawl.output / "removals").write_text("in the way")
    done = crawl("articles", "-a", f"url={site.urls[0]}")

    assert done.returncode == 73
    assert len(errors(done)) == 1
    assert site.asked == []


def test_a_log_file_that_cannot_be_written_ends_with_73(crawl):
    """One line, no traceback."""
    done = crawl("articles", "-a", "url=https://a.example/", "--logfile", "/nowhere/log")

    assert done.returncode == 73
    assert len(errors(done)) == 1


def test_too_little_space_to_start_ends_with_74(crawl, site):
    """The crawl does not begin what it could not write."""
    done = crawl("articles", "-a", f"url={site.urls[0]}", NEWSCRAWL_MIN_FREE_MB=10**9)

    assert done.returncode == 74
    assert len(errors(done)) == 1
    assert site.asked == []


def test_a_part_that_cannot_be_loaded_ends_with_1(crawl, site):
    """What Scrapy cannot set up is no crawl, and the account says why."""
    done = crawl("articles", "-a", f"url={site.urls[0]}", ITEM_PROCESSOR="nowhere.Line")

    assert done.returncode == 1
    assert "nowhere" in errors(done)[-1]
    assert manifests(crawl)[0].exit_code == 1


# ended by what happened on the way


def test_too_few_pages_end_with_69(crawl, site):
    """One of three pages gave an article, half of them should."""
    done = crawl("articles", "-a", f"url={site.urls[0]} {site.base}/x {site.base}/y")

    assert done.returncode == 69
    assert len(articles(crawl)) == 1
    assert manifests(crawl)[0].exit_code == 69


def test_a_feed_that_does_not_answer_ends_with_69(crawl, site):
    """A crawl that found nothing because nothing answered is no success."""
    done = crawl("feed", "-a", f"url={site.base}/feed.xml")

    assert done.returncode == 69


def test_a_mistake_of_our_own_ends_with_70(crawl, site):
    """The traceback is in the log, the URL is tried again by a later run, the account adds up."""
    done = crawl("articles", "-a", f"url={site.urls[0]}", ITEM_PIPELINES=json.dumps({"breaking_stage.OursBreaks": 1}))

    assert done.returncode == 70
    assert "KeyError: 'a mistake of ours'" in done.stderr
    assert done.stderr.endswith("newscrawl: errors: 1 of newscrawl itself; the log has their tracebacks\n")
    (manifest,) = manifests(crawl)
    assert manifest.adds_up
    assert manifest.urls.codes == {"internal": 1}


def test_a_mistake_of_somebody_elses_stage_is_told_as_theirs(crawl, site):
    """In the log, the last line and the account; it ends with 70 too, and its URL is tried again by a later run."""
    done = crawl("articles", "-a", f"url={site.urls[0]}", ITEM_PIPELINES=json.dumps({"breaking_stage.Breaks": 1}))

    assert done.returncode == 70
    assert (
        "The stage breaking_stage.Breaks is none of newscrawl, and broke: KeyError: 'a mistake of theirs'"
        in done.stderr
    )
    assert done.stderr.endswith("newscrawl: errors: 1 of breaking_stage.Breaks; the log has their tracebacks\n")
    (manifest,) = manifests(crawl)
    assert manifest.adds_up
    assert manifest.urls.codes == {"stage": 1}


def test_a_disk_that_runs_full_ends_with_74_and_the_next_run_completes(crawl, big_site):
    """A file that cannot grow stands for the full disk; when there is room again nothing is lost or doubled."""
    urls = f"url={' '.join(big_site.urls)}"
    done = crawl("articles", "-a", urls, before="ulimit -f 150; ", NEWSCRAWL_ARCHIVE=False)
    assert done.returncode == 74, done.stderr
    again = crawl("articles", "-a", urls)

    assert again.returncode == 0, again.stderr
    assert sorted(article.url for article in articles(crawl)) == sorted(big_site.urls)
    assert manifests(crawl)[-1].adds_up


def test_a_disk_that_becomes_too_full_ends_with_74(crawl, site):
    """The running crawl stops before there is no room at all."""
    done = crawl("articles", "-a", f"url={site.never}", NEWSCRAWL_STOP_FREE_MB=10**9, NEWSCRAWL_STOP_SECONDS=1)

    assert done.returncode == 74
    assert manifests(crawl)[0].urls.waiting == manifests(crawl)[0].urls.announced


def test_the_time_budget_ends_with_124_and_gives_back_what_is_left(crawl, site):
    """A page that never comes does not hold the run, and waits for the next."""
    done = crawl("articles", "-a", f"url={site.never}", NEWSCRAWL_TIME_BUDGET_SECONDS=1, NEWSCRAWL_STOP_SECONDS=0.5)

    assert done.returncode == 124, done.stderr
    (manifest,) = manifests(crawl)
    assert manifest.urls.waiting == manifest.urls.announced
    assert (manifest.exit_code, manifest.adds_up) == (124, True)


def test_a_second_crawl_in_the_folder_ends_with_75_and_says_who_holds_it(crawl, site):
    """The first one is not disturbed."""
    first = crawl.start("articles", "-a", f"url={site.never}", NEWSCRAWL_STOP_SECONDS=0.2)
    try:
        wait_for(lambda: "/never" in site.asked, "the first crawl works")
        done = crawl("articles", "-a", f"url={site.urls[0]}")

        assert done.returncode == 75
        (line,) = errors(done)
        assert f"process {first.pid}" in line
        assert first.poll() is None
    finally:
        first.terminate()
        first.communicate(timeout=300)


def test_of_crawls_that_start_at_once_one_works(crawl, site):
    """Four of them: three end with 75 while the first is still at work, and that one is not disturbed."""
    running = [crawl.start("articles", "-a", f"url={site.never}", NEWSCRAWL_STOP_SECONDS=0.2) for _ in range(4)]
    try:
        wait_for(lambda: sum(process.poll() is not None for process in running) == 3, "three have ended")
        wait_for(lambda: "/never" in site.asked, "the other works")
        (winner,) = (process for process in running if process.poll() is None)
        assert [process.returncode for process in running if process is not winner] == [75, 75, 75]
        winner.terminate()
        winner.communicate(timeout=300)
        assert winner.returncode == 143
    finally:
        for process in running:
            process.kill()
            process.communicate(timeout=300)

    (manifest,) = manifests(crawl)
    assert manifest.adds_up


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_gives_back_what_is_in_flight(crawl, site, number, code):
    """What was stored stays, what was not waits, and the next run goes on."""
    urls = f"url={' '.join(site.urls)} {site.never}"
    running = crawl.start("articles", "-a", urls, NEWSCRAWL_STOP_SECONDS=0.5)
    wait_for(lambda: "/never" in site.asked, "the crawl works")
    running.send_signal(number)
    _, log = running.communicate(timeout=300)

    assert running.returncode == code, log
    (manifest,) = manifests(crawl)
    assert (manifest.exit_code, manifest.adds_up) == (code, True)
    assert manifest.urls.waiting >= 1
    site.story(9, "/never")
    assert crawl("articles", "-a", urls).returncode == 0
    assert sorted(article.url for article in articles(crawl)) == sorted([*site.urls, site.never])


def test_a_second_signal_stops_at_once_and_loses_nothing(crawl, site):
    """It does not wait for a page that never comes, and what was written is published once."""
    urls = f"url={' '.join(site.urls)} {site.never}"
    running = crawl.start("articles", "-a", urls, NEWSCRAWL_STOP_SECONDS=600, DOWNLOAD_TIMEOUT=600)
    wait_for(lambda: len(site.asked) >= 5, "all pages are asked for")
    running.send_signal(signal.SIGTERM)
    wait_for(lambda: "SIGTERM" in running.log, "the crawl knows of the first one")
    running.send_signal(signal.SIGTERM)
    _, log = running.communicate(timeout=300)

    assert running.returncode == 143, log
    assert manifests(crawl)[0].adds_up
    site.page("/never", "gone", status=410)
    assert crawl("articles", "-a", urls).returncode == 0
    assert sorted(article.url for article in articles(crawl)) == sorted(site.urls)


def test_a_stop_while_workers_are_still_being_started_is_at_once(crawl, site):
    """There is nothing in flight to wait for; the next run does all of it."""
    urls = f"url={' '.join(site.urls)}"
    done = crawl("articles", "-a", urls, NEWSCRAWL_TIME_BUDGET_SECONDS=0.05, NEWSCRAWL_STOP_SECONDS=600)

    assert done.returncode == 124, done.stderr
    assert "Traceback" not in done.stderr
    assert site.asked == []
    assert crawl("articles", "-a", urls).stdout.startswith("3 stored -> ")


def test_a_stop_waits_for_no_pause_that_a_host_asks_for(crawl, site):
    """The page behind the pause is one for the next run."""
    site.page("/busy", "later", status=429, Retry_After="800")
    running = crawl.start(
        "articles", "-a", f"url={site.base}/busy", "-L", "DEBUG",
        NEWSCRAWL_STOP_SECONDS=800, NEWSCRAWL_RETRY_AFTER_WAIT_SECONDS=900, RETRY_TIMES=1,
    )  # fmt: skip
    wait_for(lambda: "Retrying <GET" in running.log, "the page is to be asked for again")
    time.sleep(0.5)  # until it waits
    running.terminate()
    _, log = running.communicate(timeout=300)

    assert running.returncode == 143, log
    assert site.times("/busy") == 1
    assert manifests(crawl)[0].adds_up


@pytest.mark.parametrize("pages", [10, 45])
def test_a_killed_crawl_is_taken_up_by_the_next(crawl, big_site, pages):
    """After SIGKILL of the whole group nothing is lost, doubled or torn."""
    urls = f"url={' '.join(big_site.urls)}"
    with big_site.holding(big_site.urls[-1]):
        running = crawl.start("articles", "-a", urls, NEWSCRAWL_SYNC_SECONDS=0.05)
        wait_for(lambda: len(big_site.asked) > pages, f"{pages} pages are asked for")
        os.killpg(running.pid, signal.SIGKILL)
        running.communicate(timeout=300)
    done = crawl("articles", "-a", urls)

    assert done.returncode == 0, done.stderr
    assert sorted(article.url for article in articles(crawl)) == sorted(big_site.urls)
    assert list(crawl.output.rglob("*.jsonl.part")) == []
    assert manifests(crawl)[-1].adds_up


def test_a_crawl_without_a_contact_asks_nobody_but_loopback(crawl, site):
    """It ends with 78, says what to set, and keeps the address for the run that has one."""
    done = crawl("articles", "-a", "url=http://192.0.2.7/2026/11/24/story", NEWSCRAWL_CONTACT="")

    assert done.returncode == 78
    assert "NEWSCRAWL_CONTACT is not set" in errors(done)[-1]
    assert "Traceback" not in done.stderr
    again = crawl("articles", "-a", "url=http://192.0.2.7/2026/11/24/story", NEWSCRAWL_CONTACT="news@paper.example")
    assert "refused (address 1)" in again.stdout
