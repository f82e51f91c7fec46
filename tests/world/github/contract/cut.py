"""Cut GitHub's published contract down to the paths and types the world answers.

    npm install --prefix FOLDER @octokit/openapi @octokit/graphql-schema
    python -m tests.world.github.contract.cut FOLDER/node_modules/@octokit

Writes `openapi.json` and `schema.graphql` beside itself. What is kept is kept as published, but for
the examples of the OpenAPI description: they are large, and some break GitHub's own schema.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from graphql import FieldDefinitionNode, TypeNode, parse, print_ast
from graphql.language import DocumentNode

HERE = Path(__file__).parent

REPO = "/repos/{owner}/{repo}"
_BELOW = (
    "branches branches/{branch} commits commits/{ref} compare/{basehead} contents/{path} "
    "readme git/blobs git/blobs/{file_sha} git/commits git/commits/{commit_sha} git/trees "
    "git/trees/{tree_sha} git/refs git/refs/{ref} git/ref/{ref} git/matching-refs/{ref} "
    "pulls pulls/{pull_number} pulls/{pull_number}/commits pulls/{pull_number}/files "
    "issues issues/{issue_number} issues/{issue_number}/comments "
    "issues/comments/{comment_id} issues/{issue_number}/labels issues/{issue_number}/events "
    "labels collaborators/{username}/permission "
    "issues/{issue_number}/assignees pulls/{pull_number}/requested_reviewers "
    "actions/permissions actions/permissions/workflow actions/workflows"
)
PATHS = ("/user", "/rate_limit", REPO, *(f"{REPO}/{rest}" for rest in _BELOW.split()))

TYPES = frozenset(
    "Query Mutation Node Actor Bot User Organization RepositoryOwner Repository RepositoryInfo "
    "RepositoryVisibility RepositoryLockReason License Ref RefConnection RefEdge RefOrder "
    "RefOrderField OrderDirection GitObject Blob Tree TreeEntry Commit CommitConnection "
    "CommitEdge CommitHistoryConnection CommitAuthor GitActor GitActorConnection GitActorEdge "
    "Release ReleaseConnection ReleaseEdge ReleaseOrder ReleaseOrderField Tag "
    "RepositoryTopic RepositoryTopicConnection RepositoryTopicEdge Topic Language PageInfo "
    "RateLimit PullRequest PullRequestConnection PullRequestEdge PullRequestState IssueOrder "
    "IssueOrderField UniformResourceLocatable CreateCommitOnBranchInput "
    "CreateCommitOnBranchPayload UpdateRefsInput UpdateRefsPayload RefUpdate GitRefname "
    "CommittableBranch CommitMessage FileChanges FileAddition "
    "FileDeletion ID String Int Float Boolean URI DateTime GitObjectID HTML Base64String BigInt "
    "GitTimestamp GitSSHRemote EnablePullRequestAutoMergeInput EnablePullRequestAutoMergePayload "
    "PullRequestMergeMethod".split()
)


def references(value: Any) -> Iterator[str]:
    """Every `#/components/…` a piece of the description points at."""
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for inner in value.values():
            yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)


def without_examples(value: Any) -> Any:
    """The same piece without its examples; a property that is called so stays."""
    if isinstance(value, list):
        return [without_examples(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    return {
        name: inner if name in {"enum", "required"} else without_examples(inner)
        for name, inner in value.items()
        if not (name in {"example", "examples"} and "type" not in _as_dict(inner))
    }


def _as_dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def cut_openapi(whole: dict[str, Any]) -> dict[str, Any]:
    """The paths of PATHS and every component they lead to."""
    paths = without_examples({path: whole["paths"][path] for path in PATHS})
    kept: dict[str, dict[str, Any]] = {}
    waiting = sorted(set(references(paths)))
    while waiting:
        _, _, group, name = waiting.pop().split("/", 3)
        if name in kept.setdefault(group, {}):
            continue
        kept[group][name] = without_examples(whole["components"][group][name])
        waiting += sorted(set(references(kept[group][name])))
    components = {group: dict(sorted(kept[group].items())) for group in sorted(kept)}
    head = {name: whole[name] for name in ("openapi", "info")}
    return {**head, "paths": paths, "components": components}


def innermost(node: TypeNode) -> str:
    """`[Ref!]!` → `Ref`."""
    inner: Any = node
    while hasattr(inner, "type"):
        inner = inner.type
    return str(inner.name.value)


def keeps(field: FieldDefinitionNode) -> bool:
    """Whether a field speaks of kept types only, in its answer and its arguments."""
    named = [field.type, *(argument.type for argument in getattr(field, "arguments", None) or ())]
    return all(innermost(node) in TYPES for node in named)


def cut_graphql(sdl: str) -> str:
    """The types of TYPES, with those of their fields that speak of kept types only."""
    definitions = []
    for node in parse(sdl, no_location=True).definitions:
        named: Any = node
        if named.kind == "directive_definition":
            definitions.append(named)
        elif named.name.value in TYPES:
            if named.kind in {"object_type_definition", "interface_type_definition"}:
                named.interfaces = tuple(i for i in named.interfaces if i.name.value in TYPES)
                named.fields = tuple(field for field in named.fields if keeps(field))
            elif named.kind == "input_object_type_definition":
                named.fields = tuple(field for field in named.fields if keeps(field))
            definitions.append(named)
    return print_ast(DocumentNode(definitions=tuple(definitions))) + "\n"


def main(octokit: Path) -> None:
    whole = json.loads((octokit / "openapi/generated/api.github.com.json").read_text())
    text = json.dumps(cut_openapi(whole), indent=1, ensure_ascii=False)
    (HERE / "openapi.json").write_text(text + "\n")
    sdl = (octokit / "graphql-schema/schema.graphql").read_text()
    (HERE / "schema.graphql").write_text(cut_graphql(sdl))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
