"""`listkeeper render`: README, files of data and site, out of what is at hand."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from bot.cli.base import FINDINGS, FINE, ROOT, listkeeper
from bot.lists.files import refuse_outside, write_files
from bot.lists.registry.load import has_registry
from bot.render.difference import difference
from bot.render.outputs import SITE, outdated
from bot.run.render import draw_documents, read_any_list
from bot.run.site import is_free, site_files


@listkeeper.command("render")
@ROOT
@click.option("--check", is_flag=True, help="Only say whether the committed files are in step.")
@click.option(
    "--address",
    metavar="URL",
    default="",
    help="Where the site will stand, for the links of its feeds.",
)
def render_command(root: Path, check: bool, address: str) -> int:
    """Redraw the README and the files of data from the registry, and the site; asks nobody.

    The site (page, feeds, calendar) is written into site/, which git ignores. Of a hand-written
    README there is only the site.
    """
    root, documents = read_any_list(root)
    drawn = draw_documents(documents) if has_registry(root) else {}
    stale = outdated(documents, drawn)
    if not check:
        refuse_outside(root, stale)
        write_files(root, stale, next(reversed(drawn), ""))
    for path, text in drawn.items():
        if path not in stale:
            click.echo(f"{path} is in step with the registry.")
        elif check:
            click.echo(f"{path} is not in step with the registry; run `listkeeper render`:")
            click.echo(difference(documents.get(path, ""), text, path))
        else:
            click.echo(f"{path} is redrawn.")
    if not check:
        _write_site(root, {**documents, **drawn}, address)
    return FINDINGS if check and stale else FINE


def _write_site(root: Path, documents: Mapping[str, str], address: str) -> None:
    if not is_free(root):
        click.echo(f"{SITE}/ holds something else and is left alone: the site is not written.")
        return
    place = address and address.rstrip("/") + "/"
    files = site_files(root, documents, place)
    refuse_outside(root, files)
    changed = write_files(root, files, f"{SITE}/index.html")
    click.echo(f"{SITE}/ is written anew." if changed else f"{SITE}/ is in step.")
