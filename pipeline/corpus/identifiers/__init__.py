"""One module an address scheme: from an address to the document it names.

A module declares ``NAME`` (its scheme), ``HOSTS`` (the hosts it reads, without ``www.``) and
``identify(address) -> Named | None``, where None means "not one of mine". A new scheme is a new module.
"""
