"""The exception tree: what the pipeline raises when it can say what is wrong in words."""


class PipelineError(Exception):
    """Base of every error that reaches the command line as one sentence."""


class UnreadableDocument(PipelineError):
    """A raw file that cannot become a bulletin; the message is the reason, in words, for `documents`."""


class UnusableOutput(PipelineError):
    """The output folder cannot be written, or holds something that is not ours."""


class UnusableFile(PipelineError):
    """A file that a command reads or writes is not there, or cannot be read or written; the message names it."""


class MissingStage(PipelineError):
    """A stage was asked to run before the one that it reads from."""


class StageFailed(PipelineError):
    """A stage's own code failed on one item, which is a fault of the pipeline; the message names stage and item."""


class UnforeseenFault(PipelineError):
    """A command failed in a way that nobody foresaw: a fault of the pipeline, or of outputs that were damaged."""


class OutOfResources(PipelineError):
    """The machine had no more memory or disk for the run; the message says what to do."""


class BadLexicon(PipelineError):
    """A lexicon file breaks its own format; the message names file, row and column."""


class BadCorrection(PipelineError):
    """A corrections file breaks its format; the message names file and line."""


class BadSettings(PipelineError):
    """The settings file beside raw/ says what means nothing; the message names the file and what is wrong in it."""


class BadQuery(PipelineError):
    """A search query cannot be parsed; the message says where and why."""


class BadGold(PipelineError):
    """A gold file breaks its format; the message names the file."""


class MissingPackage(PipelineError):
    """Something asked for needs a package that is not installed; the message names it."""


class Unreachable(PipelineError):
    """A server cannot be reached or does not answer as it should; the message names its address."""


class Quarantined(PipelineError):
    """Files were quarantined in a run that was to be strict; everything else was done."""


class UnusableAddress(PipelineError):
    """A URL for raw files or outputs cannot be reached, read or written; the message says which and why."""


class UnusableCluster(PipelineError):
    """The Dask scheduler or its workers cannot do the work of a run; the message says why."""
