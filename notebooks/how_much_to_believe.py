# %% [markdown]
# # How much of this can I believe?
#
# What is known to exist against what was read, year by year; then what was read and could not be used; then a check
# against the forum's own list of incoming links of the root work.

# %%
from pipeline.settings import load
from pipeline.tables import read_parquet

settings = load()
coverage = read_parquet("coverage", settings.exports)
documents = read_parquet("documents", settings.exports)
citations = read_parquet("citations", settings.exports)
pingbacks = read_parquet("pingbacks", settings.exports)

# %%
years = coverage[(coverage["grain"] == "year") & (coverage["venue"] == "all")].set_index("period")
years[
    [
        "documents_known",
        "documents_with_body",
        "share_with_body",
        "authors_known",
        "authors_with_body",
        "comments_known",
    ]
]

# %% [markdown]
# Links and records that could not be used, by reason:

# %%
read_parquet("unresolved_links", settings.exports)["why"].value_counts().head(10)

# %%
read_parquet("quarantine", settings.exports)["why"].value_counts().head(10)

# %% [markdown]
# Citing posts that stand on the forum's lists of incoming links of the root work, and how many of them this corpus finds
# by reading, too; the work's own posts and older ones, which were edited later, are no citing posts:

# %%
roots = set(documents.loc[documents["generation"] == 0, "document_id"])
listed = pingbacks[pingbacks["listed_on"].isin(roots) & (pingbacks["kind"] == "post") & (pingbacks["site"] == "forum")]
found = citations[citations["cited_id"].isin(roots) & (citations["n_links"] > 0)]
citing = documents.loc[(documents["generation"] == 1) & (documents["kind"] == "post"), "document_id"]
on_lists = citing[citing.isin(listed["citing_id"])]
confirmed = int(on_lists.isin(found["citing_id"]).sum())
listed[["title", "citing_id", "posted_at", "resolved_by"]].head(10)

# %% [markdown]
# ## Answer

# %%
posts = documents[documents["kind"] == "post"]
covered = sorted(years.index[years["covered"]])
answer = (
    f"{int(posts['has_body'].sum()):,} of {len(posts):,} known posts have a body here. Results from bodies and links hold in "
    f"{f'{len(covered)} years ({covered[0]} to {covered[-1]}, gaps possible)' if covered else 'no year'}; results from titles "
    f"hold in all. Of {len(on_lists):,} citing posts on the forum's lists of incoming links, {confirmed:,} were found by reading, "
    f"too. Comments are known in part only ({int(years['comments_known'].sum()):,})."
)
print(answer)
