"""What `registry/list.yml` may hold; the JSON Schema for editors comes from here."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    Field,
    NonNegativeInt,
    PositiveInt,
    StringConstraints,
    model_validator,
)

from bot.config.own import OwnFieldText, OwnKindText
from bot.config.shapes import Line, Slug, Strict, Url, WholeDay

LIST = "registry/list.yml"


def _specific(pattern: str) -> str:
    if not re.search(r"[\w.-]{3}", pattern.rpartition("/")[2]):
        raise ValueError(f"'{pattern}' would fit nearly everything; write three signs of the name")
    return pattern


Account = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][\w.-]*$")]
Pattern = Annotated[
    str,
    StringConstraints(pattern=r"^[\w.*?-]+(/[\w.*?-]+)?$"),
    AfterValidator(_specific),
    Field(description="with three letters or digits in a row, at least"),
]
Tags = Annotated[str, StringConstraints(pattern=r"^[^\s,]+(,[^\s,]+)*$")]


class SectionText(Strict):
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


class PolicyText(Strict):
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
    changes_at_once: PositiveInt = 100
    values_at_once: NonNegativeInt = 0


class Watches(Strict):
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


class _Rule(Strict):
    reason: Line = Field(description="why; shown wherever the rule takes effect")
    until: WholeDay | None = Field(
        default=None, description="the last day on which it holds; lint reminds of it"
    )


class LinkRuleText(_Rule):
    """About the links whose address, as written, fits the pattern."""

    pattern: Line = Field(description="`*` stands for anything: https://www.example.com/*")


class HostRuleText(_Rule):
    """How a host is treated; what is left out stays as usual."""

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
    def _has_content(self) -> HostRuleText:
        if self.at_once is None and self.interval is None and self.judge is None:
            raise ValueError("this rule sets nothing; expected at_once, interval or judge")
        return self


class LinkRulesText(Strict):
    """Which links are left out, and how hosts are treated."""

    exclude: list[LinkRuleText] = Field(default=[], description="links nobody is asked about")
    include: list[LinkRuleText] = Field(default=[], description="asked although excluded above")
    hosts: list[HostRuleText] = Field(default=[])
    control: Url | None = Field(
        default=None,
        description="a page that is known to be there, asked when much fails at once",
    )


class ListFile(Strict):
    """`registry/list.yml`: the settings of the whole list."""

    version: Literal[1]
    title: Line
    readme: Line = "README.md"
    sections: list[SectionText] = Field(min_length=1)
    policy: PolicyText = PolicyText()
    watches: Watches = Watches()
    links: LinkRulesText = LinkRulesText()
    kinds: list[OwnKindText] = Field(default=[], description="kinds of entries of this list's own")
    fields: list[OwnFieldText] = Field(default=[], description="fields of this list's own")
