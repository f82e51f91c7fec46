"""What a body reports of values stands in the README, and what is new there is reported.

A link is a change wherever it stands; a body says which of them readers see.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.lists.read import read_state
from bot.lists.snapshot import OBSERVED, parse_snapshot, snapshot_text
from bot.model.change import Candidates, Change
from bot.model.decision import Ruling, Topic
from bot.model.fields import ENTRY_FIELDS
from bot.model.memory import Memory, Trace
from bot.model.observation import Observation, Value
from bot.model.snapshot import FetchedValue, Snapshot
from bot.render.sections import SectionDrawer
from bot.run.render import draw_documents
from bot.run.steps.outcome import Outcome
from bot.run.steps.visible import VisibleChanges
from tests.build import (
    LIST,
    TOOLS,
    Judged,
    asked,
    documents,
    found,
    gone,
    judge,
    merged,
    moved,
    of,
)

ALPHA, BETA = "https://github.com/old/alpha", "https://github.com/acme/beta"
GAMMA = "https://huggingface.co/acme/gamma-7b"
COLUMNS = ("licence", "reach", "stars", "downloads", "status", "description")


def listing(columns: list[str]) -> dict[str, str]:
    """The small list in these columns, its README in step."""
    text = LIST.replace("[name, description, licence, reach]", f"[{', '.join(['name', *columns])}]")
    files = documents(**{"registry/list.yml": text})
    return merged(judge([], files=files), files)


def applied(outcome: Outcome) -> list[Change]:
    proposals = outcome.proposals
    return [one for each in proposals for one in each.changes if one.ruling is Ruling.APPLY]


def row(readme: str, name: str) -> str:
    return next((line for line in readme.splitlines() if f"**{name}**" in line), "")


def words(text: str) -> set[str]:
    """What a reader reads; signs, markup and addresses are left out."""
    plain = re.sub(r"\]\([^)]*\)|<br>", " ", text)
    return set(re.findall(r"[\w.]+", plain.replace("\\", "")))


CODE = st.fixed_dictionaries(
    {},
    optional={
        "stars": st.integers(0, 100_000),
        "licence": st.sampled_from(["MIT", "Apache-2.0", "GPL-3.0"]),
        "archived": st.booleans(),
    },
)
WEIGHTS = st.fixed_dictionaries(
    {},
    optional={
        "downloads": st.integers(0, 100_000),
        "licence": st.sampled_from(["mit", "apache-2.0"]),
        "gated": st.sampled_from(["auto", "manual"]),
    },
)


@given(
    columns=st.lists(st.sampled_from(COLUMNS), unique=True),
    alpha=CODE,
    beta=CODE,
    gamma=WEIGHTS,
)
def test_a_body_reports_what_the_readme_shows_and_nothing_else(
    columns: list[str], alpha: dict[str, object], beta: dict[str, object], gamma: dict[str, object]
) -> None:
    files = listing(columns)
    observations: list[Observation] = [
        found(ALPHA, alpha),  # type: ignore[arg-type]
        found(BETA, beta),  # type: ignore[arg-type]
        found(GAMMA, gamma, "hub"),  # type: ignore[arg-type]
    ]
    outcome = judge(observations, files=files)
    after = merged(outcome, files)["README.md"]
    reported: dict[str, set[str]] = {}
    for change in applied(outcome):
        assert words(change.after) <= words(row(after, change.entry_name)), change
        reported.setdefault(change.entry_name, set()).update(words(change.after))
    for name in ("Alpha", "Beta", "Gamma"):
        new = words(row(after, name)) - words(row(files["README.md"], name))
        assert new <= reported.get(name, set()), name


def test_what_no_column_draws_is_not_proposed_nor_taken_over() -> None:
    files = listing(["description"])
    outcome = judge([found(BETA, {"stars": 5000, "licence": "MIT"})], files=files)
    assert (list(outcome.changes), outcome.proposals) == ([], ())


def test_of_two_values_only_the_one_that_is_drawn_is_a_change() -> None:
    files = listing(["licence"])
    outcome = judge([found(BETA, {"stars": 5000, "licence": "MIT"})], files=files)
    assert [(one.field, one.after) for one in outcome.changes] == [("licence", "MIT")]
    assert '"stars"' not in of(outcome, "metadata").files["registry/observed.json"]


def test_a_moved_link_that_the_section_draws_is_a_change_whatever_its_columns() -> None:
    outcome = judge([moved(ALPHA, "https://github.com/new/alpha")], files=listing([]))
    assert [one.id for one in outcome.changes] == ["alpha/code"]


ROWS = "{% for one in entries %}- **{{ one.name }}** {% LINE %}\n{% endfor %}"


def drawn_by(template: str, columns: list[str] | None = None) -> dict[str, str]:
    """The small list drawn by this template, its README in step; it may draw no row at all."""
    files = {**listing(columns or []), "templates/tools.md.j2": template}
    files["registry/list.yml"] += "    may_be_empty: true\n"
    return merged(judge([], files=files), files)


def after(outcome: Judged, files: dict[str, str]) -> str:
    return merged(outcome, files)["README.md"]


BOTH: list[Observation] = [found(BETA, {"stars": 5000, "licence": "MIT"})]


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        ("{% if one.stars and one.licence %}{{ one.stars }}, {{ one.licence }}{% endif %}", "both"),
        ("{% if one.stars and one.licence %}known{% endif %}", "both"),
        ("{% if one.licence %}{{ one.stars }}{% endif %}", "both"),
        ("{% if not one.licence %}{{ one.stars }}{% endif %}{{ one.licence }}", "licence"),
        ("{{ one.stars }}", "stars"),
        ("{{ one.kind }}", ""),
    ],
)
def test_values_that_are_drawn_only_jointly_are_changes_jointly(line: str, fields: str) -> None:
    files = drawn_by(ROWS.replace("{% LINE %}", line))
    outcome = judge(BOTH, files=files)
    wanted = {"both": ["licence", "stars"], "": []}.get(fields, [fields])
    assert sorted(one.field for one in outcome.changes) == wanted
    whole = merged(judge(BOTH, files=listing(["stars", "licence"])), listing(["stars", "licence"]))
    everything = {**files, OBSERVED: whole[OBSERVED]}
    assert (after(outcome, files) != files["README.md"]) == bool(fields)
    assert after(outcome, files) == merged(judge([], files=everything), everything)["README.md"]


def test_of_values_that_show_the_same_one_is_enough() -> None:
    files = drawn_by(
        ROWS.replace("{% LINE %}", "{% if one.stars or one.licence %}known{% endif %}")
    )
    outcome = judge(BOTH, files=files)
    assert len(outcome.changes) == 1
    assert "**Beta** known" in after(outcome, files)


def test_a_value_drawn_only_beside_a_pinned_one_is_no_change() -> None:
    pinned = TOOLS.replace("name: Beta", "name: Beta\n    pins: {licence: another one}")
    line = "{% if one.stars and one.licence %}{{ one.stars }}{% endif %}"
    files = {**drawn_by(ROWS.replace("{% LINE %}", line)), "registry/tools.yml": pinned}
    assert applied(judge(BOTH, files=files)) == []


@pytest.mark.parametrize(
    "head",
    [
        '{% for one in entries | sort(attribute="stars", reverse=true) %}',
        '{% for one in entries | selectattr("stars") | sort(attribute="fields.stars.number") %}',
        '{% for one in entries if one.stars == (entries | map(attribute="stars") | max) %}',
    ],
)
def test_a_value_that_only_orders_or_chooses_rows_is_a_change(head: str) -> None:
    known = {
        f"repo:{name}": {"stars": asked(count)}
        for name, count in (("old/alpha", 100), ("acme/beta", 200))
    }
    hub = {f"model:acme/gamma-{size}": {"stars": asked(1)} for size in ("7b", "13b")}
    files = {
        **drawn_by(f"{head}- **{{{{ one.name }}}}**\n{{% endfor %}}"),
        OBSERVED: snapshot_text(Snapshot({**known, **hub})),
    }
    files = merged(judge([], files=files), files)
    outcome = judge([found(ALPHA, {"stars": 900}), found(BETA, {"stars": 210})], files=files)
    assert [one.id for one in outcome.changes] == ["alpha/stars"]
    assert after(outcome, files) != files["README.md"]


def test_a_release_that_only_orders_the_rows_of_its_section_is_a_change() -> None:
    files = listing(["description"])
    ordered = files["registry/list.yml"].replace("columns:", "order: released\n    columns:")
    dated = files["registry/tools.yml"].replace("name: Alpha", 'name: Alpha\n    released: "2020"')
    files |= {"registry/list.yml": ordered, "registry/tools.yml": dated}
    files = merged(judge([], files=files), files)
    visible = VisibleChanges(read_state(files))
    assert visible.unseen(filled("beta", "2024")).values == {"beta/released"}
    assert visible.unseen(filled("gamma", "2019")).values == frozenset()


def filled(entry: str, day: str) -> Candidates:
    """A blank day of release that the facts would fill."""
    change = Change(entry, entry, "released", Topic.FACTS, "", day, "", "", Ruling.APPLY)
    value = FetchedValue(day, "github", "2026-11-01", BETA)
    adopted = Snapshot({f"entry:{entry}": {"released": value}})
    return Candidates(Topic.FACTS, (change,), adopted=adopted)


TEMPLATES = [
    ROWS.replace("{% LINE %}", line)
    for line in (
        "{{ one.stars }}",
        "{% if one.stars and one.licence %}{{ one.licence }}{% endif %}",
        "{% if one.status %}{{ one.stars }}{% else %}{{ one.licence }}{% endif %}",
    )
] + [
    '{% for one in (entries | sort(attribute="stars"))[:1] %}- {{ one.name }}{% endfor %}',
    '{% for one in (entries | sort(attribute="stars"))[-1:] %}{{ one.stars }}{% endfor %}',
    '{{ entries | map(attribute="licence") | unique | join(", ") }}',
    '{% for one in entries | selectattr("stars") %}{{ loop.index }}. {{ one.name }}\n{% endfor %}',
    "{% for one in entries %}- {{ one.name }} {{ entries[loop.index % 3].stars }}\n{% endfor %}",
]


@example(TEMPLATES[2], {}, {"archived": True, "licence": "MIT"}, {})
@given(template=st.sampled_from(TEMPLATES), alpha=CODE, beta=CODE, gamma=WEIGHTS)
def test_the_readme_is_up_to_date_by_changes_none_of_which_can_be_left_out(
    template: str, alpha: dict[str, object], beta: dict[str, object], gamma: dict[str, object]
) -> None:
    observations: list[Observation] = [
        found(ALPHA, alpha),  # type: ignore[arg-type]
        found(BETA, beta),  # type: ignore[arg-type]
        found(GAMMA, gamma, "hub"),  # type: ignore[arg-type]
    ]
    columns = listing(["stars", "downloads", "licence", "status"])
    everything = merged(judge(observations, files=columns), columns).get(OBSERVED, "")
    files = drawn_by(template)
    outcome = judge(observations, files=files)
    readme = after(outcome, files)
    up_to_date = {**files, OBSERVED: everything} if everything else files
    assert readme == merged(judge([], files=up_to_date), up_to_date)["README.md"]
    for change in applied(outcome):
        assert readme != draw_documents(without(merged(outcome, files), change))["README.md"]


def without(files: dict[str, str], change: Change) -> dict[str, str]:
    """The files as if that one value were not known."""
    facts = {*ENTRY_FIELDS[change.field].facts, change.field}
    kept = {
        key: {name: value for name, value in values.items() if name not in facts}
        if key in KEYS[change.entry]
        else values
        for key, values in parse_snapshot(files[OBSERVED]).values.items()
    }
    return {**files, OBSERVED: snapshot_text(Snapshot(kept))}


KEYS = {
    "alpha": {"repo:old/alpha"},
    "beta": {"repo:acme/beta"},
    "gamma": {"model:acme/gamma-7b", "model:acme/gamma-13b"},
}


def test_what_nobody_sees_among_many_is_found_in_a_few_drawings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = "".join(
        f"  - id: e{n}\n    kind: tool\n    name: E{n}\n    section: tools\n"
        f"    links: {{code: 'https://github.com/acme/e{n}'}}\n"
        for n in range(40)
    )
    files = {**drawn_by(ROWS.replace("{% LINE %}", "")), "registry/tools.yml": f"entries:\n{rows}"}
    seen = [found(f"https://github.com/acme/e{n}", {"stars": n + 1}) for n in range(40)]
    drawings = []
    draw = SectionDrawer.draw

    def counted(*given: Any) -> dict[str, str]:
        drawings.append(given)
        return draw(*given)

    monkeypatch.setattr(SectionDrawer, "draw", counted)
    assert list(judge([*seen], files=files).changes) == []
    assert len(drawings) == 2


@pytest.mark.parametrize("count", ["{{ loop.index }}. ", "| {{ loop.index }} | "])
def test_counted_rows_are_recognized_in_a_few_drawings(
    monkeypatch: pytest.MonkeyPatch, count: str
) -> None:
    rows = "".join(
        f"  - id: e{n}\n    kind: tool\n    name: E{n}\n    section: tools\n"
        f"    links: {{code: 'https://github.com/acme/e{n}'}}\n"
        for n in range(40)
    )
    template = (
        f"{{% for one in entries %}}{count}{{{{ one.name }}}} {{{{ one.stars }}}}\n{{% endfor %}}"
    )
    files = {**drawn_by(template), "registry/tools.yml": f"entries:\n{rows}"}
    facts: dict[str, Value] = {"stars": 5, "licence": "MIT"}
    seen: list[Observation] = [found(f"https://github.com/acme/e{n}", facts) for n in range(40)]
    drawings = []
    draw = SectionDrawer.draw

    def counted(*given: Any) -> dict[str, str]:
        drawings.append(given)
        return draw(*given)

    monkeypatch.setattr(SectionDrawer, "draw", counted)
    assert {one.field for one in judge(seen, files=files).changes} == {"stars"}
    assert len(drawings) == 3  # with all, without some, and once more without what adds nothing


@pytest.mark.parametrize(
    "template", ["{{ section.title }}\n", "{% for one in entries %}- {{ one.name }}\n{% endfor %}"]
)
@pytest.mark.parametrize("end", ["moved", "dead"])
def test_a_link_that_no_template_draws_is_fixed_and_promises_readers_nothing(
    template: str, end: str
) -> None:
    files = drawn_by(template)
    new, memory = "https://github.com/new/alpha", Memory()
    seen: Observation = moved(ALPHA, new)
    if end == "dead":
        days = ("2026-11-10", "2026-11-15", "2026-11-20")
        memory = Memory(traces={"repo:old/alpha": Trace(gone_on=days, gone_why="404")})
        seen = gone(ALPHA)
    outcome = judge([seen], files=files, memory=memory)
    proposal = of(outcome, end)
    assert list(proposal.files) == ["registry/tools.yml"]
    assert [one.id for one in proposal.changes] == ["alpha/code"]
    assert "links that no section shows" in proposal.body
    assert "to publish" not in proposal.body
    assert "- [x] <!-- listkeeper:change alpha/code" in proposal.body


def test_of_two_moved_links_only_the_drawn_one_is_promised_to_readers() -> None:
    files = drawn_by('{% for one in entries if one.id == "beta" %}{{ one.links }}\n{% endfor %}')
    to = "https://github.com/new"
    body = of(judge([moved(ALPHA, f"{to}/a"), moved(BETA, f"{to}/b")], files=files), "moved").body
    first, _, rest = body.partition("\n\n")
    assert "2 links in 2 entries" in first
    assert "1 link that no section shows is corrected in the registry" in first
    assert rest.count("- [x]") == 2
