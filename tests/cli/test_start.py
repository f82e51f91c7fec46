"""Ctrl-C before there is anything to stop."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from bot.cli.base import VERBS, listkeeper
from tests.build import ROOT

IMPATIENT = """\
import sys

class Impatient:
    def find_spec(self, name, *rest):
        if name == "bot.model.errors":
            raise KeyboardInterrupt

sys.meta_path.insert(0, Impatient())
from bot.cli.start import main
main()
"""


def test_control_c_while_modules_are_loaded_ends_in_a_sentence() -> None:
    command = [sys.executable, "-c", IMPATIENT]
    ran = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert (ran.returncode, ran.stdout) == (130, "")
    assert ran.stderr == "Stopped before anything was done.\n"


def test_the_command_begins_where_python_does() -> None:
    command = [sys.executable, "-m", "bot", "--version"]
    ran = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert ran.returncode == 0
    assert ran.stdout.startswith("listkeeper, version ")


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_can_be_had(verb: str) -> None:
    command = listkeeper.get_command(click.Context(listkeeper), verb)
    assert command is not None
    assert command.name == verb
    assert command.help


CLIENTS = "github huggingface_hub arxiv httpx httpx2 aiohttp requests urllib3 asyncio"
COLOURS = "rich pygments markdown_it"
HAND_WRITTEN = "bot.lists.readme bot.lint.written bot.config.readme_file bot.parsing.source"
CHANGES = "bot.model.change bot.model.dashboard bot.model.verdict bot.model.values.addition"
SOURCES = "bot.sources bot.publish.github bot.judge"
OFFLINE = f"{CLIENTS} {COLOURS} {CHANGES} {SOURCES} filelock bibtexparser difflib"
DRAWN = f"{OFFLINE} {HAND_WRITTEN} bot.render.bodies bot.render.site bot.render.figures.families"
UNWANTED = {
    "--version": f"{CLIENTS} {COLOURS} pydantic jinja2 ruamel bot.lists bot.render bot.run",
    "lint": f"{DRAWN} bot.publish.local bot.lists.registry.edit_fields",
    "render --check": f"{DRAWN} bot.lint bot.lists.registry.edit_fields",
    "check --allow-private --fail-on never FILE": (
        f"{COLOURS} {CHANGES.replace('bot.model.verdict ', '')} packaging.direct_url jinja2 "
        "github huggingface_hub arxiv httpx2 requests urllib3 lxml yaml cryptography filelock "
        "bot.publish.github bot.lists.readme.home bot.lists.registry.load bot.render.bodies"
    ),
    "export --format csv": f"{OFFLINE} {HAND_WRITTEN} bot.lint bot.render.bodies",
}
"""What no run of these words loads, for this list; each took a part of the time to start."""


@pytest.mark.parametrize("words", UNWANTED)
def test_a_verb_loads_only_what_it_needs(words: str, tmp_path: Path) -> None:
    assert unwanted_of(UNWANTED[words], words, tmp_path, ROOT) == set()


def test_a_check_where_no_list_is_loads_nothing_of_lists(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    unwanted = "pydantic ruamel bot.lists.disk.journal bot.lists.files bot.lists.registry.settings"
    for form in ("text", "json"):
        words = f"check --allow-private --fail-on never --format {form} FILE"
        assert unwanted_of(unwanted, words, tmp_path, empty) == set()


def unwanted_of(unwanted: str, words: str, scratch: Path, folder: Path) -> set[str]:
    """Which of the unwanted modules the command with these words loads."""
    file = scratch / "page.md"
    file.write_text("[one](http://127.0.0.1:bad/)\n", encoding="utf-8")
    arguments = [str(file) if word == "FILE" else word for word in words.split()]
    script = (
        f"import sys\nfrom bot.cli.start import main\nsys.argv[1:] = {arguments}\n"
        "try:\n    main()\nfinally:\n    print([name for name, one in sys.modules.items() if one])"
    )
    command = [sys.executable, "-c", script]
    path = {**os.environ, "PYTHONPATH": str(ROOT)}
    ran = subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False, env=path)
    assert ran.returncode == 0, ran.stderr
    loaded = ast.literal_eval(ran.stdout.splitlines()[-1])
    modules = tuple(unwanted.split())
    inside = tuple(f"{one}." for one in modules)
    return {one for one in loaded if one in modules or one.startswith(inside)}


def test_no_certificates_are_read_but_for_the_requests_of_a_check() -> None:
    """aiohttp would read all of them twice when it is loaded, and use neither."""
    script = (
        "import os\nbefore = dict(os.environ)\nfrom bot.cli.loading import load_web\nload_web()\n"
        "assert dict(os.environ) == before\nfrom aiohttp import connector\n"
        "from bot.sources.http.transports import open_tls\n"
        "unused = (connector._SSL_CONTEXT_VERIFIED, connector._SSL_CONTEXT_UNVERIFIED)\n"
        "print([one.cert_store_stats()['x509_ca'] for one in unused])\n"
        "print(open_tls().cert_store_stats()['x509_ca'] > 50)\n"
    )
    for named in ({}, {"SSL_CERT_DIR": "/etc/ssl/certs"}):
        environment = {**{k: v for k, v in os.environ.items() if "SSL_" not in k}, **named}
        ran = subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True,
            text=True,
            cwd=ROOT,
            check=True,
            env=environment,
        )
        unused, used = ran.stdout.splitlines()
        assert unused == "[0, 0]"
        assert named or used == "True"


def test_the_help_text_loads_no_verb() -> None:
    script = (
        "import sys\nfrom bot.cli.main import _run\n_run(['--help'])\n"
        "print(sorted(name for name in sys.modules if name.startswith('bot.')))"
    )
    command = [sys.executable, "-c", script]
    ran = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)
    *shown, loaded = ran.stdout.splitlines()
    assert not {name for name in ast.literal_eval(loaded) if name.count(".") > 1} - {
        "bot.cli.base",
        "bot.cli.main",
        "bot.config.environment",
        "bot.model.errors",
        "bot.model.options",
        "bot.model.options.bounds",
    }
    listed = [line.split()[0] for line in shown[shown.index("Commands:") + 1 :]]
    assert listed == list(VERBS), "one line a verb"
    assert sorted(VERBS) == sorted(
        path.stem for path in (ROOT / "bot/cli/verbs").glob("[!_]*.py")
    ), "a verb of no line"


def test_the_shell_completes_verbs_and_options() -> None:
    """Click's own completion, with the variable that docs/maintaining.md names."""
    page = (ROOT / "docs/maintaining.md").read_text(encoding="utf-8")
    section = page.partition("\n## Completion in the shell\n")[2].partition("\n## ")[0]
    for shell in ("bash", "zsh", "fish"):
        assert f"_LISTKEEPER_COMPLETE={shell}_source listkeeper" in section
        source = completed(f"{shell}_source")
        assert "_LISTKEEPER_COMPLETE=" in source
    assert "refresh" in completed("zsh_complete", "listkeeper re", "1")
    assert "--pull-request" in completed("zsh_complete", "listkeeper refresh --pu", "2")


def completed(what: str, words: str = "", index: str = "") -> str:
    code = "import sys; sys.argv = ['listkeeper']; from bot.cli.start import main; main()"
    known = {"_LISTKEEPER_COMPLETE": what, "COMP_WORDS": words, "COMP_CWORD": index}
    ran = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **known},
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    return ran.stdout
