# %% [markdown]
# # Which posts carried the ideas onward?
#
# A carrier cites the root work and is itself cited by documents that reach the root work only through such carriers
# (generation 2). A citation by the carrier's own authors is counted apart.

# %%
from pipeline.coverage import headline
from pipeline.settings import load
from pipeline.tables import read_parquet

settings = load()
documents = read_parquet("documents", settings.exports).set_index("document_id")
citations = read_parquet("citations", settings.exports)

# %%
generation = documents["generation"]
onward = citations[
    (citations["citing_id"].map(generation) == 2)
    & (citations["cited_id"].map(generation) == 1)
    & ~citations["backward"]
]
by_others = onward[~onward["self_citation"].fillna(False)]
carriers = (
    documents.loc[generation == 1, ["posted_at", "authors", "title", "url"]]
    .assign(
        carried_to=onward.groupby("cited_id").size(),
        by_others=by_others.groupby("cited_id").size(),
    )
    .fillna({"carried_to": 0, "by_others": 0})
    .astype({"carried_to": int, "by_others": int})
    .rename_axis("document_id")
    .reset_index()
    .sort_values(["by_others", "carried_to", "document_id"], ascending=[False, False, True], ignore_index=True)
)
carriers.head(15)

# %% [markdown]
# How much hangs on few posts: the share of generation 2 that the best carriers reach together.

# %%
reached = int((generation == 2).sum())
by_the_first = {
    n: onward.loc[onward["cited_id"].isin(carriers["document_id"].head(n)), "citing_id"].nunique() for n in (1, 5, 20)
}
by_the_first

# %% [markdown]
# ## Answer

# %%
reach = read_parquet("cascade_summary", settings.exports).iloc[0]
if reached:
    best = carriers.iloc[0]
    text = (
        f"{best['title']!r} by {best['authors']} carried furthest: documents of generation 2 by other authors that cite it: "
        f"{best['by_others']:,}. The first five carriers reach {by_the_first[5]:,} of the {reached:,} documents of generation 2."
    )
else:
    text = "No document is known that cites a citing document without citing the work itself."
answer = headline(text, reach["documents_with_links"], reach["documents_in_reach"])
print(answer)
