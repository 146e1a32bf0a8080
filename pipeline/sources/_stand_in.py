"""A stand-in forum on this machine, of whose posts the public sites know nothing."""

from urllib.parse import urlsplit

from pipeline.archive.addresses import is_loopback
from pipeline.settings import Settings


def why_not_asked(settings: Settings, site: str) -> str | None:
    """Say why a configured site is not asked: this run's forum is a stand-in, and the site is of the public one; None if it is."""
    sites = settings.gather.sites
    forum = sites.get("forum", "")
    if is_loopback(urlsplit(forum).hostname) and not is_loopback(urlsplit(sites[site]).hostname):
        return f"not asked: it knows the public forum, and this run's forum is {forum}"
    return None
