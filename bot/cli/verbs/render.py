"""`listkeeper render`: README, files of data and site, out of what is at hand."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from bot.cli.base import FINDINGS, FINE, ROOT, listkeeper
from bot.cli.terminal import begin_writing, echo
from bot.lists.files import remove_files, write_files
from bot.lists.registry.folder import has_registry
from bot.render.difference import difference
from bot.render.outputs import outdated
from bot.run.render import draw_documents, left_over_files, read_any_list


@listkeeper.command("render")
@ROOT
@click.option("--check", is_flag=True, help="Only report whether the files are up to date.")
@click.option(
    "--address",
    metavar="URL",
    default="",
    help="Where the site will be published. Without it, feeds link to what each entry links to.",
)
def render_command(root: Path, check: bool, address: str) -> int:
    """Regenerate the README and the files of data from the registry, and the site; works offline.

    The site (page, feeds, calendar) is written into site/, which git ignores. For a hand-written
    README only the site is written.
    """
    if not check:
        begin_writing(root)
    root, documents = read_any_list(root)
    drawn = draw_documents(documents) if has_registry(root) else {}
    stale = outdated(documents, drawn)
    left = left_over_files(documents, drawn) if drawn else []
    if not check:
        write_files(root, stale, next(reversed(drawn), ""), documents)
        remove_files(root, {path: documents[path] for path in left})
    for path, text in drawn.items():
        if path not in stale:
            echo(f"{path} is up to date with the registry.")
        elif check:
            echo(f"{path} is not up to date with the registry; run `listkeeper render`:")
            echo(difference(documents.get(path, ""), text, path))
        else:
            echo(f"{path} is updated.")
    for path in left:
        rest = "; run `listkeeper render` to remove it." if check else "; it is removed."
        echo(f"{path} is not in this list any more{rest}")
    if not check:
        _write_site(root, {**documents, **drawn}, address)
    return FINDINGS if check and (stale or left) else FINE


def _write_site(root: Path, documents: Mapping[str, str], address: str) -> None:
    from bot.run.site import SITE, is_free, site_files  # a list that is only compared has no page

    if not is_free(root):
        echo(f"{SITE}/ holds something else and is left alone: the site is not written.")
        return
    place = address and address.rstrip("/") + "/"
    files = site_files(root, documents, place)
    changed = write_files(root, files, f"{SITE}/index.html")
    echo(f"{SITE}/ is updated." if changed else f"{SITE}/ is up to date.")
