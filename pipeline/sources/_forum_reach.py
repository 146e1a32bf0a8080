"""From the root posts to their citers and on, a generation at a time, and to the comments under them."""

from collections.abc import Iterable, Mapping
from typing import Final

from pipeline.settings import Settings
from pipeline.sources import _forum_questions as questions
from pipeline.sources._forum_asking import Asking, post_ids
from pipeline.sources._forum_graphql import UnknownFields
from pipeline.sources._forum_post_lists import ask_for_lists
from pipeline.sources._forum_questions import ANSWERS, BODIES, COMMENTS, DETAILS, LISTS

NOT_TRIED: Final = "not tried: the root work has no post on the forum"
"""What a source of the forum's posts says where there is none to try it with."""


def roots(settings: Settings) -> list[str]:
    """Return the ids of the root work's posts."""
    return post_ids(document.id for document in settings.root_work.documents)


def all_generations(asking: Asking, found: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """Ask for the posts of every generation with the lists that lead to the next one.

    Parameters
    ----------
    asking : Asking
        The gathering under way.
    found : mapping
        Posts that link to a post besides those on its list.

    Returns
    -------
    list of list of str
        The ids of each generation; the first are the root posts.
    """
    generations = [roots(asking.settings)]
    known: set[str] = set()
    for number in range(asking.settings.gather.generations + 1):
        frontier = generations[-1]
        known.update(frontier)
        name = "root posts" if number == 0 else f"posts of generation {number}"
        asking.posts(BODIES, frontier, name)
        asking.posts(DETAILS, frontier, f"details of {name}")
        if number < asking.settings.gather.generations:
            # A post joins a list when its karma rises above 0, which no question about changes tells: the few lists of the
            # root posts are asked for anew whenever they are due.
            listed = ask_for_lists(asking, LISTS, frontier, f"lists of who links to {name}", anew=number == 0)
            citers = {citer for page in listed.values() for citer in page}
            citers.update(citer for post_id in frontier for citer in found.get(post_id, ()))
            generations.append(sorted(citers - known))
    return generations


def comments(asking: Asking, generations: list[list[str]]) -> int:
    """Ask for the comments under the posts in reach, and return under how many."""
    chosen = asking.settings.gather.comments
    reached = {"root": generations[:1], "citers": generations[:2]}.get(chosen, [])
    ids = sorted({post_id for generation in reached for post_id in generation})
    if not ids:
        return 0
    ask_for_lists(asking, COMMENTS, ids, "comments")
    try:
        ask_for_lists(asking, ANSWERS, _questions_among(asking, ids), "answers")
    except UnknownFields:
        asking.notes.append("the forum does not list answers apart from comments; gathered without them")
    return sum((COMMENTS, post_id, 0) in asking.archived.pages for post_id in ids)


def _questions_among(asking: Asking, ids: Iterable[str]) -> list[str]:
    """Return the posts that ask a question: their answers stand on a list of their own."""
    known = asking.archived.posts[DETAILS]
    answers = {known[post_id].key: known[post_id] for post_id in ids if post_id in known}
    rows = (row for answer in answers.values() for row in asking.archived.rows(answer, "posts"))
    return sorted({row["_id"] for row in rows if row.get("question") is True} & set(ids))


def kinds_of_windows(settings: Settings) -> list[tuple[str, str, bool]]:
    """Return what is walked through from its beginning: the question, what it is called, and whether it is of af posts alone."""
    walks = {
        "forum": [(questions.WINDOW, "posts of the forum", False)],
        "alignment-forum": [(questions.WINDOW, "posts of the Alignment Forum", True)],
    }.get(settings.gather.scope, [])
    if settings.gather.comments == "all":
        walks.append((questions.COMMENT_WINDOW, "comments", False))
    return walks
