"""The root work's posts, for sources that ask about each of them."""

from pipeline.settings import Settings
from pipeline.sources._forum_rows import POST_ID


def root_posts(settings: Settings) -> list[str]:
    """Return the ids of the root work's posts on the forum, sorted."""
    ids = (document.id for document in settings.root_work.documents if document.id.startswith("forum:"))
    return sorted(found for one in ids if POST_ID.fullmatch(found := one.removeprefix("forum:")))
