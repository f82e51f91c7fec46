"""What `registry/list.yml` may hold; the JSON Schema for editors comes from here."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    NonNegativeInt,
    PositiveInt,
    model_validator,
)

from bot.config.own import OwnFieldText, OwnKindText
from bot.config.shapes import LineText, Slug, Strict, Url, WholeDay, spelt

LIST = "registry/list.yml"


def _specific(pattern: str) -> str:
    if not re.search(r"[\w.-]{3}", pattern.rpartition("/")[2]):
        raise ValueError(f"'{pattern}' would fit nearly everything; write three signs of the name")
    return pattern


Account = Annotated[
    str, *spelt(r"^[A-Za-z0-9][\w.-]*$", "the name of an account on the Hub, such as mistralai")
]
PagePath = Annotated[
    str,
    *spelt(
        r"^([\w-][\w.-]*/)*[\w-][\w.-]*\.md$",
        "a Markdown file below the list's folder, such as docs/tools.md",
    ),
]
Pattern = Annotated[
    str,
    *spelt(r"^[\w.*?-]+(/[\w.*?-]+)?$", "a pattern of Hub ids, such as Qwen/Qwen3-* or *falcon*"),
    AfterValidator(_specific),
    Field(description="with three letters or digits in a row, at least"),
]
Login = Annotated[
    str, *spelt(r"^[A-Za-z0-9][A-Za-z0-9-]{0,38}$", "the name of an account on GitHub")
]
Reviewer = Annotated[
    str,
    *spelt(
        r"^[A-Za-z0-9][A-Za-z0-9-]{0,38}(/[\w.-]+)?$",
        "the name of an account on GitHub, or owner/team",
    ),
]
Tags = Annotated[
    str, *spelt(r"^[^\s,]+(,[^\s,]+)*$", "Hub tags with commas between them, such as glm,thudm")
]

DataFile = Literal["list.json", "list.csv", "list.bib", "CITATION.cff", "llms.txt", "ATTIC.md"]
"""The rows of `bot/render/outputs.py` that a list has only where it names them."""


class SectionText(Strict):
    """One region of the README, drawn by `templates/<id>.md.j2`."""

    id: Slug = Field(
        description="names its template, `templates/<id>.md.j2`, and its region in the README"
    )
    title: LineText = Field(description="what people call it")
    topic: str = Field(
        default="", description="the topic it belongs to in the overview; one of its own when empty"
    )
    kinds: list[str] = Field(default=[], description="kinds of entries that may be listed here")
    shows: list[Slug] = Field(
        default=[], description="sections whose entries it shows; itself when empty"
    )
    order: Literal["file", "name", "released", "newest", "stars", "downloads"] = Field(
        default="file",
        description="of its entries: as in their files, by name, by date (the newest last or "
        "first), or by number",
    )
    columns: list[str] = Field(
        default=[],
        max_length=7,
        description="what its table shows; a column that is blank in every row is left out",
    )
    folded: list[str] = Field(
        default=[],
        description="further columns, folded below the name: tables on phones have room for "
        "three columns",
    )
    text_column: str = Field(default="", description="the one column whose cells may be long")
    figure: Annotated[
        Literal["overview", "evolution", "sizes"] | None, BeforeValidator(lambda text: text or None)
    ] = Field(
        default=None,
        description="the figure it shows: of all sections, of what is built on what, or of sizes "
        "by date",
    )
    evaluations: bool = Field(
        default=False, description="shows the evaluation results that listed models publish"
    )
    newest: bool = Field(
        default=False,
        description="shows what was added to the list in the latest month, ten entries at most",
    )
    file: PagePath = Field(
        default="",
        description="a Markdown file of its own that holds its region; the README when empty",
    )
    may_be_empty: bool = Field(
        default=False, description="may lose all of its rows; an error otherwise"
    )


class PolicyText(Strict):
    """When the bot believes something; see `bot/model/options/policy.py` for each meaning."""

    dead_after_misses: PositiveInt = Field(
        default=3,
        description="different days on which a link must be gone before it counts as dead",
    )
    dead_after_days: NonNegativeInt = Field(
        default=7, description="days there must be from the first of them to the last"
    )
    unsure_after_days: PositiveInt = Field(
        default=60, description="days without a clear answer after which a person is asked"
    )
    outage_share: Annotated[float, Field(gt=0, le=1)] = Field(
        default=0.10,
        description="share of a source's links, alive before, that may fail at once; when more do, "
        "the source is in outage and nothing it answered counts",
    )
    outage_floor: NonNegativeInt = Field(
        default=5, description="this many may fail at once, whatever the share"
    )
    outage_override: PositiveInt = Field(
        default=3,
        description="days of outage in a row after which links that failed on all of them count",
    )
    open_proposals: PositiveInt = Field(
        default=5, description="pull requests of the bot that may be open at once"
    )
    new_per_day: PositiveInt = Field(
        default=10, description="pull requests that may be opened on one day"
    )
    rest_days: PositiveInt = Field(
        default=30,
        description="days before a topic is proposed again after its pull request was closed",
    )
    changes_at_once: PositiveInt = Field(
        default=100,
        description="changes with a box that one pull request holds; the others wait for the next",
    )
    values_at_once: NonNegativeInt = Field(
        default=0, description="routine values that one pull request holds; 0 for all of them"
    )


class ListPolicyText(PolicyText):
    """The same for a list in a registry, which may have an attic."""

    idle_days: NonNegativeInt = Field(
        default=0,
        description="days without a commit after which an entry may go to the attic, if the list "
        "has one; 0 for never",
    )


class PullRequestText(Strict):
    """What a new pull request gets; what people change on it afterwards stays."""

    labels: list[LineText] = Field(
        default=[], max_length=100, description="labels; GitHub makes those that are not there yet"
    )
    assignees: list[Login] = Field(
        default=[], max_length=10, description="accounts that may write to the repository"
    )
    reviewers: list[Reviewer] = Field(
        default=[],
        max_length=15,
        description="accounts, or teams as owner/team (a GITHUB_TOKEN cannot ask teams)",
    )
    title_prefix: Annotated[str, *spelt(r"^[^\r\n]*$", "a text of a single line")] = Field(
        default="",
        max_length=50,
        description="begins the titles of pull requests and commits: `chore(list): `, say",
    )
    draft: bool = Field(default=False, description="opens it as a draft")
    base: Annotated[str, *spelt(r"^[^\s~^:?*\[\\]*$", "the name of a branch")] = Field(
        default="",
        description="the branch to propose to, which the workflow must check out; the default "
        "branch when empty",
    )
    automerge: list[Literal["metadata", "moved", "facts"]] = Field(
        default=[],
        description="topics that GitHub merges by itself once all requirements of its branch rules "
        "are met; needs *Settings → General → Allow auto-merge*",
    )


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
    min_age_days: NonNegativeInt = Field(
        default=14, description="days since it was published; what is younger may still change"
    )
    max_age_days: PositiveInt = Field(
        default=365, description="days after which it is not new any more"
    )
    min_downloads: NonNegativeInt = Field(
        default=5000, description="downloads since it was published, over all sizes"
    )
    min_likes: NonNegativeInt = Field(default=25, description="likes on the Hub")
    tasks: list[LineText] = Field(
        default=["text-generation", "text2text-generation"],
        description="what the Hub says a model is for; [] takes all",
    )
    at_most: PositiveInt = Field(
        default=10, description="rows that are offered at once; the others wait"
    )
    ticked: bool = Field(
        default=False,
        description="true: new rows are proposed at once, without a tick on the dashboard",
    )


class _Rule(Strict):
    reason: LineText = Field(description="why; shown wherever the rule takes effect")
    until: WholeDay | None = Field(
        default=None, description="the last day on which it holds; lint reminds of it"
    )


class LinkRuleText(_Rule):
    """About the links whose address, as written, fits the pattern."""

    pattern: LineText = Field(description="`*` stands for anything: https://www.example.com/*")


class HostRuleText(_Rule):
    """How a host is treated; what is left out stays as usual."""

    host: Annotated[str, *spelt(r"^[^\s/:@]+$", "the name of a host, such as *.example.com")] = (
        Field(description="`*` stands for anything: *.example.com")
    )
    at_once: PositiveInt | None = Field(
        default=None, description="parallel requests; usually up to 10"
    )
    interval: Annotated[float, Field(ge=0, le=60)] | None = Field(
        default=None, description="seconds from the start of one request to the next; usually 0.05"
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

    exclude: list[LinkRuleText] = Field(default=[], description="links that are not checked")
    include: list[LinkRuleText] = Field(default=[], description="checked although excluded above")
    hosts: list[HostRuleText] = Field(default=[], description="how single hosts are treated")
    control: Url | None = Field(
        default=None,
        description="a page that is known to exist, checked when many links fail at once",
    )


class ListFile(Strict):
    """`registry/list.yml`: the settings of the whole list."""

    version: Literal[1] = Field(description="the version of this file's format")
    title: LineText = Field(
        description="the list's name, as pull requests and the dashboard call it"
    )
    readme: LineText = Field(default="README.md", description="the file that holds the regions")
    sections: list[SectionText] = Field(
        min_length=1, description="the regions of the README, in reading order"
    )
    outputs: list[DataFile] = Field(
        default=[],
        description="files of data to keep next to the README; each is replaced as a whole",
    )
    policy: ListPolicyText = Field(
        default=ListPolicyText.model_construct(),
        description="when the bot believes something, and how much it proposes",
    )
    pull_requests: PullRequestText = Field(
        default=PullRequestText.model_construct(),
        description="labels, reviewers and the like of pull requests",
    )
    watches: Watches = Field(
        default=Watches.model_construct(),
        description="where new models may turn up",
    )
    links: LinkRulesText = Field(
        default=LinkRulesText.model_construct(),
        description="links to leave out, and hosts to treat with care",
    )
    kinds: list[OwnKindText] = Field(default=[], description="kinds of entries of this list's own")
    fields: list[OwnFieldText] = Field(default=[], description="fields of this list's own")
