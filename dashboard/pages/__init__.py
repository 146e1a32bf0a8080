"""One module a page, found by folder.

A page is a module with

- ``NAME`` (its id), ``PATH`` (its address), ``LABEL`` (its name in the menu), ``TITLE`` (the question it answers), ``ORDER``
  (its place in the menu) and ``TABLES`` (the tables it reads);
- ``parameters(data)``: what a reader may choose, as :mod:`dashboard.url_state` kinds; they become controls and the address;
- ``layout(data, view)``: a :class:`dashboard.content.Content`: the answer in a sentence, charts, cautions.

``data`` is a :class:`dashboard.data_access.Build`, ``view`` what the reader chose. Both functions are pure, and so are the
``figure_...`` functions they call; furniture, downloads, addresses and callbacks are the application's.
"""
