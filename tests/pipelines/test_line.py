"""Every URL ends in exactly one fate, whatever a stage does."""

import newscrawl.output


def test_a_page_becomes_a_line(open_run, line, tmp_path):
    """A page of a leased URL is archived, extracted, written and settled as stored."""
    run = open_run()
    line.lease(run, "http://paper.example/a/1")

    (article,) = line.send(run, line.page("http://paper.example/a/1"))
    run.finish()

    assert article.text.split("\n") == line.story(1)
    assert line.fates(run) == {"stored": 1}
    assert run.held == {} and run.internal_errors == 0
    (read,) = newscrawl.output.read(tmp_path / "out" / "articles")
    assert (read.text, read.run_id) == (article.text, run.run_id)
