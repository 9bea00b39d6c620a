"""The process that compares: documents in, changes out, and a word before every proof."""

import pickle
import sys
from collections.abc import Callable
from typing import BinaryIO

from fal_codegen.drift import changes
from fal_codegen.judge import Undecided, Verdict
from fal_codegen.pipeline.proving.messages import Began, Done, Job, Message, Ready, Refused


def work(jobs: BinaryIO, messages: BinaryIO) -> None:
    """Do jobs until there are no more."""
    say(messages, Ready())
    while True:
        try:
            job: Job = pickle.load(jobs)  # noqa: S301 - our own parent wrote it
        except EOFError:
            return
        say(messages, compare(job, messages))


def compare(job: Job, messages: BinaryIO) -> Done | Refused:
    """Do one job: proofs are counted in the order in which they come, which is always the same."""
    begun = 0

    def ask(proof: Callable[[], Verdict]) -> Verdict:
        nonlocal begun
        begun += 1
        if begun in job.given_up:
            return Undecided("too long")
        say(messages, Began(begun))
        return proof()

    try:
        return Done(changes(job.old, job.new, job.endpoint, ask))
    except ValueError as error:
        return Refused(str(error))


def say(messages: BinaryIO, message: Message) -> None:
    """Send a message at once."""
    pickle.dump(message, messages)
    messages.flush()


if __name__ == "__main__":
    work(sys.stdin.buffer, sys.stdout.buffer)
