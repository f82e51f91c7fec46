"""Signs that nobody of the entry's is at home any more: parked, for sale, suspended, unbuilt. Pure.

A page *about* such things must stay alive. So a sign is an address at the end of redirects, a whole
title, or the mark of a seller in a page that has hardly any text; in a page with many words only
the words that offer the very domain the page stands on.
"""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from bot.model.reference import site_of
from bot.parsing.page import Page
from bot.sources.http.addresses import readable_host

_HOSTS = (
    "sedoparking.com", "hugedomains.com", "parkingcrew.net", "bodis.com", "afternic.com",
    "dan.com", "parklogic.com", "above.com", "undeveloped.com", "sav.com", "domainmarket.com",
    "sedo.com", "buydomains.com", "domainnamesales.com", "uniregistry.com", "brandbucket.com",
    "squadhelp.com", "atom.com", "efty.com", "dynadot.com", "namesilo.com", "perfectdomain.com",
)  # fmt: skip
_SIGNS = (
    "sedoparking.com", "parkingcrew.net", "bodis.com", "parklogic.com", "img.sedoparking",
    "parking-lander", "afternic.com/forsale", "hugedomains.com/domain_profile", "window.park =",
    "window.park=", "data-adblockkey=", "d38psrni17bvxu.cloudfront.net", "/px.js?ch=1",
    "dan.com/buy-domain", "sedo.com/search/details", "parking.godaddy.com", "cdn.parkingcrew",
    "domainmarket.com/buynow", "img1.wsimg.com/parking-lander",
)  # fmt: skip
_WORDS = re.compile(
    r"\b(?:(?:this|the|your) (?:premium )?domain(?: name)? (?:\S+ )?(?:is|may be|could be) "
    r"(?:for sale|parked|available for purchase)|domain(?: name)? (?:is )?for sale\b"
    r"|buy this domain|is parked free|parked domain|related searches .{0,200}privacy policy"
    r"|(?:domain|name|site) (?:is |was )?parked (?:by|at|with) \S"
    r"|(?:domain|website) (?:has )?expired"
    r"|domain steht zum verkauf|domaine est (?:à vendre|parqué)"
    r"|dominio (?:está|esta) (?:en venta|aparcado)|dominio è in vendita|domein is te koop"
    r"|domena (?:jest )?na sprzedaż|alan adı satılıktır)"
    r"|домен (?:продаётся|продается|припаркован)|域名(?:正在)?出售|该域名(?:可能)?(?:正在)?转让"
    r"|本域名(?:可)?转让|ドメインは(?:売り|販売)|도메인.{0,6}판매",
    re.IGNORECASE,
)
# The seller's words around a domain's own name, `{}`.
_OFFERS = (
    r"{}(?: domain)?(?: name)? (?:is|may be|could be) (?:now )?"
    r"(?:for sale|available for (?:sale|purchase)|parked)",
    r"(?:buy|purchase|acquire) (?:the domain (?:name )?)?{}(?: today| now|\Z|[.!?|–—-])",
    r"(?:the )?(?:premium )?domain(?: name)? {} (?:is|may be) (?:for sale|available|parked)",
    r"make an offer (?:for|on) {}",
    r"{} (?:domain )?for sale(?=\Z|[.!?|])",
)  # fmt: skip
_FOR_SALE = re.compile(
    r"(?:this|the) (?:premium )?domain(?: name)? is (?:now )?"
    r"(?:for sale|available for (?:sale|purchase))[.!]?(?: [|–—-] .{0,60})?",
    re.IGNORECASE,
)
_PARKED_HOST = re.compile(r"ww\d{1,2}\.", re.IGNORECASE)
_PARKED_PATH = re.compile(
    r"/(?:lander|cgi-sys/(?:suspendedpage|defaultwebpage|domainredirect)\.cgi|suspended\.page"
    r"|suspended(?:page)?(?:\.\w{3,5})?|defaultsite|domain[-_]?for[-_]?sale)/?\Z",
    re.IGNORECASE,
)
_SUSPENDED = re.compile(
    r"(?:this |your |the )?(?:account|web ?site|site|domain|hosting)(?: account)?"
    r"(?: has been| is| was)?(?: temporarily)? (?:suspended|disabled|deactivated)[.!]?"
    r"|(?:contact your hosting provider)",
    re.IGNORECASE,
)
_UNBUILT = re.compile(
    r"welcome to (?:nginx|openresty|caddy|centos|tengine)!?(?: on .{2,40}!?)?"
    r"|apache2? ?(?:ubuntu|debian|centos|linux)? ?(?:default|test) page(?:: it works!?)?"
    r"|(?:http server )?test page (?:for|powered by) .{2,60}"
    r"|iis ?(?:windows(?: server)?|\d+(?:\.\d)?)"
    r"|(?:default|domain default|default web ?site|hosting default|server default) page"
    r"|(?:web ?server'?s? )?default page|it works!?|plesk (?:\S+ )?default page"
    r"|(?:website|site|page) (?:is )?(?:coming soon|under construction) \| .{2,60}"
    r"|future home of something quite cool\.?|web hosting, domain name registration .{0,80}",
    re.IGNORECASE,
)


def parked(start: str, final: str, page: Page | None) -> str:
    """Which sign says that the domain is parked, for sale, suspended or unbuilt, or ""."""
    return _address(start, final) or (_page(start, final, page) if page else "")


def _address(start: str, final: str) -> str:
    """What the address at the end of redirects says."""
    asked, parts = urlsplit(start), urlsplit(final)
    host, before = parts.hostname or "", asked.hostname or ""
    if host != before and (
        _is_under(host, _HOSTS) or (_PARKED_HOST.match(host) and not _PARKED_HOST.match(before))
    ):
        return f"it leads to {host}"
    if parts.path != asked.path and _PARKED_PATH.search(parts.path):
        return f"it leads to {parts.path}"
    return ""


def _page(start: str, final: str, page: Page) -> str:
    if _about_such(start):
        return ""
    offer = _offer(final, page)
    if offer:
        return f"the page says “{offer[:60]}”"
    if _FOR_SALE.fullmatch(page.title):
        return f"its title is “{page.title}”"
    default = _UNBUILT.fullmatch(page.title)
    if default:
        return f"its title is “{page.title}”, which a server shows before a site is built"
    if not page.sparse:
        return ""
    words = _WORDS.search(f"{page.title} {page.text}")
    if words:
        return f"the page says “{words[0][:60]}”"
    closed = [text for text in (page.title, page.heading) if _SUSPENDED.fullmatch(text)]
    if closed:
        return f"the page says “{closed[0]}”"
    return "the script of a parking service" if any(mark in page.raw for mark in _SIGNS) else ""


def _offer(final: str, page: Page) -> str:
    """The words by which a page of whatever length offers the domain it stands on, or ""."""
    host = site_of(final)
    names = sorted(name for name in {host, readable_host(host)} if "." in name)
    shown = f"{page.title} | {page.heading} | {page.text[:600]}"
    if not any(name in shown.lower() for name in names):
        return ""
    own = "|".join(map(re.escape, names))
    for offer in _OFFERS:
        found = re.search(offer.replace("{}", rf"(?<![\w.-])(?:www\.)?(?:{own})"), shown, re.I)
        if found:
            return found[0]
    return ""


def _about_such(start: str) -> bool:
    """A page whose own address speaks of such things may speak of them, too."""
    path = unquote(urlsplit(start).path).lower()
    return any(word in path for word in ("suspend", "parked", "parking", "for-sale"))


def _is_under(host: str, domains: tuple[str, ...]) -> bool:
    return host in domains or host.endswith(tuple(f".{domain}" for domain in domains))
