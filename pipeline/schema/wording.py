"""How the words changed: contests, bursts, uptake, company."""

from pipeline.schema._columns import FIELD, GRAIN, PARTIAL, PERIOD, TERM
from pipeline.schema._types import Column, Table

_CONTEST = Column("contest", "string", "name of the contest in `atlas.toml`")
_VARIANT = Column("variant", "string", "one of the terms that compete")
_BASIS = Column(
    "basis",
    "string",
    "what counts once: `documents`; `authors` (each once a period, all their documents there weighing the same); "
    "`serials_once` (documents, the parts of one serial once a period)",
)
_COVERED = Column("covered", "boolean", "true where the field is known for at least 90 % of the period's known posts")
_NOTE = Column("note", "string", "what limits the row, in words", missing="nothing to say")
_KNOWN = Column("documents_known", "integer", "posts of the period known at all", unit="documents")
_TOTAL = Column("documents_total", "integer", "posts of the period in which the field is known", unit="documents")
_NO_TEST = "fewer than five years, or the distance never changes"
_AS_HIGH = {
    "": "orders of the years with a correlation as high",
    "definition_": "orders of the years with a correlation as strong, either way",
}

TABLES = (
    Table(
        "term_succession",
        "a period x competing variant",
        "Shares of the variants that compete for one meaning. Posts only; uses that betray a later edit are left out.",
        (
            _CONTEST,
            GRAIN,
            PERIOD,
            _VARIANT,
            Column("share", "number", "numerator / denominator", missing="denominator is 0, or not covered"),
            Column("documents", "integer", "documents of the period that use the variant", unit="documents"),
            Column("occurrences", "integer", "occurrences of the variant in them", unit="occurrences"),
            Column(
                "numerator",
                "number",
                "what the variant holds of the denominator; a document of several variants is split by occurrences",
                unit="units of the basis",
            ),
            Column("denominator", "integer", "what the period has of the contest", unit="units of the basis"),
            Column("ci_low", "number", "95 % Wilson interval of share, lower end", missing="share is missing"),
            Column("ci_high", "number", "the same, upper end", missing="share is missing"),
            FIELD,
            _BASIS,
            _TOTAL,
            _KNOWN,
            _COVERED,
            PARTIAL,
            _NOTE,
        ),
        key=("contest", "field", "basis", "grain", "period", "variant"),
    ),
    Table(
        "term_crossovers",
        "a contest's turn",
        "When one variant overtook another. Where the data do not support a date, `note` says why.",
        (
            _CONTEST,
            Column("from_variant", "string", "the older variant"),
            Column("to_variant", "string", "the later one; several joined by ` | ` where they are taken together"),
            Column(
                "crossover",
                "date",
                "day from which the later variant has more than half of the two",
                missing="no turn that the data support",
            ),
            Column("ci_low", "date", "95 % bootstrap interval, lower end", missing="no turn, or the interval is open"),
            Column("ci_high", "date", "the same, upper end", missing="no turn, or the interval is open"),
            Column(
                "model",
                "string",
                "`isotonic` (the share never falls) or `fisher_pry` (its logit is a line in time)",
            ),
            FIELD,
            Column(
                "basis",
                "string",
                "what is drawn whole in the bootstrap: `documents`; `authors` and `serials_once`, each of weight one a "
                "quarter, spread over their documents",
            ),
            Column("numerator", "number", "what the later variant holds of the denominator", unit="units of the basis"),
            Column(
                "denominator", "integer", "what there is of both, each owner once a quarter", unit="units of the basis"
            ),
            Column("slope", "number", "rise of the logit a year", missing="not fitted, or not finite"),
            Column("slope_low", "number", "95 % bootstrap interval, lower end", missing="not fitted, or not finite"),
            Column("slope_high", "number", "the same, upper end", missing="not fitted, or not finite"),
            Column("first_used", "date", "first use of either that counts", missing="never used"),
            Column("last_used", "date", "last use of either that counts", missing="never used"),
            Column(
                "covered",
                "boolean",
                "true where the field is known for at least 90 % of the known posts of every month between them",
            ),
            Column("left_out", "integer", "documents that use either in a month not covered", unit="documents"),
            _NOTE,
        ),
        key=("contest", "from_variant", "to_variant", "field", "basis", "model"),
    ),
    Table(
        "term_turns",
        "a contest x field x pair of sides",
        "Each contest's turn in one sentence, from `term_crossovers` (isotonic). Answered where the field is known for every "
        "month from the first use to the last, and each basis's date lies in the interval of every other.",
        (
            _CONTEST,
            FIELD,
            Column("answer", "string", "the turn on each basis; or why these data do not answer it, and what would"),
            Column("answerable", "boolean", "true where coverage allows an answer and the bases agree"),
            Column("from_variant", "string", "the older variant"),
            Column("to_variant", "string", "the later one; several joined by ` | ` where they are taken together"),
            *(
                Column(f"{basis}_{name}", "date", f"{what}, {said}", missing=missing)
                for basis, said in (
                    ("documents", "by documents"),
                    ("authors", "by authors"),
                    ("serials_once", "with serials counted once"),
                )
                for name, what, missing in (
                    ("turn", "day from which the later side has more than half", "no turn that the data support"),
                    ("ci_low", "95 % bootstrap interval, lower end", "no turn, or the interval is open"),
                    ("ci_high", "95 % bootstrap interval, upper end", "no turn, or the interval is open"),
                )
            ),
        ),
        key=("contest", "field", "from_variant", "to_variant"),
    ),
    Table(
        "term_switching",
        "a contest's variant x pair of periods",
        "Each change of a share taken apart into authors who changed their words and authors who came and went.",
        (
            _CONTEST,
            _VARIANT,
            Column("period_from", "string", "period with documents of the contest"),
            Column("period_to", "string", "the next such period"),
            Column("change", "number", "share_to - share_from = within_author + composition"),
            Column("within_author", "number", "sum over authors of mean weight x change of their own share"),
            Column("composition", "number", "sum over authors of mean own share x change of weight"),
            Column("switchers", "integer", "authors of both periods whose own share changed", unit="authors"),
            Column("arrivals", "integer", "authors of the second period only who use the variant", unit="authors"),
            Column("departures", "integer", "authors of the first period only who used it", unit="authors"),
            GRAIN,
            FIELD,
            Column("share_from", "number", "the variant's share by documents in the first period"),
            Column("share_to", "number", "the same in the second"),
            Column("arriving", "number", "part of composition: authors who arrive"),
            Column("departing", "number", "part of composition: authors who leave"),
            Column("staying", "number", "part of composition: authors who write more or less than before"),
            Column("authors_from", "integer", "authors of the contest in the first period", unit="authors"),
            Column("authors_to", "integer", "the same in the second", unit="authors"),
            Column("change_numerator", "count", "change x denominator, exactly"),
            Column("within_author_numerator", "count", "within_author x denominator, exactly"),
            Column("composition_numerator", "count", "composition x denominator, exactly"),
            Column("denominator", "count", "common denominator of the three"),
            Column("partial", "boolean", "true where the data end before the second period does"),
            _NOTE,
        ),
        key=("contest", "field", "grain", "variant", "period_from"),
    ),
    Table(
        "term_bursts",
        "a burst",
        "Stretches in which a term comes faster than its own average, by Kleinberg's automaton (s = 2, gamma = 1).",
        (
            TERM,
            Column("model", "string", "`batched` (months) or `continuous` (moments of posting)"),
            Column("level", "integer", "how many doublings above the term's average, from 1"),
            Column("start", "date", "first day: of the first month, or of the first post"),
            Column("end", "date", "first day after the last month, or day of the last post"),
            Column("weight", "number", "cost saved against the level below"),
            FIELD,
            Column("numerator", "integer", "posts with the term in the burst", unit="documents"),
            Column("denominator", "integer", "posts in the burst in which the field is known", unit="documents"),
            Column("documents", "integer", "posts with the term in all", unit="documents"),
            PARTIAL,
            _NOTE,
        ),
        key=("term", "field", "model", "level", "start"),
    ),
    Table(
        "term_uptake",
        "a period x term of the root work",
        "Posts since the root work by whether they cite it and whether they use its words, in title, body or footnote.",
        (
            PERIOD,
            GRAIN,
            Column("term", "string", "term that the root work brought; `any of them`"),
            Column("cites_and_uses", "integer", "posts that cite the root work and use the term", unit="documents"),
            Column("cites_only", "integer", "posts that cite it without the term", unit="documents"),
            Column("uses_only", "integer", "posts that use the term without citing it", unit="documents"),
            Column("neither", "integer", "posts that do neither", unit="documents"),
            Column(
                "share_without_citation",
                "number",
                "uses_only / (uses_only + cites_and_uses)",
                missing="no uses, or not covered",
            ),
            Column("ci_low", "number", "95 % Wilson interval of it, lower end", missing="share is missing"),
            Column("ci_high", "number", "the same, upper end", missing="share is missing"),
            FIELD,
            _TOTAL,
            _KNOWN,
            _COVERED,
            PARTIAL,
            _NOTE,
        ),
        key=("term", "grain", "period"),
    ),
    Table(
        "term_common_property",
        "a term of the root work",
        "When a term became common property: uses without citation of the root work overtook those with it.",
        (
            Column("term", "string", "term that the root work brought; `any of them`"),
            Column(
                "common_since",
                "date",
                "day from which more than half of the posts that use it do not cite (share taken to never fall)",
                missing="no such turn that the data support",
            ),
            Column("ci_low", "date", "95 % bootstrap interval over posts, lower end", missing="no turn, or open"),
            Column("ci_high", "date", "the same, upper end", missing="no turn, or open"),
            Column("numerator", "integer", "posts that use it without citing, in covered months", unit="documents"),
            Column("denominator", "integer", "posts that use it, in covered months", unit="documents"),
            Column("left_out", "integer", "posts that use it in months not covered", unit="documents"),
            FIELD,
            _NOTE,
        ),
        key=("term",),
    ),
    Table(
        "co_terms",
        "a period x pair of terms",
        "Terms that stand in one post.",
        (
            PERIOD,
            GRAIN,
            Column("term_a", "string", "the first of the two in alphabetical order"),
            Column("term_b", "string", "the other"),
            Column("documents", "integer", "posts with both", unit="documents"),
            Column("documents_a", "integer", "posts with term_a", unit="documents"),
            Column("documents_b", "integer", "posts with term_b", unit="documents"),
            Column("association_strength", "number", "2 m a / (k_a k_b); 1 is what chance would give"),
            Column("equivalence", "number", "documents^2 / (documents_a documents_b)"),
            FIELD,
            Column("documents_either", "integer", "posts with one of the two or both", unit="documents"),
            _TOTAL,
            _KNOWN,
            _COVERED,
            PARTIAL,
        ),
        key=("field", "grain", "period", "term_a", "term_b"),
    ),
    Table(
        "term_flows",
        "a flow between themes of consecutive years",
        "Themes (terms that go together in a year's posts) and what they share with those of the next covered year.",
        (
            Column("period_from", "string", "year"),
            Column("period_to", "string", "the next year that is covered"),
            Column("theme_from", "string", "the theme's most central term", missing="nothing flows into theme_to"),
            Column("theme_to", "string", "the theme's most central term", missing="theme_from flows into nothing"),
            Column("inclusion", "number", "numerator / denominator (Cobo et al. 2011); 0 where an end is missing"),
            Column("numerator", "integer", "terms that both themes have", unit="terms"),
            Column("denominator", "integer", "terms of the smaller theme", unit="terms"),
            Column("by_name", "boolean", "true where the name of one theme is a term of the other"),
            Column("shared", "string", "the terms they share, joined by ` | `", missing="none"),
            Column("terms_from", "string", "terms of theme_from, joined by ` | `", missing="theme_from is missing"),
            Column("terms_to", "string", "terms of theme_to, joined by ` | `", missing="theme_to is missing"),
            FIELD,
            PARTIAL,
            _NOTE,
        ),
        key=("field", "period_from", "theme_from", "theme_to"),
    ),
    Table(
        "term_drift",
        "a term x year",
        "The words beside a term: how far from its first year and from its definition. All years are drawn down to the "
        "words of the smallest, so that a small year does not lie far by chance.",
        (
            TERM,
            Column("year", "integer", "year with at least 50 words of company"),
            Column("first_year", "integer", "the first such year"),
            Column(
                "distance",
                "number",
                "1 - cosine of the words' positive pointwise mutual information, this year against the first; mean of 100 draws",
                missing="the first year itself",
            ),
            Column(
                "definition_distance",
                "number",
                "the same against the words of the definition in `terms`, each weighing the same",
                missing="the definition has no such words",
            ),
            Column("gained", "string", "words that stand out more than in the first year", missing="none"),
            Column("lost", "string", "words that stood out more in the first year", missing="none"),
            Column("definition_words", "string", "words of the definition beside the term", missing="none"),
            Column(
                "numerator",
                "integer",
                "pairs of the term's years at least as far apart as these two; 0 in the first",
                unit="pairs",
            ),
            Column("denominator", "integer", "pairs of the term's years; 0 in the first", unit="pairs"),
            Column("words", "integer", "words of company in the year", unit="words"),
            Column("words_first_year", "integer", "words of company in the first year", unit="words"),
            Column("words_compared", "integer", "words that each year was drawn down to", unit="words"),
            Column("covered", "boolean", "true where the bodies of at least 90 % of both years' known posts are known"),
            _NOTE,
        ),
        key=("term", "year"),
    ),
    Table(
        "term_drift_tests",
        "a term",
        "Whether a term's years lie the farther apart the more time lies between them. The null model shuffles whole years, so "
        "that words of one post stay together; it tests the order of the years, not how far a single one lies.",
        (
            TERM,
            Column("answer", "string", "the finding in words (5 % level), or why these data do not answer it"),
            Column("years", "integer", "years with at least 50 words of company", unit="years"),
            Column("first_year", "integer", "the first of them"),
            Column("last_year", "integer", "the last of them"),
            *(
                column
                for prefix, what in (
                    ("", "distance between two years with the time between them"),
                    ("definition_", "distance from the definition with time"),
                )
                for column in (
                    Column(f"{prefix}correlation", "number", f"correlation of the {what}", missing=_NO_TEST),
                    Column(f"{prefix}p", "number", "numerator / denominator", missing=_NO_TEST),
                    Column(f"{prefix}numerator", "integer", _AS_HIGH[prefix], missing=_NO_TEST, unit="orders"),
                    Column(
                        f"{prefix}denominator",
                        "integer",
                        "orders tried, the real one among them",
                        missing=_NO_TEST,
                        unit="orders",
                    ),
                )
            ),
            Column("words_compared", "integer", "words that each year was drawn down to", unit="words"),
            Column("covered", "boolean", "true where the bodies of at least 90 % of each year's known posts are known"),
        ),
        key=("term",),
    ),
)
