"""Cases at the edges: moves that are none, deaths that are none, pages that stand for nothing.

Beside each kind stands what is like it and must be judged the other way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.sources.case import ABOUT, NONE, PAGE, WORDS, Case, at, every, only_if, page, to
from tests.sources.loopback import Answer, Choose, http

SORRY = page("Page not found", "Sorry")
NEW = page("The new page")
HOME = page("Home")


def everything(where: str, status: int = 301, **more: Answer) -> dict[str, Answer]:
    """Whatever is asked for is sent to one place."""
    return {where: NEW, "*": to(where, status), **more}


def link(path: str, host: str = "a.example") -> str:
    return f"http://{host}:{{port}}{path}"


def every_move(
    verdict: str,
    reason: str,
    moves: Mapping[str, tuple[str, str]],
    shown: bytes = PAGE,
    about: str = "",
) -> list[Case]:
    """Name → from where to where; the new place shows the page, all others are not there."""
    return [
        Case(name, verdict, reason, {start: to(end), end: shown, "*": NONE}, link(start), about)
        for name, (start, end) in moves.items()
    ]


MOVES = [
    Case("everything to /home/index", "unsure", "soft-404", everything("/home/index"),
         link("/tools/panda-lm")),
    Case("everything to the front page with a query", "unsure", "soft-404",
         everything("/?ref=404redirect"), link("/tools/panda-lm")),
    Case("everything to a farewell, one step deep", "unsure", "soft-404", everything("/goodbye/"),
         link("/tool")),
    Case("everything to what is named almost alike", "unsure", "soft-404", everything("/tools/"),
         link("/tool")),
    Case("everything of a folder to its farewell", "unsure", "soft-404",
         {"/goodbye/": NEW, "/old/tool": to("/goodbye/"),
          "/old/this-page-was-made-up-by-listkeeper": to("/goodbye/"), "*": NONE},
         link("/old/tool")),
    Case("everything of another folder to a farewell", "moved", "",
         {"/new-tool": NEW, "/old/tool": to("/new-tool"), "*": NONE}, link("/old/tool")),
    Case("every value of a query to one page", "unsure", "soft-404",
         {"/news": NEW, "/p.php?id=77": to("/news"), "/p.php?id=987654321": to("/news"),
          "*": NONE}, link("/p.php?id=77")),
    Case("this value of a query to a page of its own", "moved", "",
         {"/a-title": NEW, "/?p=77": to("/a-title"), "*": NONE}, link("/?p=77")),
    Case("a value that says where readers come from", "moved", "",
         {"/new": NEW, "/x?utm_source=list": to("/new"), "/this-page-was-made-up-by-listkeeper":
          NONE, "*": to("/new")}, link("/x?utm_source=list")),
    Case("everything to another host, below its name", "unsure", "soft-404",
         {"/welcome/all": NEW, "*": to("http://b.example:{port}/welcome/all")}, link("/tool")),
    Case("this one, the made-up address is refused", "moved", "",
         {"/tool": to("/new"), "/new": NEW, "*": http(403)}, link("/tool")),
    Case("this one, nobody can say of the others", "unsure", "soft-404",
         {"/tool": to("/new"), "/new": NEW, "*": b""}, link("/tool")),
    Case("everything of a folder that was one page", "moved", "",
         {"/new/": NEW, "/old/": to("/new/"), "/old/this-page-was-made-up-by-listkeeper":
          to("/new/"), "*": NONE}, link("/old/")),
    Case("this one to the price list, and the entry is known", "unsure", "soft-404",
         {"/tool": to("/pricing"), "/pricing": page("Pricing"), "*": NONE}, link("/tool"),
         about=ABOUT),
    Case("this one to a page that names the entry", "moved", "",
         {"/tool": to("/new"), "/new": page("PandaLM"), "*": NONE}, link("/tool"), about=ABOUT),
    Case("this one to the folder above, and the entry is known", "unsure", "soft-404",
         {"/a/tool": to("/a/"), "/a/": page("PandaLM and others"), "*": NONE}, link("/a/tool"),
         about=ABOUT),
    *every_move("unsure", "soft-404", {
        "this one to the folder above, which has its name, too": ("/pandalm/pandalm", "/pandalm/"),
        "this one to a folder further above, which has its name, too":
        ("/pandalm/x/PandaLM.png", "/pandalm/"),
        "this one to the index of the folder above": ("/pandalm/pandalm", "/pandalm/index.html"),
        "this one to the folder above, with a query that names nothing":
        ("/pandalm/pandalm", "/pandalm/?ref=old"),
    }, page("PandaLM"), ABOUT),
    Case("this one to the folder above at www", "unsure", "soft-404",
         {"/pandalm/pandalm": to("http://www.a.example:{port}/pandalm/"),
          "/pandalm/": page("PandaLM"), "*": NONE}, link("/pandalm/pandalm"), about=ABOUT),
    *every_move("unsure", "soft-404", {
        "this one to a search for its name": ("/x/pandalm", "/search?q=pandalm"),
        "this one to a search for its name, in the path": ("/x/pandalm", "/search/pandalm"),
    }, page("PandaLM, found")),
    Case("this one to a tag with its name", "unsure", "soft-404",
         {"/x/pandalm": to("/tag/pandalm/"), "/tag/pandalm/": page("All on PandaLM"),
          "*": NONE}, link("/x/pandalm")),
    Case("a front page called home to the price list", "unsure", "soft-404",
         {"/home/": to("/pricing"), "/pricing": page("Pricing"), "*": NONE}, link("/home/"),
         about=ABOUT),
    Case("a front page called home to a page that names the entry", "moved", "",
         {"/home/": to("/start"), "/start": page("PandaLM"), "*": NONE}, link("/home/"),
         about=ABOUT),
    Case("a front page to a page of another site", "moved", "",
         {"/": to("http://b.example:{port}/tools/new"), "/tools/new": page("New"), "*": NONE},
         link("/"), about=ABOUT),
    Case("this one to the folder above, and its name is short", "unsure", "soft-404",
         {"/all/bt": to("/all/"), "/all/": page("All we have"), "*": NONE}, link("/all/bt"),
         about="bt"),
    *every_move("unsure", "soft-404", {
        "this one to an error page below which its name stands": ("/x/pandalm", "/404/pandalm"),
        "this one to a folder of what is no more": ("/x/pandalm", "/discontinued/pandalm"),
    }, page("PandaLM"), ABOUT),
    *every_move("alive", "", {
        "this one to its form for telephones": ("/x/pandalm", "/m/x/pandalm"),
        "this one to its form for search engines": ("/x/pandalm", "/x/pandalm/amp/"),
        "this one to its form for printers": ("/x/pandalm", "/print/pandalm"),
        "this one to its feed": ("/x/pandalm", "/x/pandalm/feed/"),
        "this one to its form for search engines, in the query": ("/x/pandalm", "/x/pandalm?amp=1"),
    }, page("PandaLM"), ABOUT),
    Case("this one to a host for telephones", "alive", "",
         {"/x/pandalm": to("http://m.a.example:{port}/y/pandalm"), "/y/pandalm": page("PandaLM"),
          "*": NONE}, link("/x/pandalm"), about=ABOUT),
    Case("a tag to a tag", "moved", "",
         {"/tags/pandalm": to("/tag/pandalm/"), "/tag/pandalm/": page("All on PandaLM"),
          "*": NONE}, link("/tags/pandalm")),
    *every_move("moved", "", {
        "a feed to a feed": ("/old/feed", "/new/feed"),
        "the index of a folder to the folder": ("/a/index.html", "/a/"),
        "a front page in a language to the front page": ("/en/", "/"),
    }, page("PandaLM"), ABOUT),
    Case("a front page to a step below", "alive", "", {"/": to("/home"), "/home": NEW, "*": NONE},
         link("/")),
    Case("a front page to a farewell", "alive", "", {"/": to("/bye"), "/bye": NEW, "*": NONE},
         link("/")),
    Case("to a language, from a host of the same language", "alive", "",
         {"/x": to("/en/x"), "/en/x": NEW, "*": NONE}, "http://en.a.example:{port}/x"),
    Case("the folder's own page has the name", "moved", "",
         {"/tool": to("/v/tool/"), "/v/tool/": NEW, "*": to("/v/tool/")}, link("/tool")),
    *every_move("moved", "", {
        "from a version to none": ("/docs/v1.2/x", "/docs/x"),
        "from a session to none": ("/x;jsessionid=AB12", "/x"),
        "to a name with a number": ("/x", "/2023/x"),
        "to a page of a day": ("/post", "/2023/05/post"),
        "version kept": ("/docs/v1.2/x", "/manual/v1.2/x"),
        "language kept": ("/en/x", "/en/docs/x"),
        "to a DOI": ("/paper/x", "/doi/10.1145/x"),
    }),
    *every_move("alive", "", {
        "to a session in the path": ("/x", "/x;jsessionid=AB12CD34"),
        "to a session in the query": ("/x", "/x?PHPSESSID=3f9a"),
        "to a session of ASP.NET": ("/x", "/(S(lit3py55t21z5v55vlm25s55))/x"),
        "to a signature": ("/x", "/x?X-Amz-Expires=300&X-Amz-Signature=abc"),
        "to a shared signature": ("/x", "/x?sv=2020-08-04&se=2026-12-01&sig=abc"),
        "to a token": ("/x", "/x?access_token=abc"),
        "to a page on the way, with the old address": ("/x/tool", "/leaving?url=/x/tool"),
        "to a pause, with the old address": ("/x/tool", "/maintenance?next=%2Fx%2Ftool"),
        "to a long random value": ("/x", "/x?q=4f1d0a9b8c7e6d5f4a3b2c1d0e9f8a7b6c5d"),
        "to a trace of this visit": ("/x", "/x?utm_source=old"),
        "to a version": ("/docs/latest/x", "/docs/v4.2.1/x"),
        "to a version without a letter": ("/docs/x", "/docs/4.2/x"),
        "to a newer version": ("/docs/v1.2/x", "/docs/v2.0/x"),
        "to a version of many": ("/docs/x", "/docs/4.x/x"),
        "to one commit": ("/x", "/da39a3ee5e6b4b0d3255bfef95601890afd80709/x"),
        "to a file of a version": ("/x/latest", "/x/latest-1.2.3"),
        "to a language": ("/x", "/en/x"),
        "to a language and a country": ("/x", "/en-us/x"),
        "to a language in the query": ("/x", "/x?lang=en"),
    }),
    Case("to the host of a language", "alive", "", at(to("http://de.a.example:{port}/x/"),
         **{"x/": PAGE}, rest=NONE)),
    Case("to a page, and on to a session", "moved", "",
         {"/x": to("/new/x"), "/new/x": to("/new/x;jsessionid=1"), "/new/x;jsessionid=1": PAGE,
          "*": NONE}),
    Case("for a while: everything to another site's front page", "unsure", "soft-404",
         {"/?ref=aka&shorturl=gone": page("Search"),
          "/?ref=aka&shorturl=this-page-was-made-up-by-listkeeper": page("Search"),
          "/gone": to("http://b.example:{port}/?ref=aka&shorturl=gone", 302),
          "*": to("http://b.example:{port}/?ref=aka&shorturl="
                  "this-page-was-made-up-by-listkeeper", 302)}, link("/gone")),
    Case("for a while: everything to an error that names it", "unsure", "soft-404",
         {"/Error.aspx?aspxerrorpath=/p/x": page("Error", "Sorry"), "/p/x":
          to("/Error.aspx?aspxerrorpath=/p/x", 302),
          "/p/this-page-was-made-up-by-listkeeper":
          to("/Error.aspx?aspxerrorpath=/p/this-page-was-made-up-by-listkeeper", 302),
          "/Error.aspx?aspxerrorpath=/p/this-page-was-made-up-by-listkeeper":
          page("Error", "Sorry")}, link("/p/x")),
    Case("for a while: each to its own page by a query", "alive", "",
         {"/item?id=tool": page("A tool"), "/item?id=this-page-was-made-up-by-listkeeper":
          page("Item", "no such item"), "/tool": to("/item?id=tool", 302),
          "*": to("/item?id=this-page-was-made-up-by-listkeeper", 302)}, link("/tool")),
    Case("200 “not found” for this value of a query", "unsure", "soft-404",
         {"/index.php?id=77": SORRY, "/index.php?id=987654321": SORRY, "*": NONE},
         link("/index.php?id=77")),
    Case("the same where the path has a name of its own", "unsure", "soft-404",
         {"/library/book?id=77": SORRY, "/library/book?id=987654321": SORRY, "*": NONE},
         link("/library/book?id=77")),
    Case("a title of that kind at a sound value of a query", "alive", "",
         {"/index.php?id=77": page("Why cats do not exist: page not found"), "*": NONE},
         link("/index.php?id=77")),
]  # fmt: skip
SHELL = page("My App", '<div id="root"></div><script type="module" src="/a.js"></script>', 404)
FORWARD = '<!doctype html>{}<meta http-equiv="refresh" content="{}; url={}"><p>{}'
SCRIPT = "<!doctype html><script>sessionStorage.p = location.pathname; location.replace('/?p')"
DEATHS = [
    *every("unsure", "bad-answer", {
        "404 that is the shell of an app": SHELL,
        "404 that is the shell of another kind of app": page(
            "App", "<app-root></app-root><script src=main.js></script>", 404),
        "410 that is the shell of an app": page("App", "<div id=__next></div><script>1</script>",
                                                410),
        "404 that forwards at once": http(404, FORWARD.format("", 0, "http://b.example/", "Moved")),
        "404 that forwards at once, whatever its title": http(
            404, FORWARD.format("<title>404 Not Found</title>", 0, "/", "")),
        "404 that forwards by its script": http(404, f"{SCRIPT}</script>"),
        "404 that forwards by a header": http(404, "", "Refresh: 0; url=http://b.example/new\r\n"),
    }, rest=NONE),
    *every("gone", "gone", {
        "404 that says so and goes home later": http(
            404, FORWARD.format("<title>Page not found</title>", 5, "/", "Not found")),
        "404 of an app that says so": page(
            "404: This page could not be found", "<div id=__next>404</div><script>1</script>", 404),
        "404 with much text and a script": page(
            "Oh no", f"{WORDS}<div id=root></div><script>1</script>", 404),
        "404 whose script is of no matter": page("Lost", "<script>track()</script>Not here", 404),
    }, rest=NONE),
    *every("alive", "", {
        "404 for whoever is no browser": only_if("user-agent", "Chrome/", NONE),
        "404 for whoever has a robot's words": Choose(
            lambda asked: NONE if "+http" in asked["user-agent"] else PAGE),
        "404 for whoever is compatible": Choose(
            lambda asked: NONE if "compatible" in asked["user-agent"]
            or not asked["user-agent"].startswith("Mozilla") else PAGE),
    }),
    Case("404 by http, the page by https", "unsure", "bad-answer", at(NONE), tls="twin"),
]  # fmt: skip
PARK = '<html><script>window.park = "eyJ1";</script><script src="/bAbC.js"></script></html>'
LANDER = '<html><script>window.onload=function(){window.location.href="/lander"}</script></html>'
OFFER = f"<h1>a.example is for sale</h1><p>{WORDS}"
SUSPENDED = page("Account Suspended", "This Account has been suspended.")
NO_VIDEO = http(
    200,
    '<title> - YouTube</title><script>var a = {"playabilityStatus":{"status":'
    '"ERROR","reason":"Video unavailable"}};</script>',
)
BADGE = '<svg xmlns="http://www.w3.org/2000/svg"><title>{}</title></svg>'
SLOTS = page("Slot88 Gacor", f"pandalm situs slot88, judi, togel, casino {'dan ' * 200}")
EMPTY = [
    *every("unsure", "parked", {
        "script of a parking page": http(200, PARK),
        "script that opens /lander": http(200, LANDER),
        "for sale, with many words": page("Premium domains", OFFER),
        "for sale in its title, with many words": page("a.example domain name is for sale."),
        "for sale in its title alone": page("This domain is for sale!"),
        "parked by a registrar": page("a.example", "This name is parked by Registrar Ltd."),
        "buy it, with many words": page("Buy a.example today"),
        "for sale in German": page("a.example", "Diese Domain steht zum Verkauf"),
        "for sale in Chinese": page("a.example", "该域名正在出售"),
        "key of an advertiser": http(200, "<html data-adblockkey=MFww></html>"),
        "to ww25. of the same domain": to("http://ww25.a.example:{port}/?subid1=1", 302),
        "to a suspended page": to("/cgi-sys/suspendedpage.cgi", 302),
        "account suspended": SUSPENDED,
        "web site suspended": page("Home", "<h1>This website has been suspended.</h1>"),
        "nginx before there is a site": page("Welcome to nginx!"),
        "Apache before there is a site": page("Apache2 Ubuntu Default Page: It works"),
        "a host's own page": page("Default Web Site Page", "Sorry!"),
    }, rest=PAGE),
    *every("unsure", "login", {
        "to a blog's login": to("/wp-login.php?redirect_to=x", 302),
        "to a wall of a network": to("/authwall?trk=x", 302),
        "to an access-denied page": to("/Account/AccessDenied?ReturnUrl=%2Fx", 302),
        "to a sign-up": to("/users/sign_up", 302),
        "to a single sign-on": to("/saml2/idp/SSO", 302),
        "to a password that is asked for": to("/welcome?back=%2Fx", 302),
    }, rest=page("Hello", f"{WORDS}<input type=password>")),
    Case("a video that was removed", "unsure", "soft-404", {"/watch?v=aaaaaaaaaaa": NO_VIDEO,
         "*": NONE}, link("/watch?v=aaaaaaaaaaa", "www.youtube.com")),
    Case("a video", "alive", "", {"/watch?v=aaaaaaaaaaa": page("Cats - YouTube"), "*": NONE},
         link("/watch?v=aaaaaaaaaaa", "www.youtube.com")),
    *every("unsure", "soft-404", {
        "a badge that is not found": http(200, BADGE.format("404: badge not found"),
                                          kind="image/svg+xml"),
        "a badge that says so aloud": http(
            200, '<svg aria-label="404: badge not found"><text>404</text></svg>',
            kind="image/svg+xml"),
        "a badge of no repository": http(200, BADGE.format("stars: repo not found"),
                                         kind="image/svg+xml;charset=utf-8"),
    }),
    *every("alive", "", {"a badge": http(200, BADGE.format("build: passing"),
                                         kind="image/svg+xml")}),
    Case("slots under the name of the domain", "unsure", "parked", {"*": SLOTS},
         link("/x", "pandalm.example"), "PandaLM Compares language models"),
    Case("essays to order", "unsure", "parked", at(page(
        "Write my essay", "custom essays and term papers, write my essay, essay writing")),
         about="PandaLM judge models"),
]  # fmt: skip
HELP = f"Your account was suspended? Here is what to do. {WORDS}"
ABOUT_SUCH = [
    *every("alive", "", {
        "how to sell a domain": page("Is it for sale?", f"This domain is for sale. {WORDS}"),
        "a shop at its own name": page("a.example: bikes for sale", f"Buy a bike. {WORDS}"),
        "the parking script explained": page("What a sign means", f"window.park = {WORDS}"),
        "a car park": page("The museum", "Cars are parked at the back."),
        "what a suspended account is": page("Account suspended: what to do", HELP),
        "how to install nginx": page("Welcome to nginx! Installing it", WORDS),
        "an article about gambling": page("The mathematics of slot machines", WORDS),
        "a form for members beside a text": page("A page", f"{WORDS}<input type=password>"),
        "a script with an address": page("A page", f"{WORDS}<script>location='/lander'</script>"),
        "a script that opens nothing": http(200, "<script>var location = 'Berlin';</script>"),
        "an app that goes elsewhere at times": http(
            200, "<div id=root></div><script>if (old) location.href = '/none.html'</script>"),
        "an article about the 404": page("History of the 404 page"),
        "a picture of text": http(200, "<svg><text>404 not found</text></svg>",
                                  kind="image/svg+xml"),
    }, rest=NONE),
    Case("about parking, by its address", "alive", "",
         {"/parking": page("City", "Parked free: is parked free on Sundays"), "*": NONE},
         link("/parking")),
    Case("to a text about logging in", "alive", "",
         {"/docs/auth": to("/docs/auth/login", 302), "/docs/auth/login": PAGE, "*": NONE},
         link("/docs/auth")),
    Case("a login that was asked for", "alive", "",
         {"/login": to("/signin", 302), "/signin": PAGE, "*": NONE}, link("/login")),
    Case("to the text about what was asked", "moved", "",
         {"/login-guide": to("/guides/login-guide/"), "/guides/login-guide/": PAGE, "*": NONE},
         link("/login-guide")),
    Case("gambling that is the row's own", "alive", "", at(SLOTS), about="A list of casino sites"),
    Case("gambling that names the row", "alive", "", at(page(
        "Casino games", "casino, slots, poker and roulette, solved by PandaLM")),
         about="PandaLM judge models"),
]  # fmt: skip
TABLE: Mapping[str, Sequence[Case]] = {
    "Moves that will last": MOVES,
    "Deaths that readers do not see": DEATHS,
    "Pages with nothing of the entry": EMPTY,
    "Pages about such things": ABOUT_SUCH,
}
