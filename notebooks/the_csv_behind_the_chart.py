# %% [markdown]
# # Give me the CSV behind the chart
#
# Every chart of the dashboard is drawn from a published table. This takes the share of titles with a term of each
# family, by quarter, checks that it can be recomputed from the counts beside it, and writes it for a paper. The same
# from a shell: `atlas export topic_trends --grain quarter --out topic_trends.csv`.

# %%
from pipeline.extract import Query, save, select
from pipeline.settings import load

settings = load()
trends = select(settings.exports, Query("topic_trends", grain="quarter"))
titles = trends[(trends["topic_kind"] == "family") & (trends["field"] == "title") & (trends["venue"] == "all")]
titles.tail(10)

# %% [markdown]
# The shares again, from numerator and denominator; periods with fewer than 90 % of titles known do not enter a chart.

# %%
recomputed = titles["documents"] / titles["documents_total"]
differing = int(((titles["share_of_documents"] - recomputed).abs() > 1e-12).sum())
chart = titles[titles["covered"]].reset_index(drop=True)

# %% [markdown]
# ## Answer

# %%
target = settings.data_dir / "notebooks" / "family_titles_by_quarter.csv"
save(chart, target, "csv")
answer = (
    f"{target.name}: {len(chart):,} rows, {chart['topic'].nunique()} families, {chart['period'].min()} to {chart['period'].max()}; "
    f"{differing} of {len(titles):,} shares differ from documents / documents_total."
)
print(answer)
