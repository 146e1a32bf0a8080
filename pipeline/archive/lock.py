"""One run at a time: the second one is told at once who holds the data folder."""

import fcntl
import os
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from pipeline.errors import RunLocked, StoreUnusable, clean


class RunLock:
    """Holds ``<data_dir>/.lock`` while a run writes; the system frees it however the run ends.

    A folder that was made for the run and in which it stored nothing is taken away again.

    Raises
    ------
    RunLocked
        If another process holds it. The message names that process.
    StoreUnusable
        If the data folder cannot be written to, or its file system has no locks.
    """

    def __init__(self, data_dir: Path) -> None:
        self.path = data_dir / ".lock"
        self._file: IO[str] | None = None
        self._made_folder = False

    def __enter__(self) -> Self:
        folder = self.path.parent
        try:
            self._made_folder = self._made_folder or not folder.exists()
            folder.mkdir(parents=True, exist_ok=True)
            file = self.path.open("a+", encoding="ascii")
        except OSError as error:
            raise StoreUnusable(
                f"cannot write to the data folder {self.path.parent}: {error.strerror}; choose another --data-dir"
            ) from error
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            holder = clean(file.read()) or "unknown"
            file.close()
            raise RunLocked(
                f"another run holds {self.path.parent}: process {holder}; wait until it is done, or stop that process"
            ) from error
        except OSError as error:  # of file systems without locks, such as some on a network
            file.close()
            raise StoreUnusable(
                f"cannot lock {self.path}: {error.strerror}; two runs at once would harm each other, so choose a --data-dir on a "
                "disk of this machine"
            ) from error
        try:
            file.truncate(0)
            file.write(str(os.getpid()))
            file.flush()
        except OSError as error:
            file.close()
            raise StoreUnusable(f"cannot write {self.path}: {error.strerror}; free space and run again") from error
        if not self._is_in_place(file):  # the run that held it has just taken its empty folder away
            file.close()
            return self.__enter__()
        self._file = file
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            if self._made_folder and [*self.path.parent.iterdir()] == [self.path]:
                self.path.unlink()
                self.path.parent.rmdir()
            self._file.close()
            self._file = None

    def _is_in_place(self, file: IO[str]) -> bool:
        return self.path.exists() and os.path.samestat(os.fstat(file.fileno()), self.path.stat())
