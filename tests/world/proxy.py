"""A loopback proxy that answers for the whole internet instead of reaching it."""

from __future__ import annotations

import contextlib
import socket
import ssl
import struct
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BufferedIOBase
from typing import Protocol, cast
from urllib.parse import urlsplit

import trustme

from tests.world.wire import Request, Response

BODYLESS = {204, 304}
_LONG = {"Content-Length": "1000000"}
DEFAULT_PORTS = {"http": 80, "https": 443}


class Router(Protocol):
    """Who answers what comes through the proxy."""

    def tunnel(self, host: str) -> Response | None:
        """What the proxy itself says to CONNECT; None lets the tunnel be built."""
        ...

    def answer(self, request: Request) -> Response: ...

    def certificate(self, host: str) -> str:
        """Which certificate the host shows: "" a good one, "untrusted", "wrong-name"."""
        ...


class Authority:
    """A throw-away certificate authority; one certificate a host, made once."""

    def __init__(self) -> None:
        self._trusted = trustme.CA(organization_name="listkeeper test world")
        self._foreign = trustme.CA(organization_name="nobody trusts this one")
        self._contexts: dict[tuple[str, str], ssl.SSLContext] = {}
        self._lock = threading.Lock()

    @property
    def pem(self) -> bytes:
        return self._trusted.cert_pem.bytes()

    def context(self, host: str, kind: str = "") -> ssl.SSLContext:
        with self._lock:
            key = (host, kind)
            if key not in self._contexts:
                self._contexts[key] = self._make(host, kind)
            return self._contexts[key]

    def _make(self, host: str, kind: str) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority = self._foreign if kind == "untrusted" else self._trusted
        name = "somebody-else.example" if kind == "wrong-name" else host
        authority.issue_cert(name).configure_cert(context)
        return context


class Proxy:
    """The server; `start` binds a free port, `stop` ends every connection and thread."""

    def __init__(self, router: Router, authority: Authority) -> None:
        self.router = router
        self.authority = authority
        self.stopped = threading.Event()
        self.server: _Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        assert self.server is not None
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def start(self) -> None:
        self.stopped.clear()
        self.server = _Server(self)
        self._thread = threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        assert self.server is not None
        assert self._thread is not None
        self.stopped.set()
        self.server.shutdown()
        self._thread.join()
        self.server.hang_up()
        self.server.server_close()  # joins the threads of the connections
        self.server = None


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    block_on_close = True
    request_queue_size = 256

    def __init__(self, proxy: Proxy) -> None:
        self.proxy = proxy
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        super().__init__(("127.0.0.1", 0), _Handler)

    def track(self, connection: socket.socket) -> None:
        with self._lock:
            self._open.add(connection)

    def forget(self, connection: socket.socket) -> None:
        with self._lock:
            self._open.discard(connection)

    def hang_up(self) -> None:
        """Wake every thread that waits for its client."""
        with self._lock:
            for connection in self._open:
                with contextlib.suppress(OSError):
                    # the plain method: the one of an SSLSocket would forget its session first
                    socket.socket.shutdown(connection, socket.SHUT_RDWR)

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that hang up in the middle are part of the plan; our own faults are not."""
        import sys

        if not isinstance(sys.exception(), (OSError, ssl.SSLError)):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server
    disable_nagle_algorithm = True

    def setup(self) -> None:
        super().setup()
        self.tunnel = ""
        self.server.track(self.connection)

    def finish(self) -> None:
        with contextlib.suppress(OSError):
            super().finish()
        self._close(self.connection)

    def _close(self, connection: socket.socket) -> None:
        self.server.forget(connection)
        with contextlib.suppress(OSError):
            connection.close()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (its name there)
        """Nothing: the world keeps its own log."""

    def version_string(self) -> str:
        return "world"

    def handle(self) -> None:
        with contextlib.suppress(OSError, ssl.SSLError):
            super().handle()

    def do_CONNECT(self) -> None:
        host, _, port = self.path.rpartition(":")
        refusal = self.server.proxy.router.tunnel(host)
        if refusal:
            self._send(Request("CONNECT", "", host, "", "", {}), refusal)
            self.close_connection = True
            return
        self.send_response_only(200, "Connection established")
        self.end_headers()
        self.tunnel = host if port == "443" else self.path
        self._begin_tls(host)

    def _begin_tls(self, host: str) -> None:
        proxy = self.server.proxy
        context = proxy.authority.context(host, proxy.router.certificate(host))
        plain = self.connection
        self.server.forget(plain)
        secure = context.wrap_socket(plain, server_side=True, do_handshake_on_connect=False)
        self.server.track(secure)
        self.connection = secure
        secure.do_handshake()
        self.rfile = cast("BufferedIOBase", secure.makefile("rb", -1))
        self.wfile = cast("BufferedIOBase", secure.makefile("wb", 0))
        self.close_connection = False

    def _answer(self) -> None:
        request = self._read()
        response = self.server.proxy.router.answer(request)
        if response.delay:
            self.server.proxy.stopped.wait(response.delay)
        if response.fault:
            self._misbehave(request, response)
        else:
            self._send(request, response)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = _answer  # noqa: N815

    def _read(self) -> Request:
        target = urlsplit(self.path)
        scheme = "https" if self.tunnel else target.scheme or "http"
        host = self.tunnel or target.netloc or self.headers.get("Host", "")
        host = host.rpartition("@")[2].removesuffix(f":{DEFAULT_PORTS[scheme]}").lower()
        path = self.path.partition("?")[0] if self.tunnel else target.path
        query = self.path.partition("?")[2] if self.tunnel else target.query
        headers = {name.lower(): value for name, value in self.headers.items()}
        return Request(self.command, scheme, host, path or "/", query, headers, self._body())

    def _body(self) -> bytes:
        if "chunked" in self.headers.get("Transfer-Encoding", "").lower():
            return self._chunks()
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def _chunks(self) -> bytes:
        body = b""
        while size := int(self.rfile.readline().partition(b";")[0], 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        while self.rfile.readline() not in {b"\r\n", b"\n", b""}:
            pass
        return body

    def _send(self, request: Request, response: Response, *, cut: bool = False) -> None:
        body = b"" if response.status in BODYLESS else response.body
        self.send_response(response.status)
        named = {name.lower() for name in response.headers}
        for name, value in response.headers.items():
            self.send_header(name, value)
        if "content-length" not in named and response.status not in BODYLESS:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if request.method != "HEAD":
            self.wfile.write(body[: len(body) // 2] if cut else body)
        self.wfile.flush()

    def _misbehave(self, request: Request, response: Response) -> None:
        faults: dict[str, Callable[[], object]] = {
            "reset": self._reset,
            "hang": lambda: self.server.proxy.stopped.wait(300),
            "empty": lambda: None,
            "truncate": lambda: self._send(request, response, cut=True),
            "garbage": lambda: self.wfile.write(b"this is no HTTP\r\n\r\n"),
            "endless": lambda: self._pour(response),
            "drip": lambda: self._drip(request, response),
        }
        faults[response.fault]()
        self.close_connection = True

    def _reset(self) -> None:
        linger = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self._close(self.connection)

    def _drip(self, request: Request, response: Response) -> None:
        """The answer a byte at a time, and hardly ever its end."""
        self._send(request, Response(response.status, {**response.headers, **_LONG}))
        for byte in response.body * 1000 or b" " * 1000:
            self.wfile.write(bytes([byte]))
            if self.server.proxy.stopped.wait(0.2):
                return

    def _pour(self, response: Response) -> None:
        """A body without end, as a stream or a trap serves it; ends when the client goes."""
        self.send_response(response.status)
        for name, value in response.headers.items():
            self.send_header(name, value)
        self.send_header("Connection", "close")
        self.end_headers()
        block = (response.body or b"<!-- and on -->\n") * 512
        while not self.server.proxy.stopped.wait(0.001):
            self.wfile.write(block)
