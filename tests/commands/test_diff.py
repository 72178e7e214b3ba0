"""Pages that were kept are read again by other rules, and what that changes is shown."""

import newscrawl
from tests.commands.typed import typed

PROFILE = """
name = "127.0.0.1"
hosts = ["127.0.0.1"]
[[layouts]]
name = "plain"
seen = "the pages of these tests"
article = ["article"]
body = ["article"]
[[layouts.lines]]
rule = "plain.final-vote"
pattern = 'The vote of ward \\d+ is final,.*'
why = "It stands under every story."
"""


def test_a_replay_under_other_rules_differs_where_they_do(crawl, site, tmp_path):
    """No page is asked for again, the new rule's line is cut from each story, and the comparison names rule and line."""
    crawl("articles", "-a", f"url={' '.join(site.urls)}")
    asked = len(site.asked)
    (tmp_path / "sites").mkdir()
    (tmp_path / "sites" / "127.0.0.1.toml").write_text(PROFILE)
    new = tmp_path / "new"
    replay = ("archive", "-a", f"path={crawl.output / 'pages'}")
    done = crawl(*replay, NEWSCRAWL_OUTPUT_DIR=new, NEWSCRAWL_SITES_DIR=tmp_path / "sites")
    same = typed("diff", str(crawl.output), str(crawl.output))
    other = typed("diff", str(crawl.output), str(new))

    assert done.returncode == 0, done.stderr
    assert len(site.asked) == asked
    old, again = ({a.id: a for a in newscrawl.read(folder)} for folder in (crawl.output, new))
    assert old.keys() == again.keys()
    assert [old[id].fetched_at for id in old] == [again[id].fetched_at for id in old]
    assert [old[id].http.archive for id in old] == [again[id].http.archive for id in old]
    assert (same.returncode, same.stdout) == (0, "no difference\n")
    assert other.returncode == 1
    assert "3 articles changed" in other.stdout
    (row,) = (line for line in other.stdout.splitlines() if "plain.final-vote" in line)
    assert row.split()[:5] == ["plain.final-vote", "cut", "now", "3", "3"]


def test_a_replay_into_the_same_folder_is_a_revision_only_where_the_story_changed(crawl, site):
    """With the rules of yesterday nothing is new."""
    crawl("articles", "-a", f"url={' '.join(site.urls)}")
    done = crawl("archive", "-a", f"path={crawl.output / 'pages'}", "-a", "again=1")

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("0 stored, 3 unchanged")


def test_what_is_no_archive_ends_with_2(crawl, tmp_path):
    """A path that is not there is told before anything is made."""
    done = crawl("archive", "-a", f"path={tmp_path / 'nowhere'}")

    assert done.returncode == 2
    assert not crawl.output.exists()
