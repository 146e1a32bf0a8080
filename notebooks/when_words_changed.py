# %% [markdown]
# # When did one word give way to another?
#
# By title, because titles are known for every post. The parts of one author's series count once, so that a report in
# twenty parts does not pass for twenty people's change of words. The contests are those of `atlas.toml`.

# %%
from itertools import groupby

from pipeline.settings import load
from pipeline.tables import read_parquet

settings = load()
trends = read_parquet("term_trends", settings.exports)
titles = trends[
    (trends["grain"] == "year") & (trends["field"] == "title") & (trends["venue"] == "all") & trends["covered"]
]

# %% [markdown]
# Titles a year, each series once:

# %%
tables = {
    name: titles[titles["term"].isin(contest.variants)]
    .pivot(index="period", columns="term", values="documents_serials_once")
    .reindex(columns=list(contest.variants))
    .fillna(0)
    .astype(int)
    for name, contest in settings.contests.items()
}
tables

# %% [markdown]
# Behind a count may stand one author. Authors a year:

# %%
{
    name: titles[titles["term"].isin(contest.variants)].pivot(index="period", columns="term", values="authors")
    for name, contest in settings.contests.items()
}


# %% [markdown]
# ## Answer
#
# The years in which a variant stands in more titles than any other of its contest, each series once; years without a
# winner are left out, and some are won by a single title: see the table above.


# %%
def leaders(table):
    """Say who led when: ``a 2017-2018, then b from 2019``."""
    most = table.max(axis="columns")
    alone = table.eq(most, axis="index").sum(axis="columns") == 1
    winners = table[(most > 0) & alone].idxmax(axis="columns")
    runs = [(variant, [year for year, _ in run]) for variant, run in groupby(winners.items(), key=lambda item: item[1])]
    return ", then ".join(
        f"{variant} ({years[0]}{'' if len(years) == 1 else ' to ' + years[-1]})" for variant, years in runs
    )


partial = sorted(titles.loc[titles["partial"], "period"].unique())
answer = "; ".join(
    f"{name}: {leaders(table) or 'no variant led in any year'}, {int(table.to_numpy().sum()):,} titles in all with each series counted once"
    for name, table in tables.items()
)
answer += f". The year {', '.join(partial)} is incomplete." if partial else "."
print(answer)
