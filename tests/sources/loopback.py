"""A small server on a real loopback socket that answers byte for byte as a test wants."""

from __future__ import annotations

import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType

Behave = Callable[[socket.socket], None]


@dataclass(frozen=True)
class Choose:
    """What is said depends on how it was asked: the method (as `:method`) and the headers."""

    pick: Callable[[Mapping[str, str]], bytes]


Answer = bytes | Behave | Choose


def http(
    status: int = 200, body: bytes | str = "", head: str = "", kind: str = "text/html"
) -> bytes:
    """One whole answer; the connection is closed after it."""
    content = body.encode() if isinstance(body, str) else body
    lines = f"HTTP/1.1 {status} Words\r\nContent-Type: {kind}\r\nContent-Length: {len(content)}\r\n"
    return f"{lines}Connection: close\r\n{head}\r\n".encode() + content


def reset(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def empty(connection: socket.socket) -> None:
    """Hang up without a word."""


def drip(first: bytes, unit: bytes) -> Behave:
    """Something at once, then a little and a little more until the client goes."""

    def behave(connection: socket.socket) -> None:
        connection.sendall(first)
        while True:
            connection.sendall(unit)
            time.sleep(0.02)

    return behave


def _listed(answers: Answer | Sequence[Answer]) -> list[Answer]:
    if isinstance(answers, bytes | Choose) or callable(answers):
        return [answers]
    return list(answers)


class Server:
    """Answers by path, `*` for any other: a sequence is used up one a request, its last stays."""

    def __init__(
        self,
        answers: Mapping[str, Answer | Sequence[Answer]],
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._tls = tls
        self.answers = {path: _listed(listed) for path, listed in answers.items()}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._threads: list[threading.Thread] = []
        self._open: set[socket.socket] = set()
        self._main = threading.Thread(target=self._serve)

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]

    def __enter__(self) -> Server:
        self._main.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._main.join()
        self._listener.close()
        for connection in list(self._open):
            connection.close()
        for thread in self._threads:
            thread.join()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._handle, args=(connection,))
            self._threads.append(thread)
            thread.start()

    def _handle(self, connection: socket.socket) -> None:
        self._open.add(connection)
        try:
            with connection if not self._tls else self._secured(connection) as spoken:
                self._answer(spoken)
        except OSError:
            pass
        finally:
            self._open.discard(connection)

    def _secured(self, connection: socket.socket) -> socket.socket:
        assert self._tls
        return self._tls.wrap_socket(connection, server_side=True)

    def _answer(self, connection: socket.socket) -> None:
        text = b""
        while b"\r\n\r\n" not in text:
            block = connection.recv(65536)
            if not block:
                return
            text += block
            if text.startswith(b"\x16"):  # TLS, where plain HTTP is spoken: servers answer so
                connection.sendall(http(400))
                return
        first, *lines = text.decode("latin-1").split("\r\n\r\n")[0].split("\r\n")
        pairs = (line.split(": ", 1) for line in lines)
        headers = {name.lower(): value for name, value in pairs}
        method, path = first.split(" ")[:2]
        self.asked.append((path, headers))
        left = (
            self.answers.get(path) or self.answers.get("*") or [http(599, f"not planned: {path}")]
        )
        answer = left.pop(0) if len(left) > 1 else left[0]
        if isinstance(answer, Choose):
            connection.sendall(answer.pick({":method": method, **headers}))
        elif callable(answer):
            answer(connection)
        else:
            connection.sendall(answer)
