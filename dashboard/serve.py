"""Serves the application on this machine only: with gunicorn, two processes of four threads; where that does not run, with waitress."""

import gc
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from pipeline.errors import UsageError
from pipeline.settings import Settings

if TYPE_CHECKING:
    from dashboard.first_reply import Application

WORKERS, THREADS = 2, 4


def serve(
    settings: Settings, host: str = "127.0.0.1", port: int = 8050, ready: Callable[[], None] = lambda: None
) -> None:
    """Serve the dashboard until it is stopped.

    Parameters
    ----------
    settings : Settings
        Whose exports are shown.
    host, port
        Where to listen. Another host than this machine's own must be given on purpose; its name is then answered to.
    ready
        Called once the port is listened on.

    Raises
    ------
    UsageError
        If the port is not free.
    """
    _check_free(host, port)
    try:
        from gunicorn.app.base import BaseApplication
    except ImportError:  # It needs what Windows does not have.
        _serve_from_one_process(settings, host, port, ready)
        return

    class Server(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            for key, value in {
                "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
                "workers": WORKERS,
                "threads": THREADS,
                "worker_class": "gthread",
                "timeout": 60,
                # Readers pause between choices: a connection closed meanwhile fails the next one. The default is 2 s.
                "keepalive": 75,
                "graceful_timeout": 5,
                "loglevel": "warning",
                "proc_name": "rlo-atlas",
                # Tables are read, and the first page is drawn, once for both processes.
                "preload_app": True,
                # The other pages are drawn while the first reader looks at the first, and all of them when a build is published.
                "post_worker_init": self.warm_up,
                "when_ready": lambda _arbiter: ready(),
                "limit_request_line": 8190,
                "control_socket_disable": True,
            }.items():
                if key in self.cfg.settings:
                    self.cfg.set(key, value)

        def load(self) -> Any:
            self.served = _application(settings, host)
            return self.served.server

        def warm_up(self, _worker: Any) -> None:
            _warm_up(self.served)

    Server().run()


def _serve_from_one_process(settings: Settings, host: str, port: int, ready: Callable[[], None]) -> None:
    import waitress

    served = _application(settings, host)
    _warm_up(served)
    server = waitress.create_server(served.server, host=host, port=port, threads=WORKERS * THREADS, ident=None)
    ready()
    server.run()


def _application(settings: Settings, host: str) -> "Application":
    """Return the application with its tables read and its first page drawn: for gunicorn, once for both processes."""
    from dashboard.app import create_app
    from dashboard.scripts import PLOTLY, asset

    served = create_app(settings, hosts=(host,), warm=True)
    # The first reader should wait neither for the tables nor for plotly to be compressed.
    with served.server.test_client() as client:
        for path, coding in (("/", ""), (asset(PLOTLY), "br"), (asset(PLOTLY), "gzip")):
            client.get(path, headers={"Host": "127.0.0.1", "Accept-Encoding": coding})
    gc.freeze()  # What stays is not looked through again; and what is not touched stays shared by the processes.
    return served


def _warm_up(served: "Application") -> None:
    threading.Thread(target=_keep_warm, args=(served,), name="warm-up", daemon=True).start()


def _keep_warm(served: "Application") -> None:
    for _ in served.builds():
        served.warm_up()
        # To look through all that pages keep would stop some reply for 0.1 to 0.3 s. A build that is replaced is let go of
        # all the same: nothing in it refers to itself.
        gc.freeze()


def _check_free(host: str, port: int) -> None:
    """Fail with a message before gunicorn would try five times."""
    import socket

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise UsageError(
                f"cannot listen on {host} port {port}: {error.strerror}; choose another with --port N "
                '(make dashboard ARGS="--port N")'
            ) from error
