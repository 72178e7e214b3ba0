"""The stage `extract` with workers that can be made to hang or die."""

from newscrawl.pipelines.extract import Extract


class OddExtract(Extract):
    function = "tests.pipelines.odd_extract:extract"
