"""Noise rules: each fires and spares as its file says, none can be made slow, and a wrong file is refused."""

import re
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from newscrawl.errors import RuleError
from newscrawl.extraction.nodes import Nodes
from newscrawl.extraction.parse import parse
from newscrawl.extraction.prune import _Page, mark_rules
from newscrawl.noise import CutRule, LineRule, NodeRule, RuleSet, load_rules
from newscrawl.noise.files import HERE, load_file

FILES = {path.stem: load_file(path) for path in sorted(HERE.glob("*.toml"))}

PROSE = (
    "<p>"
    + "The council of the harbour town met on Monday and voted on the bridge, as it had done before. " * 40
    + "</p>"
)


def rules_of_each_file(*kinds: str) -> pytest.MarkDecorator:
    """One test a file that has such rules (`node`, `line`, `cut`): its failure names the rules."""
    rules = {name: [rule for kind in kinds for rule in getattr(file, kind)] for name, file in FILES.items()}
    found = {name: of_file for name, of_file in rules.items() if of_file}
    return pytest.mark.parametrize("rules", found.values(), ids=found)


# -- each rule against its own examples -------------------------------------------------------------------------


@rules_of_each_file("node", "line", "cut")
def test_rules_carry_examples_and_a_reason(rules: list[NodeRule | LineRule | CutRule]) -> None:
    """Whoever reads a rule sees where it fires, what it spares, and why it is there."""
    assert [rule.name for rule in rules if not (rule.fires and rule.spares and rule.why.endswith("."))] == []


def taken(rule: NodeRule, snippet: str) -> tuple[set, set]:
    """The elements of a snippet that a rule takes, with what stands below them; and those that it should take."""
    tree = html.document_fromstring(f"<body>{PROSE}<div id='snippet-around'>{snippet}</div></body>")
    marks = mark_rules(Nodes(tree), RuleSet((rule,), (), ()), {})
    return {below for element in marks for below in element.iter()}, set(tree.xpath("//*[@data-noise]"))


def takes_what_it_should(rule: NodeRule, snippet: str) -> bool:
    """Whether a rule takes the element with `data-noise` and nothing outside it."""
    found, wanted = taken(rule, snippet)
    return bool(wanted) and wanted <= found <= {below for element in wanted for below in element.iter()}


@rules_of_each_file("node")
def test_node_rules_fire(rules: list[NodeRule]) -> None:
    """Each takes the element with `data-noise` and nothing outside it."""
    examples = [(rule, snippet) for rule in rules for snippet in rule.fires]

    assert [(rule.name, snippet) for rule, snippet in examples if not takes_what_it_should(rule, snippet)] == []


@rules_of_each_file("node")
def test_node_rules_spare(rules: list[NodeRule]) -> None:
    """Each takes nothing of its near misses."""
    assert [(rule.name, snippet) for rule in rules for snippet in rule.spares if taken(rule, snippet)[0]] == []


@rules_of_each_file("line")
def test_line_rules_fire(rules: list[LineRule]) -> None:
    """Each takes the whole line."""
    assert [(rule.name, text) for rule in rules for text in rule.fires if not rule.matches(text)] == []


@rules_of_each_file("line")
def test_line_rules_spare(rules: list[LineRule]) -> None:
    """Each leaves its near misses."""
    assert [(rule.name, text) for rule in rules for text in rule.spares if rule.matches(text)] == []


def what_stays(rule: CutRule, text: str) -> str | None:
    """A line without the piece that a rule cuts; None where it cuts nothing."""
    piece = rule.piece(text)
    return (text[: piece[0]] + text[piece[1] :]).strip() if piece else None


@rules_of_each_file("cut")
def test_cut_rules_leave_the_sentence(rules: list[CutRule]) -> None:
    """Each cuts its piece and leaves the rest of the line as it was."""
    examples = [(rule, text, rest) for rule in rules for text, rest in rule.fires]

    assert [
        (rule.name, text, found) for rule, text, rest in examples if (found := what_stays(rule, text)) != rest
    ] == []


@rules_of_each_file("cut")
def test_cut_rules_spare(rules: list[CutRule]) -> None:
    """Each cuts nothing off its near misses."""
    assert [(rule.name, text) for rule in rules for text in rule.spares if rule.piece(text)] == []


@rules_of_each_file("line")
def test_a_line_longer_than_the_bound_is_never_taken(rules: list[LineRule]) -> None:
    """Whatever a line says, one longer than the rule's bound is no noise to it."""
    bounded = [rule for rule in rules if rule.where == "any" and not rule.linked]
    taken = [rule for rule in bounded if any(rule.matches(text.ljust(rule.max_chars + 1)) for text in rule.fires)]

    assert [rule.name for rule in taken] == []


# -- hostile pages ----------------------------------------------------------------------------------------------

_SEEDS = (" ", "가", "a", "1", ".", "가 ", "a ", "(", "[<", "▶ ", "@", "a@", "a.", "=", "2024.1.1 ", "다. ", "·", "가·", "가, ", "기자 ", "a-")  # fmt: skip
_FLOOR_SECONDS = 0.002
"""Shorter times are noise of the machine: they count as this much."""

_TAGS = re.compile(r"//([a-z][a-z0-9]*)")
Cases = dict[tuple[str, str], tuple[Any, ...]]
"""A rule's name and a text -> what its growth is measured by."""

_WILD = 5
"""No polynomial that matters grows so fast from one step to the next."""


def seconds(work: Callable[[], object]) -> float:
    """CPU time, the best of three: what else the machine does counts as little as can be."""
    times = []
    for _ in range(3):
        start = time.thread_time()
        work()
        times.append(time.thread_time() - start)
    return max(min(times), _FLOOR_SECONDS)


def growth(look: Callable[[str], object], seed: str, sizes: list[int]) -> float:
    """The largest step in time from one size to the next; stops where a step is wild, before it hangs."""
    worst, before = 1.0, _FLOOR_SECONDS
    for size in sizes:
        text = (seed * (size // len(seed) + 1))[: size - 1] + "\x00"
        now = seconds(lambda text=text: look(text))
        worst = max(worst, now / before)
        if worst > _WILD:
            break
        before = now
    return worst


def grow_each_time(cases: Cases, most: float, growth_of: Callable[..., float] = growth) -> dict[tuple[str, str], float]:
    """The cases whose work grows more than that, three times out of three: what a busy machine adds comes and goes."""
    found: dict[tuple[str, str], float] = {}
    for _ in range(3):
        found = {key: worst for key, case in cases.items() if (worst := growth_of(*case)) > most}
        cases = {key: cases[key] for key in found}
    return found


def steps(until: int) -> list[int]:
    sizes = [12]
    while sizes[-1] < until:
        sizes.append(min(until, sizes[-1] * 9 // 8 + 1))
    return sizes


def look_of(rule: LineRule | CutRule) -> Callable[[str], object]:
    """What a rule does with a line."""
    return rule.matches if isinstance(rule, LineRule) else rule.piece


def too_slow(
    rules: list[LineRule | CutRule],
    sizes: Callable[[int], list[int]],
    most: float,
    seeds: Callable[[LineRule | CutRule], Iterable[str]] = lambda _: _SEEDS,
) -> dict[tuple[str, str], float]:
    """The rules (and the seeds) whose work grows more than that from one size to the next; `sizes` follow from a rule's bound."""
    return grow_each_time(
        {(rule.name, seed): (look_of(rule), seed, sizes(rule.max_chars)) for rule in rules for seed in seeds(rule)},
        most,
    )


def own_seeds(rule: LineRule | CutRule) -> list[str]:
    """Those of all rules, and what it fires on and spares."""
    own = [example if isinstance(example, str) else example[0] for example in (*rule.fires, *rule.spares)]
    return [*_SEEDS, *own]


@rules_of_each_file("line", "cut")
def test_a_hostile_line_cannot_make_a_rule_slow(rules: list[LineRule | CutRule]) -> None:
    """Within the rule's bound the work never explodes: an eighth more text is never five times the work."""
    assert too_slow(rules, steps, _WILD, own_seeds) == {}


@rules_of_each_file("line", "cut")
def test_twice_the_text_is_not_many_times_the_work(rules: list[LineRule | CutRule]) -> None:
    """Up to the rule's bound the work grows like a polynomial of low degree at most."""
    assert too_slow(rules, lambda bound: [bound // 4, bound // 2, bound], 2 * _WILD) == {}


@rules_of_each_file("line", "cut")
def test_the_work_is_bounded_whatever_the_length(rules: list[LineRule | CutRule]) -> None:
    """A line of any length costs no more than one at the bound: together the lines of a page cost linear time."""
    assert too_slow(rules, lambda bound: [2 * bound, 200 * bound], 2 * _WILD, lambda _: _SEEDS[:8]) == {}


@rules_of_each_file("node")
def test_hostile_names_cannot_make_a_rule_slow(rules: list[NodeRule]) -> None:
    """Class names of growing length cost growing time, not exploding time."""
    seeds = (" ", "a", "a ", "-", "a-", "nav-", "share-", " share", "1", "a-b- ")
    looks = {rule.name: rule.regex.search for rule in rules if rule.regex}
    sizes = [100, 200, 400, 800, 1600]
    cases = {(name, seed): (look, seed, sizes) for name, look in looks.items() for seed in seeds}

    assert grow_each_time(cases, 2 * _WILD) == {}


@rules_of_each_file("node")
def test_many_elements_of_one_kind_cannot_make_a_rule_slow(rules: list[NodeRule]) -> None:
    """Four times as many of what a rule looks for are never ten times the work: none asks each element for all those beside it."""

    def four_times(select: str, seed: str) -> float:
        few, many = (_Page(Nodes(parse(f"<html><body><div>{seed * size}"))) for size in (600, 2400))
        before = seconds(lambda: few.found(select))
        return seconds(lambda: many.found(select)) / before

    cases: Cases = {
        (rule.name, seed): (rule.select, seed)
        for rule in rules
        if rule.select
        for seed in (*rule.fires, *rule.spares, *(f"<{tag}>a</{tag}>" for tag in _TAGS.findall(rule.select)))
    }

    assert grow_each_time(cases, 2 * _WILD, four_times) == {}


# -- the set ----------------------------------------------------------------------------------------------------


def test_a_language_reads_its_own_rules_and_those_for_all() -> None:
    """`ko` reads `any` and `ko`, a language without a file reads `any` alone, a region does not matter."""
    rules = load_rules()
    scopes = {rule.name.split(".")[0] for rule in rules.for_language("ko").lines}

    assert scopes == {"any", "ko"}
    assert {rule.name.split(".")[0] for rule in rules.for_language("xx").lines} == {"any"}
    assert rules.for_language("ko-KR") is rules.for_language("ko")


def test_the_fingerprint_changes_with_the_rules(tmp_path: Path) -> None:
    """Records name the rules they were made with: another rule, another fingerprint."""
    (tmp_path / "any.toml").write_text('language = "any"\n', encoding="utf-8")

    assert load_rules(tmp_path).fingerprint != load_rules().fingerprint


OWN = """
language = "en"

[[line]]
name = "en.read-more"
pattern = "Onward: .{2,80}"
why = "A pointer to another story."
fires = ["Onward: the ferry"]
spares = ["Read more: the ferry"]

[[cut]]
name = "en.mine"
pattern = "[(]sic[)]"
why = "A mark."
fires = [["It is. (sic)", "It is."]]
spares = ["It is."]
"""


def named(rules: Iterable[LineRule | CutRule | NodeRule]) -> dict[str, LineRule | CutRule | NodeRule]:
    """Rules by their name."""
    return {rule.name: rule for rule in rules}


def test_a_folder_of_ones_own_is_laid_over_the_built_in_rules(tmp_path: Path) -> None:
    """The same name replaces, in its place; other names and languages are added; all else stays."""
    (tmp_path / "en.toml").write_text(OWN, encoding="utf-8")
    (tmp_path / "xx.toml").write_text('language = "xx"\n' + LINE, encoding="utf-8")
    ours, own = load_rules().for_language("en"), load_rules(str(tmp_path)).for_language("en")

    assert [rule.name for rule in own.lines] == [rule.name for rule in ours.lines]
    assert getattr(named(own.lines)["en.read-more"], "pattern", "") == "Onward: .{2,80}"
    assert [rule.name for rule in own.cuts] == [*(rule.name for rule in ours.cuts), "en.mine"]
    assert "xx.sign" in named(load_rules(tmp_path).for_language("xx").lines)
    assert load_rules(tmp_path).for_language("ko").lines == load_rules().for_language("ko").lines


def test_a_rule_may_replace_one_of_another_kind(tmp_path: Path) -> None:
    """A whole line's rule is gone where a cut has its name."""
    (tmp_path / "en.toml").write_text(
        OWN.replace("en.mine", "en.byline").replace("en.read-more", "en.x"), encoding="utf-8"
    )
    own = load_rules(tmp_path).for_language("en")

    assert "en.byline" in named(load_rules().for_language("en").lines)
    assert "en.byline" in named(own.cuts)
    assert "en.byline" not in named(own.lines)


@pytest.mark.parametrize(("replaces", "languages"), [("language", {"any", "ko", "en"}), ("all", {"en"})])
def test_only_ones_own_rules_may_be_in_force(tmp_path: Path, replaces: str, languages: set[str]) -> None:
    """For a language, or for all."""
    (tmp_path / "en.toml").write_text(f'replaces = "{replaces}"\n' + OWN, encoding="utf-8")
    rules = load_rules(tmp_path)

    scopes = {rule.name.split(".")[0] for code in ("ko", "en") for rule in rules.for_language(code).lines}
    assert scopes == languages
    assert {rule.name for rule in rules.for_language("en").cuts if rule.name.startswith("en.")} == {"en.mine"}


def test_a_file_that_no_page_would_read_is_refused(tmp_path: Path) -> None:
    """Norwegian pages read `no.toml`, whatever their written form."""
    (tmp_path / "nb.toml").write_text('language = "nb"\n', encoding="utf-8")

    with pytest.raises(RuleError, match=r"no\.toml"):
        load_rules(tmp_path)


LINE = """
[[line]]
name = "xx.sign"
pattern = "sign"
why = "It is a sign."
fires = ["sign"]
spares = ["design"]
"""


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("language = ", ""),
        (LINE, ""),
        ('language = "xx"\nvolume = 3\n' + LINE, ""),
        ('language = "xx"\n' + LINE.replace("why", "wy"), "line[0]"),
        ('language = "xx"\n' + LINE.replace('why = "It is a sign."', ""), "line[0]"),
        ('language = "xx"\n' + LINE.replace('"sign"', "7", 1), "line[0].pattern"),
        ('language = "xx"\n' + LINE + 'where = "middle"\n', "line[0].where"),
        ('language = "xx"\n' + LINE.replace('pattern = "sign"', 'pattern = "si(gn"'), "xx.sign"),
        ('language = "yy"\n' + LINE, "xx.sign"),
        ('language = "yy"\n', "language"),
        ('language = "xx"\n' + LINE.replace("xx.sign", "xx.Sign"), "xx.Sign"),
        ('language = "xx"\n' + LINE + LINE, "xx.sign"),
        ('language = "xx"\n[[node]]\nname = "xx.box"\nwhy = "A box."\n', "xx.box"),
        ('language = "xx"\n[[node]]\nname = "xx.box"\nwhy = "A box."\nselect = "div["\n', "xx.box"),
        ('language = "xx"\n[[node]]\nname = "xx.box"\nwhy = "A box."\nselect = "div"\nnames = "box"\n', "xx.box"),
        ('language = "xx"\n[[cut]]\nname = "xx.tail"\nwhy = "A tail."\npattern = "x"\nfires = ["a"]\nspares = []\n', "cut[0].fires[0]"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_refused(tmp_path: Path, text: str, key: str) -> None:
    """The error names the file, the key where there is one, and the problem."""
    path = tmp_path / "xx.toml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(RuleError) as caught:
        load_file(path)

    assert (caught.value.file, caught.value.key) == (str(path), key)
    assert caught.value.problem


def test_an_example_without_a_word_is_no_example(tmp_path: Path) -> None:
    """It is what no pattern is held against; whether the rule fires on it, the rule's own test says."""
    path = tmp_path / "xx.toml"
    path.write_text('language = "xx"\n' + LINE.replace('fires = ["', 'fires = ["", "'), encoding="utf-8")
    assert [rule.name for rule in load_file(path).line] == ["xx.sign"]


@pytest.mark.parametrize("pattern", [r"(\w+\s?)+:", "(a|aa)+b", "([^:]*:?)*;"])
def test_a_pattern_that_explodes_is_refused(tmp_path: Path, pattern: str) -> None:
    """Each page with such a line would be lost to the time limit, without a word."""
    path = tmp_path / "xx.toml"
    path.write_text('language = "xx"\n' + LINE.replace('pattern = "sign"', f"pattern = '{pattern}'"), encoding="utf-8")

    with pytest.raises(RuleError, match=r"xx\.sign: it takes too long"):
        load_file(path)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    """Bytes that are no UTF-8, numbers and lists beyond measure and files that are not there are refused like any wrong file."""
    path = tmp_path / "xx.toml"
    for data in (b"\xff\xfe\x00", b"volume = " + b"9" * 5000, b"volume = " + b"[" * 100_000):
        path.write_bytes(data)
        with pytest.raises(RuleError):
            load_file(path)
    with pytest.raises(RuleError):
        load_file(tmp_path / "gone.toml")


def test_a_folder_with_a_wrong_file_is_refused_at_once(tmp_path: Path) -> None:
    """Whoever brings rules of his own is told before the first page comes, whatever its language."""
    (tmp_path / "xx.toml").write_text('language = "xx"\nvolume = 3\n', encoding="utf-8")

    with pytest.raises(RuleError):
        load_rules(tmp_path)


def test_rules_of_a_folder_stay_as_they_were_when_it_was_loaded(tmp_path: Path) -> None:
    """A file that is edited or lost during a run neither changes nor breaks the run; the records name the rules by their hash."""
    path = tmp_path / "xx.toml"
    path.write_text('language = "xx"\n' + LINE, encoding="utf-8")
    rules = load_rules(tmp_path)
    path.write_text("language = ", encoding="utf-8")

    assert "xx.sign" in named(rules.for_language("xx").lines)


def test_a_line_as_long_as_a_page_is_not_remembered() -> None:
    """What is remembered of lines is bounded in number, so each shall be short."""
    rules = RuleSet((), (), ())

    assert rules.tried("word " * 10_000) == rules.tried("word") == set()
    assert rules._remembered.cache_info().currsize == 1


@pytest.mark.parametrize("code", load_rules().languages)
def test_what_a_pattern_needs_stands_in_all_that_it_matches(code: str) -> None:
    """Looking for pieces first hides no match: every line on which any rule fires, also in capitals, given to every rule."""
    rules = load_rules().for_language(code)
    lines = [text for rule in rules.lines for text in rule.fires] + [
        text for rule in rules.cuts for text, _ in rule.fires
    ]
    variants = (str, str.upper, lambda text: text.replace("i", "İ"), lambda text: text.upper().replace("I", "ı"))
    for text in (variant(line) for line in lines for variant in variants):
        seen = rules.seen(text)
        matching = [rule.matches(seen) for rule in rules.lines] + [rule.piece(seen) is not None for rule in rules.cuts]
        assert {number for number, matches in enumerate(matching) if matches} <= rules.tried(text)
        assert list(rules.telling.matching(text)) == [
            rule for rule, matches in zip(rules.lines, matching, strict=False) if matches and not rule.linked
        ]
