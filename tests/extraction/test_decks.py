"""The deck, and what only looks like one."""

STORY = "<p>" + "The bridge over the inner harbour opened on Monday after two years of work on its piers. " * 3 + "</p>"
DECK = "Two years of work are over, and the ferries may rest at last."


def test_an_element_named_as_deck(fields_of) -> None:
    """An element by the headline that is named as a deck is the deck."""
    fields = fields_of(
        body=f'<h1>Bridge opens again</h1><p class="article__standfirst">{DECK}</p><div class="article-body">{STORY}</div>'
    )
    assert fields.subtitle == DECK


def test_the_description_shown_below_the_headline(fields_of) -> None:
    """What the page gives as its description is the deck, if it stands by the headline."""
    fields = fields_of(
        f'<meta name="description" content="{DECK}">', f"<h1>Bridge opens again</h1><h2>{DECK}</h2><div>{STORY}</div>"
    )
    assert fields.subtitle == DECK


def test_a_description_that_is_not_shown_is_no_deck(fields_of) -> None:
    """A description for search engines alone is not the editor's deck."""
    assert (
        fields_of(f'<meta name="description" content="{DECK}">', f"<h1>Bridge opens again</h1>{STORY}").subtitle is None
    )


def test_the_story_s_first_paragraph_is_no_deck(fields_of) -> None:
    """Inside the story's own container nothing is a deck, even if the description repeats it."""
    body = f'<h1>Bridge opens again</h1><div itemprop="articleBody"><p>{DECK}</p>{STORY}</div>'
    assert fields_of(f'<meta name="description" content="{DECK}">', body).subtitle is None


def test_a_byline_is_no_deck(fields_of) -> None:
    """A short line by the headline without the name of a deck is none."""
    assert (
        fields_of(
            body=f'<h1>Bridge opens again</h1><p class="byline">By Ada Muster, reporting from the harbour</p>{STORY}'
        ).subtitle
        is None
    )


def test_a_break_in_a_heading_parts_the_lines_of_a_deck(fields_of) -> None:
    """Clauses that a `<br>` parts are lines, in a heading as elsewhere."""
    body = f'<h1>Bridge opens again</h1><h4 class="standfirst">Two years of work<br>Ferries may rest</h4>{STORY}'
    assert fields_of(body=body).subtitle == "Two years of work\nFerries may rest"
