"""Every stage asked about a document, and what it must not answer."""

import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from fal_codegen.cases import CaseSet, judged_cases
from fal_codegen.cases.strategies import answers as promised_answers
from fal_codegen.cases.strategies import bodies
from fal_codegen.check import check_cases, take_job
from fal_codegen.check.drawing import draw
from fal_codegen.contract import Document, EndpointId, canonical, is_text, pretty
from fal_codegen.emit import Package, emit_frame, folder_of, path_of, write_texts
from fal_codegen.emulator.answers.model import Model
from fal_codegen.errors import GeneratedBroken, SourceBroken
from fal_codegen.judge import Judge
from fal_codegen.pipeline.fetching.downloads import Download
from fal_codegen.pipeline.fetching.endpoints import FetchedEndpoint, read_download
from fal_codegen.pipeline.generating.importing import broken_modules
from fal_codegen.pipeline.generating.modules import ModuleTask, render_modules
from fal_codegen.sandbox import Job, run_jobs
from hypothesis.strategies import SearchStrategy

from tests.conformance.client import Said
from tests.conformance.deliberate import judges
from tests.conformance.suite import Group
from tests.conformance.verdicts import verdicts
from tests.conformance.wraps import Probe, Trial
from tests.documents import PAINTER
from tests.emit.conftest import TEMPLATES
from tests.fuzz.answers import Answers, answers
from tests.fuzz.subjects import Subject, subjects
from tests.fuzz.watch import Hang, watched

T = TypeVar("T")

_PACKAGE = Package("fal_endpoints", "0.1.0", {})
_FRAME = emit_frame(_PACKAGE, TEMPLATES)
_ID = EndpointId(PAINTER)
_GROUP = Group("fuzz", "", None, ())
_BATCH = 25
_DRAWN = 5
_BODIES = 400
"""Bodies of one document that are held to a second judge."""


@dataclass(slots=True)
class Outcome:
    """What a run came to: documents, bodies judged, answers read, and what must not be."""

    came_to: Counter[str] = field(default_factory=Counter[str])
    bodies: int = 0
    answers: int = 0
    wrong: list[str] = field(default_factory=list[str])


@dataclass(slots=True)
class _Read:
    subject: Subject
    module: str
    fetched: FetchedEndpoint
    cases: CaseSet
    answers: Answers


def run(count: int, seed: int) -> Outcome:
    """Put so many documents through every stage."""
    outcome = Outcome()
    for batch in _in_batches(subjects(count, seed)):
        _Batch(outcome).run(batch)
    return outcome


def _in_batches(all_: Iterator[Subject]) -> Iterator[list[Subject]]:
    batch: list[Subject] = []
    for subject in all_:
        batch.append(subject)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


class _Batch:
    """Documents that share a package, so that generated code is started once for all of them."""

    def __init__(self, outcome: Outcome) -> None:
        self._outcome = outcome

    def run(self, batch: Sequence[Subject]) -> None:
        read = [each for subject in batch if (each := self._read(subject))]
        tasks = [ModuleTask(_ID, each.module, pretty(each.subject.document)) for each in read]
        rendered = self._stage(None, "generate", lambda: _rendered(tasks))
        if rendered is None:
            return
        texts, refused = rendered
        for each in read:
            if why := refused.get(each.module):
                self._wrong(each.subject, "not written", why)
        written = [each for each in read if path_of(_PACKAGE.name, each.module) in texts]
        files = {**_FRAME, **texts}
        names = [each.module for each in written]
        broken = self._stage(None, "import", lambda: broken_modules(_PACKAGE, files, names)) or {}
        for each in written:
            if why := broken.get(each.module):
                self._wrong(each.subject, "not importable", why)
        self._run([each for each in written if each.module not in broken], files)

    def _read(self, subject: Subject) -> _Read | None:
        """Fetch a document, and make its cases and an emulator of it."""
        document = subject.document
        try:
            data = pretty(document)
        except ValueError:
            self._outcome.came_to["no JSON"] += 1
            return None
        fetched = self._stage(subject, "fetch", lambda: _fetched(data))
        if fetched is None:
            return None
        if isinstance(fetched, str):
            self._outcome.came_to["refused"] += 1
            if ": /" not in fetched and "JSON" not in fetched:
                self._wrong(subject, "refused without a place", fetched)
            return None
        judge = Judge(fetched.document)
        cases = self._stage(subject, "cases", lambda: judged_cases(fetched.endpoint, judge))
        if cases is None:
            return None
        self._stage(subject, "emulator", lambda: _answered(fetched.document, cases))
        if not cases.cases and not cases.given_up:
            self._wrong(subject, "no case and no reason", "")
        self._outcome.came_to["cases" if cases.cases else "no case, told"] += 1
        for draw_from in (bodies, promised_answers):
            self._stage(subject, "draw", lambda made=draw_from: _drawn(made(fetched.endpoint)))  # type: ignore[misc]
        find = partial(answers, fetched.endpoint, judge, Random(subject.number))
        found = self._stage(subject, "answers", find)
        if found is None:
            return None
        return _Read(subject, f"m{subject.number}", fetched, cases, found)

    def _run(self, read: Sequence[_Read], files: dict[str, str]) -> None:
        """Have each module take bodies and read answers, and look at what it says."""
        with TemporaryDirectory(prefix="fal-codegen-") as folder:
            write_texts(Path(folder), files)
            package = Path(folder) / folder_of(_PACKAGE.name)
            taken = self._asked(package, read, "take", _take_job)
            answered = self._asked(package, read, "read", _read_job)
        for each, said in taken:
            self._stage(each.subject, "judge", lambda each=each, said=said: self._check(each, said))  # type: ignore[misc]
        for each, said in answered:
            self._outcome.answers += len(said["read"])
            for answer, outcome in zip(each.answers.promised, said["read"], strict=False):
                if outcome is not None:
                    self._wrong(each.subject, "answer misread", f"{canonical(answer)}: {outcome}")
                    break

    def _asked(
        self, package: Path, read: Sequence[_Read], name: str, job: Callable[[_Read], Job]
    ) -> list[tuple[_Read, Any]]:
        """Have a job done with each module; one that ends the process is found among the others."""
        alone = read[0].subject if len(read) == 1 else None
        try:
            with watched():
                outcomes = run_jobs(package, [job(each) for each in read])
        except (GeneratedBroken, Hang) as error:
            if alone:
                self._wrong(alone, f"{name} ends or hangs", f"{type(error).__name__}: {error}")
                return []
            half = len(read) // 2
            halves = (read[:half], read[half:])
            return [pair for some in halves for pair in self._asked(package, some, name, job)]
        for each, said in zip(read, outcomes, strict=True):
            if "error" in said:
                self._wrong(each.subject, f"{name} raises", said["error"])
        pairs = zip(read, outcomes, strict=True)
        return [(each, said) for each, said in pairs if "error" not in said]

    def _check(self, each: _Read, said: dict[str, Any]) -> None:
        judged = Judge(each.fetched.document).input
        for finding in check_cases(_ID, each.cases.cases, said["taken"], judged):
            self._wrong(each.subject, finding.rule.id, f"{finding.place} {finding.left!r}")
        self._judge(each, said)

    def _judge(self, each: _Read, said: dict[str, Any]) -> None:
        """Hold every body's verdict to a second validator, and what the client says to both."""
        document = each.fetched.document
        other = judges({**document, "$request": _request(document)}, "multiple")
        probes: list[Probe] = []
        answers: list[Any] = []
        for case, outcome in zip(each.cases.cases[:_BODIES], said["taken"], strict=False):
            if not is_text(canonical(case.body)):
                continue
            verdict = other(case.body)
            if verdict is None:
                continue  # a pattern in a language that the second judge does not know
            self._outcome.bodies += 1
            if verdict != case.valid and '"pattern' not in canonical(document):
                self._wrong(each.subject, "judges differ", f"{case.valid} {canonical(case.body)}")
            probes.append(Probe(case.place, case.body, case.valid))
            answers.append(outcome)
        trial = Trial("fuzz", _GROUP, None, document, tuple(probes))
        for judged_probe in verdicts(trial, Said(answers, each.fetched.problems)):
            if judged_probe.kind == "silent":
                self._wrong(
                    each.subject,
                    "silent",
                    f"{canonical(judged_probe.probe.body)}: {judged_probe.why}",
                )
                break

    def _stage(self, subject: Subject | None, name: str, do: Callable[[], T]) -> T | None:
        try:
            with watched():
                return do()
        except Hang:
            self._wrong(subject, f"{name} hangs", "")
        except Exception as error:  # noqa: BLE001 - whatever is raised is the finding
            where = traceback.extract_tb(error.__traceback__)[-1]
            place = f"{Path(where.filename).name}:{where.lineno}"
            self._wrong(subject, f"{name} raises", f"{type(error).__name__}: {error} at {place}")
        return None

    def _wrong(self, subject: Subject | None, what: str, why: str) -> None:
        who = f"{subject.kind} {subject.number}" if subject else "a batch"
        self._outcome.came_to[what] += 1
        self._outcome.wrong.append(f"{who}: {what}: {' '.join(why.split())[:400]}")


def _take_job(each: _Read) -> Job:
    return take_job(each.module, each.cases.cases)


def _read_job(each: _Read) -> Job:
    asked = [*each.answers.promised, *each.answers.others]
    return {"do": "read", "module": each.module, "answers": asked}


def _rendered(tasks: Sequence[ModuleTask]) -> tuple[dict[str, str], dict[str, str]]:
    texts, refused, _ = render_modules(tasks, _PACKAGE.name, TEMPLATES)
    return texts, refused


def _fetched(data: bytes) -> FetchedEndpoint | str:
    try:
        return read_download(_ID, Download(data, None), strict=False)
    except SourceBroken as error:
        return str(error)


def _answered(document: Document, cases: CaseSet) -> None:
    """Have the emulator answer the bodies; a valid one gets an answer or the reason why not."""
    model = Model(document)
    for case in cases.cases[:_BODIES]:
        outcome = model.perform(case.body, "http://files")
        wanted = {200, 500} if case.valid else {422}
        assert outcome.status in wanted, (case, outcome.status)
        if outcome.status == 500:
            assert "found no valid answer" in canonical(outcome.body), outcome.body


def _drawn(strategy: SearchStrategy[Any]) -> None:
    """Draw a few values; that none can be drawn is told by `check`."""
    draw(strategy, lambda _: None, _DRAWN, number=0)


def _request(document: Document) -> Any:  # noqa: ANN401 - JSON
    return {"$ref": f"#{Judge(document).places.input_pointer}"}
