"""`listkeeper export`: the list as data."""

from __future__ import annotations

from pathlib import Path

import click

from bot.cli.base import FINE, OUTPUT, ROOT, listkeeper
from bot.cli.terminal import write_data
from bot.config.list_file import LIST
from bot.lists.read import written_list
from bot.lists.readme.scope.disk import check_markdown, read_readme_files, read_text
from bot.lists.registry.load import read_documents
from bot.render.reports.export import export_csv, export_report


@listkeeper.command("export")
@ROOT
@click.argument(
    "file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--format", "form", type=click.Choice(["json", "csv"]), default="json")
@OUTPUT
def export_command(root: Path, file: Path | None, form: str, output: Path | None) -> int:
    """Write the list as data: entries, fields and links with their places; needs no network.

    Of the Markdown FILE, or of the list below --root when there is none.
    """
    written = written_list(_files(root, file))
    text = (
        export_csv(written)
        if form == "csv"
        else export_report(written).model_dump_json(indent=2) + "\n"
    )
    write_data(text, output)
    return FINE


def _files(root: Path, file: Path | None) -> dict[str, str]:
    if file:
        path = file.as_posix()
        check_markdown(path)
        return {path: read_text(Path(), path)}
    return read_documents(root) if (root / LIST).is_file() else read_readme_files(root)
