"""Stories and data of pages that keep them in scripts."""

from newscrawl.extraction.scripts.states import states
from newscrawl.extraction.scripts.stories import is_titled, rendered_flight, set_aside, story_in_scripts

__all__ = ["is_titled", "rendered_flight", "set_aside", "states", "story_in_scripts"]
