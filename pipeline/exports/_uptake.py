"""Which posts, and which of their words, the tables of uptake look at."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

import pandas as pd

from pipeline.moments import earliest, is_before
from pipeline.terms.lexicon import Lexicon
from pipeline.wording.uptake import vocabulary

ANY = "any of them"


def since_root(documents: pd.DataFrame, root_ids: AbstractSet[str]) -> pd.DataFrame:
    """Return the dated posts that are not older than the root work, and no part of it, whether their bodies are known or not."""
    is_root = documents["document_id"].isin(root_ids)
    since = earliest(documents.loc[is_root, "posted_at"])
    if since is None:
        return documents.iloc[:0]
    dated = documents["posted_at"].notna() & ~is_before(documents["posted_at"], since)
    return documents[(documents["kind"] == "post") & dated & ~is_root]


def with_bodies(posts: pd.DataFrame) -> pd.DataFrame:
    """Return the posts whose body is known: of the others neither links nor words are."""
    return posts[posts["has_body"].fillna(False).astype(bool)]


def uses_of_its_words(
    term_uses: Mapping[str, pd.DataFrame], posts: pd.DataFrame, lexicon: Lexicon, root_ids: AbstractSet[str]
) -> pd.DataFrame:
    """Return the posts' uses of each term that the root work brought, and of any of them."""
    uses = term_uses["all"]
    own = uses[uses["term"].isin(vocabulary(lexicon, root_ids)) & uses["document_id"].isin(posts["document_id"])]
    any_of_them = own.drop_duplicates("document_id").assign(term=ANY)
    return pd.concat([own, any_of_them], ignore_index=True)[["term", "document_id", "posted_at"]]
