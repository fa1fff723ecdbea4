"""Reading in a process apart: a PDF that crashes, hangs or swells its reader takes nothing else with it.

One long-lived child reads PDF after PDF; it is started when first needed and again after a death. Requests and
answers are length-prefixed messages over its standard input and output. Run as a module, this is the child.
"""

import atexit
import contextlib
import os
import select
import signal
import struct
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import msgspec

from pipeline.ingest.document import read_document
from pipeline.ingest.limits import DEFAULT_LIMITS, Limits
from pipeline.ingest.pdf import Progress
from pipeline.ingest.source import is_pdf, read_source
from pipeline.model.errors import UnreadableDocument
from pipeline.model.ids import document_id
from pipeline.model.page import Document

# Before each message its length in bytes, eight of them, most significant first. A message without content is a sign
# of life: another page is done.
LENGTH = struct.Struct(">Q")
ROOT = Path(__file__).parents[2]


class Request(msgspec.Struct, frozen=True):
    """What the child is asked to read."""

    path: str
    relative: str
    ocr_cache: str | None
    limits: Limits


def read_document_guarded(
    path: Path, relative: str, ocr_cache: Path | None = None, limits: Limits = DEFAULT_LIMITS
) -> Document:
    """What `read_document` gives, but a PDF is read in a child process with bounds on time and memory.

    Where the child dies or falls silent the Document has that as its reason. Text files are read in this process.
    """
    try:
        source = read_source(path, limits)
    except UnreadableDocument:
        return read_document(path, relative, ocr_cache, limits)
    if not is_pdf(source.content):
        return read_document(path, relative, ocr_cache, limits)
    request = Request(os.fspath(path.absolute()), relative, None if ocr_cache is None else str(ocr_cache), limits)
    try:
        with _LOCK:
            return _reader(limits).ask(request)
    except UnreadableDocument as error:
        return Document(document_id(relative), relative, source.sha256, source.size, reason=str(error))


@dataclass(slots=True)
class Reader:
    """The child process, and the process that started it (a fork of that one must not talk to it)."""

    process: "subprocess.Popen[bytes]"
    owner: int
    memory: int

    def ask(self, request: Request) -> Document:
        """The document that the child read. Raises UnreadableDocument where the child falls silent or dies."""
        try:
            _send(self.process.stdin, msgspec.msgpack.encode(request))
            return self._answer(request.limits.silence)
        except TimeoutError as error:
            self.end()
            raise UnreadableDocument(
                f"takes too long: no page was finished in {request.limits.silence:.0f} seconds; "
                "fetch it again, or raise silence in jianbao.toml"
            ) from error
        except (OSError, EOFError) as error:
            self.end()
            raise UnreadableDocument(
                f"its reader died ({_cause(self.process.returncode)}): damaged, or made to do harm; fetch it again"
            ) from error

    def _answer(self, silence: float) -> Document:
        assert self.process.stdout is not None
        while not (message := _receive(self.process.stdout, silence)):
            continue
        return msgspec.msgpack.decode(message, type=Document)

    def end(self) -> None:
        """Ends the child, if it still runs."""
        if self.owner == os.getpid():
            self.process.kill()
            self.process.wait()
            for pipe in (self.process.stdin, self.process.stdout):
                with contextlib.suppress(OSError):
                    _close(pipe)

    def serves(self, limits: Limits) -> bool:
        """Whether the child is alive, ours, and bound by this limit of memory."""
        return self.owner == os.getpid() and self.memory == limits.memory and self.process.poll() is None


_LOCK = threading.Lock()
_CURRENT: list[Reader] = []


def _reader(limits: Limits) -> Reader:
    if not _CURRENT or not _CURRENT[0].serves(limits):
        end_reader()
        _CURRENT.append(_start(limits))
    return _CURRENT[0]


@atexit.register
def end_reader() -> None:
    """Ends the child process, if there is one; the next document starts another."""
    while _CURRENT:
        _CURRENT.pop().end()


def _start(limits: Limits) -> Reader:
    command = [sys.executable, "-m", "pipeline.ingest.isolation", str(limits.memory)]
    search_path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": search_path},
    )
    return Reader(process, os.getpid(), limits.memory)


def _cause(code: int | None) -> str:
    if code is not None and code < 0:
        with contextlib.suppress(ValueError):
            return signal.Signals(-code).name
    return f"exit status {code}"


def _close(pipe: IO[bytes] | None) -> None:
    if pipe is not None:
        pipe.close()


def _send(pipe: IO[bytes] | None, message: bytes) -> None:
    assert pipe is not None
    pipe.write(LENGTH.pack(len(message)) + message)
    pipe.flush()


def _receive(pipe: IO[bytes], seconds: float) -> bytes:
    """The next message. Raises TimeoutError when it is not there in time, EOFError when the other end is gone."""
    until = time.monotonic() + seconds
    (length,) = LENGTH.unpack(_exactly(pipe.fileno(), LENGTH.size, until))
    return _exactly(pipe.fileno(), length, until)


def _exactly(descriptor: int, size: int, until: float) -> bytes:
    parts: list[bytes] = []
    while size > 0:
        if not select.select([descriptor], [], [], max(until - time.monotonic(), 0))[0]:
            raise TimeoutError
        part = os.read(descriptor, min(size, 1 << 20))
        if not part:
            raise EOFError
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def serve(memory: int) -> None:
    """The child: reads requests from standard input and answers on standard output until the input ends."""
    answers = os.fdopen(os.dup(1), "wb")
    # Whatever a library prints must not be taken for an answer.
    os.dup2(2, 1)
    _bind(memory)
    progress: Progress = lambda page: _send(answers, b"")  # noqa: E731
    while header := sys.stdin.buffer.read(LENGTH.size):
        message = sys.stdin.buffer.read(LENGTH.unpack(header)[0])
        request = msgspec.msgpack.decode(message, type=Request)
        cache = None if request.ocr_cache is None else Path(request.ocr_cache)
        document = read_document(Path(request.path), request.relative, cache, request.limits, progress)
        _send(answers, msgspec.msgpack.encode(document))


def _bind(memory: int) -> None:
    """Bounds the address space of this process, where the system can."""
    try:
        import resource
    except ImportError:
        return
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    serve(int(sys.argv[1]))
