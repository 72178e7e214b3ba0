"""How much a site publishes: silence is noticed, nights and quiet sites are not taken for it."""

import random

from newscrawl.health.volume import Volume

HOUR = 3600
START = 1_795_000_000 // (24 * HOUR) * 24 * HOUR


def run_for(volume, days, chance, start, rate=lambda hour: 10 if 6 <= hour < 22 else 0.5, every=HOUR):
    """A run each hour; gives what was said."""
    said = []
    for step in range(int(days * 24 * HOUR / every)):
        now = start + step * every
        found = sum(chance.random() < rate(now // HOUR % 24) * every / HOUR / 40 for _ in range(40))
        said.append(volume.add(found, now))
    return said


def test_a_usual_fortnight_is_no_silence():
    """Nights with next to nothing are usual."""
    for seed in range(5):
        assert not any(run_for(Volume(), 14, random.Random(seed), START))


def test_a_silence_by_day_is_noticed():
    """Two hours of it are enough where ten articles an hour are usual; it is not learned."""
    volume = Volume()
    run_for(volume, 7, random.Random(1), START)
    noon = START + (7 * 24 + 12) * HOUR
    volume.add(110, noon)
    assert volume.add(0, noon + 2 * HOUR) in (f"0 new articles where {usual} are usual" for usual in range(17, 24))
    assert volume.add(0, noon + 4 * HOUR) != ""


def test_a_silence_by_night_is_none():
    """Nobody writes at three."""
    volume = Volume()
    run_for(volume, 7, random.Random(2), START)
    night = START + 7 * 24 * HOUR
    volume.add(5, night)
    assert volume.add(0, night + 3 * HOUR) == ""


def test_a_site_that_is_hardly_known_is_not_judged():
    """The first days, and the first run after a long break."""
    volume = Volume()
    assert not any(run_for(volume, 1, random.Random(3), START))
    assert volume.add(0, START + 26 * HOUR) == ""
    run_for(volume, 7, random.Random(3), START + 48 * HOUR)
    assert volume.add(0, START + 40 * 24 * HOUR) == ""
