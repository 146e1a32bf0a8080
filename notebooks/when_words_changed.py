# %% [markdown]
# # When did one word give way to another?
#
# By title, because titles are known for every post. The parts of one author's series count once, so that a report in
# twenty parts does not pass for twenty people's change of words. The contests are those of `atlas.toml`.

# %%
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
# What `term_turns` answers, by the rule that the dashboard keeps: every month from the first use to the last is covered, and
# counts by documents, by authors and with each series once agree. A year won by a single title answers nothing. The dates are
# those of the model that assumes least; `term_crossovers` has the other model's, which may differ.

# %%
turns = read_parquet("term_turns", settings.exports)
turns = turns[turns["field"] == "title"]


def answered(contest):
    """Say which turns of a contest the data answer, and of how many pairs they tell nothing."""
    own = turns[turns["contest"] == contest]
    sure = own["answerable"].fillna(False).astype(bool)
    told = [text.rstrip(".") for text in own.loc[sure, "answer"]]
    return ". ".join([*told, f"Not answerable from these data: {int((~sure).sum())} of {len(own)} pairs of words"])


partial = sorted(titles.loc[titles["partial"], "period"].unique())
answer = ". ".join(
    f"{name} ({int(table.to_numpy().sum()):,} titles in all with each series counted once): {answered(name)}"
    for name, table in tables.items()
)
answer += f". The year {', '.join(partial)} is incomplete." if partial else "."
print(answer)
