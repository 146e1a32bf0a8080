# %% [markdown]
# # Who cited the root work, when, and who picked it up from whom?
#
# Generation 1 cites the root work, generation 2 cites generation 1, and so on, along citations that respect time.
# Only documents whose outgoing links are known can be found citing.

# %%
from pipeline.coverage import headline
from pipeline.settings import load
from pipeline.tables import read_parquet

settings = load()
documents = read_parquet("documents", settings.exports)
citations = read_parquet("citations", settings.exports)
reach = read_parquet("cascade_summary", settings.exports).iloc[0]

# %% [markdown]
# The first to cite it, and how many did each year:

# %%
citers = documents[documents["generation"] == 1].sort_values(["posted_at", "document_id"], ignore_index=True)
citers[["posted_at", "authors", "title", "venue", "url"]].head(15)

# %%
citers.groupby(citers["posted_at"].str[:4]).agg(documents=("document_id", "size"), bylines=("authors", "nunique"))

# %% [markdown]
# How deep the chains go:

# %%
depth = documents["generation"].value_counts().sort_index()
depth.to_frame("documents")

# %% [markdown]
# From whom the second generation took it up: the bylines of generation 1 that bylines of generation 2 cite most.

# %%
generation = documents.set_index("document_id")["generation"]
byline = documents.set_index("document_id")["authors"]
steps = citations[
    (citations["citing_id"].map(generation) == 2)
    & (citations["cited_id"].map(generation) == 1)
    & ~citations["backward"]
]
taken_up = (
    steps.assign(by=steps["citing_id"].map(byline), of=steps["cited_id"].map(byline))
    .query("by != of")
    .groupby(["of", "by"])
    .size()
    .rename("citations")
    .reset_index()
    .sort_values(["citations", "of", "by"], ascending=[False, True, True], ignore_index=True)
)
taken_up.head(10)

# %% [markdown]
# ## Answer

# %%
first = citers.iloc[0] if len(citers) else None
text = (
    f"{len(citers):,} documents cite the work"
    + (
        f", the first {first['title']!r} by {first['authors']} on {first['posted_at'][:10]}"
        if first is not None
        else ""
    )
    + f"; the chains of citations are {depth.index.max()} deep, {depth[depth.index > 1].sum():,} documents beyond the citers."
)
answer = headline(text, reach["documents_with_links"], reach["documents_in_reach"])
print(answer)
