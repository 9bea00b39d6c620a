"""Broken surroundings, as exceptions.

    Broken
    ├── ProjectBroken    the folder is no project, or its configuration cannot be read
    ├── SourceBroken     a document or page could not be had, or cannot be used
    ├── GeneratedBroken  the generated package does not run
    ├── PortBroken       the program of a client in another language does not answer
    ├── WorkerLost       a process that did part of the work was killed
    └── WriteBroken      the disk refused; the tree is as before

Wrong documents are no exceptions but Problems, until someone insists on having them.
"""


class Broken(Exception):  # noqa: N818 - a state of the world, not a mistake of a program
    """Something outside the program is broken; the message is one line for the user."""


class ProjectBroken(Broken):
    """The folder is no project, or its configuration cannot be read."""


class SourceBroken(Broken):
    """A document or page could not be had, or cannot be used."""


class WriteBroken(Broken):
    """The disk refused; the tree is as it was before."""


class GeneratedBroken(Broken):
    """The generated package does not run."""


class WorkerLost(Broken):
    """A process that did part of the work was killed, from outside as far as is known."""


class PortBroken(Broken):
    """The program of a client in another language cannot be started, or does not answer."""
