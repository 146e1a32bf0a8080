"""One module a command of ``atlas``, found by folder.

A command is a module whose docstring says what it does, with

- ``NAME`` (what is typed), ``ORDER`` (its place in the help) and ``EXAMPLE`` (a line that works);
- ``add_arguments(parser)``: what may be said; what stands behind an option is checked by its type (``_values``). A command
  whose kinds have options of their own takes ``common``, the options of every command, too, and gives them to each kind;
- ``CONFLICTS``, where there are any: pairs of options that cannot be given together;
- ``run(arguments)``: does it, prints results and returns the exit code; errors are raised.

Modules are imported whenever ``atlas`` starts, so heavy ones are imported inside ``run``.
"""
