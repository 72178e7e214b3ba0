"""What is learned of a site's article addresses."""

from newscrawl.spiders.shapes import Shapes, shape_of


def test_addresses_of_one_kind_have_one_shape():
    """Numbers of any length, slugs and values differ; folders and keys do not."""
    assert shape_of("https://paper.example/a/12345") == shape_of("https://www.paper.example/a/987654321")
    assert shape_of("https://paper.example/view.php?no=1&ca=x") == shape_of("https://paper.example/view.php?ca=y&no=99")
    assert shape_of("https://paper.example/rates-rise-again") == shape_of(
        "https://paper.example/ferry-sails-all-winter-2"
    )
    assert shape_of("https://paper.example/2026/11/x-y-z") != shape_of("https://paper.example/politics/x-y-z")


def test_a_site_that_announced_little_is_not_judged():
    """Two stories are no rule."""
    shapes = Shapes()
    shapes.learn(["https://paper.example/story/rates-rise-again"] * 2)
    assert shapes.judge("https://paper.example/story/ferry-sails-on-time") is None


def test_a_site_is_judged_by_its_own_announcements():
    """After twenty of them another shape is no article, and its own shape is one after three."""
    shapes = Shapes()
    shapes.learn(f"https://paper.example/p/Ab{number}xyz" for number in range(20))
    assert shapes.judge("https://paper.example/p/Ab77xyz") is True
    assert shapes.judge("https://paper.example/the-paper-and-its-people") is False
    assert Shapes(shapes.counts).judge("https://paper.example/p/Ab78xyz") is True
