"""Maps a function over items: in this process, in a pool of processes, or on a Dask cluster.

The function and its tasks must be picklable. Results come as they are ready; their order carries no meaning, so a
caller that needs one sorts. An exception of the function reaches the caller.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from multiprocessing import active_children, get_context, parent_process
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import TypeVar

from pipeline.cluster import Cluster

T = TypeVar("T")
R = TypeVar("R")

# Futures in flight a worker: enough to keep it busy, few enough to keep memory flat.
_WINDOW = 8
# Tasks sent together to a process of this machine, and parcels of them a worker, so that all end at about one time.
_MOST_AT_ONCE = 16
_PARCELS = 32


class Runner:
    """How work is spread: over `workers` processes of this machine, or by the Dask scheduler at an address.

    `folder` is what the workers of a cluster must see.

    The processes start with the first work for them and serve until the runner is closed, so that what a worker has
    loaded (dictionaries, models) is loaded once. They are forked from a process of their own, which has imported the
    module that the first work names, so that they share its memory and none of them loads it again.
    """

    def __init__(self, workers: int = 1, scheduler: str | None = None, folder: Path | None = None) -> None:
        self._workers = workers
        self._scheduler = scheduler
        self._pool: ProcessPoolExecutor | None = None
        self._folder = folder
        self._cluster: Cluster | None = None

    def __enter__(self) -> "Runner":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let the processes go; work that was not begun is dropped."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None
        if self._cluster is not None:
            self._cluster.close()
            self._cluster = None

    def map(self, function: Callable[[T], R], tasks: Sequence[T], preload: str | None = None) -> Iterator[R]:
        """Results of the function over the tasks, as they are ready; `preload` is the module that processes share."""
        if self._scheduler:
            return self._connected(self._scheduler).map(function, tasks)
        if self._workers > 1 and len(tasks) > 1:
            return self._in_pool(function, tasks, preload)
        return map(function, tasks)

    def beside(self, function: Callable[[T], R], task: T) -> Callable[[], R]:
        """Begin a task in a process of its own if any are running; what is returned waits for its result."""
        if self._pool is not None:
            future = self._pool.submit(function, task)
            return lambda: _result(future)
        result = function(task)
        return lambda: result

    def _processes(self, preload: str | None = None) -> ProcessPoolExecutor:
        if self._pool is None:
            context = get_context("forkserver")
            context.set_forkserver_preload([preload] if preload else [])
            self._pool = ProcessPoolExecutor(self._workers, context, _end_with_parent)
        return self._pool

    def _in_pool(self, function: Callable[[T], R], tasks: Sequence[T], preload: str | None) -> Iterator[R]:
        pool, waiting = self._processes(preload), _chunks(tasks, self._workers)
        with _ending_together():
            running = {pool.submit(_each, function, some) for some in islice(waiting, self._workers * _WINDOW)}
            while running:
                done, running = wait(running, return_when=FIRST_COMPLETED)
                running |= {pool.submit(_each, function, some) for some in islice(waiting, len(done))}
                for future in done:
                    yield from future.result()

    def _connected(self, address: str) -> Cluster:
        if self._cluster is None:
            self._cluster = Cluster(address, self._folder)
        return self._cluster


@contextmanager
def _ending_together() -> Iterator[None]:
    """Where a worker was killed, end the others: one that was starting meanwhile would be waited for without end."""
    try:
        yield
    except BrokenProcessPool:
        for process in active_children():
            process.kill()
        raise


def _result(future: Future[R]) -> R:
    with _ending_together():
        return future.result()


def _chunks(tasks: Sequence[T], workers: int) -> Iterator[Sequence[T]]:
    """The tasks, several at once where there are many: each parcel sent costs half a millisecond."""
    size = max(1, min(_MOST_AT_ONCE, len(tasks) // (workers * _PARCELS)))
    return (tasks[at : at + size] for at in range(0, len(tasks), size))


def _each(function: Callable[[T], R], tasks: Sequence[T]) -> list[R]:
    return [function(task) for task in tasks]


def _end_with_parent() -> None:
    """In a worker: end as soon as the run is gone, so that a run that was killed writes nothing more."""
    parent = parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    Thread(target=watch, daemon=True).start()
