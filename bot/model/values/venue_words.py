"""Words that may stand beside a venue's name without making it another event."""

from __future__ import annotations

import re

PHRASES = re.compile(
    r"human language technolog(?:y|ies)|joint conference on natural language processing|"
    r"\Acomputer vision\s*[-–—]",
    re.IGNORECASE,
)
"""Additional words in the titles of proceedings that are published jointly."""

_ORDINALS = """
    first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
    fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth fortieth
    fiftieth sixtieth twenty thirty forty fifty sixty st nd rd th
"""
_OF_PROCEEDINGS = """
    a and are as at be been by for from in is its of on or our s the this to was we will with
    acm advances annual article association cvf conf conference conferences congress eds editor
    editors european ieee international issue joint jmlr journal meeting no number pages page part
    pmlr pp press print proc proceedings publication publisher sigir sigkdd springer
    supplement symposium trans transactions vol volume volumes lecture notes lncs series usenix
    chapter hlt ijcnlp
"""
_OF_PAPERS = """
    accept accepted acceptance appear appears appeared award awards best camera contributed
    datasets benchmarks dataset benchmark finding findings full highlight honorable honourable
    long main mention notable oral outstanding paper papers poster posters presentation presented
    published publish ready regular research runner selected short spotlight talk technical top
    track up version oralposter
"""
_MONTHS = """
    january february march april may june july august september october november december jan feb
    mar apr jun jul aug sep sept oct nov dec
"""
_PLACES = """
    online virtual event hybrid usa us uk canada china australia austria belgium denmark dominican
    republic france germany hawaii honolulu hong kong india ireland israel italy japan jeju korea
    malta mexico netherlands portugal rwanda singapore south spain sweden switzerland thailand uae
    united arab emirates kingdom states abu dhabi albuquerque atlanta austin baltimore bangkok
    barcelona beijing berlin brussels california city copenhagen dubai dublin florence florida
    kigali lisbon london long beach los angeles louisiana maryland melbourne miami milan minneapolis
    minnesota montreal montréal munich new orleans nashville paris philadelphia pennsylvania punta
    cana santa fe san diego francisco seattle washington seoul stockholm suzhou sydney taipei tel
    aviv tennessee texas tokyo torino toronto turin vancouver venice vienna marseille york zurich
    georgia british columbia bc dc
"""
_OF_COMMENTS = """
    additional accompanying all also appendices appendix authors author available base be both can
    checkpoints code column columns correct corrected data demo details equal equally errors
    extra figure figures file files final fig figs first fix fixed fixes found github gitlab
    have has here homepage html http https huggingface hub includes including inside link links
    material materials minor model models more multi number one open pdf project public publicly
    references released see single site source style supplementary table tables text three title
    trained tutorial two typos under update updated updates url v via video videos website web
    weights
"""


def _folded(*texts: str) -> frozenset[str]:
    return frozenset(word for text in texts for word in text.split())


VENUE_WORDS = _folded(_ORDINALS, _OF_PROCEEDINGS, _OF_PAPERS, _MONTHS, _PLACES)
"""Words that sources write around a venue's name; any other word may name another event there."""
COMMENT_WORDS = VENUE_WORDS | _folded(_OF_COMMENTS)
"""Further words that authors write in the comment of a paper."""
