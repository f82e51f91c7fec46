from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.values.venues import anthology_venue, is_preprint, read_venue, venue_in_comment

SPELLINGS = [
    ("ICLR 2023", "ICLR 2023"),
    ("ICLR 2023 poster", "ICLR 2023"),
    ("ICLR 2023 notable top 5%", "ICLR 2023"),
    ("The Eleventh International Conference on Learning Representations, 2023", "ICLR 2023"),
    ("NIPS 2017", "NeurIPS 2017"),
    ("Neurips 2022", "NeurIPS 2022"),
    ("NeurIPS'22", "NeurIPS 2022"),
    ("Advances in Neural Information Processing Systems 36 (2023)", "NeurIPS 2023"),
    ("Findings of EMNLP 2023", "Findings of EMNLP 2023"),
    ("EMNLP 2023 (Findings)", "Findings of EMNLP 2023"),
    (
        "Findings of the Association for Computational Linguistics: EMNLP 2023",
        "Findings of EMNLP 2023",
    ),
    ("Findings of the Association for Computational Linguistics: ACL 2024", "Findings of ACL 2024"),
    (
        "Proceedings of the 2021 Conference of the North American Chapter of the Association for "
        "Computational Linguistics: Human Language Technologies",
        "NAACL 2021",
    ),
    ("ACL-IJCNLP 2021", "ACL 2021"),
    ("Journal of Machine Learning Research 21 (2020) 1-67", "JMLR 2020"),
    ("JMLR 2020", "JMLR 2020"),
    ("Proceedings of the 36th International Conference on Machine Learning, 2019", "ICML 2019"),
    ("AI Open 2024", "AI Open 2024"),
    ("Transactions on Machine Learning Research, 2024", "TMLR 2024"),
    ("Nature 620, 172 (2023)", "Nature 2023"),
]
NONE = [
    "",
    "arXiv 2022",
    "arXiv.org",
    "Submitted to ICLR 2023",
    "ICLR 2023 Conference Withdrawn Submission",
    "ICLR 2024 rejected",
    "NeurIPS 2022 Workshop on Broadening Research Collaborations",
    "Workshop on Challenges & Perspectives in Creating LLMs, ACL 2022",
    "EMNLP 2020 System Demonstrations",
    "ICLR 2023 and ICML 2023",
    "ICLR",
    "ICLR 2022, 2023",
    "The science of 2023",
    "Nature of language models 2023",
    "ORACLE 2023",
    "ACLU 2023",
    "a new journal 2023",
]


@pytest.mark.parametrize(("text", "venue"), SPELLINGS)
def test_many_spellings_of_one_venue(text: str, venue: str) -> None:
    assert str(read_venue(text)) == venue


@pytest.mark.parametrize("text", NONE)
def test_what_leaves_doubt_names_no_venue(text: str) -> None:
    assert read_venue(text) is None


def test_a_year_beside_the_text() -> None:
    assert str(read_venue("International Conference on Machine Learning", 2023)) == "ICML 2023"
    assert read_venue("ICML 2022", 2023) is None


@pytest.mark.parametrize(
    ("url", "venue"),
    [
        ("https://aclanthology.org/2021.naacl-main.41/", "NAACL 2021"),
        ("https://aclanthology.org/2021.acl-long.353.pdf", "ACL 2021"),
        ("https://aclanthology.org/2022.acl-short.8/", "ACL 2022"),
        ("https://aclanthology.org/2021.emnlp-main.243", "EMNLP 2021"),
        ("https://aclanthology.org/2023.findings-emnlp.936/", "Findings of EMNLP 2023"),
        ("https://aclanthology.org/2023.tacl-1.7/", "TACL 2023"),
        ("https://aclanthology.org/P19-1001/", "ACL 2019"),
        ("https://aclanthology.org/Q18-1001", "TACL 2018"),
        ("https://www.aclanthology.org/D99-1001", "EMNLP 1999"),
    ],
)
def test_an_anthology_id_names_the_venue(url: str, venue: str) -> None:
    assert str(anthology_venue(url)) == venue


@pytest.mark.parametrize(
    "url",
    [
        "https://aclanthology.org/2022.bigscience-1.9/",
        "https://aclanthology.org/2022.acl-demo.1/",
        "https://aclanthology.org/W18-1001",
        "https://example.org/2021.naacl-main.41",
        "https://aclanthology.org/venues/acl/",
    ],
)
def test_workshops_and_other_pages_are_no_main_conference(url: str) -> None:
    assert anthology_venue(url) is None


@pytest.mark.parametrize(
    ("comment", "venue"),
    [
        ("Accepted at NAACL 2021", "NAACL 2021"),
        ("ICML 2023", "ICML 2023"),
        ("Published as a conference paper at ICLR 2023", "ICLR 2023"),
        ("19 pages, 6 figures. Accepted to NeurIPS 2022", "NeurIPS 2022"),
        ("EMNLP 2021 (oral)", "EMNLP 2021"),
        ("To appear in Findings of EMNLP 2023; code is there", "Findings of EMNLP 2023"),
        ("EMNLP 2023 Findings", "Findings of EMNLP 2023"),
    ],
)
def test_a_comment_that_names_the_venue(comment: str, venue: str) -> None:
    assert str(venue_in_comment(comment)) == venue


@pytest.mark.parametrize(
    "comment",
    [
        "",
        "Work in progress",
        "Submitted to ICLR 2024",
        "Under review at NeurIPS 2023",
        "Extended version of our ACL 2019 paper",
        "Accepted to the ENLSP workshop at NeurIPS 2023",
        "We use the data of the EMNLP 2020 shared task",
        "Our code was written for the people at ICML 2023 and others, see the page",
        "Accepted to ICLR 2023. Accepted to ICML 2023",
        "Accepted to ICLR",
        "v2 fixes an error; based on work published at ACL 2020",
    ],
)
def test_a_comment_that_does_not(comment: str) -> None:
    assert venue_in_comment(comment) is None


def test_a_venue_before_the_paper_was_written_is_not_its_own() -> None:
    assert venue_in_comment("Accepted at ACL 2019", year=2022) is None
    assert str(venue_in_comment("Accepted at ACL 2022", year=2022)) == "ACL 2022"


@pytest.mark.parametrize(
    ("venue", "preprint"),
    [("arXiv 2022", True), ("arxiv", True), ("CoRR", True), ("ICLR 2023", False)],
)
def test_preprints(venue: str, preprint: bool) -> None:
    assert is_preprint(venue) is preprint


BESIDE_THE_CONFERENCE = [
    "LLMAgents @ ICLR 2024",
    "CLR@NeurIPS 2023",
    "NeurIPS 2023 MATH-AI",
    "NeurIPS MATH-AI 2023",
    "MATH-AI, NeurIPS 2023",
    "ICLR 2023 TinyPapers",
    "ICLR 2024 DPFM",
    "ICML 2024 AI4Science",
    "Machine Learning for Systems @ NeurIPS 2023",
    "ACL ARR 2023 December",
    "ACL Rolling Review 2024",
    "NeurIPS 2022 Journal Showcase",
    "NAACL 2022 SRW",
    "AAAI/ACM Conference on AI, Ethics, and Society 2023",
    "International Conference on Machine Learning and Applications 2021",
    "International Conference on Computational Linguistics and Intelligent Text Processing 2019",
]


@pytest.mark.parametrize("text", BESIDE_THE_CONFERENCE)
def test_a_word_that_nobody_knows_may_name_another_event(text: str) -> None:
    assert read_venue(text) is None
    assert venue_in_comment(f"Accepted at {text}") is None


@pytest.mark.parametrize(
    ("text", "venue"),
    [
        ("COLM 2024", "COLM 2024"),
        ("EMNLP 2023 Main", "EMNLP 2023"),
        ("EMNLP 2023 Long Main", "EMNLP 2023"),
        ("ICML 2023 OralPoster", "ICML 2023"),
        ("NeurIPS 2022 Accept", "NeurIPS 2022"),
        ("NeurIPS 2023 Datasets and Benchmarks Poster", "NeurIPS 2023"),
        ("Proceedings of EMNLP 2023, Singapore", "EMNLP 2023"),
        (
            "Proceedings of the 40th International Conference on Machine Learning, Honolulu, "
            "Hawaii, USA. PMLR 202, 2023",
            "ICML 2023",
        ),
        (
            "Computer Vision – ECCV 2022: 17th European Conference, Tel Aviv, Israel, October "
            "23–27, 2022, Proceedings, Part XX",
            "ECCV 2022",
        ),
        (
            "Proceedings of the 2019 Conference on Empirical Methods in Natural Language "
            "Processing and the 9th International Joint Conference on Natural Language Processing "
            "(EMNLP-IJCNLP)",
            "EMNLP 2019",
        ),
        ("Computational Linguistics 19(2), 1993", "Computational Linguistics 1993"),
    ],
)
def test_what_every_conference_writes_beside_its_name_is_no_doubt(text: str, venue: str) -> None:
    assert str(read_venue(text)) == venue


@pytest.mark.parametrize(
    "comment",
    [
        "BlackboxNLP at EMNLP 2024",
        "Accepted at GenBench, EMNLP 2023",
        "Accepted at GenBench. EMNLP 2023",
        "To appear in GenBench; EMNLP 2023",
        "EMNLP 2023, GenBench",
        "Accepted to PML4DC at ICLR 2024",
        "Accepted at Open Models @ ICLR 2024",
        "12 pages, Withdrawn ICLR 2024 submission",
    ],
)
def test_a_comment_that_names_an_event_at_the_conference(comment: str) -> None:
    assert venue_in_comment(comment) is None


@pytest.mark.parametrize(
    "comment",
    [
        "ICLR 2023, camera ready, 30 pages, 10 figures",
        "Accepted at ICLR 2023, code at https://github.com/acme/madeup",
        "Accepted by ICLR 2023 as main conference long paper",
        "Published as a conference paper at ICLR 2023. Website: https://madeup.example",
        "accepted @ ICLR 2023",
        "Accepted at ICLR 2023 under the title 'MADEUP: Another Name of the Author's Method'",
        "Accepted at ICLR 2023, titled “MADEUP: A Name”",
        "Accepted at ICLR 2023. We release our Foobar models on HuggingFace",
    ],
)
def test_what_authors_write_besides_is_no_doubt(comment: str) -> None:
    assert str(venue_in_comment(comment)) == "ICLR 2023"


@pytest.mark.parametrize(
    ("number", "venue"),
    [
        ("2023.emnlp-main.5", "EMNLP 2023"),
        ("2020.lrec-1.1", "LREC 2020"),
        ("L18-1001", "LREC 2018"),
        ("P18-2012", "ACL 2018"),
        ("J93-2004", "Computational Linguistics 1993"),
        ("2023.wmt-1.1", "WMT 2023"),
        ("2020.emnlp-demos.6", None),
        ("2023.acl-srw.3", None),
        ("2024.eacl-tutorials.1", None),
        ("2023.conll-babylm.1", None),
        ("2022.naacl-industry.3", None),
        ("P19-3007", None),
        ("P19-2007", None),
        ("N19-4009", None),
        ("D18-2029", None),
        ("C12-2001", None),
        ("P55-1001", None),
        ("P21-1001", None),
    ],
)
@pytest.mark.parametrize(
    "where",
    [
        "https://aclanthology.org/{}",
        "https://www.aclanthology.org/{}.pdf",
        "https://aclanthology.info/papers/{}",
        "http://aclweb.org/anthology/{}/",
        "https://www.aclweb.org/anthology/{}v2.pdf",
    ],
)
def test_volumes_beside_the_main_one_are_no_conference(
    number: str, venue: str | None, where: str
) -> None:
    found = anthology_venue(where.format(number))
    assert (str(found) if found else None) == venue


@given(st.text(max_size=80))
def test_any_text_is_read_and_what_is_read_reads_back(text: str) -> None:
    venue = read_venue(text)
    if venue is not None:
        assert read_venue(str(venue)) == venue
    venue_in_comment(text)
    anthology_venue(text)
