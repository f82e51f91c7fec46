"""The list's own repository: a real git repository and what people do in it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tests.world.github.git import Commit, Entry, Git, Person
from tests.world.github.store import Comment, Store, Thread

BOT = "github-actions[bot]"
BOT_PERSON = (BOT, "41898282+github-actions[bot]@users.noreply.github.com")
WEB_FLOW = ("GitHub", "noreply@github.com")
ALICE = ("Alice", "alice@example.org")


class Origin:
    """Branches, pull requests, issues; the methods below `people` are for tests and the demo."""

    def __init__(self, name: str, branch: str, state: Path) -> None:
        self.name = name
        self.branch = branch
        self.git = Git(state / "origin.git")
        self.store = Store(state / "github.json")
        self.permissions: dict[str, str] = {"alice": "admin", "maintainer": "admin"}
        self.collaborators: set[str] = set()
        self.actions_enabled = self.pulls_permitted = self.shows_settings = True
        self.workflow_states: dict[str, str] = {}

    @property
    def owner(self) -> str:
        return self.name.partition("/")[0]

    def seed(self, files: Mapping[str, str | bytes]) -> None:
        """The first commit of the base branch; nothing when there is one already."""
        if not self.git.resolve(self.branch):
            self.commit(self.branch, files, ALICE, "The list")

    def commit(
        self,
        branch: str,
        files: Mapping[str, str | bytes | None],
        author: Person,
        message: str,
        committer: Person | None = None,
        parents: tuple[str, ...] = (),
    ) -> str:
        """One commit on top of a branch (made from the base when new); None removes a file."""
        head = self.git.resolve(branch) or self.git.resolve(self.branch)
        tree = self.git.write_tree(
            self.git.commit(head).tree if head else "",
            [self._entry(path, text) for path, text in files.items()],
        )
        above = parents or ((head,) if head else ())
        made = self.git.write_commit(
            tree, above, message, author, committer or author, self.store.moment()
        )
        self.git.set_branch(branch, made)
        self.settle()
        return made

    def _entry(self, path: str, text: str | bytes | None) -> Entry:
        if text is None:
            return Entry(path, "0", "blob", None)
        content = text.encode() if isinstance(text, str) else text
        return Entry(path, "100644", "blob", self.git.write_blob(content))

    def settle(self) -> None:
        """What GitHub does of itself when branches move: pull requests follow or close."""
        for thread in self.store.pulls():
            if thread.state == "open":
                self._settle(thread)

    def _settle(self, thread: Thread) -> None:
        head, base = self.git.resolve(thread.head), self.git.resolve(thread.base)
        if not head or not base or self.git.contains(base, head):
            self.store.close(thread, by=thread.user)
        elif (head, base) != (thread.head_sha, thread.base_sha):
            self.store.change(thread, head_sha=head, base_sha=base)

    # people

    @property
    def own(self) -> set[str]:
        """The logins behind the tokens of the list's own people."""
        return set()

    @property
    def pulls(self) -> list[Thread]:
        """Every pull request, oldest first."""
        return self.store.pulls()

    @property
    def issues(self) -> list[Thread]:
        return [one for one in self.store.threads.values() if one.kind == "issue"]

    def pull(self, number: int) -> Thread:
        return self.store.threads[number]

    def comments(self, number: int) -> list[Comment]:
        return self.store.of(number)

    def merge(self, number: int, by: str = "alice", how: str = "merge") -> str:
        """Merge a pull request by one of GitHub's three buttons: merge, squash, rebase.

        A branch that is rebased has one commit here. Raises ValueError for a conflict.
        """
        thread = self.pull(number)
        base, head = self.git.resolve(thread.base), self.git.resolve(thread.head)
        tree = self.git.merged_tree(base, head)
        if not tree:
            raise ValueError(f"#{number} has conflicts with {thread.base}")
        first, *more = self.commits(thread.base, thread.head)
        message, author = first.message, first.author
        parents: tuple[str, ...] = (base,)
        if how == "squash" and more:
            listed = "\n\n".join(f"* {one.message}" for one in (first, *more))
            message = f"{thread.title} (#{number})\n\n{listed}"
        elif how == "squash":
            message = message.replace("\n", f" (#{number})\n", 1)
        elif how == "merge":
            message = f"Merge pull request #{number} from {self.owner}/{thread.head}"
            author, parents = ALICE, (base, head)
        made = self.git.write_commit(tree, parents, message, author, WEB_FLOW, self.store.moment())
        fields = {"merged_at": self.store.moment(), "merge_commit_sha": made}
        self.store.close(thread, by, head_sha=head, **fields)
        self.git.set_branch(thread.base, made)
        self.settle()
        return made

    def close(self, number: int, by: str = "alice") -> None:
        """A person closes an issue or pull request without merging."""
        self.store.close(self.pull(number), by)

    def reopen(self, number: int, by: str = "alice") -> None:
        self.store.reopen(self.pull(number), by)

    def push(
        self,
        branch: str,
        files: Mapping[str, str | None],
        author: Person = ALICE,
        message: str = "A change by hand",
    ) -> str:
        """A human commit."""
        return self.commit(branch, files, author, message)

    def update_branch(self, number: int) -> str:
        """GitHub's button "Update branch": the base is merged into the head."""
        thread = self.pull(number)
        head, base = self.git.resolve(thread.head), self.git.resolve(thread.base)
        tree = self.git.merged_tree(head, base)
        if not tree:
            raise ValueError(f"#{number} has conflicts with {thread.base}")
        message = f"Merge branch '{thread.base}' into {thread.head}"
        made = self.git.write_commit(
            tree, (head, base), message, ALICE, WEB_FLOW, self.store.moment()
        )
        self.git.set_branch(thread.head, made)
        self.settle()
        return made

    def edit_body(self, number: int, text: str) -> None:
        self.store.change(self.pull(number), body=text)

    def edit_title(self, number: int, text: str) -> None:
        self.store.change(self.pull(number), title=text)

    def delete_branch(self, branch: str, by: str = "alice") -> None:
        """Open pull requests of the branch are closed by whoever deletes it."""
        self.git.drop_branch(branch)
        for thread in self.store.pulls():
            if thread.head == branch:
                if thread.state == "open":
                    self.store.close(thread, by)
                self.store.note(thread, "head_ref_deleted", by)
        self.settle()

    def permission(self, login: str) -> str:
        """What an account may do here: "admin", "write" or "read"; set `permissions` for others."""
        return self.permissions.get(login, "write" if login in self.own else "read")

    def retarget(self, number: int, base: str) -> None:
        """A person lets a pull request go into another branch."""
        self.store.change(self.pull(number), base=base, base_sha=self.git.resolve(base))

    def files(self, branch: str = "") -> dict[str, str]:
        """Path → text of everything on a branch (the base without a name).

        Bytes that are no UTF-8 are kept as `surrogateescape` keeps them.
        """
        head = self.git.resolve(branch or self.branch)
        return {
            one.path: self.git.read_blob(one.sha or "").decode(errors="surrogateescape")
            for one in (self.git.entries(head, deep=True) if head else [])
            if one.kind == "blob"
        }

    def diff(self, base: str, branch: str) -> str:
        """What a branch changes since it left the base, as GitHub shows it."""
        one, other = self.git.resolve(base), self.git.resolve(branch)
        return self.git.diff(self.git.merge_base(one, other), other)

    def commits(self, base: str, branch: str) -> list[Commit]:
        """The commits of a branch that the base lacks, oldest first."""
        between = self.git.between(self.git.resolve(base), self.git.resolve(branch))
        return [self.git.commit(sha) for sha in between]

    def issue(self, title: str, body: str = "", user: str = "bob", **more: object) -> Thread:
        """Somebody opens an issue."""
        return self.store.open("issue", title, body, user, **more)

    def comment(self, number: int, body: str, user: str = "alice") -> Comment:
        """Somebody comments."""
        return self.store.comment(number, user, body)


def files_below(folder: Path) -> dict[str, str | bytes]:
    """Every file of a folder but git's own, hidden caches left out."""
    skipped = {".git", ".venv", "__pycache__", ".listkeeper", "node_modules"}
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not skipped & set(path.relative_to(folder).parts)
    }
