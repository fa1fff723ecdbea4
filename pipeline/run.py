"""Maps a function over items: in this process, in a pool of processes, or on a Dask cluster.

The function and its tasks must be picklable. Results come as they are ready; their order carries no meaning, so a
caller that needs one sorts. An exception of the function reaches the caller.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from itertools import islice
from multiprocessing import get_context
from types import TracebackType
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

# Futures in flight a worker: enough to keep it busy, few enough to keep memory flat.
_WINDOW = 8


class Runner:
    """How work is spread: over `workers` processes of this machine, or by the Dask scheduler at an address.

    The processes start with the first work for them and serve until the runner is closed, so that what a worker has
    loaded (dictionaries, models) is loaded once.
    """

    def __init__(self, workers: int = 1, scheduler: str | None = None) -> None:
        self._workers = workers
        self._scheduler = scheduler
        self._pool: ProcessPoolExecutor | None = None

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

    def map(self, function: Callable[[T], R], tasks: Sequence[T]) -> Iterator[R]:
        """Results of the function over the tasks, as they are ready."""
        if self._scheduler:
            return _on_cluster(self._scheduler, function, tasks)
        if self._workers > 1 and len(tasks) > 1:
            return self._in_pool(function, tasks)
        return map(function, tasks)

    def _in_pool(self, function: Callable[[T], R], tasks: Sequence[T]) -> Iterator[R]:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(self._workers, mp_context=get_context("spawn"))
        pool, waiting = self._pool, iter(tasks)
        running: set[Future[R]] = {pool.submit(function, t) for t in islice(waiting, self._workers * _WINDOW)}
        while running:
            done, running = wait(running, return_when=FIRST_COMPLETED)
            running |= {pool.submit(function, task) for task in islice(waiting, len(done))}
            for future in done:
                yield future.result()


def _on_cluster(address: str, function: Callable[[T], R], tasks: Sequence[T]) -> Iterator[R]:
    from distributed import Client, as_completed

    with Client(address) as client:  # type: ignore[no-untyped-call]
        futures = client.map(function, tasks, pure=False)
        for future in as_completed(futures):  # type: ignore[no-untyped-call]
            yield future.result()
            future.release()
