"""Served as `atlas dashboard` serves it: by gunicorn, or waitress where that does not run, until it is told to stop."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.serve import serve
from pipeline.cli import main
from pipeline.errors import UsageError
from pipeline.settings import Settings

PROGRAM = """
import pathlib, sys
from dashboard.serve import serve
from tests.dashboard import toy
serve(toy.settings_for(pathlib.Path(sys.argv[1])), port=int(sys.argv[2]), ready=lambda: print("ready", flush=True))
"""
WITHOUT_GUNICORN = "import sys; sys.modules['gunicorn.app.base'] = None"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _is_listened_on(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _answers(url: str) -> bool:
    try:
        urllib.request.urlopen(url, timeout=5).close()
    except (urllib.error.URLError, ConnectionError):
        return False
    return True


@pytest.fixture(scope="module", params=["gunicorn", "waitress"])
def served(published: Settings, request: pytest.FixtureRequest) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    port = free_port()
    program = PROGRAM if request.param == "gunicorn" else WITHOUT_GUNICORN + PROGRAM
    command = [sys.executable, "-c", program, str(published.data_dir), str(port)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    url = f"http://127.0.0.1:{port}"
    end = time.monotonic() + 120
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    assert _is_listened_on(port)
    while not _answers(url):
        assert time.monotonic() < end, "the server has not answered for two minutes"
        time.sleep(0.1)
    yield process, url
    if process.poll() is None:
        process.kill()
    process.communicate()


def test_the_page_and_its_layout_are_served(served: tuple[subprocess.Popen[bytes], str]) -> None:
    _, url = served
    for path in ("/", "/_dash-layout", "/assets/atlas.js"):
        with urllib.request.urlopen(url + path, timeout=10) as reply:
            assert reply.status == 200
            assert "Werkzeug" not in reply.headers.get("Server", "")


def test_a_taken_port_is_said_in_words(served: tuple[subprocess.Popen[bytes], str], published: Settings) -> None:
    port = int(served[1].rpartition(":")[2])

    with pytest.raises(
        UsageError,
        match=f"cannot listen on 127.0.0.1 port {port}: .*; choose another with --port N .make dashboard ARGS=.--port N",
    ):
        serve(published, port=port)


def test_a_taken_port_ends_the_command_before_it_says_that_it_serves(
    served: tuple[subprocess.Popen[bytes], str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    port = served[1].rpartition(":")[2]

    assert main(["dashboard", "--port", port, "--data-dir", str(tmp_path / "nowhere")]) == UsageError.exit_code
    shown = capsys.readouterr()
    assert f"cannot listen on 127.0.0.1 port {port}: " in shown.err
    assert "serving on" not in shown.out
    assert f"there is no folder {tmp_path / 'nowhere'} yet: the pages wait for `atlas ingest" in shown.out
    assert not (tmp_path / "nowhere").exists()


def test_it_stops_within_five_seconds_when_told_to(served: tuple[subprocess.Popen[bytes], str]) -> None:
    process, _ = served
    begin = time.monotonic()
    os.kill(process.pid, signal.SIGTERM)
    process.wait(timeout=10)

    assert time.monotonic() - begin < 5
