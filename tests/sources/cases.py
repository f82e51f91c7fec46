"""Every case of a link × the verdict that is due, as data; `case_runner` plays them.

`python -m tests.sources.cases` (`make verdicts`) plays all of them against real sockets and prints
the table that stands in docs/verdicts.md.
"""

from __future__ import annotations

import gzip
from collections.abc import Mapping, Sequence

from tests.sources import cases_edges, cases_wire
from tests.sources.case import ABOUT, NONE, PAGE, WORDS, Case, at, every, linked, only_if, page, to
from tests.sources.loopback import Choose, drip, empty, http, reset

SORRY = page("Page not found", "Sorry")
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
FORWARD = '<meta http-equiv="refresh" content="0; url=/new">'
SPAM = page("Slot Gacor", "Situs slot, judi bola, togel dan casino terpercaya")
ANCHORS = page(body=f"<a name=two></a><h2 id=user-content-three>x</h2>{WORDS}")
JS = http(200, "<title>App</title><div id=root></div><script src=a.js></script>")

STATUS = [
    *every("alive", "", {str(code): page(status=code) for code in (200, 201, 203, 206)}),
    *every("alive", "", {"204": b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"}),
    *every("gone", "gone", {"404 twice": NONE, "410 twice": http(410)}),
    *every("unsure", "bad-answer", {"304": b"HTTP/1.1 304 X\r\nConnection: close\r\n\r\n"}),
    *every("unsure", "bad-answer", {str(code): http(code) for code in (300, 400, 409)}),
    *every("unsure", "login", {"401": http(401)}),
    *every("unsure", "blocked", {str(code): http(code) for code in (402, 403, 405, 406, 451, 999)}),
    *every("unsure", "connection", {"407": http(407)}),
    *every("unsure", "timeout", {"408": http(408)}),
    *every("unsure", "server-error", {str(n): http(n) for n in (500, 502, 503, 504, 520, 530)}),
]
AGAIN = [
    *every(
        "alive", "",
        {str(code): [http(code), PAGE] for code in (403, 404, 406, 410, 500, 502, 503, 520)},
        "once, then the page: ",
    ),
    *every("alive", "", {"twice 500, then the page": [http(500), http(500), PAGE]}),
    *every("alive", "", {"reset once": [reset, PAGE], "hung up once": [empty, PAGE]}),
    *every("unsure", "bad-answer", {"404 after a 500, seen once": [http(500), NONE, http(400)]}),
    *every("alive", "", {
        "429, Retry-After 7": [http(429, head="Retry-After: 7\r\n"), PAGE],
        "429, Retry-After a day near": [
            http(429, head="Date: Tue, 24 Nov 2026 12:00:00 GMT\r\n"
                 "Retry-After: Tue, 24 Nov 2026 12:00:04 GMT\r\n"), PAGE],
        "429, no Retry-After, then the page": [http(429), PAGE],
        "429, Retry-After in the past, then the page": [
            http(429, head="Retry-After: Tue, 24 Nov 2020 12:00:00 GMT\r\n"), PAGE],
        "429, Retry-After below zero, then the page": [
            http(429, head="Retry-After: -5\r\n"), PAGE],
        "503, Retry-After a day near": [
            http(503, head="Date: Tue, 24 Nov 2026 12:00:00 GMT\r\n"
                 "Retry-After: Tue, 24 Nov 2026 12:00:04 GMT\r\n"), PAGE],
        "503, Retry-After 1": [http(503, head="Retry-After: 1\r\n"), PAGE],
    }),
    *every("unsure", "rate-limited", {
        "429 every time": http(429),
        "429, Retry-After an hour": http(429, head="Retry-After: 3600\r\n"),
        "429, Retry-After absurd": http(429, head="Retry-After: 99999999999\r\n"),
        "429, Retry-After a day far": http(
            429, head="Retry-After: Tue, 24 Nov 2099 12:00:00 GMT\r\n"),
        "429, Retry-After not a date": http(429, head="Retry-After: soon\r\n"),
    }),
    *every("unsure", "server-error", {
        "503, Retry-After a week": http(503, head="Retry-After: 604800\r\n"),
    }),
]  # fmt: skip
ASKING = [
    *every("alive", "", {
        "HEAD refused, GET answers": only_if(":method", "GET", http(405)),
        "HEAD hung up on, GET answers": only_if(":method", "GET", b""),
        "HEAD says 404, GET answers": only_if(":method", "GET", http(404)),
        "wants Accept: text/html": only_if("accept", "text/html", http(406)),
        "wants Mozilla/5.0, else 403": only_if("user-agent", "Mozilla/5.0", http(403)),
        "wants Mozilla/5.0, else 404": only_if("user-agent", "Mozilla/5.0", http(404)),
        "wants a language": only_if("accept-language", "en", http(400)),
    }),
    Case("HEAD 200, GET 404", "gone", "gone",
         at(Choose(lambda asked: PAGE if asked[":method"] == "HEAD" else NONE))),
    *every("unsure", "blocked", {
        "Cloudflare challenge by header": http(403, head="cf-mitigated: challenge\r\n"),
        "Cloudflare challenge by title": page("Just a moment...", "", 503),
        "Cloudflare challenge as a 404": page("Just a moment...", "", 404),
        "AWS WAF captcha": http(405, head="x-amzn-waf-action: captcha\r\n"),
        "Vercel checkpoint": http(429, head="x-vercel-mitigated: challenge\r\n"),
        "Sucuri block": http(403, head="x-sucuri-block: 1\r\n"),
        "Cloudflare challenge by body": http(403, "<script>window._cf_chl_opt={}</script>"),
        "Incapsula by body": http(200, '<iframe src="/_Incapsula_Resource?x=1"></iframe>'),
        "PerimeterX by body": http(403, '<div id="px-captcha"></div>'),
        "DataDome by body": http(200, '<script src="//ct.captcha-delivery.com/c.js"></script>'),
        "Anubis by title": page("Making sure you&#39;re not a bot!", ""),
    }),
]  # fmt: skip
REDIRECTS = [
    *every("moved", "", {"301": to("/new"), "308": to("/new", 308)}, new=PAGE),
    *every("alive", "", {str(n): to("/new", n) for n in (302, 303, 307)}, new=PAGE),
    Case("301, 308, 301", "moved", "", at(to("/a"), a=to("/b", 308), b=to("/c"), c=PAGE)),
    Case("301 to the same name, then 302", "moved", "",
         {"/x": to("/new/x"), "/new/x": to("/new/x/en", 302), "/new/x/en": PAGE}),
    Case("301 elsewhere, then 302", "alive", "", at(to("/a"), a=to("/b", 302), b=PAGE)),
    Case("302, then 301", "alive", "", at(to("/a", 302), a=to("/b"), b=PAGE)),
    Case("301 to another site", "moved", "", at(to("http://b.example:{port}/new"), new=PAGE)),
    Case("Location not ASCII", "moved", "", {"/x": to("/neü"), "/ne%C3%BC": PAGE}),
    Case("Location relative, without a slash", "moved", "", at(to("new"), new=PAGE)),
    Case("Location with a user name", "moved", "",
         at(to("http://you:secret@b.example:{port}/new"), new=PAGE)),
    Case("Location with a fragment", "moved", "", at(to("/new#part"), new=PAGE)),
    Case("twelve redirects", "alive", "", {"/x": to("/1", 302), "/12": PAGE} | {
        f"/{n}": to(f"/{n + 1}", 302) for n in range(1, 12)}),
    Case("a cookie, then back", "alive", "",
         at([to("/set", 302), PAGE], set=to("/x", 302, "Set-Cookie: a=1; Path=/\r\n"))),
    Case("a cookie that never comes back", "unsure", "loop", at(to("/x", 302))),
    *every("unsure", "loop", {"to itself": to("/x"), "in a circle": to("/y")}, y=to("/x")),
    Case("more than twenty redirects", "unsure", "loop", {"/x": to("/1", 302)} | {
        f"/{n}": to(f"/{n + 1}", 302) for n in range(1, 30)}),
    *every("unsure", "bad-answer", {"301 without Location": http(301), "Location empty": to(" "),
                                    "Location no address": to("http://[::1")}),
    *every("unsure", "unsupported-scheme", {"to ftp:": to("ftp://a.example/"),
                                            "to javascript:": to("javascript:alert(1)")}),
    *every("gone", "gone", {"301 to a 404": to("/none"), "301 to a dead name":
                            to("http://nxdomain.example/")}, none=NONE),
    *every("unsure", "soft-404", {"302 to a 404": to("/none", 302)}, none=NONE),
    *every("unsure", "connection", {"302 to a dead name": to("http://nxdomain.example/", 302)}),
    *every("unsure", "login", {"301 to a login": to("/login?next=/x"),
                               "302 to accounts.": to("http://accounts.b.example:{port}/v3", 302)},
           rest=PAGE),
    *every("unsure", "blocked", {"302 to a consent page": to("http://consent.a.example:{port}/")},
           rest=PAGE),
    Case("meta refresh", "alive", "", at(http(200, FORWARD), new=PAGE)),
    Case("meta refresh to another site", "alive", "",
         at(http(200, FORWARD.replace("/new", "http://b.example:{port}/new")), new=PAGE)),
    Case("meta refresh to a casino", "unsure", "parked",
         at(http(200, FORWARD.replace("/new", "http://b.example:{port}/new")), new=SPAM),
         about="PandaLM judge models"),
    Case("meta refresh to a 404", "unsure", "soft-404", at(http(200, FORWARD), new=NONE)),
    Case("meta refresh after five minutes", "alive", "",
         at(http(200, FORWARD.replace("0;", "300;") + WORDS), new=NONE)),
]  # fmt: skip
POST = "http://a.example:{port}/blog/post"
GENERIC = [
    Case("everything to the front page", "unsure", "soft-404",
         {"/x": to("/"), "/": PAGE, "*": to("/")}),
    Case("this one to its front page", "unsure", "soft-404",
         {"/x": to("/"), "/": PAGE, "*": NONE}),
    Case("this one to another host's front page", "moved", "",
         {"/x": to("http://b.example:{port}/"), "/": PAGE, "*": NONE}),
    Case("everything to another host's front page", "unsure", "soft-404",
         {"/": PAGE, "*": to("http://b.example:{port}/")}),
    Case("everything to the overview", "unsure", "soft-404",
         {"/blog/": PAGE, "*": to("/blog/")}, POST),
    Case("this one to the overview", "moved", "",
         {"/blog/post": to("/blog/"), "/blog/": PAGE, "*": NONE}, POST),
    Case("to an error page", "unsure", "soft-404", at(to("/404.html", 302), rest=SORRY)),
    Case("200 “not found”, made-up alike", "unsure", "soft-404", at(SORRY, rest=SORRY)),
    Case("200 “not found”, nothing else known", "unsure", "soft-404", at(SORRY, rest=http(403))),
    Case("200 titled “not found”, sound 404", "alive", "", at(SORRY, rest=NONE)),
    Case("200 heading “not found”, made-up alike", "unsure", "soft-404",
         at(page("A site", "<h1>Page not found</h1>"), rest=page("A site", "<h1>Oh no</h1>"))),
    Case("200 “no longer available”, made-up alike", "unsure", "soft-404",
         at(*[page("Shop: no longer available", "Sorry")],
            rest=page("Shop: no longer available", "Sorry"))),
    Case("200 “no longer available”, sound 404", "alive", "",
         at(page("Support: IE is no longer available"), rest=NONE)),
    Case("200 “nicht gefunden”, made-up alike", "unsure", "soft-404",
         at(page("Seite nicht gefunden", "Oh"), rest=page("Seite nicht gefunden", "Oh"))),
    Case("a standard: “has been removed”", "alive", "",
         at(page("Frames", f"This section has been removed. {WORDS}"), rest=NONE)),
    Case("404 Media", "alive", "", at(page("A story | 404 Media"), rest=NONE)),
    Case("one page for every address (SPA)", "alive", "", at(JS, rest=JS)),
]  # fmt: skip
TAKEN = [
    *every("unsure", "parked", {
        "for sale": page("a.example", "This domain is for sale!"),
        "parked free": page("a.example is parked free", "by a registrar"),
        "parking script": http(200, '<script src="//www.sedoparking.com/x.js"></script>'),
        "to a parking host": to("http://www.hugedomains.com:{port}/y"),
    }, rest=PAGE),
    Case("casino on a tool's domain", "unsure", "parked", at(SPAM), about="PandaLM judge models"),
    Case("301 to a casino", "unsure", "parked", at(to("http://b.example:{port}/slots"), slots=SPAM),
         about="PandaLM judge models"),
    Case("casino in Chinese", "unsure", "parked",
         at(page("澳门赌场", "博彩 赌场 娱乐城 体育投注")), about="PandaLM judge models"),
    Case("pharmacy on a tool's domain", "unsure", "parked",
         at(page("Buy Viagra", "viagra, cialis and other pills")), about="PandaLM judge models"),
    Case("another language, nothing of the entry", "unsure", "parked",
         at(page("ようこそ", "健康食品と化粧品の口コミを紹介します。" * 90)), about=ABOUT),
    Case("another topic, nothing of the entry", "unsure", "parked",
         at(page("Roses", "Roses want sun and chalk in autumn. " * 60)), about=ABOUT),
    Case("another language, the entry is named", "alive", "",
         at(page("ようこそ", "健康食品と化粧品の口コミ。" * 120 + "PandaLM")), about=ABOUT),
    Case("casino that is the entry", "alive", "", at(SPAM), about="A casino simulator"),
    Case("casino, nothing known of the entry", "alive", "", at(SPAM)),
    Case("a page about buying domains", "alive", "",
         at(page("Names", f"{WORDS} this domain is for sale {WORDS}"))),
]  # fmt: skip
BROKEN = [
    *every("unsure", "connection", {"reset": reset, "empty answer": empty}),
    *every("unsure", "bad-answer", {
        "no HTTP": b"this is no HTTP\r\n\r\n",
        "headers of 300 kB": b"HTTP/1.1 200 OK\r\nX: " + b"y" * 300_000 + b"\r\n\r\n",
    }),
    *every("unsure", "timeout", {"headers that drip": drip(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"),
                                 "says nothing": drip(b"", b"")}),
    *every("alive", "", {
        "headers of 12 kB": page(head=f"X: {'y' * 12_000}\r\n"),
        "body cut short": HEAD + b"Content-Length: 9999\r\n\r\n<title>A page</title>",
        "chunk cut short": HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\n<titl",
        "no gzip at all": http(200, b"no gzip", "Content-Encoding: gzip\r\n"),
        "gzip cut short": http(200, gzip.compress(b"x" * 50)[:20], "Content-Encoding: gzip\r\n"),
        "a bomb of gzip": http(200, gzip.compress(b"x " * 9_000_000), "Content-Encoding: gzip\r\n"),
        "endless body": drip(HEAD + b"\r\n", b"<!-- and on -->" * 5000),
        "body that drips": drip(HEAD + b"Content-Length: 99999\r\n\r\n", b"<p>"),
    }),
]  # fmt: skip
HTTPS = "https://a.example:{port}/x"
NAMES = [
    *linked("gone", "gone", {"no such name": "http://nxdomain.example/"}),
    *linked("unsure", "connection", {"name server with an error": "http://servfail.example/",
                                     "name without address": "http://nodata.example/",
                                     "connection refused": "http://a.example:1/"}),
    *linked("unsure", "connection", {"no name resolves at all": "http://b.example/"}, "offline"),
    *linked("unsure", "private-address", {
        "10.0.0.1": "http://10.0.0.1/", "localhost": "http://localhost:{port}/x",
        "name that leads to 10.0.0.1": "http://private.example/",
        "metadata service": "http://169.254.169.254/", "[::ffff:10.0.0.1]": "http://[::ffff:a00:1]/",
        "167772161": "http://167772161/", "0x0a.1": "http://0x0a.1/",
        "10.1": "http://10.1/",
        "[::1]": "http://[::1]/", "[64:ff9b::10.0.0.1]": "http://[64:ff9b::a00:1]/",
        "[2002:a00:1::] (6to4)": "http://[2002:a00:1::]/", "[fe80::1]": "http://[fe80::1]/",
        "0.0.0.0": "http://0.0.0.0/", "100.64.0.1": "http://100.64.0.1/"}, "public"),
    *linked("unsure", "bad-answer", {"012.0.0.1": "http://012.0.0.1/", "127.1": "http://127.1/"},
            "public"),
    Case("redirect to 10.0.0.1", "unsure", "private-address", at(to("http://10.0.0.1/", 302)),
         gate="public"),
    *linked("unsure", "unsupported-scheme", {"ftp:": "ftp://a.example/x"}),
    Case("certificate good", "alive", link=HTTPS, tls="good"),
    *(Case(f"certificate {kind}", "unsure", "tls", link=HTTPS, tls=kind)
      for kind in ("expired", "not valid yet", "self-signed", "of another host",
                   "of an unknown authority")),
    Case("https where only http is spoken", "unsure", "tls", at(PAGE), HTTPS),
    Case("https, same page by http", "alive", "", at(PAGE), tls="twin"),
]  # fmt: skip
PLACES = [
    Case(f"#{name}", verdict, reason, at(answer), f"http://a.example:{{port}}/x#{name}")
    for name, verdict, reason, answer in [
        ("here", "alive", "", ANCHORS),
        ("two", "alive", "", ANCHORS),
        ("three", "alive", "", ANCHORS),
        ("user-content-three", "alive", "", ANCHORS),
        ("top", "alive", "", ANCHORS),
        ("%74wo", "alive", "", ANCHORS),
        ("L10-L20", "alive", "", ANCHORS),
        ("missing", "unsure", "place-missing", ANCHORS),
        (":~:text=word", "alive", "", ANCHORS),
        ("drawn-by-script", "alive", "", JS),
        ("/docs/intro", "alive", "", ANCHORS),
    ]
]
TABLE: Mapping[str, Sequence[Case]] = {
    "Status": STATUS,
    "Another try": AGAIN,
    "How it is asked": ASKING,
    "Redirects": REDIRECTS,
    "Soft 404s": GENERIC,
    "Parked and taken over": TAKEN,
    "Broken answers": BROKEN,
    "Names, addresses, certificates": NAMES,
    "Places in a page": PLACES,
    **cases_edges.TABLE,
    **cases_wire.TABLE,
}

if __name__ == "__main__":
    from tests.sources.case_runner import main

    raise SystemExit(main())
