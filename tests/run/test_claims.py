"""Two pages with the same story are decided one after the other."""

import asyncio

from newscrawl.run.claims import Claims


def order(*steps):
    """Run the steps concurrently; each is (owner, keys). Returns the order in which they held their keys."""
    held = []

    async def step(claims, owner, keys):
        await claims.take(owner, keys)
        held.append(f"+{owner}")
        await asyncio.sleep(0)
        held.append(f"-{owner}")
        claims.release(owner)

    async def run():
        claims = Claims()
        await asyncio.wait_for(asyncio.gather(*(step(claims, *one) for one in steps)), 60)

    asyncio.run(run())
    return held


def test_who_shares_a_key_waits():
    """The second begins when the first has let go."""
    assert order(("a", ["story"]), ("b", ["story"])) == ["+a", "-a", "+b", "-b"]


def test_who_shares_nothing_does_not_wait():
    """Different stories are decided at once."""
    assert order(("a", ["one"]), ("b", ["two"])) == ["+a", "+b", "-a", "-b"]


def test_crosswise_keys_are_no_deadlock():
    """All keys are taken together or none is."""
    held = order(("a", ["one", "two"]), ("b", ["two", "one"]), ("c", ["one"]))

    assert sorted(held) == ["+a", "+b", "+c", "-a", "-b", "-c"]


def test_letting_go_of_nothing_is_no_error():
    """A page that ended before it claimed anything is released like any other."""
    Claims().release("nobody")
