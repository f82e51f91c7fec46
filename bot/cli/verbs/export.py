"""`listkeeper export`: the list as data."""

from __future__ import annotations

from pathlib import Path

import click

from bot.cli.base import FINE, OUTPUT, ROOT, listkeeper
from bot.cli.terminal import write_data
from bot.config.list_file import LIST
from bot.lists.read import read_state, written_list
from bot.lists.registry.load import read_documents, shipped_templates
from bot.render.data.citing import draw_bibtex, draw_citation
from bot.render.data.files import draw_llms, draw_toml
from bot.render.outputs import Draw
from bot.render.reports.export import export_csv, export_report

FORMATS: dict[str, Draw] = {
    "bibtex": draw_bibtex,
    "cff": draw_citation,
    "llms.txt": draw_llms,
    "toml": draw_toml,
}
"""Those that are drawn from what the list holds, without the places where it stands."""


@listkeeper.command("export")
@ROOT
@click.argument(
    "file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--format", "form", type=click.Choice(["json", "csv", *FORMATS]), default="json")
@OUTPUT
def export_command(root: Path, file: Path | None, form: str, output: Path | None) -> int:
    """Export the list as data; JSON and CSV say where each value is. Works offline.

    From the Markdown FILE, or from the list below --root if none is given.
    """
    files = _files(root, file)
    if form in FORMATS:
        state = read_state(files)
        text = FORMATS[form]("", state.files, state.registry, state.snapshot)
        write_data(text, output)
        return FINE
    written = written_list(files)
    text = (
        export_csv(written)
        if form == "csv"
        else export_report(written).model_dump_json(indent=2, exclude_unset=True) + "\n"
    )
    write_data(text, output)
    return FINE


def _files(root: Path, file: Path | None) -> dict[str, str]:
    if not file and (root / LIST).is_file():
        return read_documents(root)
    from bot.lists.readme.scope.disk import read_named, read_readme_files, require_markdown

    if file:
        path = file.as_posix()
        require_markdown(path)
        return shipped_templates() | {path: read_named(file)}
    return shipped_templates() | read_readme_files(root)
