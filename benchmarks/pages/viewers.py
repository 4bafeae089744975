"""Many readers at once, without their browsers: what a server answers, and how fast."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from statistics import median, quantiles

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.pages.serving import Served

PAUSE_SECONDS = (4.0, 12.0)
"""How long a reader looks at a page before the next one."""
PATIENCE_SECONDS = 300
LARGEST = 64 * 2**20
WELL = {ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_EARLY_FOR_RERUN}


@dataclass
class Crowd:
    """What many readers saw."""

    count: int
    seconds: list[float] = field(default_factory=list)
    """How long every page took, until all of it was sent."""
    faults: list[str] = field(default_factory=list)
    before_megabytes: float = 0.0
    with_all_megabytes: float = 0.0

    @property
    def median(self) -> float:
        """Half of the pages came within this."""
        return median(self.seconds) if self.seconds else float("nan")

    @property
    def p95(self) -> float:
        """Nineteen of twenty pages came within this."""
        return quantiles(self.seconds, n=20)[-1] if len(self.seconds) > 1 else float("nan")

    @property
    def megabytes_each(self) -> float:
        """What one more reader costs the server."""
        return (self.with_all_megabytes - self.before_megabytes) / self.count


def crowd(served: Served, count: int, *, pages: int) -> Crowd:
    """`count` readers who come within a few seconds and look at `pages` pages each."""
    found = Crowd(count)
    # One reader first, so that what is read once for all is not counted as his.
    asyncio.run(_all(served, Crowd(1), pages, [0]))
    found.before_megabytes = served.megabytes
    asyncio.run(_all(served, found, pages, range(1, count + 1)))
    return found


async def _all(served: Served, found: Crowd, pages: int, numbers: Sequence[int]) -> None:
    stay = asyncio.Event()
    readers = [asyncio.create_task(_reader(served, found, pages, each, stay)) for each in numbers]
    while sum(each.done() for each in readers) < len(readers) and len(found.seconds) + len(
        found.faults
    ) < pages * len(readers):
        await asyncio.sleep(0.1)
    found.with_all_megabytes = served.megabytes
    stay.set()
    await asyncio.gather(*readers)


async def _reader(
    served: Served, found: Crowd, pages: int, number: int, stay: asyncio.Event
) -> None:
    """One reader, who leaves when all have seen everything."""
    chance = Random(number)
    address = f"ws://127.0.0.1:{served.port}/_stcore/stream"
    seen = 0
    try:
        async with websockets.connect(
            address,
            subprotocols=["streamlit"],
            max_size=LARGEST,
            origin=served.address,
            open_timeout=PATIENCE_SECONDS,
            ping_timeout=PATIENCE_SECONDS,
        ) as wire:
            hashes = [""]
            while seen < pages:
                await asyncio.sleep(chance.uniform(*PAUSE_SECONDS))
                start = time.perf_counter()
                hashes = await _page(wire, chance.choice(hashes)) or hashes
                found.seconds.append(time.perf_counter() - start)
                seen += 1
            await stay.wait()
    except (OSError, RuntimeError, websockets.WebSocketException) as error:
        found.faults += [f"reader {number}: {type(error).__name__} {error}"] * (pages - seen)


async def _page(wire: websockets.ClientConnection, page: str) -> list[str]:
    """Asks for a page and reads all of it; the pages that its menu leads to.

    Raises:
        RuntimeError: it did not come whole.
    """
    asked = BackMsg()
    asked.rerun_script.query_string = ""
    asked.rerun_script.page_script_hash = page
    await wire.send(asked.SerializeToString())
    found: list[str] = []
    while True:
        said = ForwardMsg.FromString(await asyncio.wait_for(wire.recv(), PATIENCE_SECONDS))
        kind = said.WhichOneof("type")
        if kind == "navigation":
            found = [each.page_script_hash for each in said.navigation.app_pages]
        elif kind == "delta" and said.delta.new_element.WhichOneof("type") == "exception":
            raise RuntimeError(said.delta.new_element.exception.message)
        elif kind == "script_finished":
            if said.script_finished not in WELL:
                raise RuntimeError(f"the page ended with {said.script_finished}")
            return found
