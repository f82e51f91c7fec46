"""Cases of the wire: cookies, hosts, forwards, and answers that strict parsers refuse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.sources.case import NONE, PAGE, WORDS, Case, at, every, only_if, to
from tests.sources.cases_edges import link
from tests.sources.loopback import Choose, http

TEXT = f"<!doctype html><title>A page</title><p>{WORDS}"
TYPE = "Content-Type: text/html\r\n"
LENGTH = f"Content-Length: {len(TEXT)}\r\n"
CHUNKED = "Transfer-Encoding: chunked\r\n"
CHUNK = f"{len(TEXT):x}\r\n{TEXT}\r\n0\r\n\r\n"


def odd(head: str, body: str = TEXT, status: str = "HTTP/1.1 200 OK\r\n") -> bytes:
    """An answer that is written a little differently from what the standard wants."""
    return f"{status}{TYPE}{head}\r\n{body}".encode("latin-1")


LENIENT = every("alive", "", {
    "a length beside chunks": odd(CHUNKED + LENGTH, CHUNK),
    "the length twice": odd(LENGTH + LENGTH),
    "the length twice in a line": odd(f"Content-Length: {len(TEXT)}, {len(TEXT)}\r\n"),
    "a length with a plus": odd(f"Content-Length: +{len(TEXT)}\r\n"),
    "a length that is not a number": odd("Content-Length: many\r\n"),
    "more body than its length": odd("Content-Length: 60\r\n"),
    "a line without a colon": odd(f"garbage line\r\n{LENGTH}"),
    "a line without a name": odd(f": value\r\n{LENGTH}"),
    "a space before the colon": odd(f"X-Served : me\r\n{LENGTH}"),
    "a name of two words": odd(f"X Served: me\r\n{LENGTH}"),
    "a folded line": odd(f"X-Served: me\r\n and you\r\n{LENGTH}"),
    "a control letter in a value": odd(f"X-Served: m\x01e\r\n{LENGTH}"),
    "a NUL in a value": odd(f"X-Served: m\0e\r\n{LENGTH}"),
    "lines that end in LF": odd(LENGTH).replace(b"\r\n", b"\n"),
    "a status without a word": odd(LENGTH, status="HTTP/1.1 200\r\n"),
    "a status with two spaces": odd(LENGTH, status="HTTP/1.1  200  OK\r\n"),
    "a protocol in small letters": odd(LENGTH, status="http/1.1 200 ok\r\n"),
    "a protocol that was never": odd(LENGTH, status="HTTP/1.2 200 OK\r\n"),
    "a protocol of radio": odd(LENGTH, status="ICY 200 OK\r\n"),
    "empty lines first": odd(LENGTH, status="\r\n\r\nHTTP/1.1 200 OK\r\n"),
    "a chunk's size with spaces": odd(CHUNKED, f"{len(TEXT):x}   \r\n{TEXT}\r\n0\r\n\r\n"),
    "a chunk's size with zeros": odd(CHUNKED, f"0000{CHUNK}"),
    "chunks named with capitals": odd("Transfer-Encoding: Chunked\r\n", CHUNK),
    "chunks named twice": odd(CHUNKED + CHUNKED, CHUNK),
    "an unknown encoding": odd(f"Transfer-Encoding: identity\r\n{LENGTH}"),
    "a word that is not ASCII": odd(LENGTH, status="HTTP/1.1 200 Pr\xeat\r\n"),
})  # fmt: skip
REFUSED = every("unsure", "bad-answer", {
    "chunks that are not chunks": odd(CHUNKED, "no chunk at all"),
    "two lengths that differ": odd(f"Content-Length: 60\r\n{LENGTH}"),
    "two lines of text": b"hello\r\nworld\r\n\r\n",
    "the protocol of mail": b"220 mail.example ESMTP\r\n\r\n",
    "a shell's greeting": b"SSH-2.0-OpenSSH_9.2\r\n",
})  # fmt: skip
ODD_404 = [
    Case("404 with a line without a colon", "gone", "gone",
         at(odd(f"garbage line\r\n{LENGTH}", status="HTTP/1.1 404 Not Found\r\n"))),
    Case("301 with its length twice", "moved", "",
         {"/x": b"HTTP/1.1 301 Moved\r\nLocation: /new/x\r\nContent-Length: 0\r\n"
                b"Content-Length: 0\r\n\r\n", "/new/x": PAGE, "*": NONE}),
]  # fmt: skip
BACK = to(
    "http://link.pub.example:{port}/x", 302, "Set-Cookie: s=1; Domain=.pub.example; Path=/\r\n"
)
COOKIES = [
    Case("a cookie of the parent domain", "alive", "",
         {"/x": only_if("cookie", "s=1", to("http://idp.pub.example:{port}/in", 303)), "/in": BACK},
         link("/x", "link.pub.example")),
    Case("a cookie of a stranger's domain is not taken", "unsure", "loop",
         {"/x": only_if("cookie", "s=1", to("http://idp.other.example:{port}/in", 303)),
          "/in": BACK}, link("/x", "link.pub.example")),
    Case("a cookie of another path is not shown", "unsure", "loop",
         {"/x": only_if("cookie", "s=1", to("/in/x", 302)),
          "/in/x": to("/x", 302, "Set-Cookie: s=1; Path=/in\r\n")}),
    Case("a cookie with a letter that is not ASCII", "alive", "",
         {"/x": to("/y", 302, "Set-Cookie: city=S\xe3o; Path=/\r\n"), "/y": Choose(
             lambda asked: PAGE if "city=S" in asked.get("cookie", "") else http(500))}),
    Case("a cookie in Latin-1", "alive", "",
         {"/x": to("/y", 302, "Set-Cookie: city=#; Path=/\r\n").replace(b"#", b"S\xe3o"),
          "/y": Choose(lambda asked: PAGE if asked.get("cookie") == "city=S\xe3o" else http(500))}),
]  # fmt: skip
SNOW = "xn--n3h.example"
BUECHER = only_if("host", "xn--bcher-kva.example", NONE)
HOSTS = [
    Case("a host that is an emoji, in ASCII", "alive", "", at(PAGE), link("/x", SNOW)),
    Case("a host that is an emoji", "alive", "", at(only_if("host", SNOW, NONE)),
         link("/x", "☃.example")),
    Case("a host that is a newer emoji", "alive", "", at(PAGE), link("/x", "🦩.example")),
    Case("a host with a letter that is not ASCII", "alive", "", at(BUECHER),
         link("/x", "bücher.example")),
    Case("the same in capitals", "alive", "", at(BUECHER), link("/x", "BÜCHER.example")),
    Case("the same in ASCII with capitals inside", "alive", "", at(BUECHER),
         link("/x", "xn--BCHER-2pa.example")),
    Case("a redirect to such a host", "moved", "",
         {"/x": to("http://☃.example:{port}/y/x"), "/y/x": only_if("host", SNOW, NONE)}),
    Case("a redirect with a backslash", "alive", "", at(to("\\ok\\x", 302), **{"ok/x": PAGE})),
    Case("a redirect with two backslashes", "alive", "",
         at(to("\\\\b.example:{port}\\ok\\x", 302), **{"ok/x": only_if("host", "b.e", NONE)})),
    Case("a redirect with the scheme and no host", "alive", "",
         at(to("http:/ok/x", 302), **{"ok/x": PAGE})),
    Case("a redirect with blanks around", "alive", "",
         at(to("  /ok/x \t", 302), **{"ok/x": PAGE})),
]  # fmt: skip
META = '<meta http-equiv=refresh content="0;url={}">'
FORWARDS = [
    Case("a forward seen from the page's base", "alive", "",
         at(http(200, f'<base href="/sub/">{META.format("x")}'), **{"sub/x": PAGE}, rest=NONE)),
    Case("a forward by a header", "alive", "",
         at(http(200, "", "Refresh: 0; url=/sub/x\r\n"), **{"sub/x": PAGE}, rest=NONE)),
    Case("a forward by a header to a 404", "unsure", "soft-404",
         at(http(200, "", "Refresh: 0; url=/missing\r\n"), rest=NONE)),
    Case("a forward by a script to a 404", "unsure", "soft-404",
         at(http(200, "<script>window.location = '/missing'</script>"), rest=NONE)),
    Case("a forward by a script", "alive", "",
         at(http(200, r"<script>location.replace('\/sub\/x')</script>One moment"),
            **{"sub/x": PAGE}, rest=NONE)),
    Case("a forward with an ampersand", "alive", "",
         {"/x": http(200, META.format("/sub/x?a=1&copy=2")), "/sub/x?a=1&copy=2": PAGE,
          "*": NONE}),
    Case("a forward to another program", "alive", "",
         at(http(200, "<script>location.href = 'myapp://open/x.y'</script>"), rest=NONE)),
    Case("a header that only repeats the page", "alive", "",
         at(http(200, TEXT, "Refresh: 5\r\n"), rest=NONE)),
]  # fmt: skip
TABLE: Mapping[str, Sequence[Case]] = {
    "Answers that only strict parsers refuse": [*LENIENT, *REFUSED, *ODD_404],
    "Cookies": COOKIES,
    "Hosts and addresses": HOSTS,
    "Forwards": FORWARDS,
    "Old encryption": [
        Case("RSA key exchange with CBC", "alive", link="https://a.example:{port}/x", tls="old"),
    ],
}
