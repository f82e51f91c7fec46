"""Chromium over its DevTools protocol, with the screen of a phone emulated.

https://chromedevtools.github.io/devtools-protocol/tot/Emulation/#method-setDeviceMetricsOverride
A window of 390 pixels is not enough: Chromium's own is never that narrow.
"""

from __future__ import annotations

import asyncio
import base64
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
_FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--hide-scrollbars",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-port=0",
)
_WAIT = 60
"""Seconds for the browser to start, and for each answer."""
_OUTSIDE = """
[...document.querySelectorAll('.comment *')]
  .filter(one => one.getClientRects().length && !one.closest('.table, pre'))
  .filter(one => one.getBoundingClientRect().right > document.documentElement.clientWidth)
  .map(one => one.textContent.trim().slice(0, 60))
"""


def find_browser() -> str | None:
    """The path of a Chromium or Chrome, None when there is none."""
    return next(filter(None, map(shutil.which, _NAMES)), None)


@dataclass
class Screen:
    """A page in the browser."""

    socket: aiohttp.ClientWebSocketResponse
    session: str = ""
    _number: int = field(default=0)

    async def call(self, method: str, **params: Any) -> Any:
        """The result of one command. Raises RuntimeError when the browser refuses it."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": params}
        await self.socket.send_json(message | ({"sessionId": self.session} if self.session else {}))
        while True:
            answer = await asyncio.wait_for(self.socket.receive_json(), _WAIT)
            if answer.get("id") == self._number:
                break
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']['message']}")
        return answer["result"]

    async def show(self, html: str, width: int, height: int, *, scale: float, dark: bool) -> None:
        """Draw a page on a screen of that size; narrow ones are phones."""
        await self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=scale,
            mobile=width < 768,
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        await self.call("Emulation.setEmulatedMedia", features=[scheme])
        tree = await self.call("Page.getFrameTree")
        frame = tree["frameTree"]["frame"]["id"]
        await self.call("Page.setDocumentContent", frameId=frame, html=html)

    async def picture(self, quality: int) -> bytes:
        """What the screen shows, as WebP."""
        taken = await self.call("Page.captureScreenshot", format="webp", quality=quality)
        return base64.b64decode(taken["data"])

    async def outside(self) -> list[str]:
        """The texts that reach beyond the right edge; tables and code scroll by themselves."""
        found = await self.call("Runtime.evaluate", expression=_OUTSIDE, returnByValue=True)
        texts: list[str] = found["result"]["value"]
        return texts


@asynccontextmanager
async def open_screen(browser: str) -> AsyncIterator[Screen]:
    """A browser with one blank page."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        process = await asyncio.create_subprocess_exec(
            browser,
            *_FLAGS,
            f"--user-data-dir={folder}",
            "about:blank",
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            address = await _address(Path(folder) / "DevToolsActivePort")
            async with (
                aiohttp.ClientSession() as client,
                client.ws_connect(address, max_msg_size=0) as socket,
            ):
                yield await _page(Screen(socket))
        finally:
            process.terminate()
            await process.wait()


async def _address(port: Path) -> str:
    for _ in range(_WAIT * 10):
        lines = port.read_text(encoding="utf-8").split() if port.exists() else []
        if len(lines) == 2:
            return f"ws://127.0.0.1:{lines[0]}{lines[1]}"
        await asyncio.sleep(0.1)
    raise RuntimeError("the browser did not start")


async def _page(screen: Screen) -> Screen:
    target = await screen.call("Target.createTarget", url="about:blank")
    attached = await screen.call("Target.attachToTarget", targetId=target["targetId"], flatten=True)
    screen.session = attached["sessionId"]
    return screen
