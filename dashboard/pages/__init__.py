"""One module a page, found by folder.

A page is a module with

- ``NAME`` (its id), ``PATH`` (its address), ``LABEL`` (its name in the menu), ``TITLE`` (the question it answers), ``ORDER``
  (its place in the menu) and ``TABLES`` (the tables it reads);
- ``parameters(data)``: what a reader may choose, as kinds of :mod:`dashboard.url_state` (one of several, many, yes or no,
  text), :mod:`dashboard.spans` (months, a whole number, smoothing), :mod:`dashboard.narrowing` (filters that only a
  link sets) and :mod:`dashboard.conditions` (what columns of a table must hold); they become controls and the address;
- ``layout(data, view)``: a :class:`dashboard.content.Content`: the answer in a sentence, charts, cautions.
- if it asks for data by itself, as the grid of Works does when it is scrolled: ``register(app, store)``, which adds the callbacks that
  answer it. They take the build from the store, and bring the whole page anew where it is another than the one that stands there,
  see :mod:`dashboard.renewal`.

**A page about one thing** has a ``PATH`` such as ``/term/<name>``. It does not stand in the menu, and has besides

- among its parameters ``narrowing.Subject("name", "Term", known, labels)``, named as in the path: ``view["name"]`` is then one
  of ``known`` (an unknown one never reaches the page: the application says so and names what is like it). It stands in the path
  of the page's address, and in the query of its downloads, ``/csv/<page>/<chart>.csv?name=...``;
- ``samples(data)``: a few subjects, for a visitor who named none, and for the tests;
- if it likes, ``title(data, view)``: the heading of one subject, in place of ``TITLE``. ``title`` works for any page.

**What opens what.** Every number opens its documents. The ``customdata`` of a trace's points (of a Sankey's nodes and links, of a
heat map's cells) holds addresses made by :mod:`dashboard.opening`, a plain string each, or None where there is nothing to open;
one handler in ``assets/opening.js`` follows them on a click. ``Chart.opens`` holds the same addresses row by row for the table
tab, which is how a keyboard opens them. Ids of documents, authors and terms in tables become links by their column's name, see
:mod:`dashboard.components.cells`. The number on the chart must be the number of works that its address shows.

**What a choice costs.** ``data.part(function, view)`` keeps what a function made of a view and makes it anew only where a value
that it looked up has changed; ``data.once(function, ...)`` does the same for few plain arguments. A page that gives each chart a
function of its own ``(data, view)`` so draws, at a choice, only the charts that depend on it.

``data`` is a :class:`dashboard.data_access.Build`, ``view`` what the reader chose. Both functions are pure, and so are the
``figure_...`` functions they call; furniture, downloads, addresses and callbacks are the application's. A page catches no faults:
the application logs them and says so on the page.
"""
