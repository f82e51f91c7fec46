"""What the text of a card says of the licence of the very thing it describes. Pure.

Cards often speak of other licences: of the data, of the model something was made of, of a demo. A
restriction counts only where the sentence is about the thing itself, or about nothing else: an
unsure one is none. Cards: https://huggingface.co/docs/hub/model-cards
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_NON = r"non[- \u2010\u2011]?commercial(?:ly)?"
_ONLY = r"(?:academic|research|educational)(?:\s+(?:and|or|/)\s+(?:academic|research|educational))*"
_RESTRICTS = re.compile(
    rf"(?:for\s+)?{_NON}(?:\s+(?:use|purposes?|research))?(?:\s+only)?"
    rf"|(?:only\s+(?:be\s+used\s+)?for\s+)(?:{_ONLY})(?:\s+(?:use|purposes?))?"
    rf"|(?:for\s+)?(?:{_ONLY})(?:\s+(?:use|purposes?))?[\s-]+only"
    r"|(?:not|never)\s+(?:be\s+)?(?:used\s+|allowed\s+|permitted\s+|intended\s+|licensed\s+)?for\s+"
    r"(?:any\s+)?commercial\s+(?:use|purposes?)"
    r"|no\s+commercial\s+use"
    r"|commercial\s+use\s+(?:is\s+)?(?:strictly\s+)?(?:not\s+(?:allowed|permitted)|prohibited|forbidden)"
    r"|cc[- ]by[- ]nc(?:[- ](?:sa|nd))?(?:[- ]\d\.\d)?"
    r"|(?:same\s+licen[cs]e\s+as|subject\s+to|bound\s+by|governed\s+by)\s+(?:the\s+)?"
    r"(?:licen[cs]e\s+of\s+)?"
    r"(?:meta(?:'s)?\s+)?(?:the\s+)?llama\b(?:[- ]?\d(?:\.\d)?)?"
    r"(?:\s+(?:community\s+)?licen[cs]e)?",
    re.IGNORECASE,
)
_OWN = {
    "model": r"(?:model|weight|checkpoint|adapter|lora|llm)s?|release",
    "dataset": r"(?:dataset|corpus|corpora|collection)s?|data|release",
}
_OTHERS = {
    "model": r"data|datasets?|corpus|corpora|training|trained|fine-?tuned|base|teacher|paper|demo"
    r"|outputs?|benchmarks?|original|derived|merged|previous|earlier|older|unlike|images?|api|parent",
    "dataset": r"models?|weights?|trained|images?|videos?|songs?|sources?|original|paper|previous"
    r"|earlier|older|unlike|tools?|code",
}
_FILLER = re.compile(
    r"(?:for|licen[cs]ed?|licensing|only|is|are|be|intended|meant|strictly|released?|under|the|a|an|use|used"
    r"|usage|purposes?|and|or|notice|note|warning|important|please|academic|research|terms?|in"
    r"|international|creative|commons|attribution|this|it|all|rights?|made|available|restricted|to"
    r"|limited|allowed|permitted|may|can|must|attention)\b",
    re.IGNORECASE,
)
_NEGATED = re.compile(
    r"\b(?:not|no\s+longer|isn't|aren't|never|neither|nor|without|beyond|instead\s+of|unless|if)\b[^.;]{0,40}\Z",
    re.IGNORECASE,
)
_COMMERCIAL = re.compile(r"(?<!non)(?<!non[-\u2010\u2011 ])\bcommercial", re.IGNORECASE)
_HEADING = re.compile(
    r"(?m)^ {0,3}#{1,6}[ \t]+(?P<title>[^\n]*)$|^ {0,3}(?P<bold>\*\*[^*\n]+\*\*:?)[ \t]*$"
)
_LICENCE = re.compile(r"licen[cs]|terms|usage|intended use", re.IGNORECASE)
_FOREIGN = re.compile(
    r"data|train|acknowledg|thank|base|related|citation|evaluat|news|change|history|compar|credit",
    re.IGNORECASE,
)
_UNREAD = re.compile(
    r"\A---\n.*?\n---\n|<!--.{0,2000}?-->|^(```|~~~).*?^\1|^\s*\|[^\n]*$|<[^>\n]{0,400}>",
    re.DOTALL | re.MULTILINE,
)
_LINK = re.compile(r"!?\[([^\][]{0,200})\]\([^()\s]{0,500}\)")
_CLAUSE = re.compile(
    r"(?<!\d)\.(?!\d)|[;!?\n]|,\s|\s(?:but|while|whereas|although|though)\s|\s[-–—]\s|\.\s"
)


_READ = 50_000
"""Characters of a card; what is said of its licence stands before that."""


def restriction(text: str, kind: str = "model") -> str:
    """The words by which a card restricts the use of what it describes, as they stand; or "".

    `kind` is `model` or `dataset`.
    """
    plain = _LINK.sub(r"\1", _UNREAD.sub("\n", text[:_READ]))
    for title, body in _sections(plain):
        is_licence = bool(_LICENCE.search(title))
        if kind == "model" and _FOREIGN.search(title) and not is_licence:
            continue
        for clause in _clauses(body):
            found = _RESTRICTS.search(clause)
            if found and _is_own(clause, found, kind, is_licence=is_licence):
                return " ".join(found[0].split())
    return ""


def _sections(text: str) -> Iterator[tuple[str, str]]:
    """Each heading with what stands below it."""
    title, at = "", 0
    for heading in _HEADING.finditer(text):
        yield title, text[at : heading.start()]
        title, at = (heading["title"] or heading["bold"] or ""), heading.end()
        yield "", title  # a heading may be the restriction itself
    yield title, text[at:]


def _clauses(body: str) -> Iterator[str]:
    """The parts of sentences that have a subject of their own; lines of one paragraph are one."""
    flowing = re.sub(r"\n(?![\s>]*(?:\n|[-*+#]|\d+\.\s))", " ", body)
    return (part.strip(" \t*_>`#:-+") for part in _CLAUSE.split(flowing) if part)


def _is_own(clause: str, found: re.Match[str], kind: str, *, is_licence: bool) -> bool:
    """Whether a restriction is of the thing itself, and is one."""
    before, rest = clause[: found.start()], clause[: found.start()] + " " + clause[found.end() :]
    if _NEGATED.search(before) or _COMMERCIAL.search(rest):
        return False
    if re.search(rf"\b(?:{_OTHERS[kind]})\b", clause, re.IGNORECASE):
        return False
    own = rf"\b(?:(?:this|these|our)\s+(?:[\w-]+\s+){{0,2}}|the\s+)(?:{_OWN[kind]})\b"
    if re.search(own, before, re.IGNORECASE):
        return True
    left = re.sub(r"[\W\d_]+", "", _FILLER.sub("", rest))
    return not left or (
        is_licence
        and re.match(rf"(?:the\s+)?(?:{_OWN[kind]})\b", clause, re.IGNORECASE) is not None
    )
