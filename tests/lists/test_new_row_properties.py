"""whatever a new row holds and wherever it goes: nothing else changes, and it reads back."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from bot.lists.readme.reading.records import read_written
from bot.lists.readme.templates.escape import code_text, html_text, markdown_text
from bot.lists.readme.writing.added import write_row
from bot.lists.readme.writing.insertion import Insertion
from bot.lists.readme.writing.region import Refused
from bot.model.change import NewRow
from bot.model.reference import read_link
from bot.model.values.written import Record
from bot.parsing.source.document import read_document

FORMS = (
    "- [one](https://one.org) - First.\n- [two](https://two.org) - Second.\n",
    "* One title here <br> Arxiv 2023 [[Paper]](https://arxiv.org/abs/2301.00001)\n"
    "* Two title here <br> ACL 2023 [[Paper]](https://arxiv.org/abs/2301.00002)\n",
    "9. **One title.** *A. B et al.* [[paper](https://arxiv.org/abs/2301.00001)]\n"
    "10. **Two title.** *B. C et al.* [[paper](https://arxiv.org/abs/2301.00002)]\n",
    "- group\n\t- [one](https://one.org)\n\t- [two](https://two.org): second\n\n- other\n",
    "> - [one](https://one.org)\n> - [two](https://two.org)\n",
    "| Name | Link | Notes |\n|------|:----:|-------|\n| one | [site](https://one.org) | - |\n"
    "| two | [site](https://two.org) | some `code` |\n",
    "Name|Link\n-|-\n**one**|https://one.org\n**two**|https://two.org\n",
    '<table>\n<tr><td><b>one</b></td><td><a href="https://one.org">site</a></td></tr>\n'
    '<tr><td><b>two</b></td><td><a href="https://two.org">site</a></td></tr>\n</table>\n',
    '<p>\n<a href="https://one.org">one</a> - first.<br>\n'
    '<a href="https://two.org">two</a> - second.<br>\n</p>\n',
)
WORDS = st.text("abcdefghijklmnop", min_size=2, max_size=8)
PLAIN = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)
HOSTILE = st.text(
    st.one_of(st.sampled_from("*_`[]()<>|\\~&#!:$\"'-+=. \n\t\u202eéß漢🔥"), st.characters()),
    max_size=40,
)


@st.composite
def documents(draw: st.DrawFn) -> str:
    """A list in one form, with other text around it, and any kind of line ends."""
    body = draw(st.sampled_from(FORMS))
    before = draw(st.sampled_from(("", "intro\n\n", "---\n\n- [x](https://x.org)\n\n")))
    after = draw(st.sampled_from(("", "\n", "\n\n\n", "\n## B\n\n- [z](https://z.org)\n", "  \n")))
    text = f"{before}# A\n\n{body}{after}"
    if draw(st.booleans()):
        text = text.rstrip("\n")
    text = text.replace("\n", draw(st.sampled_from(("\n", "\r\n"))))
    return draw(st.sampled_from(("", "\ufeff"))) + text


def written(text: str, fields: Mapping[str, object]) -> Insertion | Refused:
    return write_row({"README.md": text}, NewRow("x/row", "", {"section": "A", **fields}))


def records(text: str) -> list[Record]:
    return list(read_written({"README.md": text}).records)


def shown(record: Record) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    return record.name, record.section, tuple(link.link.url for link in record.links)


@given(documents(), PLAIN, st.sampled_from(("site", "paper", "code")))
def test_a_row_of_plain_words_is_written_and_reads_back(text: str, name: str, role: str) -> None:
    url = {"paper": "https://arxiv.org/abs/2401.12345", "code": "https://github.com/a/b"}.get(
        role, "https://new.org/x"
    )
    made = written(text, {"name": name, "links": {role: url}})
    assert isinstance(made, Insertion), made
    after = made.applied(text)
    fresh = [one for one in records(after) if one.name == name]
    assert len(fresh) == 1
    assert {link.link.reference for link in fresh[0].links} == {read_link(url).reference}
    rest = [shown(one) for one in records(after) if one is not fresh[0] and one.name != name]
    assert rest == [shown(one) for one in records(text)]


@given(documents(), HOSTILE, HOSTILE, HOSTILE, HOSTILE)
def test_no_other_byte_changes_whatever_a_row_holds(
    text: str, name: str, description: str, authors: str, tail: str
) -> None:
    fields: dict[str, object] = {
        "name": name,
        "description": description,
        "authors": authors,
        "venue": tail,
        "links": {"site": "https://new.org/x"},
        "labels": {"site": tail},
    }
    made = written(text, fields)
    if isinstance(made, Refused):
        assert made.reason
        return
    raw, after = (one.encode("utf-8", "surrogateescape") for one in (text, made.applied(text)))
    size = len(made.text.encode("utf-8", "surrogateescape"))
    assert made.renumbered == ()
    assert after[: made.offset] + after[made.offset + size :] == raw
    old, new = (
        [shown(one) for one in records(text)],
        [shown(one) for one in records(made.applied(text))],
    )
    assert [one for one in new if "https://new.org/x" not in one[2]] == old
    assert len(new) == len(old) + 1


@given(HOSTILE)
def test_a_text_reads_as_it_was(text: str) -> None:
    wanted = " ".join(markdown_seen(f"x{html_text(text)}x", is_markup=True).split())
    assert markdown_seen(f"x{markdown_text(text)}x") == wanted
    assert not read_document(f"x{markdown_text(text)}x").links
    assert "`" not in code_text(text)


def markdown_seen(text: str, *, is_markup: bool = False) -> str:
    source = f"<p>{text}</p>" if is_markup else text
    return "".join(one for _, _, one in read_document(source).texts)
