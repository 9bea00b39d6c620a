"""conform: a client in any language, held to the project's conformance kit."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from fal_codegen.conform import (
    Known,
    Outcome,
    Rules,
    convict,
    load_kit,
    play_before_emulator,
    play_scripts,
    read_known,
    started,
    try_answers,
    try_requests,
    with_known,
)
from fal_codegen.emit import KIT
from fal_codegen.emulator import running, schedule_of
from fal_codegen.errors import reading
from fal_codegen.pipeline.generating.package import modules_of, package_folder
from fal_codegen.pipeline.serving.project_emulator import project_emulator, servable
from fal_codegen.project import Project
from fal_codegen.sandbox import direct_environment, port_command


@dataclass(frozen=True, slots=True)
class ConformResult:
    """What a client says of itself, what tests came to, and known failures that met none."""

    name: str
    features: frozenset[str]
    outcomes: list[Outcome]
    unused: list[Known]


def conform(
    project: Project, command: Sequence[str] = (), known: Path | None = None
) -> ConformResult:
    """Hold the client that a command runs to the kit in generated/; our Python client without one.

    `known` is a list of tests that may fail. The program gets neither the user's key nor gateway.
    Raises `Broken`.
    """
    kit, own = load_kit(project.generated / KIT), servable(project)
    convict(kit, {id_: contract.document for id_, contract in own.readable.items()})
    listed = () if known is None else _known(known)

    @contextmanager
    def serve(rules: Rules) -> Generator[str]:
        schedule = schedule_of({"rule": [*rules]})
        with running(project_emulator(project, own=own, schedule=schedule)) as base:
            yield base

    environment = direct_environment()
    if not command:
        modules = {str(id_): module for id_, module in modules_of(project).items()}
        command, environment = port_command(package_folder(project), modules)
    with started(command, project.root, environment, kit.lines) as port:
        port.start()
        found = [
            *try_requests(kit, port),
            *try_answers(kit, port),
            *play_scripts(kit, port),
            *play_before_emulator(kit, port, serve),
        ]
    outcomes, unused = with_known(found, listed)
    return ConformResult(port.name, port.features, outcomes, unused)


def _known(file: Path) -> tuple[Known, ...]:
    with reading(file):
        return read_known(file.read_text(encoding="utf-8"), str(file))
