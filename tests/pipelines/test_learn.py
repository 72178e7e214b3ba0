"""What a source repeats at the ends of its stories goes; what is only repeated news stays."""

from newscrawl.article import Line
from newscrawl.pipelines.learn import Counts, furniture
from newscrawl.run.stories import line_hash

FOOT = "The Lower Bexford Weekly has been the paper of the valley since the great flood."
PROSE = "The council put off its vote until the river has fallen, and asked for another opinion. " * 3


def lines(*texts):
    return [Line(position, text) for position, text in enumerate(texts)]


def seen(stories, on):
    """Counts of a source: on how many of its stories each text stood."""
    return Counts(stories, {line_hash(text): count for text, count in on.items()})


def taken(texts, known):
    return [line.text for line in furniture(lines(*texts), known)]


def test_a_repeated_last_line_goes():
    """A short line that most stories of the source end with is furniture; so is one at the head."""
    assert taken([PROSE, PROSE, FOOT], seen(20, {FOOT: 18})) == [FOOT]
    assert taken([FOOT, PROSE, PROSE], seen(20, {FOOT: 18})) == [FOOT]


def test_what_stands_within_the_story_stays():
    """A repeated line between lines of the story is part of it, a sub-heading for instance."""
    assert taken([PROSE, FOOT, PROSE], seen(20, {FOOT: 18})) == []


def test_a_few_stories_prove_nothing():
    """A line on each of four stories may be news that repeats itself."""
    assert taken([PROSE, FOOT], seen(4, {FOOT: 4})) == []


def test_a_line_of_one_series_stays():
    """A line that stands on a small share of a large source's stories belongs to a series."""
    assert taken([PROSE, FOOT], seen(1000, {FOOT: 200})) == []


def test_long_lines_stay():
    """Prose that repeats is not furniture, however often."""
    long = "The council of Lower Bexford meets on the first Tuesday of each month in the old mill. " * 2

    assert taken([PROSE, PROSE, PROSE, long], seen(20, {long: 20})) == []


def test_a_story_that_is_mostly_repeated_stays_whole():
    """Where the repeated lines are much of the story, the story is of that kind: a list, a table, a flash."""
    rows = ["Saturday: closed", "Sunday: closed", "Monday: open"]

    assert taken(["Opening hours of the mill", *rows], seen(20, dict.fromkeys(rows, 20))) == []


def test_case_and_space_do_not_matter():
    """The same line in other case or spacing is the same line."""
    assert taken([PROSE, PROSE, FOOT.upper()], seen(20, {FOOT: 18})) == [FOOT.upper()]


def test_a_crawl_learns(open_run, line):
    """After some stories of a source the line they share at the end goes, on record, and each story stays whole."""
    run = open_run()
    urls = [f"http://paper.example/a/{number}" for number in range(8)]
    line.lease(run, *urls)

    pages = [line.page(url, number, lines=[*line.story(number), FOOT]) for number, url in enumerate(urls)]
    articles = line.send(run, *pages, in_turn=True)

    assert [FOOT in article.text for article in articles] == [True] * 5 + [False] * 3
    assert articles[-1].text.split("\n") == line.story(7)
    assert articles[-1].removed.by_rule["learn"] == 1


def test_what_was_learned_is_no_revision(open_run, line):
    """A story that was stored with a line that is furniture by now is unchanged when it is fetched again."""
    run = open_run()
    urls = [f"http://paper.example/a/{number}" for number in range(8)]
    pages = [line.page(url, number, lines=[*line.story(number), FOOT]) for number, url in enumerate(urls)]
    line.lease(run, *urls)
    line.send(run, *pages, in_turn=True)

    again = open_run()
    line.lease(again, urls[0], again=True)
    line.send(again, pages[0])

    assert line.fates(again) == {"unchanged": 1}
