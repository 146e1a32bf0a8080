"""Terms that go together: pairs in one post, themes from year to year, and the company that a term keeps."""

import pandas as pd

from dashboard import words
from dashboard.components.cells import JOINED
from dashboard.content import Chart, Content
from dashboard.coverage import FILL, explain, gaps, is_provisional, stands_behind
from dashboard.data_access import Build
from dashboard.facts import having, records, titles_of, typed
from dashboard.labels import FIELDS
from dashboard.pages._quotes import NO_TEXT, beside_moved_words
from dashboard.pages._term_posts import LATER_EDITS, posts_by_period, using
from dashboard.pages._together_drift import (
    OPENS,
    company,
    drift_table,
    figure_drift,
    moved_words,
    opened_years,
    whose_definition,
)
from dashboard.pages._together_flows import figure_flows, terms_of_years
from dashboard.pages._together_matrix import MEASURES, chosen_pairs, figure_matrix, posts_with
from dashboard.url_state import Choice, Parameter, View

NAME = "together"
PATH = "/together"
LABEL = "Terms together"
TITLE = "Which terms go together, and how did the company of a term change?"
ORDER = 36
TABLES = (
    "co_terms",
    "term_flows",
    "term_drift",
    "term_drift_tests",
    "terms",
    "documents",
    "coverage",
    "term_counts",
)

NONE = "none"
MOST = {"12": "12 at most", "20": "20 at most", "30": "30 at most", "60": "60 at most"}
LEAST = {"1": "1 post", "2": "2 posts", "3": "3 posts", "5": "5 posts"}
_FLOW = (
    "Themes are groups of terms that stand in the same posts of a year. A flow joins two themes of consecutive covered years that "
    "share terms (Cobo et al. 2011): its width is how many, its inclusion that number over the terms of the smaller theme; "
    "it is darker where the name of one theme is a term of the other."
)


FLOWS_OPEN = (
    "A theme opens the posts of its year with the one term that names it, and a band those of the theme that it leads to; the posts "
    "with its other terms stand behind those terms."
)


def parameters(data: Build) -> tuple[Parameter, ...]:
    """Return what a reader may choose; fields, periods and terms are those that the tables hold."""
    field, period = data.once(richest)
    table = data.table("co_terms")
    held = set(table["field"])
    counted = [name for name in FIELDS if name in held] or [field]
    labels = sorted(set(table["period"]), key=lambda label: (len(label), label)) or [period]
    followed = sorted(set(data.table("term_drift")["term"])) or [NONE]
    return (
        Choice(
            "period",
            "Period",
            {label: words.period(label) if label[:1].isdigit() else label for label in labels},
            period,
        ),
        Choice("field", "Where in the document", {name: FIELDS[name] for name in counted}, field),
        Choice("measure", "What a cell says", MEASURES, "documents"),
        Choice("least", "Posts that a pair needs", LEAST, "2"),
        Choice("most", "Terms shown", MOST, "20"),
        Choice(
            "term", "Term whose company is followed", {name: name for name in followed}, data.once(longest_followed)
        ),
    )


def richest(data: Build) -> tuple[str, str]:
    """Return the field and the year with most pairs of at least two posts; titles where none has any."""
    table = data.table("co_terms")
    yearly = table[(table["grain"] == "year") & (table["documents"] >= 2)]
    sizes = yearly.groupby(["field", "period"]).size().sort_values(ascending=False, kind="stable")
    if len(sizes):
        field, period = sizes.index[0]
        return str(field), str(period)
    return "title", str(table["period"].max()) if len(table) else NONE


def longest_followed(data: Build) -> str:
    """Return the term whose company is known in most years, of those in a contest if there are any."""
    followed = data.table("term_drift")["term"]
    contested = {variant for contest in data.settings.contests.values() for variant in contest.variants}
    chosen = followed[followed.isin(contested)] if followed.isin(contested).any() else followed
    return str(chosen.value_counts().sort_index().idxmax()) if len(chosen) else NONE


def layout(data: Build, view: View) -> Content:
    """Return the page for one view."""
    table = data.once(_period_rows, view["field"], view["period"])
    charts = [data.part(_matrix, view), data.once(_flows, view["field"]), *data.once(_drift, view["term"])]
    return Content(answer(table, data.part(_pairs, view), view), charts, _cautions(table, view))


def _pairs(data: Build, view: View) -> pd.DataFrame:
    """Return the pairs of terms that are shown."""
    table = data.once(_period_rows, view["field"], view["period"])
    return chosen_pairs(table, data.once(_families), int(view["most"]), int(view["least"]))


def answer(table: pd.DataFrame, pairs: pd.DataFrame, view: View) -> str:
    """Say which terms go together most, in how many posts of how many that were read."""
    where, when = (
        FIELDS.get(view["field"], view["field"]),
        words.period(view["period"]) if len(table) else view["period"],
    )
    if table.empty:
        return f"In {where} of {when} no two of the terms stand in one post (0 pairs)."
    read, known = int(table["documents_total"].iloc[0]), int(table["documents_known"].iloc[0])
    heading = "Provisional: in" if is_provisional(read, known) else "In"
    reach = f"{heading} the {read:,} posts of {when} whose {where} are known, of {known:,} posted"
    if pairs.empty:
        return f"{reach}, no two terms stand together in as many posts as you asked for."
    best = records(pairs.head(3))
    named = words.listing(
        [
            f"{words.quoted(row['term_a'])} with {words.quoted(row['term_b'])} ({words.count(row['documents'], 'post')})"
            for row in best
        ]
    )
    return f"{reach}, {words.count(len(pairs), 'pair')} of terms {'goes' if len(pairs) == 1 else 'go'} together; most often {named}."


def _cautions(table: pd.DataFrame, view: View) -> list[str]:
    if table.empty or bool(table["covered"].fillna(False).iloc[0]):
        return []
    read, known = int(table["documents_total"].iloc[0]), int(table["documents_known"].iloc[0])
    share = f"{read:,} of {words.count(known, 'known post')} of {words.period(view['period'])} ({words.percent(read, known)})"
    return [
        f"Provisional: only the text of {share} was read. What these say together need not be what all of them said."
    ]


def _matrix(data: Build, view: View) -> Chart:
    table, pairs = data.once(_period_rows, view["field"], view["period"]), data.part(_pairs, view)
    read, known = (int(table[name].iloc[0]) if len(table) else 0 for name in ("documents_total", "documents_known"))
    addresses = [using(row["term_a"], row["field"], row["period"], row["term_b"]) for row in records(pairs)]
    where = FIELDS.get(view["field"], view["field"])
    when = words.period(view["period"]) if len(table) else view["period"]
    terms = len(posts_with(pairs))
    most = len(posts_with(table[table["documents"] >= int(view["least"])]))
    more = words.count(most - terms, "more term of fewer posts goes", "more terms of fewer posts go")
    notes = [f"{more} together with some; choose more above."] if most > terms else []
    if len(pairs):
        notes.append(
            "A pair without a colour stands together in no post that was read, or in fewer than you asked for. "
            "Where there is no room for numbers, the table has them."
        )
    if len(pairs):
        notes.append(LATER_EDITS)
    if table["partial"].any():
        notes.append("The data end before that period does.")
    return Chart(
        "matrix",
        "Terms that stand in one post",
        f"{MEASURES[view['measure']].capitalize()}: {where} of posts, {when}. Each term is named where its row ends and its column begins, "
        "with its posts in brackets. Times as often as by chance is the association strength: 1 is what chance would give.",
        figure_matrix(pairs, view["measure"], addresses) if len(pairs) else None,
        pairs,
        "co_terms",
        read if len(table) else None,
        f"No two terms stand together in {LEAST[view['least']]} of this period and field. Choose fewer posts, another field or "
        "another period.",
        notes,
        {"family_a": "family of term_a", "family_b": "family of term_b"},
        provisional=bool(len(table)) and is_provisional(read, known),
        opens=addresses,
        height=130 + min(42, max(17, 460 // max(3, terms))) * terms,
    )


def _flows(data: Build, field: str) -> Chart:
    table = having(data.table("term_flows"), field=field)
    joined = table[table["numerator"] > 0]
    alone = len(table) - len(joined)
    where, share = FIELDS.get(field, field), "shares" if alone == 1 else "share"
    short = f"{words.count(alone, 'theme')} of {where} {share} no term with any of the next covered year; they stand in the table."
    notes = [short] if alone else []
    bands = len(joined)
    return Chart(
        "flows",
        "How themes flow from year to year",
        _FLOW,
        figure_flows(table, field) if bands else None,
        table,
        "term_flows",
        _with_themes(data, table, field) if len(table) else None,
        f"No two years of {where} are covered and have themes. To fill the gap, {FILL}.",
        [*notes, *([FLOWS_OPEN] if bands else []), *dict.fromkeys(table["note"].dropna())],
        opens=[using(row["theme_to"], field, row["period_to"]) if row["numerator"] else None for row in records(table)],
        height=max(260, 60 * bands),
    )


def _with_themes(data: Build, table: pd.DataFrame, field: str) -> int:
    """Return how many posts use a term of a theme of their year, each once."""
    of_years = terms_of_years(table).items()
    return sum(len(data.once(posts_by_period, terms, field, "year").get(year, ())) for year, terms in of_years)


def _unfinished(table: pd.DataFrame) -> list[str]:
    """Say of the year that is not over in the data, if a distance stands there, that its company may still change."""
    open_years = table.loc[
        table["partial"].fillna(False).astype(bool) & table["covered"].fillna(False).astype(bool), "period"
    ]
    return (
        [
            f"{words.listing(open_years.tolist())}, an open marker, is not over in the data: its company may still change."
        ]
        if len(open_years)
        else []
    )


def _drift(data: Build, term: str) -> list[Chart]:
    table = drift_table(data.table("term_drift"), data.table("coverage"), term)
    tests = data.table("term_drift_tests")
    verdict = tests.loc[tests["term"] == term, "answer"]
    said = str(verdict.iloc[0]) if len(verdict) else "No test of its order in time."
    covered = table["covered"].fillna(False).astype(bool)
    counted = data.once(company, term)
    used = table.assign(documents=typed("Int64", (counted.get(year, 0) for year in table["period"])))
    where = words.quoted(term)
    empty = f"The company of {where} is known in no year: it takes fifty words beside the term. {NO_TEXT}"
    explained = {
        name: text
        for name, text in data.described("coverage").items()
        if name.startswith("documents_") or name == "partial"
    }
    explained["period"] = "the year as a period"
    quotes = beside_moved_words(data, term)
    whose = whose_definition(table, _titles(data, table))
    curve = Chart(
        "drift",
        f"How far the company of {where} moved",
        f"1 - cosine of the words within ten of the term: 0 is the same company, 1 another one. {said}",
        figure_drift(table) if covered.any() else None,
        table if covered.any() else table.iloc[:0],
        "term_drift",
        stands_behind(used, "documents"),
        f"No distance of {where} is drawn. {_why(table)}" if len(table) else empty,
        [
            *(explain(gaps(table, "documents_with_body", "documents_known"), "distances") if covered.any() else []),
            *_unfinished(table),
            *whose,
            OPENS,
        ]
        if covered.any()
        else [],
        explained,
        opens=opened_years(table) if covered.any() else (),
        rests_on=["term_drift_tests"],
    )
    moved = Chart(
        "words",
        f"The words that moved beside {where}",
        "Words that stand out more (gained) or less (lost) than in the first year, with sentences of this machine where it has "
        "the text. Weights are positive pointwise mutual information; all years are drawn down to the smallest.",
        None,
        table,
        "term_drift",
        int(used["documents"].sum()),
        empty,
        [] if quotes or table.empty else [NO_TEXT],
        explained,
        provisional=not covered.all(),
        body=moved_words(table, quotes),
    )
    return [curve, moved]


def _titles(data: Build, table: pd.DataFrame) -> dict[str, str]:
    """Return the titles of the documents whose definitions rows of ``term_drift`` compare with."""
    return titles_of(data, JOINED.join(table["definition_source"].dropna()).split(JOINED))


def _why(table: pd.DataFrame) -> str:
    known, read = (int(table[name].fillna(0).sum()) for name in ("documents_known", "documents_with_body"))
    years = words.listing(table["period"].tolist())
    return (
        f"Of {years}, {read:,} of {words.count(known, 'known post')} were read ({words.percent(read, known)}), and a distance needs "
        f"90 % of both years; to fill the gap, {FILL}."
    )


def _families(data: Build) -> "pd.Series[str]":
    """Return the family of each term."""
    return data.table("terms").drop_duplicates("term").set_index("term")["family"]


def _period_rows(data: Build, field: str, period: str) -> pd.DataFrame:
    return having(data.table("co_terms"), field=field, period=period)
