"""Succession: when one wording gave way to another, and whether authors changed words or new authors brought them."""

from collections.abc import Collection, Iterable
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard import opening, words
from dashboard.advice import here
from dashboard.components.cells import JOINED
from dashboard.components.listing import listing
from dashboard.components.text import sentence, theirs
from dashboard.content import Chart, Content
from dashboard.coverage import FILL, explain, gaps, stands_behind
from dashboard.data_access import Build
from dashboard.facts import having, records, titles_of
from dashboard.labels import FIELDS
from dashboard.pages._succession_models import disagreement, disagreements
from dashboard.pages._succession_people import EXPLAINED, early, people, summary
from dashboard.pages._succession_shares import BASES, figure_shares, words_of
from dashboard.pages._succession_switching import PARTS, figure_switching
from dashboard.pages._succession_turns import MODELS, figure_fit, figure_turns, pair_shares
from dashboard.pages._term_posts import LATER_EDITS, behind_periods, named, posts_by_period, using
from dashboard.trends import MOST_CHOSEN
from dashboard.url_state import Choice, Parameter, View

NAME = "succession"
PATH = "/succession"
LABEL = "Succession"
TITLE = "When did one word give way to another, and who changed?"
ORDER = 34
TABLES = (
    "term_succession",
    "term_turns",
    "term_crossovers",
    "term_switching",
    "term_first_uses",
    "terms",
    "authors",
    "documents",
    "term_counts",
)

GRAINS = {"year": "year", "quarter": "quarter"}
NONE = "none named"
_NO_CONTEST = "No contest of words is named. Name one in `atlas.toml` under `[contests.NAME]` and run `atlas build`."
TURNS_OPEN = "A mark opens all posts with the later word, whatever is counted."
FIT_OPENS = "A marker opens the posts of its period with the later word; one that has both words counts here in part."
_OPEN = "An arrow: the interval has no end on that side, because resamples that never cross lie beyond every date."
SWITCHING_OPENS = (
    "Every part of a step, and its mark, open the posts of the later period with the word, by all authors: not those of the authors "
    "of that part alone, whom the hover text counts."
)
_ROW = 36
_UPTAKES = {
    "first_variant": "used",
    "posted_at": "on",
    "first_document_id": "in",
    "later_variant": "also used",
    "later_at": "on",
    "later_document_id": "in",
}


def parameters(data: Build) -> tuple[Parameter, ...]:
    """Return what a reader may choose: contests and fields that the tables hold."""
    table = data.table("term_succession")
    contests = {name: name for name in data.settings.contests}
    held = set(table["field"])
    counted = [name for name in FIELDS if name in held] or ["title"]
    first = "title" if "title" in counted else counted[0]
    return (
        Choice("contest", "Contest", contests or {NONE: NONE}, data.once(most_answered)),
        Choice("basis", "What counts once", BASES, "documents"),
        Choice("field", "Where in the document", {name: FIELDS[name] for name in counted}, first),
        Choice("grain", "Period", GRAINS, "year"),
    )


def most_answered(data: Build) -> str:
    """Return the contest of which the data answer most turns; of several, the one that is named first."""
    turns = data.table("term_turns")
    counts = turns.groupby("contest")["answerable"].sum()
    return max(data.settings.contests, key=lambda name: int(counts.get(name, 0)), default=NONE)


def layout(data: Build, view: View) -> Content:
    """Return the page for one view."""
    if view["contest"] == NONE:
        return Content(
            _NO_CONTEST, [_answers(data, data.table("term_turns").iloc[:0], data.table("term_crossovers").iloc[:0])]
        )
    charts = [
        data.part(_shares, view),
        data.once(_answered, view["contest"], view["field"]),
        data.part(_turns, view),
        data.part(_fit, view),
        data.part(_switching, view),
        data.once(_people, view["contest"]),
    ]
    return Content(data.part(_answer, view), charts, _cautions(data.part(_share_rows, view), view))


def _share_rows(data: Build, view: View) -> pd.DataFrame:
    """Return the chosen rows of ``term_succession``."""
    rows = data.once(_rows, "term_succession", "variant", view["contest"], view["field"])
    return having(rows, basis=view["basis"], grain=view["grain"])


def _turn_rows(data: Build, contest: str, field: str) -> pd.DataFrame:
    """Return the chosen rows of ``term_turns``."""
    return data.once(_rows, "term_turns", "from_variant", contest, field)


def _dated(data: Build, contest: str, field: str) -> pd.DataFrame:
    """Return the chosen rows of ``term_crossovers``."""
    return data.once(_rows, "term_crossovers", "from_variant", contest, field)


def _answer(data: Build, view: View) -> str:
    turns = _turn_rows(data, view["contest"], view["field"])
    return answer(data.part(_share_rows, view), turns, _dated(data, view["contest"], view["field"]), view)


def answer(shares: pd.DataFrame, turns: pd.DataFrame, dated: pd.DataFrame, view: View) -> str:
    """Say which turns the data answer, with how many documents and of when; else why not.

    ``turns`` are of the model that assumes least; where the other one, in ``dated``, excludes the day, its own is named, too.
    """
    by_period = shares.drop_duplicates("period")
    known = by_period[by_period["covered"].fillna(False).astype(bool)]
    where = FIELDS[view["field"]]
    if known.empty:
        return f"Not answerable: no {view['grain']} is covered, as too few of the {where} are known; {FILL}."
    if not int(known["denominator"].sum()):
        return f"Not answerable: in {where} of covered periods 0 {words_of(view['basis'])} use any of these words."
    span = f"{words.period(known['period'].min())} to {words.period(known['period'].max())}"
    once = {"documents": "", "authors": f", each once a {view['grain']},", "serials_once": ", a series counted once,"}
    units = f"{int(known['denominator'].sum()):,} {words_of(view['basis'])}{once[view['basis']]}"
    total = f"{units} use one of these words in {where}"
    answered = turns[turns["answerable"].fillna(False).astype(bool)]
    if answered.empty:
        why = words.either(str(turns["answer"].iloc[-1])).rstrip(".") if len(turns) else "No pair of them is compared"
        return f"{span}, {total}. {why}."
    said = "; ".join(_turn_in_words(row, view["basis"], dated) for row in records(answered))
    rest = len(turns) - len(answered)
    more = f" For {words.count(rest, 'other pair')} these data give no answer; below it says why." if rest else ""
    return f"{span}, {total}: {said}.{more}"


def _turn_in_words(row: dict[str, Any], basis: str, dated: pd.DataFrame) -> str:
    turn, low, high = (row[f"{basis}_{name}"] for name in ("turn", "ci_low", "ci_high"))
    later, older = (words.quoted(words.either(row[name])) for name in ("to_variant", "from_variant"))
    but = disagreement(row, basis, dated)
    if not isinstance(turn, str):
        return f"{later} has not overtaken {older}{but}"
    interval = " to ".join(end if isinstance(end, str) else "open" for end in (low, high))
    return f"{later} overtook {older} on {turn} (95 % interval {interval}, by {BASES[basis]}){but}"


def _shares(data: Build, view: View) -> Chart:
    table, turns = data.part(_share_rows, view), _turn_rows(data, view["contest"], view["field"])
    variants = tuple(data.settings.contests[view["contest"]].variants)
    posts = data.once(posts_by_period, variants, view["field"], view["grain"])
    unit = words_of(view["basis"])
    marked = turns[turns["answerable"].fillna(False).astype(bool) & turns[f"{view['basis']}_turn"].notna()]
    opens = {label: named(ids) for label, ids in posts.items()}
    figure = figure_shares(table, marked, view["basis"], opens) if len(table) else None
    notes = explain(gaps(table.drop_duplicates("period"), "documents_total", "documents_known"), "shares")
    if unit != "documents":
        notes.append("A count below opens the documents of these authors.")
    notes.append(LATER_EDITS)
    if len(marked):
        notes.append("A dotted line is a turn that these data answer; the band around it is its 95 % interval.")
    among = words.listing([words.quoted(name) for name in table["variant"].unique()])
    return Chart(
        "shares",
        f"Which word {unit} use, of those that use any of them",
        f"{among}: share by {BASES[view['basis']]}, in {FIELDS[view['field']]}, by {view['grain']}. A document with several of the words "
        f"is split among them by occurrences. Below: how many {unit} that is.",
        figure,
        table,
        "term_succession",
        stands_behind(table.drop_duplicates("period"), "denominator")
        if view["basis"] == "documents"
        else behind_periods(table, posts),
        "None of these words is used here. Choose another field.",
        notes,
        opens=[
            using(row["variant"], row["field"], row["period"]) if row["documents"] else None
            for row in records(table, ("variant", "field", "period", "documents"))
        ],
        link=(
            "What replaced them all? The words of every contest, on Terminology →",
            _beside(data, view),
        ),
        height=440,
    )


def _beside(data: Build, view: View) -> str:
    """Return the address of the words of every contest beside each other, those of the chosen one first: a contest is between names of one thing."""
    contests = data.settings.contests
    words_of_all = [name for one in (view["contest"], *contests) for name in contests[one].variants]
    return opening.terminology([*dict.fromkeys(words_of_all)][:MOST_CHOSEN])


def _answered(data: Build, contest: str, field: str) -> Chart:
    return _answers(data, _turn_rows(data, contest, field), _dated(data, contest, field))


def _answers(data: Build, turns: pd.DataFrame, dated: pd.DataFrame) -> Chart:
    items: list[Component] = []
    for row in records(turns):
        items += [
            html.Dt([theirs(words.either(row["to_variant"])), " over ", theirs(row["from_variant"])]),
            html.Dd(sentence(here(words.either(str(row["answer"])), data.settings) + disagreements(row, dated))),
        ]
    return Chart(
        "answers",
        "The turns in words",
        "A turn is answered only where every month from the first use to the last is covered and all three ways of counting agree, "
        "by the model that assumes least. That the logistic curve agrees, too, is not asked for; where it does not, it is said.",
        None,
        turns,
        "term_turns",
        empty=_NO_CONTEST,
        body=html.Dl(items, className="glossary"),
    )


def _turns(data: Build, view: View) -> Chart:
    dated = _dated(data, view["contest"], view["field"])
    shown = dated[(dated["covered"] & dated["crossover"].notna()).fillna(False).astype(bool)]
    pairs = len(shown[["from_variant", "to_variant"]].drop_duplicates())
    rows = len(shown[["from_variant", "to_variant", "basis"]].drop_duplicates())
    open_ended = shown[["ci_low", "ci_high"]].isna().any(axis=None)
    later = {name: _of_later(data, view, name) for name in shown["to_variant"].unique()}
    return Chart(
        "turns",
        "When the later word took over, by what is counted and by which model",
        "Day from which the later word has more than half of the two, with its 95 % bootstrap interval. "
        f"{MODELS['isotonic'].capitalize()}: the model that assumes least; {MODELS['fisher_pry']}: a logistic curve.",
        figure_turns(shown, later) if len(shown) else None,
        shown if len(shown) else dated.iloc[:0],
        "term_crossovers",
        _with_any(data, view, _words_in(shown)) if len(shown) else None,
        "No turn of this contest has a date that these data support; why stands above, in words, for every pair.",
        [*([_OPEN] if open_ended else []), TURNS_OPEN, *_unopened(later.values())] if later else [],
        opens=[later[name] for name in shown["to_variant"].tolist()],
        height=90 + _ROW * rows + 70 * pairs,
    )


def _fit(data: Build, view: View) -> Chart:
    shares, dated = data.part(_share_rows, view), _dated(data, view["contest"], view["field"])
    usable = (dated["covered"] & dated["crossover"].notna() & dated["slope"].notna()).fillna(False).astype(bool)
    fits = dated[usable & (dated["model"] == "fisher_pry") & (dated["basis"] == view["basis"])]
    observed = pair_shares(shares, fits)
    drawn = observed.dropna(subset=["share"])
    there = {
        (row["to_variant"], row["period"]): _of_later(data, view, row["to_variant"], row["period"])
        for row in records(drawn[drawn["numerator"] > 0], ("to_variant", "period"))
    }
    return Chart(
        "fit",
        "The substitution as a curve",
        "Fisher and Pry (1971): the log odds of the later word rise in a straight line. Markers: its share of the two by "
        f"{view['grain']}, larger for more documents. Bars at 50 %: the interval of the turn. The curve is fitted to "
        "the documents themselves, not to the markers.",
        figure_fit(observed, fits, there) if len(fits) else None,
        observed,
        "term_succession",
        _with_any(data, view, _words_in(drawn), set(drawn["period"])) if len(drawn) else None,
        f"No curve is drawn: for no pair do these data, counted by {BASES[view['basis']]}, support one. Why stands above.",
        [FIT_OPENS, *_unopened(there.values())] if there else [],
        explained={
            "from_variant": "the older word",
            "to_variant": "the later one; several joined by ` | ` are taken together",
            "numerator": "what the later word holds of the denominator",
            "denominator": "what there is of both in the period",
        },
        opens=[there.get(key) for key in zip(observed["to_variant"], observed["period"], strict=True)],
    )


def _switching(data: Build, view: View) -> Chart:
    rows = data.once(_rows, "term_switching", "variant", view["contest"], view["field"])
    steps = having(rows, grain=view["grain"])
    variants, panels = tuple(data.settings.contests[view["contest"]].variants), max(1, steps["variant"].nunique())
    return Chart(
        "switching",
        "Did authors change words, or did other authors come?",
        "Each change of a share from one period with documents to the next, in percentage points, taken apart exactly: "
        f"{'; '.join(PARTS.values())}. By documents, split among their authors.",
        figure_switching(steps) if len(steps) else None,
        steps,
        "term_switching",
        _with_any(data, view, variants, {*steps["period_from"], *steps["period_to"]}) if len(steps) else None,
        f"No two covered {view['grain']}s with documents of this contest follow each other, so there is no change to take "
        "apart. Choose titles, or years.",
        [
            *([SWITCHING_OPENS] if len(steps) else []),
            *list(dict.fromkeys(steps["note"].dropna()))[:3],
        ],
        opens=[
            using(row["variant"], row["field"], row["period_to"])
            for row in records(steps, ("variant", "field", "period_to"))
        ],
        height=110 + 150 * panels,
    )


def _with_any(data: Build, view: View, variants: tuple[str, ...], labels: Collection[str] | None = None) -> int:
    """Return how many dated posts use any of the words in the chosen field, each once; of some periods alone, if they are named."""
    posts = data.once(posts_by_period, variants, view["field"], view["grain"])
    return sum(len(ids) for label, ids in posts.items() if labels is None or label in labels)


def _words_in(pairs: pd.DataFrame) -> tuple[str, ...]:
    """Return the words of pairs, older and later ones."""
    named = [*pairs["from_variant"].unique(), *pairs["to_variant"].unique()]
    return tuple(dict.fromkeys(word for joined in named for word in joined.split(JOINED)))


def _of_later(data: Build, view: View, joined: str, label: str = "") -> str | None:
    """Return the address of the posts with a later word; of several, those with any of them, where an address can name so many."""
    if JOINED not in joined:
        return using(joined, view["field"], label)
    posts = data.once(posts_by_period, tuple(joined.split(JOINED)), view["field"], view["grain"])
    return named(posts.get(label, []) if label else [one for ids in posts.values() for one in ids])


def _unopened(addresses: Iterable[str | None]) -> list[str]:
    """Say that some marks open nothing, where that is so."""
    if all(addresses):
        return []
    return ["Several later words taken together open nothing where their posts are too many to be named in an address."]


def _first_known(data: Build) -> dict[str, str]:
    """Return when each term is first known to be used, as far as the lexicon says: a year, a month or a day."""
    known = data.table("terms").dropna(subset=["first_known_use"])
    return dict(zip(known["term"], known["first_known_use"], strict=True))


def _people(data: Build, contest: str) -> Chart:
    variants = tuple(data.settings.contests[contest].variants)
    table = people(data.table("term_first_uses"), variants, data.table("authors"))
    called = titles_of(data, [*table["first_document_id"], *table["later_document_id"].dropna()])
    return Chart(
        "people",
        "Who took up which word",
        f"{summary(table, variants, data.once(_first_known))} By first uses in titles, and in bodies and comments as far as they were read.",
        None,
        table,
        "term_first_uses",
        pd.concat([table["first_document_id"], table["later_document_id"]]).nunique(),
        "No dated first use of these words is known. Run `make ingest`.",
        early(table, data.once(_first_known)),
        EXPLAINED,
        body=listing(table, "who took up which word", _UPTAKES, "author_id", "author", opening.author, called),
    )


def _cautions(shares: pd.DataFrame, view: View) -> list[str]:
    known = shares[shares["covered"].fillna(False).astype(bool)].drop_duplicates("period")
    used = known[known["denominator"] > 0]["denominator"]
    if used.empty or used.median() >= 10:
        return []
    middle, periods_used = int(used.median()), words.count(len(used), view["grain"])
    few = f"Few {words_of(view['basis'])} stand behind each {view['grain']}: half of the {periods_used} with any have at most {middle:,}"
    return [f"{few}. Read the intervals, not the shares."]


def _rows(data: Build, name: str, column: str, contest: str, field: str) -> pd.DataFrame:
    """Return a contest's rows of a table, those of older words first."""
    order = {variant: place for place, variant in enumerate(data.settings.contests[contest].variants)}
    found = data.matching(name, contest=contest, field=field)
    places = [order.get(one, len(order)) for one in found[column].tolist()]
    return found.take(sorted(range(len(found)), key=places.__getitem__)).reset_index(drop=True)
