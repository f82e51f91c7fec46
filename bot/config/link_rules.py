"""From the `links` of `registry/list.yml` to the rules about queries, each with its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from bot.config.list_file import HostRuleText, LinkRulesText, LinkRuleText
from bot.model.errors import Where
from bot.model.options.link_rules import CONTROL, HostRule, LinkRule, LinkRules
from bot.parsing.yaml import line_of


def rules_of(text: LinkRulesText, path: str, data: Any) -> LinkRules:
    """The rules as they were validated; `data` is the file's YAML and knows their lines."""

    def where(name: str, index: int) -> Where:
        return Where(path, line_of(data, ["links", name, index]))

    def of_links(name: str, rules: Sequence[LinkRuleText]) -> Iterator[LinkRule]:
        for index, rule in enumerate(rules):
            yield LinkRule(
                reason=rule.reason,
                where=where(name, index),
                until=rule.until or "",
                pattern=rule.pattern,
            )

    return LinkRules(
        exclude=tuple(of_links("exclude", text.exclude)),
        include=tuple(of_links("include", text.include)),
        hosts=tuple(_of_host(rule, where("hosts", at)) for at, rule in enumerate(text.hosts)),
        control=text.control or CONTROL,
    )


def _of_host(rule: HostRuleText, where: Where) -> HostRule:
    return HostRule(
        reason=rule.reason,
        where=where,
        until=rule.until or "",
        host=rule.host.lower(),
        at_once=rule.at_once,
        interval=rule.interval,
        by_status=rule.judge == "status",
    )
