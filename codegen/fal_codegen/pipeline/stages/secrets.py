"""secrets: what recordings hold that must not be in a repository; nothing else is looked at."""

from collections.abc import Collection, Iterator

from fal_codegen.check import AcceptanceResult, Finding, check_secrets
from fal_codegen.pipeline.checking.acceptances import apply_to_findings
from fal_codegen.pipeline.parameters import today
from fal_codegen.project import Project, file_place, files_below, find_documents


def secrets(
    project: Project, *, keys: Collection[str] = (), date: str = ""
) -> AcceptanceResult[Finding]:
    """Search every recording for these keys, and for what shows itself to be a secret.

    `date` is the day as ISO 8601 has it, today by default: acceptances may have a last one.
    """
    return apply_to_findings(project, [*_found(project, keys)], date or today())


def _found(project: Project, keys: Collection[str]) -> Iterator[Finding]:
    deepest_first = sorted(find_documents(project.contracts), key=len, reverse=True)
    for path, file in files_below(project.cassettes).items():
        id_ = next((each for each in deepest_first if path.startswith(f"{each}/")), None)
        text = file.read_bytes().decode(errors="backslashreplace")
        yield from check_secrets(id_, file_place(project, file), text, keys)
