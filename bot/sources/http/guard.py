"""No link leads into a private network: which names and addresses may be asked.

A list's rows come from strangers, and the bot runs inside somebody's network. Three gates, because
each alone can be walked round:

1. the name as written, on the first address and on every redirect (`judge_host`);
2. the addresses it resolves to, at the moment of connecting (`NameResolver.addresses`);
3. the connection goes to the very address that was judged, and its socket is made for that one
   only (`direct.GuardedTransport`), so a name that answers differently the second time (rebinding)
   gains nothing.

Behind a proxy the proxy resolves and connects. The first gate stays ours, and a name that this
machine itself resolves to an address that is not public is refused as well, before each request
(`judge_behind_proxy`): a name that was public once may not be so the next time.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Callable, Sequence

from bot.sources.http.limits import RESOLVE
from bot.sources.http.ranges import is_public

Resolve = Callable[[str, int], Sequence[str]]
"""Host name, port → addresses as text; raises `socket.gaierror` as `socket.getaddrinfo` does."""

# Names that are promised or used for private networks (RFC 6761, RFC 6762 with its appendix G,
# RFC 8375, and
# https://www.icann.org/en/board-activities-and-meetings/materials/approved-resolutions-special-meeting-of-the-icann-board-29-07-2024-en
# for `.internal`), and by clusters for their services, whose search domains complete them
# (https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/). Others are TLDs that
# do not exist and that companies use.
_PRIVATE_SUFFIXES = (
    "localhost", "local", "internal", "home.arpa", "localdomain", "localdomain6", "intranet",
    "private", "lan", "corp", "home", "svc",
)  # fmt: skip
# IANA keeps this name alive for documentation (https://www.iana.org/domains/reserved).
_CONTROL = "example.com"
_CONTROL_SECONDS = 3.0
"""Seconds after which a resolver that is silent about that name is taken not to work."""


class AddressRefused(Exception):  # noqa: N818 (a decision, not an error)
    """The address is not public; nothing was sent to it."""


class NoSuchName(Exception):  # noqa: N818
    """The name does not exist, and other names do resolve."""


class NameUnresolved(Exception):  # noqa: N818
    """The name could not be resolved, which proves nothing about the host."""


def judge_host(host: str) -> str:
    """Why a host must not be queried, by its name alone; "" when it may be."""
    name = host.lower().strip("[]").rstrip(".")
    literal = _literal(name)
    if literal:
        return "" if is_public(literal) else f"{host} is not a public address"
    if name.endswith(tuple(f".{suffix}" for suffix in _PRIVATE_SUFFIXES)):
        return f"{host} is a name of a private network"
    if "." not in name:
        return f"{host or 'an empty name'} is not a public name"
    return ""


def _literal(name: str) -> str:
    """The IP address in a host name, also in the old forms (0x7f.1, 2130706433); or ""."""
    if ":" in name:
        return name
    try:
        return socket.inet_ntoa(socket.inet_aton(name))
    except (OSError, ValueError):
        return ""


def system_resolve(host: str, port: int) -> Sequence[str]:
    """Query the machine's own resolver."""
    answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in answers]


async def _aside(resolve: Resolve, host: str, port: int) -> Sequence[str]:
    """Look a name up in a thread that is abandoned when its answer is not wanted any more.

    A resolver without a network may take half a minute, and asyncio's own threads, like those of
    `concurrent.futures`, would delay the end of the run for as long.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[Sequence[str]] = loop.create_future()

    def report(found: Sequence[str], error: Exception | None) -> None:
        if answer.done():
            return
        if error:
            answer.set_exception(error)
        else:
            answer.set_result(found)

    def query() -> None:
        found, error = list[str](), None
        try:
            found = list(resolve(host, port))
        except Exception as caught:  # noqa: BLE001 (it is raised where it is awaited)
            error = caught
        with contextlib.suppress(RuntimeError):  # the loop may be closed by now
            loop.call_soon_threadsafe(report, found, error)

    threading.Thread(target=query, daemon=True, name="listkeeper-names").start()
    return await answer


class NameResolver:
    """Host names → addresses that may be connected to."""

    def __init__(self, resolve: Resolve = system_resolve, *, allow_private: bool = False) -> None:
        self._resolve = resolve
        self._allow_private = allow_private
        self._well: bool | None = None
        self._is_silent = False

    def judge(self, host: str) -> None:
        """The first gate. Raises `AddressRefused`."""
        why = "" if self._allow_private else judge_host(host)
        if why:
            raise AddressRefused(why)

    def permit(self, address: str) -> None:
        """The third gate: an address as it is connected to. Raises `AddressRefused`."""
        if not (self._allow_private or is_public(address)):
            raise AddressRefused(f"{address} is not a public address")

    async def judge_behind_proxy(self, host: str, port: int) -> None:
        """Refuse a name that leads to an address which is not public, as far as this machine knows.

        What this machine cannot resolve is left to the proxy. One whose resolver answers nothing
        at all is not asked again: each look-up would cost its time. Raises `AddressRefused`.
        """
        if self._allow_private or self._is_silent:
            return
        try:
            async with asyncio.timeout(RESOLVE):
                found = await _aside(self._resolve, host, port)
        except TimeoutError:
            self._is_silent = not await self._answers()
            return
        except (OSError, UnicodeError):
            return
        if not all(is_public(one) for one in found):
            raise AddressRefused(f"{host} leads to an address that is not public")

    async def _answers(self) -> bool:
        """Whether the resolver has anything to report of a name that exists: yes or no."""
        try:
            async with asyncio.timeout(_CONTROL_SECONDS):
                await _aside(self._resolve, _CONTROL, 443)
        except TimeoutError:
            return False
        except OSError:
            return True
        return True

    async def addresses(self, host: str, port: int) -> list[str]:
        """The addresses to connect to, at least one, in the resolver's order.

        Raises `AddressRefused` when none of them is public, `NoSuchName` or `NameUnresolved`.
        """
        found = list(dict.fromkeys(await self._query(host, port)))
        allowed = [one for one in found if self._allow_private or is_public(one)]
        if not allowed:
            raise AddressRefused(f"{host} leads to an address that is not public")
        return allowed

    async def _query(self, host: str, port: int) -> Sequence[str]:
        literal = _literal(host)
        if literal:
            return [literal]
        try:
            found = await _aside(self._resolve, host, port)
        except UnicodeError:
            raise NoSuchName(f"{host} cannot be a name") from None
        except OSError as error:
            raise await self._explain(host, error) from None
        if not found:
            raise NameUnresolved(f"{host} has no address")
        return found

    async def _explain(self, host: str, error: OSError) -> Exception:
        # Only EAI_NONAME says that the name is not there; EAI_AGAIN, EAI_NODATA and the rest do
        # not (https://man7.org/linux/man-pages/man3/getaddrinfo.3.html). A machine without
        # network may say EAI_NONAME too, so one name that must exist is asked as well.
        if error.errno != socket.EAI_NONAME:
            return NameUnresolved(f"{host} could not be resolved")
        if not await self._works():
            return NameUnresolved(f"{host} could not be resolved, nor could {_CONTROL}")
        return NoSuchName(f"the name {host} does not exist")

    async def _works(self) -> bool:
        if self._well is None:
            try:
                self._well = bool(await _aside(self._resolve, _CONTROL, 443))
            except OSError:
                self._well = False
        return self._well
