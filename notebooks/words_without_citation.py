# %% [markdown]
# # Does the idea travel without its citation, or the citation without the words?
#
# This needs bodies: whether a post cites, and which words it uses, cannot be seen in its title. So only years count in
# which at least 90 % of the known posts have a body here.

# %%
import pandas as pd

from pipeline.moments import earliest, is_before
from pipeline.settings import load
from pipeline.tables import read_parquet

FAMILY = "rlo_core"  # the words of the root work

settings = load()
documents = read_parquet("documents", settings.exports)
counts = read_parquet("term_counts", settings.exports)
coverage = read_parquet("coverage", settings.exports)

# %%
years = coverage[(coverage["grain"] == "year") & (coverage["venue"] == "all")].set_index("period")
covered = years.index[years["covered"]]
root_at = earliest(documents.loc[documents["generation"] == 0, "posted_at"])
posts = documents[
    (documents["kind"] == "post")
    & (documents["generation"] != 0).fillna(True)
    & ~is_before(documents["posted_at"], root_at)
]
posts = posts.assign(year=posts["posted_at"].str[:4])
read = posts[posts["has_body"] & posts["year"].isin(covered)]

# %%
used = counts[(counts["family"] == FAMILY) & counts["field"].isin(["title", "body", "footnote"])]
uses_words = read["document_id"].isin(used["document_id"])
cites = (read["generation"] == 1).fillna(False).astype(bool)
reaches = read["generation"].notna()
by_year = pd.DataFrame(
    {
        "words_and_citation": (uses_words & cites).groupby(read["year"]).sum(),
        "words_and_a_chain": (uses_words & reaches & ~cites).groupby(read["year"]).sum(),
        "words_alone": (uses_words & ~reaches).groupby(read["year"]).sum(),
        "citation_alone": (cites & ~uses_words).groupby(read["year"]).sum(),
        "posts_read": read.groupby("year").size(),
    }
)
by_year

# %% [markdown]
# ## Answer

# %%
closed = [year for year in sorted(posts["year"].unique()) if year not in set(covered)]
total = by_year.sum()
users = int(uses_words.sum())
if len(by_year):
    answer = (
        f"In {', '.join(by_year.index)}, {users:,} of {int(total['posts_read']):,} posts read use words of the family {FAMILY}. "
        f"Citing the work: {int(total['words_and_citation']):,}; reaching it by a chain of citations: "
        f"{int(total['words_and_a_chain']):,}; neither: {int(total['words_alone']):,}. Citing it without the words: "
        f"{int(total['citation_alone']):,}."
    )
else:
    answer = "Not answerable: in no year since the work appeared do 90 % of the known posts have a body here."
if closed:
    unread = posts[posts["year"].isin(closed)]
    answer += (
        f" Not answerable for {', '.join(closed)}, where only {int(unread['has_body'].sum()):,} of {len(unread):,} posts have a "
        "body here; `make ingest` with a network, or `atlas import dump`, brings more."
    )
print(answer)
