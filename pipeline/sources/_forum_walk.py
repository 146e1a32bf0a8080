"""Walks through everything a forum has posted in a stretch of time, the oldest first, and goes on where it was stopped.

Each request starts where the last one's rows end. Moments are asked for by the second, so the rows of that second come
again; a page that brings nothing new is the end, unless the forum counts rows behind it: then it hides those of the page.
The walk never pages beyond the offset that the forum allows: an offset is needed only within one second, and behind
hidden rows. What was asked for before is in the archive, so a later walk starts at its end.
"""

import datetime
from collections import defaultdict
from collections.abc import Container, Iterable
from typing import Final

from pipeline.archive.store import Archive, is_ahead
from pipeline.sources import _forum_questions as questions
from pipeline.sources._forum_archived import Answered, Archived, answers
from pipeline.sources._forum_asking import Asking
from pipeline.sources._forum_clock import earlier
from pipeline.sources._forum_hosts import of_lesswrong
from pipeline.sources._forum_passed_over import SMALLEST, ask_for_passed_over, of_no_use, place
from pipeline.sources._forum_questions import Question
from pipeline.sources._forum_rows import utc
from pipeline.sources._in_vain import UNUSABLE

WHOLE: Final = {(questions.WINDOW, True): 100, (questions.WINDOW, False): 660, (questions.COMMENT_WINDOW, False): 5000}
"""Requests that a whole walk takes at least: 5,000 posts of the Alignment Forum, 33,000 of the forum, a million comments."""


def walk(asking: Asking, name: str, before: str, what: str, *, af: bool = False) -> bool:
    """Ask for everything that was posted before a moment and has not been asked for yet.

    Parameters
    ----------
    asking : Asking
        The gathering under way; answers go into the archive one by one.
    name : str
        :data:`~pipeline.sources._forum_questions.WINDOW` for posts with bodies,
        :data:`~pipeline.sources._forum_questions.COMMENT_WINDOW` for comments.
    before : str
        The moment, ISO to the second.
    what : str
        What is walked through, for messages.
    af : bool
        Posts of the Alignment Forum alone.

    Returns
    -------
    bool
        Whether the walk reached its end. A page that cannot be read is asked for in smaller parts, down to one row;
        that row is stepped over and named, and two such in a row end the walk. Where two pages one after the other came
        in parts alone, those that follow are asked for in parts of that size, since their rows are long, until a row
        was stepped over: then that row was the reason. Each later run asks for that row once more. A part that brings
        nothing new is no end: the forum hides rows after it has cut a page, so a whole page must bring nothing, too, and
        nothing be counted behind it.
    """
    at, offset = _next_place(asking, name, before, af=af)
    ask_for_passed_over(asking, name, what, (at, offset), af=af)
    if at is None:
        asking.missing += _left_out(asking, name, what, af=af)
        return True
    if asking.only_archived(1, f"stretches of time of {what}"):
        return False
    if asking.session.planning:
        if least := _least(asking, name, offset, af=af):
            asking.session.plan(asking.address, least)
        asking.planned.add((name, "", 0))
        return False
    full = page = limit = _full(name)
    stepped_over, in_parts, done = False, False, 0
    seen: set[str] = set()
    unreadable: tuple[str, int] | None = None
    asking.progress.start(what)
    while at is not None and not _is_far(offset):
        asked = Question(name, (), offset, limit, questions.aliases_of(name), at, _moment(before), af)
        answer = asking.ask(asked, what)
        if answer is not None:
            following = _after(asking.archived, answer)
            if following == (at, offset) and following != unreadable:
                limit = full
                continue
            # A page begins with the rows of the last second of the one before.
            before_it, seen = seen, {str(row.get("_id")) for row in _rows(asking.archived, answer)}
            came = len(seen - before_it)
            if not done and (behind := asking.archived.behind(answer)):
                asking.progress.expect(came + behind)
            asking.progress.advance(came)
            done += came
            at, offset = (at, offset + limit) if following == (at, offset) else following
            if in_parts and limit < page:
                page = limit
            limit, stepped_over, in_parts = page, False, limit < page
        elif limit > SMALLEST:
            asking.missing.pop()
            unreadable = (at, offset) if limit == full else unreadable
            limit = max(SMALLEST, limit // 7)
        elif stepped_over:
            break
        else:
            offset, stepped_over = offset + 1, True
            page, limit, in_parts = full, full, False
    asking.missing += _left_out(asking, name, what, af=af)
    if at is not None:
        why = (
            f": they are behind the first {offset:,} from there, and the forum gives no more" if _is_far(offset) else ""
        )
        asking.missing.append(f"{what} from {at[:10]} on were left out{why}")
    return at is None


def _next_place(asking: Asking, name: str, before: str, *, af: bool) -> tuple[str | None, int]:
    """Return from where on nothing has been asked for: a moment and an offset, None at the end.

    An offset beyond what the forum allows is where a walk was stopped by hidden rows; once that answer is old, they are
    asked for anew: some may be shown by then, or the count behind them put right.
    """
    (at, offset), last = _so_far(asking, name, af)
    if last is None or (at is not None and not _is_far(offset)):
        return at, offset
    is_due = last.asked.before < _moment(before) and not asking.session.is_fresh(last.retrieved_at)
    if at is not None:
        return at, 0 if is_due else offset
    # The stretch of time is complete up to its end, by whichever clock; what is younger is asked for when that is due.
    return (_moment(earlier(last.asked.before)), 0) if is_due else (None, 0)


def _least(asking: Asking, name: str, offset: int, *, af: bool) -> int:
    """Return how many requests a walk takes at least from where it goes on: for what the forum then counted behind that.

    One that begins is reckoned from what the forum counted when another did, or from what is known to exist.
    """
    if _is_far(offset):
        return 0
    _, last = _so_far(asking, name, af)
    if last is not None:
        return max(1, -(-asking.archived.behind(last) // _full(name)))
    begun = [
        one
        for one in asking.archived.times[name, af]
        if (one.asked.after, one.asked.offset) == (questions.BEGINNING, 0)
    ]
    if begun:
        return max(1, -(-(asking.archived.total(begun[-1]) or 0) // _full(name)))
    return WHOLE[name, af] if of_lesswrong(asking.address) else 1


def walked(archive: Archive, source: str, *, af: bool) -> tuple[str, str] | None:
    """Return the days between which a walk has asked for every post: the first included, the last not; None without a walk.

    A walk through the marked posts alone tells of the Alignment Forum (``af``), and nothing of the rest. It is read from
    the requests and from the first answer and the last one of each run, and ends at a second of which the forum did not
    give every post, or from which on it gave a page of no use. A row that the walk stepped over does not end it: it is one
    post, and every run tells of it.
    """
    unusable = archive.notes(UNUSABLE)
    asked = [one for one in answers(archive, source) if (one.asked.name, one.asked.af) == (questions.WINDOW, af)]
    windows = [one for one in asked if one.key not in unusable]
    archived = Archived(archive, source)
    (at, _), last = _reached(archived, asked, unusable)
    if last is None:
        return None
    first = min(windows, key=place)
    days = sorted(day[:10] for row in _rows(archived, first) if (day := utc(str(row.get("postedAt")))))
    lacking = [
        *(moment for moment, *_ in _crowded(archived, windows)),
        *(one.after for one in of_no_use(asked, unusable)),
    ]
    end = min([at or earlier(last.asked.before), *lacking])[:10]
    return (days[0], end) if days and days[0] < end else None


def _so_far(asking: Asking, name: str, af: bool) -> tuple[tuple[str | None, int], Answered | None]:
    windows = asking.archived.times[name, af]
    if asking.session.refresh:
        windows = [one for one in windows if one.key in asking.own]
    return _reached(asking.archived, windows, asking.archived.unusable)


def _reached(
    archived: Archived, windows: Iterable[Answered], unusable: Container[str]
) -> tuple[tuple[str | None, int], Answered | None]:
    """Return up to where everything has been asked for, None where a walk reached its end, and the answer that tells.

    A run asks at a moment only after everything before it has come, so the last place it asked at tells; its requests
    share the end of the stretch. What a run asked for beyond a place that none has reached leaves a gap before it. A page
    of no use tells where a run began and no more: it is asked for again by itself.
    """
    runs: dict[str, list[Answered]] = defaultdict(list)
    for answer in windows:
        runs[answer.asked.before].append(answer)
    reached: tuple[str | None, int] = (questions.BEGINNING, 0)
    until = (questions.BEGINNING, 0)
    told: Answered | None = None
    for run in sorted((sorted(run, key=place) for run in runs.values()), key=lambda run: place(run[0])):
        if run[0].asked.after > until[0]:
            break
        last = next((one for one in reversed(run) if one.key not in unusable), None)
        if last is None:
            continue
        at, offset = _after(archived, last)
        if at is None and is_ahead(last.asked.before):
            # The clock was wrong, and where the stretch ended nobody knows: where its youngest row stands at the least.
            at = max(_youngest(archived, last), last.asked.after)
        end = (last.asked.before, 0) if at is None else (at, offset)
        if told is None or (end, last.retrieved_at) > (until, told.retrieved_at):
            reached, until, told = (at, offset), end, last
    return reached, told


def _after(archived: Archived, answer: Answered) -> tuple[str | None, int]:
    """Return where to go on after an answer; None at the end, and the same place after a part that brought nothing new.

    Where a whole page of one second is the last that the forum gives of it, that is the next second.
    """
    asked = answer.asked
    youngest = _youngest(archived, answer)
    if youngest > asked.after:
        return youngest, 0
    # All rows are of the second that was asked for: the last page's, come again, or so many that they fill pages. Or
    # none of them can be used, or is shown, which is no end either.
    count, following = archived.count(answer, asked.aliases[0]), asked.offset + asked.limit
    has_more = count > 0 and (count >= asked.limit or asked.offset > 0)
    if asked.limit < _full(asked.name):
        return asked.after, following if has_more and not _is_far(following) else asked.offset
    if not has_more and not archived.behind(answer):
        return None, 0
    # A forum that gives older rows than it was asked for would be asked second by second, without end.
    if _is_far(following) and youngest == asked.after:
        return _next_second(asked.after), 0
    return asked.after, following


def _left_out(asking: Asking, name: str, what: str, *, af: bool) -> list[str]:
    """Name the seconds of which the forum did not give every row; every run does, as long as it is so."""
    windows = [one for one in asking.archived.times[name, af] if asking.counts(one)]
    return [
        f"{f'{more:,}' if more else 'some'} {what} of {moment.removesuffix('.000Z')}Z were left out: the forum gives no more "
        f"than the first {given:,} of one second"
        for moment, given, more in _crowded(asking.archived, windows)
    ]


def _crowded(archived: Archived, windows: Iterable[Answered]) -> list[tuple[str, int, int | None]]:
    """Return the seconds with more rows than the forum gives, how many it gave, and how many more there are, if known.

    What it counts behind the last page of a second is the rest of that second and all that is younger; what it counts
    from the next second on tells them apart.
    """
    known = list(windows)
    starts = {(one.asked.before, one.asked.after): one for one in known if one.asked.offset == 0}
    crowded: dict[str, tuple[int, int | None]] = {}
    for last in known:
        asked, following = last.asked, last.asked.offset + last.asked.limit
        if not _is_far(following) or asked.limit < _full(asked.name) or _youngest(archived, last) != asked.after:
            continue
        crowded.pop(asked.after, None)
        start = starts.get((asked.before, _next_second(asked.after)))
        total, younger = archived.total(last), archived.total(start) if start else None
        more = None if total is None or younger is None else total - following - younger
        is_full = archived.count(last, asked.aliases[0]) >= asked.limit if total is None else total > following
        if is_full and (more is None or more > 0):
            crowded[asked.after] = (following, more)
    return [(moment, *told) for moment, told in sorted(crowded.items())]


def _youngest(archived: Archived, answer: Answered) -> str:
    """Return the second of the youngest row of an answer, which is its last one; empty where no row tells.

    A date on a row before it may be wrong, and one beyond the stretch is: a walk that went on from there would pass over
    what lies between.
    """
    before = _moment(answer.asked.before)
    told = (_moment(at) for row in reversed(_rows(archived, answer)) if (at := utc(str(row.get("postedAt")))))
    return next((moment for moment in told if moment < before), "")


def _next_second(moment: str) -> str:
    following = datetime.datetime.fromisoformat(moment) + datetime.timedelta(seconds=1)
    return following.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _is_far(offset: int) -> bool:
    """Say whether an offset is beyond what the forum allows."""
    return offset > questions.LAST_OFFSET


def _full(name: str) -> int:
    """Return how many rows a whole page of a walk has."""
    return questions.WINDOW_PAGE if name == questions.WINDOW else questions.PAGE


def _rows(archived: Archived, answer: Answered) -> list[dict[str, object]]:
    return archived.rows(answer, answer.asked.aliases[0])


def _moment(moment: str) -> str:
    """Return a moment as the forum writes it: it compares texts, and all of the same length."""
    return moment if moment.endswith(".000Z") else moment.removesuffix("Z") + ".000Z"
