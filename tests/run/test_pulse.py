"""What a run says of its event loop."""

import asyncio
import time

from newscrawl.run.pulse import BEAT_SECONDS, Pulse


def figures_of(work):
    """What a pulse says after some work in its loop."""

    async def beat():
        pulse = Pulse(asyncio.get_running_loop())
        await work()
        pulse.stop()
        return pulse.figures()

    return asyncio.run(beat())


def test_a_loop_that_is_blocked():
    """A call that blocks the loop for long is the worst that was measured; one that sleeps is no work of the loop's own."""

    async def work():
        await asyncio.sleep(8 * BEAT_SECONDS)
        time.sleep(1.0)
        await asyncio.sleep(8 * BEAT_SECONDS)

    figures = figures_of(work)

    assert figures["worst"] >= 900
    assert figures["median"] <= figures["p99"] <= figures["worst"]
    assert figures["own_worst"] < 900  # it slept


def test_a_loop_that_ends_at_once():
    """Without a beat nothing is said."""

    async def work():
        pass

    assert figures_of(work) == {}
