"""Writes a made-up forum to standard output, with what is true of it. Shares no code with the pipeline.

"gear demon" is what everybody says until, from 2019-11 to 2020-06, eight authors change to "cog-minimizer" one by one, a
month each; two who never change leave after 2020-02, and two who never said anything else arrive in 2020-05. In 2019-10
one author posts a series of thirty parts, all of the new word, in ten days. "lantern sums" comes once a month, but ten
times in each month of two bursts. Posts cite the post that coined the new word until 2020-08, and none after.
"""

import json
import random
import sys
from fractions import Fraction

OLD, NEW, LAMP = "gear demon", "cog-minimizer", "lantern sum"
ROOT = "forum:RootRootRootRoot1"
COINED = "2019-06-01"
MONTHS = [f"{year}-{month:02d}" for year in range(2018, 2022) for month in range(1, 13)]
BURSTS = [("2019-04", "2019-06"), ("2021-02", "2021-03")]


def main(seed: int) -> None:
    rng = random.Random(seed)
    posts: list[dict] = []

    def post(month: str, author: str, term: str | None, day: int | None = None, **more: object) -> dict:
        """Add a post; the new word also stands in quotations and code of others, where it is no use."""
        moment = f"{month}-{day or rng.randint(1, 28):02d}T{rng.randint(0, 23):02d}:{rng.randint(0, 59):02d}:{len(posts) % 60:02d}Z"
        made = {
            "id": f"forum:p{len(posts):016d}",
            "moment": moment,
            "author": author,
            "term": term,
            "title": f"On the {term} once more" if term else "A plain afternoon",
            "body": f"I think {rng.randint(1, 3) * 'tea '}of it.",
            "quote": f"Somebody wrote: {OLD}, {NEW}, {LAMP}.",
            "code": f"print('{OLD} {NEW}')",
            "modified": None,
            "cites": False,
            "serial": None,
            **more,
        }
        posts.append(made)
        return made

    root = post("2019-06", "Root", NEW, day=1, id=ROOT)
    root["moment"] = COINED + "T00:00:00Z"
    switch = {f"Stayer{n}": month for n, month in enumerate(MONTHS[22:30])}
    for month in MONTHS:
        for author, changed in switch.items():
            post(month, author, NEW if month >= changed else OLD, cites=changed <= month <= "2020-08")
        for n in range(2):
            if month <= "2020-02":
                post(month, f"Leaver{n}", OLD)
            if month >= "2020-05":
                post(month, f"Arrival{n}", NEW, cites=month <= "2020-08")
        for n in range(10 if any(first <= month <= last for first, last in BURSTS) else 1):
            post(month, f"Lamp{n}", LAMP, day=None if n else 14)
        for n in range(12):
            post(month, f"Other{n}", None)
    for part in range(30):
        post("2019-10", "Serialist", NEW, day=10 + part // 3, serial="Thirty letters")
    edited = [post(month, f"Editor{n}", NEW, modified="2021-05-05T00:00:00Z") for n, month in enumerate(MONTHS[:3])]

    json.dump({"posts": posts, "truth": truth(posts, edited)}, sys.stdout)


def truth(posts: list[dict], edited: list[dict]) -> dict:
    """What was planted, and what follows from it by the slowest arithmetic there is."""
    honest = [made for made in posts if made not in edited]
    contest = [made for made in honest if made["term"] in (OLD, NEW)]
    firsts: dict[str, str] = {}
    for made in sorted(honest, key=lambda made: made["moment"]):
        if made["term"]:
            firsts.setdefault(f"{made['author']}|{made['term']}", made["id"])
    return {
        "turn_by_authors": "2020-03",
        "turn_by_documents": "2019-10",
        "common_since": "2020-09",
        "bursts": [[first + "-01", following(last) + "-01"] for first, last in BURSTS],
        "first_uses": firsts,
        "edited": [made["id"] for made in edited],
        "steps": [step(contest, str(year), str(year + 1)) for year in range(2018, 2021)],
        "shares": {
            month: str(Fraction(sum(made["term"] == NEW for made in now), len(now)))
            for month in MONTHS
            if (now := [made for made in contest if made["moment"].startswith(month)])
        },
    }


def step(contest: list[dict], before: str, after: str) -> dict:
    """The new word's change from year to year, author by author."""
    old = [made for made in contest if made["moment"].startswith(before)]
    new = [made for made in contest if made["moment"].startswith(after)]
    within = composition = Fraction(0)
    for author in {made["author"] for made in old + new}:
        mine_old = [made["term"] == NEW for made in old if made["author"] == author]
        mine_new = [made["term"] == NEW for made in new if made["author"] == author]
        w0, w1 = Fraction(len(mine_old), len(old)), Fraction(len(mine_new), len(new))
        s0 = Fraction(sum(mine_old), len(mine_old)) if mine_old else Fraction(sum(mine_new), len(mine_new))
        s1 = Fraction(sum(mine_new), len(mine_new)) if mine_new else s0
        within += (w0 + w1) / 2 * (s1 - s0)
        composition += (s0 + s1) / 2 * (w1 - w0)
    authors_old, authors_new = {made["author"] for made in old}, {made["author"] for made in new}
    says = (
        {made["author"] for made in old if made["term"] == NEW},
        {made["author"] for made in new if made["term"] == NEW},
    )
    return {
        "from": before,
        "to": after,
        "within": str(within),
        "composition": str(composition),
        "arrivals": len(says[1] - authors_old),
        "departures": len(says[0] - authors_new),
    }


def following(month: str) -> str:
    return MONTHS[MONTHS.index(month) + 1]


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
