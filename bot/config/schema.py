"""What a registry file and `list.yml` may hold; the JSON Schemas for editors come from here."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    NonNegativeInt,
    PositiveInt,
    StringConstraints,
    Tag,
    model_validator,
)

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:[.-][a-z0-9]+)*$")]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Line = Annotated[str, StringConstraints(min_length=1, pattern=r"^[^\r\n]*$")]

_SIZE = r"^(\d+x)?\d+(\.\d+)?[KMBTkmbt]\d?(-A\d+(\.\d+)?[MB])?$"
_MONTHS = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?\Z")


def _day_text(value: Any) -> Any:
    """YAML reads 2023-03-14 as a date; the list keeps dates as written."""
    return value.isoformat() if isinstance(value, date) else value


def _real_day(value: str) -> str:
    match = _MONTHS.match(value)
    if not match:
        raise ValueError(f"'{value}' is no date; write YYYY, YYYY-MM or YYYY-MM-DD")
    year, month, day = (int(part) if part else 1 for part in match.groups())
    try:
        date(year, month, day)
    except ValueError as error:
        raise ValueError(f"'{value}' is no date: {error}") from None
    return value


def is_web_address(value: str) -> bool:
    """Whether a text may stand as a link."""
    return bool(re.match(r"https?://[^\s/]+\.[^\s/]+", value)) and not re.search(r"[\s<>]", value)


def _web_address(value: str) -> str:
    if not is_web_address(value):
        raise ValueError(f"'{value}' is no web address; write https://…")
    return value


def _telling(pattern: str) -> str:
    if not re.search(r"[\w.-]{3}", pattern.rpartition("/")[2]):
        raise ValueError(f"'{pattern}' would fit nearly everything; write three signs of the name")
    return pattern


Day = Annotated[
    str,
    BeforeValidator(_day_text),
    AfterValidator(_real_day),
    Field(json_schema_extra={"pattern": _MONTHS.pattern.replace(r"\Z", "$")}),
]
Url = Annotated[str, AfterValidator(_web_address), Field(json_schema_extra={"format": "uri"})]
Size = Annotated[str, StringConstraints(pattern=_SIZE)]


Account = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][\w.-]*$")]
Pattern = Annotated[
    str,
    StringConstraints(pattern=r"^[\w.*?-]+(/[\w.*?-]+)?$"),
    AfterValidator(_telling),
    Field(description="with three letters or digits in a row, at least"),
]
Tags = Annotated[str, StringConstraints(pattern=r"^[^\s,]+(,[^\s,]+)*$")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class MarkedLink(_Strict):
    """A link the bot has marked dead; the archived copy is shown in its place."""

    url: Url
    dead: Day
    archived: Url | None = None


def _link_form(value: Any) -> str:
    return "marked" if isinstance(value, dict | MarkedLink) else "address"


def _one_or_many(value: Any) -> str:
    return "many" if isinstance(value, list) else "one"


LinkText = Annotated[
    Annotated[Url, Tag("address")] | Annotated[MarkedLink, Tag("marked")], Discriminator(_link_form)
]
LinkValue = Annotated[
    Annotated[LinkText, Tag("one")] | Annotated[list[LinkText], Tag("many")],
    Discriminator(_one_or_many),
]


class Links(_Strict):
    """The links of an entry by the part they play."""

    paper: LinkValue | None = None
    code: LinkValue | None = None
    hub: LinkValue | None = Field(
        default=None, description="Hub models, collections, accounts, searches"
    )
    weights: LinkValue | None = Field(
        default=None, description="the Hub repository of each size, in the order of the sizes"
    )
    data: LinkValue | None = None
    docs: LinkValue | None = None
    blog: LinkValue | None = None
    site: LinkValue | None = None


class QuestionText(_Strict):
    """A doubt about a curated value; shown to people, never acted on."""

    field: Text
    doubt: Text
    evidence: Text


class _Entry(_Strict):
    id: Slug
    name: Line
    section: Slug
    links: Links = Links()
    title: Line | None = Field(default=None, description="the paper's or announcement's own title")
    venue: Line | None = None
    description: Text | None = None
    category: Line | None = None
    licence: Line | None = None
    released: Day | None = None
    pins: dict[str, Text] = Field(default={}, description="field → why the bot must leave it alone")
    evidence: dict[str, Text] = Field(default={}, description="field → where the value was read")
    questions: list[QuestionText] = []


class Model(_Entry):
    """A language model, or a family of sizes."""

    kind: Literal["model"]
    sizes: list[Size] = Field(
        default=[], description="numbers of parameters; drawn in order and in one notation"
    )
    note: Line | None = Field(default=None, description="shown after the name, such as enc-dec")
    backbone: Line | None = None
    bases: list[Slug] = Field(default=[], description="entry ids of the models it is built on")
    training_data: Line | None = None
    training_size: Line | None = None


class Paper(_Entry):
    """A paper that belongs to no other entry."""

    kind: Literal["paper"]


class Dataset(_Entry):
    """A set of data for training or alignment."""

    kind: Literal["dataset"]
    size: Line | None = None
    made_by: Line | None = None


class Technique(_Entry):
    """A method, with the paper that brought it."""

    kind: Literal["technique"]


class Tool(_Entry):
    """Software that people build with."""

    kind: Literal["tool"]
    made_by: Line | None = None


class Application(_Entry):
    """A product that people use."""

    kind: Literal["application"]
    backbone: Line | None = None


class PlainLink(_Entry):
    """A page worth reading."""

    kind: Literal["link"]


class Benchmark(_Entry):
    """A benchmark that models are measured on."""

    kind: Literal["benchmark"]


EntryText = Annotated[
    Model | Paper | Dataset | Technique | Tool | Application | PlainLink | Benchmark,
    Field(discriminator="kind"),
]


class EntriesFile(_Strict):
    """One file of `registry/`: a list of entries."""

    entries: list[EntryText]


class SectionText(_Strict):
    """One region of the README, drawn by `templates/<id>.md.j2`."""

    id: Slug
    title: Line
    kinds: list[str] = Field(default=[], description="kinds of entries that may stand here")
    shows: list[Slug] = Field(
        default=[], description="sections whose entries it draws; itself when empty"
    )
    order: Literal["file", "name", "released"] = "file"
    columns: list[str] = Field(default=[], max_length=7)
    text_column: str = Field(default="", description="the one column whose cells may be long")
    evaluations: bool = Field(
        default=False, description="shows the evaluation results that listed models publish"
    )


class PolicyText(_Strict):
    """When the bot believes something; see `bot/model/options/policy.py` for each meaning."""

    dead_after_misses: PositiveInt = 3
    dead_after_days: NonNegativeInt = 7
    unsure_after_days: PositiveInt = 60
    outage_share: Annotated[float, Field(gt=0, le=1)] = 0.10
    outage_floor: NonNegativeInt = 5
    outage_override: PositiveInt = 3
    open_proposals: PositiveInt = 5
    new_per_day: PositiveInt = 10
    rest_days: PositiveInt = 30


class Watches(_Strict):
    """Where new models may turn up; the thresholds are in `bot/model/options/new_models.py`."""

    accounts: list[Account] = Field(default=[], description="Hub organisations and users")
    families: list[Pattern] = Field(
        default=[], description="patterns of Hub ids, such as Qwen/Qwen3-* or *falcon*"
    )
    bases: list[Slug] = Field(
        default=[], description="entry ids: models that are made from one of theirs"
    )
    papers: list[Url] = Field(default=[], description="arXiv addresses: models that name the paper")
    searches: list[Tags] = Field(
        default=[], description="Hub tags, all of which a model must have: glm,thudm"
    )
    min_age_days: NonNegativeInt = 14
    max_age_days: PositiveInt = 365
    min_downloads: NonNegativeInt = 5000
    min_likes: NonNegativeInt = 25
    tasks: list[Line] = Field(
        default=["text-generation", "text2text-generation"],
        description="what the Hub says a model is for; [] takes all",
    )
    at_most: PositiveInt = Field(default=10, description="rows that one pull request offers")


def _whole_day(value: str) -> str:
    if len(_real_day(value)) != len("YYYY-MM-DD"):
        raise ValueError(f"'{value}' is no whole date; write YYYY-MM-DD")
    return value


WholeDay = Annotated[
    str,
    BeforeValidator(_day_text),
    AfterValidator(_whole_day),
    Field(json_schema_extra={"pattern": r"^\d{4}-\d{2}-\d{2}$"}),
]


class _Rule(_Strict):
    reason: Line = Field(description="why; shown wherever the rule takes effect")
    until: WholeDay | None = Field(
        default=None, description="the last day on which it holds; lint reminds of it"
    )


class LinkRuleText(_Rule):
    """About the links whose address, as written, fits the pattern."""

    pattern: Line = Field(description="`*` stands for anything: https://www.example.com/*")


class HostRuleText(_Rule):
    """How a host is treated; what is not said stays as usual."""

    host: Annotated[str, StringConstraints(pattern=r"^[^\s/:@]+$")] = Field(
        description="`*` stands for anything: *.example.com"
    )
    at_once: PositiveInt | None = Field(
        default=None, description="requests that may be under way; usually up to 10"
    )
    interval: Annotated[float, Field(ge=0, le=60)] | None = Field(
        default=None, description="seconds between the beginnings of two requests; usually 0.05"
    )
    judge: Literal["page", "status"] | None = Field(
        default=None, description="status: the page itself is never judged"
    )

    @model_validator(mode="after")
    def _says_something(self) -> HostRuleText:
        if self.at_once is None and self.interval is None and self.judge is None:
            raise ValueError("this rule sets nothing; expected at_once, interval or judge")
        return self


class LinkRulesText(_Strict):
    """Which links are left out, and how hosts are treated."""

    exclude: list[LinkRuleText] = Field(default=[], description="links nobody is asked about")
    include: list[LinkRuleText] = Field(default=[], description="asked although excluded above")
    hosts: list[HostRuleText] = []
    control: Url | None = Field(
        default=None,
        description="a page that is known to be there, asked when much fails at once",
    )


class ListFile(_Strict):
    """`registry/list.yml`: the settings of the whole list."""

    version: Literal[1]
    title: Line
    readme: Line = "README.md"
    sections: list[SectionText] = Field(min_length=1)
    policy: PolicyText = PolicyText()
    watches: Watches = Watches()
    links: LinkRulesText = LinkRulesText()
