# %% [markdown]
# # Where did it go first, and how long did each step take?
#
# `af` and `lw` are posts whose Alignment Forum mark is known; `forum` are posts where it is not. The EA Forum is seen
# through the lists of incoming links that the forums show, where such a list is known.

# %%
import pandas as pd

from pipeline.coverage import headline
from pipeline.moments import earliest, is_before
from pipeline.settings import load
from pipeline.tables import read_parquet

settings = load()
documents = read_parquet("documents", settings.exports)
spread = read_parquet("spread", settings.exports)
pingbacks = read_parquet("pingbacks", settings.exports)

# %%
roots = documents[documents["generation"] == 0]
root_at = earliest(roots["posted_at"])
citers = documents[documents["generation"] == 1]
listed = pingbacks[(pingbacks["site"] == "eaforum") & pingbacks["listed_on"].isin(roots["document_id"])]
seen = pd.concat(
    [
        citers[["venue", "posted_at", "title"]],
        listed.assign(venue="eaf")[["venue", "posted_at", "title"]],
    ]
).dropna(subset=["posted_at"])
seen = seen[~is_before(seen["posted_at"], root_at)]
firsts = seen.sort_values("posted_at").groupby("venue").first().sort_values("posted_at")
firsts["days_after_the_work"] = (
    pd.to_datetime(firsts["posted_at"], utc=True) - pd.to_datetime(root_at, utc=True)
).dt.total_seconds() / 86400
firsts.round({"days_after_the_work": 1})

# %% [markdown]
# Citing documents and authors by the end of each year:

# %%
yearly = spread[(spread["grain"] == "year") & (spread["kind"] == "all")]
yearly.pivot(index="period", columns="venue", values="cumulative_documents")

# %% [markdown]
# ## Answer

# %%
steps = [f"{venue} after {row['days_after_the_work']:.0f} days ({row['title']!r})" for venue, row in firsts.iterrows()]
unknown = int((citers["venue"] == "forum").sum())
unmarked = (
    f"For {unknown:,} of {len(citers):,} citing documents it is not known whether they carry the Alignment Forum mark, so the "
    "first of af and of lw may be an earlier one. "
    if unknown
    else ""
)
reach = read_parquet("cascade_summary", settings.exports).iloc[0]
text = (
    f"{unmarked}Of the EA Forum (eaf) only items of the lists of incoming links count here. "
    f"First citing documents known: {'; '.join(steps)}."
    if steps
    else "No citing document is known."
)
answer = headline(text, reach["documents_with_links"], reach["documents_in_reach"])
print(answer)
