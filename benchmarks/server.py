"""A web of many hosts in one process: every address of 127/8 is a host of its own.

    python -m benchmarks.server PORT [CERTIFICATES]

With a folder of certificates, `127.1.0.1.pem`, it speaks TLS only, each host with its own.
`/w<milliseconds>/<anything>` answers after so long, with a page of its own, as on the web: many
hosts with one page are taken for a network that answers for all of them. Below `127.9.0.0/16` a
host lets 20 requests a second pass and answers the others with 429 and `Retry-After: 1`. `/_counts`
reports what was seen since it was asked last. Linux needs no set-up for these addresses; macOS
knows 127.0.0.1 only.
"""

from __future__ import annotations

import asyncio
import json
import ssl
import sys
import time
from pathlib import Path
from zlib import crc32

_WORDS = b"<p>" + b"many words of a page that is really there " * 40 + b"</p>"
_LETTERS = str.maketrans("0123456789abcdef", "ghijklmnopqrstuv")
RATE = 20.0


def answer(status: bytes, body: bytes, head: bytes = b"") -> bytes:
    kind = b"Content-Type: text/html\r\nContent-Length: %d\r\n" % len(body)
    return b"HTTP/1.1 " + status + b"\r\n" + kind + head + b"\r\n" + body


def page(host: str, path: str) -> bytes:
    """The page of an address, with a name of letters that no other has."""
    name = f"{crc32(f'{host}{path}'.encode()):08x}".translate(_LETTERS).encode()
    head = b"<!doctype html><title>%s</title><h1>About %s</h1>" % (name, name)
    return answer(b"200 OK", head + _WORDS * 3, b'ETag: "one"\r\n')


SLOWER = answer(b"429 Too Many Requests", b"", b"Retry-After: 1\r\n")


class Counts:
    def __init__(self) -> None:
        self.requests = self.refused = self.connections = self.open = self.peak = 0

    def text(self) -> bytes:
        seen = {key: value for key, value in vars(self).items() if key != "open"}
        return json.dumps(seen).encode()


class Bucket:
    """As many tokens as one second gives."""

    def __init__(self) -> None:
        self.tokens, self.at = RATE, time.monotonic()

    def take(self) -> bool:
        now = time.monotonic()
        self.tokens = min(RATE, self.tokens + (now - self.at) * RATE)
        self.at = now
        if self.tokens < 1:
            return False
        self.tokens -= 1
        return True


class Web:
    def __init__(self) -> None:
        self.counts = Counts()
        self.buckets: dict[str, Bucket] = {}

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.counts.connections += 1
        host = writer.get_extra_info("sockname")[0]
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                method, path, _ = head.split(b" ", 2)
                response = await self.answer(host, path.decode())
                if method == b"HEAD":
                    response = response.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
                writer.write(response)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def answer(self, host: str, path: str) -> bytes:
        if path == "/_counts":
            response, self.counts = self.counts.text(), Counts()
            return answer(b"200 OK", response)
        counts = self.counts
        counts.requests += 1
        if host.startswith("127.9.") and not self.buckets.setdefault(host, Bucket()).take():
            counts.refused += 1
            return SLOWER
        counts.open += 1
        counts.peak = max(counts.peak, counts.open)
        await asyncio.sleep(int(path.split("/")[1].removeprefix("w")) / 1000)
        counts.open -= 1
        return page(host, path)


async def main(port: int, certificates: str = "") -> None:
    web = Web()
    hosts: dict[str, ssl.SSLContext | None] = {"0.0.0.0": None}
    if certificates:
        hosts = {path.stem: _tls(path) for path in Path(certificates).glob("127.*.pem")}
    for host, tls in hosts.items():
        server = await asyncio.start_server(web.serve, host, port, backlog=4096, ssl=tls)
        port = server.sockets[0].getsockname()[1]
    print(port, flush=True)
    await server.serve_forever()


def _tls(certificate: Path) -> ssl.SSLContext:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    return tls


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), *sys.argv[2:]))
