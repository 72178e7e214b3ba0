"""Manners, as the hosts see them."""

from tests.middlewares.score_server import crawl_and_score


def test_nobody_is_asked_in_a_pause_nor_for_what_is_forbidden_nor_twice_at_once(tmp_path):
    """Four hosts that answer every twenty-third request with 429 or 503, and forbid every tenth page."""
    scores = crawl_and_score(tmp_path, hosts=4, pages=80)
    assert [(score.early, score.forbidden, score.crowded) for score in scores] == [(0, 0, 0)] * 4
    # every allowed page, robots.txt and tdmrep.json, and once more what was answered with a pause
    assert all(score.requests == 72 + 2 + score.pauses for score in scores)
    assert all(score.pauses >= 3 for score in scores)
