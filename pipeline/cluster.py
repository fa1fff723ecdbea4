"""A Dask cluster: work given to its workers, and what can be wrong with it in words."""

import logging
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from pipeline.model.errors import MissingPackage, OutOfResources, UnusableCluster

T = TypeVar("T")
R = TypeVar("R")

# Futures in flight a worker, and at least: workers may join while the work goes on.
_WINDOW, _LEAST = 8, 256
# Seconds to wait for the first worker.
_PATIENCE = 60


class Cluster:
    """The workers of the scheduler at an address, which all must see `folder`. Raises UnusableCluster."""

    def __init__(self, address: str, folder: Path | None = None) -> None:
        self._address = address
        self._distributed = _distributed(address)
        # The sentence of an exception says it all.
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        try:
            self._client = self._distributed.Client(address)
        except (OSError, ValueError) as error:
            raise UnusableCluster(
                f"there is no scheduler at {address} ({error}); run `dask scheduler` there, or mend the address, and "
                "run again"
            ) from error
        try:
            self._look(folder)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Take leave of the scheduler; work that was not begun is dropped."""
        try:
            self._client.close(timeout=5)
        except (OSError, TimeoutError):
            logging.getLogger(__name__).debug("the scheduler at %s did not answer the leave-taking", self._address)

    def map(self, function: Callable[[T], R], tasks: Sequence[T]) -> Iterator[R]:
        """Results as they are ready. The tasks of a worker that died are given to another; none is done in part."""
        waiting = iter(tasks)
        at_once = max(_LEAST, _WINDOW * sum(self._client.nthreads().values()))
        running = self._distributed.as_completed(self._submitted(function, t) for t in islice(waiting, at_once))
        for future in running:
            for task in islice(waiting, 1):
                running.add(self._submitted(function, task))
            yield self._result(future)

    def _submitted(self, function: Callable[[T], R], task: T) -> Any:
        return self._client.submit(function, task, pure=False)

    def _result(self, future: Any) -> Any:
        try:
            return future.result()
        except CancelledError as error:
            raise UnusableCluster(
                f"the scheduler at {self._address} was lost; the old outputs stand and what was done is kept; start it "
                "and run again"
            ) from error
        except self._distributed.KilledWorker as error:
            raise OutOfResources(
                "a document ended every worker that was given it, most often for want of memory; the old outputs "
                "stand; give the workers more and run again"
            ) from error

    def _look(self, folder: Path | None) -> None:
        """Raise UnusableCluster where there is no worker, or one that would not do what this machine does."""
        try:
            self._client.wait_for_workers(1, timeout=_PATIENCE)
        except TimeoutError as error:
            raise UnusableCluster(
                f"the scheduler at {self._address} has no workers; run `dask worker {self._address}`, then run again"
            ) from error
        ours = _made_of(folder)
        for worker, found in self._client.run(_made_of, folder, on_error="return").items():
            difference = _difference(ours, found)
            if difference:
                raise UnusableCluster(f"the worker {worker} {difference}; mend that and run again")


def _distributed(address: str) -> Any:
    try:
        return import_module("distributed")
    except ImportError as error:
        raise MissingPackage(
            f"the scheduler at {address} needs the package distributed; run `pip install distributed`"
        ) from error


def _made_of(folder: Path | None) -> dict[str, str]:
    """What must be the same on all machines for the same bytes: versions, code, lexicon, the folder of the run."""
    from pipeline.store.manifest import made_of

    return made_of() | {"folder": str(folder) if folder is None or folder.is_dir() else ""}


def _difference(ours: dict[str, str], found: object) -> str:
    if not isinstance(found, dict):
        return f"cannot load the pipeline ({found})"
    if ours["folder"] != found["folder"]:
        return f"does not see {ours['folder']}, which must lie on a file system that all machines share"
    for name in sorted(ours.keys() | found.keys()):
        if ours.get(name) != found.get(name):
            return f"has {name} {found.get(name, 'not at all')} where this machine has {ours.get(name, 'none')}"
    return ""
