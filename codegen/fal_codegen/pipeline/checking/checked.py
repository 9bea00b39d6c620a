"""The checks of a few endpoints; runs wherever the executor is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from fal_codegen.cases import Case, CaseSet, NoSample, documented, judged_cases, valid_body
from fal_codegen.check import (
    Finding,
    GeneratedClient,
    HeldAnswers,
    Replay,
    SavedBody,
    beside_cases,
    cases_elsewhere,
    check_answers,
    check_cases,
    check_census,
    check_docs,
    check_given_up,
    check_recorded,
    check_replay,
    check_stale,
    check_traffic,
    check_words,
    client_rules,
    judge_beside_holes,
    replays_of,
    rules,
    scenarios,
    take_job,
)
from fal_codegen.contract import FilePlace, Problem
from fal_codegen.judge import Judge
from fal_codegen.pages import read_docs
from fal_codegen.pipeline.checking.tasks import (
    CheckedEndpoint,
    CheckTask,
    Draws,
    ShippedPackage,
    Tape,
)
from fal_codegen.pipeline.contracts import LoadedContract, understood
from fal_codegen.project import CENSUS, DOCUMENT, PAGE, contract_of
from fal_codegen.sandbox import Job, Sandbox, sandbox
from fal_codegen.scratch import scratch


@dataclass(slots=True)
class _Subject:
    """An endpoint under check, and what was found of it so far."""

    task: CheckTask
    loaded: LoadedContract
    judge: Judge
    case_set: CaseSet
    replays: list[Replay]
    answers: HeldAnswers = field(default_factory=HeldAnswers)
    findings: list[Finding] = field(default_factory=list[Finding])
    drawn: int | None = None
    bodies: tuple[SavedBody, ...] = ()

    @property
    def cases(self) -> tuple[Case, ...]:
        """The bodies to run."""
        return self.case_set.cases

    @property
    def asked(self) -> tuple[Case, ...]:
        """The bodies to run, with those that only another witness has."""
        loaded = self.loaded
        others = cases_elsewhere(self.findings, self.cases, loaded.endpoint, self.judge)
        return (*self.cases, *others)

    def jobs(self, asked: Sequence[Case]) -> list[Job]:
        """Say what generated code is to do for it, with these bodies."""
        return [take_job(self.task.module, asked), *(each.job for each in self.replays)]

    def checked(self) -> CheckedEndpoint:
        """Give what it came to."""
        return CheckedEndpoint(
            self.task.id,
            tuple(self.findings),
            cases=len(self.cases),
            limits=len({(each.place, each.keyword) for each in self.cases if each.at_limit}),
            holes=len(self.loaded.holes),
            decided=self.answers.decided,
            undecided=self.answers.undecided,
            drawn=self.drawn,
            bodies=self.bodies,
        )


def check_endpoints(
    tasks: Sequence[CheckTask], package: ShippedPackage, draws: Draws | None, home: Path | None
) -> Iterator[CheckedEndpoint]:
    """Check endpoints, each by itself and one after the other; without `draws`, no properties.

    `home` is where Hypothesis keeps its tables. Raises `GeneratedBroken`.
    """
    with (
        scratch() as place,
        package.unpacked() as folder,
        sandbox(folder) as driver,
    ):
        for task in tasks:
            read = _read(task, None if package.folder else place)
            if isinstance(read, _Subject):
                if _run(read, driver) and draws:
                    _draw(read, driver, draws, home or place)
                read = read.checked()
            yield read


def check_piece(
    tasks: Sequence[CheckTask], package: ShippedPackage, draws: Draws | None, home: Path | None
) -> list[CheckedEndpoint]:
    """Check endpoints in a process of their own, from which all come at once."""
    return [*check_endpoints(tasks, package, draws, home)]


def _read(task: CheckTask, tapes: Path | None) -> _Subject | CheckedEndpoint:
    """Read an endpoint's files, and find what needs no running."""
    place = FilePlace(f"{task.contract_place}/{DOCUMENT}")
    try:
        loaded = load_task(task)
    except ValueError as error:
        found = Finding(rules.DOCUMENT_UNREADABLE, task.id, place, detail=str(error))
        return CheckedEndpoint(task.id, (found,), unreadable=str(error))
    judge = Judge(loaded.contract.document)
    replays = [
        replay
        for number, tape in enumerate(task.tapes)
        for replay in replays_of(task.module, _on_disk(tape, tapes, number), tape.cassette)
    ]
    subject = _Subject(task, loaded, judge, judged_cases(loaded.endpoint, judge), replays)
    subject.findings += [
        *_holes(subject, place),
        *check_words(task.id, loaded.contract.document, judge, place),
        *_unchecked(subject, place),
        *check_given_up(task.id, subject.case_set, is_unread=_would_have_cases(subject)),
        *_docs(subject),
        *_edited(subject, place),
        *_census(subject),
        *_traffic(subject),
    ]
    tapes_read = [tape.cassette for tape in task.tapes]
    subject.answers = check_answers(loaded.endpoint, tapes_read, FilePlace(task.cassettes_place))
    subject.findings += subject.answers.findings
    return subject


def load_task(task: CheckTask) -> LoadedContract:
    """Read a task's document and page. Raises `ValueError` with the reason."""
    if task.unreadable:
        raise ValueError(task.unreadable)
    contract = contract_of(task.id, task.document, task.page)
    return understood(replace(contract, page_error=contract.page_error or task.page_error))


def _on_disk(tape: Tape, tapes: Path | None, number: int) -> Path:
    """Give the file of a recording; one that travelled is written first."""
    if tapes is None:
        return tape.file
    file = tapes / f"{tape.cassette.stamp.endpoint.replace('/', '-')}-{number}.yaml"
    file.write_bytes(tape.data)
    return file


def _holes(subject: _Subject, place: FilePlace) -> Iterator[Finding]:
    for hole in subject.loaded.holes:
        where = replace(place, pointer=hole.pointer)
        yield Finding(rules.DOCUMENT_HOLE, subject.task.id, where, detail=hole.message)


def _unchecked(subject: _Subject, place: FilePlace) -> Iterator[Finding]:
    """Tell of an endpoint without any witness, or without any limit to hold a body to.

    Of one that has no cases, what says why says enough.
    """
    tried = subject.cases or subject.case_set.given_up
    if not (tried or subject.task.tapes or subject.loaded.contract.docs):
        yield Finding(rules.NOTHING_CHECKED, subject.task.id, place)
    if subject.cases and not documented(subject.loaded.endpoint):
        yield Finding(rules.LIMITS_NONE, subject.task.id, place)


def _would_have_cases(subject: _Subject) -> bool:
    """Tell whether a body is known of what could be read of a document, where none is of all."""
    if subject.cases:
        return False
    beside = judge_beside_holes(subject.loaded.contract.document, subject.loaded.holes)
    if beside is None:
        return False
    try:
        valid_body(subject.loaded.endpoint, beside)
    except NoSample:
        return False
    return True


def _docs(subject: _Subject) -> Iterator[Finding]:
    task, contract = subject.task, subject.loaded.contract
    place = FilePlace(f"{task.contract_place}/{PAGE}")
    if contract.page_error:
        yield Finding(rules.DOCS_UNREADABLE, task.id, place, detail=contract.page_error)
        return
    if contract.docs is None:
        rule = rules.DOCS_UNREAD if task.unread else rules.DOCS_MISSING
        yield Finding(rule, task.id, place, detail=task.unread)
        return
    page = read_docs(contract.docs)
    if isinstance(page, Problem):
        place = replace(place, pointer=page.pointer)
        yield Finding(rules.DOCS_UNREADABLE, task.id, place, detail=page.message)
    else:
        yield from check_docs(page, subject.loaded.endpoint, subject.judge)


def _edited(subject: _Subject, place: FilePlace) -> Iterator[Finding]:
    if not subject.task.origin:
        yield Finding(rules.CONTRACT_UNLOCKED, subject.task.id, place)
    elif subject.task.origin != subject.loaded.contract.digest:
        yield Finding(rules.CONTRACT_EDITED, subject.task.id, place)


def _census(subject: _Subject) -> Iterator[Finding]:
    task, loaded = subject.task, subject.loaded
    if task.census is not None:
        place = FilePlace(f"{task.contract_place}/{CENSUS}")
        yield from check_census(loaded.endpoint, task.census, loaded.contract.digest, place)


def _traffic(subject: _Subject) -> Iterator[Finding]:
    task = subject.task
    if not task.tapes:
        yield Finding(rules.CASSETTES_NONE, task.id, FilePlace(task.cassettes_place))
        return
    cassettes = [tape.cassette for tape in task.tapes]
    home, digest = FilePlace(task.cassettes_place), subject.loaded.contract.digest
    yield from check_stale(task.id, cassettes, subject.judge, digest, home)
    for cassette in cassettes:
        yield from check_traffic(cassette, subject.judge)
    recorded = {cassette.stamp.scenario for cassette in cassettes}
    if not all(scenario.startswith("imported/") for scenario in recorded):
        yield from check_recorded(task.id, scenarios(subject.cases), recorded)


def _run(subject: _Subject, driver: Sandbox) -> bool:
    """Run every case, and every recording that can be replayed; tell whether the module runs."""
    asked = subject.asked
    taken, *answers = driver.run(subject.jobs(asked))
    works = "error" not in taken
    if works:
        judged = subject.judge.input
        subject.findings += check_cases(subject.task.id, asked, taken["taken"], judged)
    else:
        place = FilePlace(subject.task.module_place)
        broken = Finding(client_rules.MODULE_BROKEN, subject.task.id, place, detail=taken["error"])
        subject.findings.append(broken)
    for replay, answer in zip(subject.replays, answers, strict=True):
        subject.findings += check_replay(replay, answer, subject.judge)
    return works


def _draw(subject: _Subject, driver: Sandbox, draws: Draws, home: Path) -> None:
    """Hold an endpoint to bodies that are drawn, and to those that showed a disagreement before."""
    from fal_codegen.pipeline.checking.drawn import held  # noqa: PLC0415 - imports Hypothesis

    client = GeneratedClient(driver, subject.task.module)
    properties = held(subject.task, subject.loaded, subject.cases, client, draws, home)
    subject.findings += [*beside_cases(subject.findings, properties.findings)]
    subject.drawn, subject.bodies = properties.drawn, tuple(properties.bodies)
