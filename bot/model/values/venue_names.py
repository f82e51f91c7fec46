"""The venues that are known by name, with the month of the event and other spellings."""

from __future__ import annotations

VENUES: dict[str, tuple[int, tuple[str, ...]]] = {
    "AAAI": (2, ("AAAI", "AAAI Conference on Artificial Intelligence")),
    "AACL": (11, ("AACL", "AACL-IJCNLP", "IJCNLP-AACL", "Asia-Pacific Chapter of the Association")),
    "ACL": (
        7,
        ("ACL", "ACL-IJCNLP", "Annual Meeting of the Association for Computational Linguistics"),
    ),
    "ACM Computing Surveys": (0, ("ACM Computing Surveys", "ACM Comput. Surv")),
    "AI Open": (0, ("AI Open",)),
    "AISTATS": (
        4,
        ("AISTATS", "International Conference on Artificial Intelligence and Statistics"),
    ),
    "CHI": (5, ("CHI", "Human Factors in Computing Systems")),
    "CIKM": (10, ("CIKM", "Conference on Information and Knowledge Management")),
    "COLING": (
        12,
        ("COLING", "LREC-COLING", "International Conference on Computational Linguistics"),
    ),
    "COLM": (10, ("COLM", "Conference on Language Modeling")),
    "CVPR": (6, ("CVPR", "Computer Vision and Pattern Recognition")),
    "Computational Linguistics": (0, ("Computational Linguistics",)),
    "CoNLL": (11, ("CoNLL", "Conference on Computational Natural Language Learning")),
    "CoRL": (11, ("CoRL", "Conference on Robot Learning")),
    "EACL": (4, ("EACL", "European Chapter of the Association for Computational Linguistics")),
    "ECCV": (10, ("ECCV", "European Conference on Computer Vision")),
    "EMNLP": (12, ("EMNLP", "EMNLP-IJCNLP", "Empirical Methods in Natural Language Processing")),
    "ICASSP": (6, ("ICASSP", "Acoustics, Speech and Signal Processing")),
    "ICCV": (10, ("ICCV", "International Conference on Computer Vision")),
    "ICDE": (5, ("ICDE", "International Conference on Data Engineering")),
    "ICLR": (5, ("ICLR", "International Conference on Learning Representations")),
    "ICML": (7, ("ICML", "International Conference on Machine Learning")),
    "ICRA": (5, ("ICRA", "International Conference on Robotics and Automation")),
    "ICSE": (5, ("ICSE", "International Conference on Software Engineering")),
    "IJCAI": (8, ("IJCAI", "International Joint Conference on Artificial Intelligence")),
    "INTERSPEECH": (9, ("INTERSPEECH", "Interspeech")),
    "JMLR": (0, ("JMLR", "Journal of Machine Learning Research", "J. Mach. Learn. Res")),
    "KDD": (8, ("KDD", "SIGKDD", "Knowledge Discovery and Data Mining")),
    "LREC": (5, ("LREC", "Language Resources and Evaluation Conference")),
    "MLSys": (5, ("MLSys", "Conference on Machine Learning and Systems")),
    "NAACL": (
        6,
        (
            "NAACL",
            "NAACL-HLT",
            "North American Chapter of the Association for Computational Linguistics",
        ),
    ),
    "Nature": (0, ("Nature",)),
    "NeurIPS": (12, ("NeurIPS", "NIPS", "Neurips", "Neural Information Processing Systems")),
    "OSDI": (7, ("OSDI", "Operating Systems Design and Implementation")),
    "PNAS": (0, ("PNAS", "Proceedings of the National Academy of Sciences")),
    "Science": (0, ("Science",)),
    "SIGIR": (7, ("SIGIR", "Research and Development in Information Retrieval")),
    "SIGMOD": (6, ("SIGMOD", "Management of Data")),
    "SOSP": (10, ("SOSP", "Symposium on Operating Systems Principles")),
    "TACL": (0, ("TACL", "Transactions of the Association for Computational Linguistics")),
    "TMLR": (0, ("TMLR", "Transactions on Machine Learning Research", "Trans. Mach. Learn. Res")),
    "TPAMI": (
        0,
        ("TPAMI", "PAMI", "IEEE Transactions on Pattern Analysis and Machine Intelligence"),
    ),
    "UAI": (7, ("UAI", "Uncertainty in Artificial Intelligence")),
    "VLDB": (8, ("VLDB", "PVLDB", "Very Large Data Bases", "VLDB Endowment")),
    "WMT": (11, ("WMT", "Conference on Machine Translation")),
    "WWW": (5, ("WWW", "The Web Conference", "TheWebConf")),
}
"""The name as the list prints it → the month a conference is held in (0 for a journal), spellings.

A spelling of several words is matched without case, a short one as it is."""
