"""How a run is ended before its end, and that it may be from its first moment on: this module imports nothing slow."""

import signal

from pipeline.errors import EXIT_INTERRUPTED, EXIT_TERMINATED

_CODES = {signal.SIGINT: EXIT_INTERRUPTED, signal.SIGTERM: EXIT_TERMINATED}


class Stopped(KeyboardInterrupt):
    """Somebody, or its own deadline, has ended the run; what was received is kept.

    Of a kind of its own: where a plain KeyboardInterrupt passes through code that was made from text, as dataclasses are, Python
    dies of SIGINT at its exit whoever has handled it, and the exit code is lost.
    """

    def __init__(self, exit_code: int, why: str = "") -> None:
        super().__init__(exit_code, why)
        self.exit_code = exit_code
        self.why = why


def heed_signals() -> None:
    """Let Ctrl-C and SIGTERM raise :class:`Stopped` in what is being done."""
    for number in _CODES:
        signal.signal(number, _stop)


def _stop(number: int, _frame: object) -> None:
    raise Stopped(_CODES[signal.Signals(number)])
