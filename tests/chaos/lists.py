"""A small list for which every source has something to say, and the world it lives in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.lists.memory import memory_text
from bot.model.memory import Memory, Trace

NAME = "octo/list"
GONE, GOING = "https://delta.example/manual", "https://epsilon.example/manual"
LIST = """\
version: 1
title: A small list
sections:
  - {id: tools, title: Tools, kinds: [tool], columns: [name, description, licence, reach]}
  - {id: papers, title: Papers, kinds: [paper], columns: [name, title, venue]}
  - {id: models, title: Models, kinds: [model], columns: [name, sizes, backbone, released, licence]}
watches: {accounts: [acme]}
"""
TOOLS = f"""\
entries:
  # the first of them
  - id: alpha
    kind: tool
    name: Alpha
    section: tools
    description: Does one thing, and does it well.
    links: {{code: https://github.com/old/alpha}}  # kept since 2020
  - id: beta
    kind: tool
    name: Beta
    section: tools
    description: Words of a person | with a bar.
    links:
      code: https://github.com/acme/beta
      site: https://beta.example/tour
  - id: delta
    kind: tool
    name: Delta
    section: tools
    description: Its manual is gone.
    links:
      code: https://github.com/acme/delta
      site: {GONE}
  - id: epsilon
    kind: tool
    name: Epsilon
    section: tools
    description: Its manual is about to go.
    links: {{site: "{GOING}"}}
"""
PAPERS = """\
entries:
  - id: lora
    kind: paper
    name: LoRA
    section: papers
    title: "LoRA: Low-Rank Adaptation"
    links: {paper: https://arxiv.org/abs/2106.09685}
  - id: tuning
    kind: paper
    name: P-Tuning
    section: papers
    title: P-Tuning
    links: {paper: https://aclanthology.org/2022.acl-other.8/}
  - id: adapters
    kind: paper
    name: Adapters
    section: papers
    title: Adapters
    links: {paper: https://proceedings.mlr.press/v97/houlsby19a.html}
  - id: glm
    kind: paper
    name: GLM
    section: papers
    title: GLM-130B
    links: {paper: https://openreview.net/forum?id=abcdefghij}
"""
NEW_PAPERS = """\
  - id: second
    kind: paper
    name: Second
    section: papers
    title: "Second Thoughts"
    links: {paper: https://arxiv.org/abs/2205.01234}
  - id: prefix
    kind: paper
    name: Prefix
    section: papers
    title: Prefix
    links: {paper: https://aclanthology.org/2021.acl-other.9/}
  - id: lasso
    kind: paper
    name: Lasso
    section: papers
    title: Lasso
    links: {paper: https://proceedings.mlr.press/v98/lasso19a.html}
  - id: opus
    kind: paper
    name: Opus
    section: papers
    title: Opus
    links: {paper: https://openreview.net/forum?id=opusopusop}
"""
"""What its maintainer adds later."""
MODELS = """\
entries:
  - id: gamma
    kind: model
    name: Gamma
    section: models
    links:
      hub: https://huggingface.co/acme/gamma-7b
      code: https://github.com/acme/gamma
"""
SECTIONS = ("tools", "papers", "models")
README = "# A small list\n\nWords of a person.\n\n" + "".join(
    f"## {name.title()}\n\n<!-- listkeeper:begin {name} -->\n<!-- listkeeper:end {name} -->\n\n"
    for name in SECTIONS
)


def files() -> dict[str, str]:
    """The list as its maintainer wrote it."""
    table = '{% include "_table.md.j2" %}\n'
    return {
        "registry/list.yml": LIST,
        "registry/tools.yml": TOOLS,
        "registry/papers.yml": PAPERS,
        "registry/models.yml": MODELS,
        **{f"templates/{name}.md.j2": table for name in SECTIONS},
        "README.md": README,
    }


def memory() -> str:
    """What two earlier runs remember: two pages were gone twice."""
    now = datetime.now(UTC)
    days = tuple((now - timedelta(days=ago)).date().isoformat() for ago in (9, 4))
    trace = Trace(gone_on=days, gone_why="HTTP 404")
    return memory_text(Memory(traces={f"page:{url}": trace for url in (GONE, GOING)}))


def _page(title: str, word: str) -> dict[str, str]:
    return {"title": title, "text": f"{word} " * 90}


def scenario() -> dict[str, Any]:
    """The world of that list on its first day."""
    model = {"downloads": 4300, "license": "mit", "created": "2026-10-01"}
    return {
        "repository": {"name": NAME, "files": files()},
        "repos": {
            "acme/alpha": {"stars": 1234, "id": 11},
            "acme/beta": {"stars": 8312, "license": "Apache-2.0"},
            "acme/delta": {"stars": 77},
            "acme/gamma": {"stars": 500, "license": "MIT"},
        },
        "renames": {"old/alpha": "acme/alpha"},
        "hub": {"models": {f"acme/{name}": model for name in ("gamma-7b", "omega-9b")}},
        "papers": {
            "2106.09685": {
                "title": "LoRA: Low-Rank Adaptation",
                "published": "2021-06-17",
                "authors": ["E. Hu"],
                "doi": "10.1000/lora",
            },
            "2205.01234": {
                "title": "Second Thoughts",
                "published": "2022-05-02",
                "authors": ["A. Hu"],
                "doi": "10.1000/second",
            },
        },
        "pages": {
            "pages": {
                "https://beta.example/tour": _page("A tour of Beta", "tour"),
                GONE: {"status": 404, "title": "Not found"},
                GOING: {"status": 503, "title": "Busy"},
                "https://openreview.net/forum?id=abcdefghij": _page("GLM-130B", "bilingual"),
                "https://openreview.net/forum?id=opusopusop": _page("Opus", "work"),
            }
        },
        "venues": {
            "semanticscholar": {
                "2106.09685": {"title": "LoRA: Low-Rank Adaptation", "year": 2022},
                "2205.01234": {"title": "Second Thoughts", "year": 2023},
            },
            "crossref": {
                "10.1000/lora": {
                    "title": "LoRA: Low-Rank Adaptation",
                    "container": "International Conference on Learning Representations",
                    "year": 2022,
                },
                "10.1000/second": {
                    "title": "Second Thoughts",
                    "container": "International Conference on Machine Learning",
                    "year": 2023,
                },
            },
            "acl": {
                "2022.acl-other.8": {"title": "P-Tuning", "book": "60th", "year": 2022},
                "2021.acl-other.9": {"title": "Prefix", "book": "59th", "year": 2021},
            },
            "pmlr": {
                "v97/houlsby19a": {
                    "title": "Adapters",
                    "conference": "International Conference on Machine Learning",
                    "published": "2019-05-24",
                },
                "v98/lasso19a": {
                    "title": "Lasso",
                    "conference": "Conference on Learning Theory",
                    "published": "2019-06-25",
                },
            },
            "openreview": {
                "abcdefghij": {"title": "GLM-130B", "venue": "ICLR 2023 poster"},
                "opusopusop": {"title": "Opus", "venue": "ICLR 2024 oral"},
            },
        },
        "wayback": {url: [["20250101000000", 200]] for url in (GONE, GOING)},
    }
