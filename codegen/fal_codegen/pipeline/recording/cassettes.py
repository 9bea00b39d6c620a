"""The recordings a project holds, each given to its endpoint."""

from collections.abc import Collection, Iterator
from pathlib import Path

from fal_codegen.cassettes import Cassette
from fal_codegen.check import Finding, rules
from fal_codegen.contract import EndpointId
from fal_codegen.pipeline.recording.searched import Searched
from fal_codegen.project import Project, file_place, files_below

_SUFFIX = ".yaml"


def load_cassettes(
    project: Project, ids: Collection[EndpointId], searched: Searched
) -> tuple[dict[EndpointId, dict[Path, Cassette]], list[Finding]]:
    """Read the recordings of every endpoint, by file, and give what is wrong with any.

    Every file that is not known to be clean is searched for secrets. What holds one is not read any
    further, so that no other finding quotes it. Of endpoints without a contract it is only told
    that there are recordings.
    """
    tapes: dict[EndpointId, dict[Path, Cassette]] = {id_: {} for id_ in ids}
    deepest_first = sorted(ids, key=len, reverse=True)
    findings: list[Finding] = []
    strays: set[EndpointId] = set()
    files = files_below(project.cassettes)
    if not files:
        return tapes, findings
    from fal_codegen.cassettes import read_cassette  # noqa: PLC0415 - costs more than all the rest
    from fal_codegen.check import check_secrets  # noqa: PLC0415 - as above

    for path, file in files.items():
        id_ = next((each for each in deepest_first if path.startswith(f"{each}/")), None)
        place = file_place(project, file)
        try:
            data = file.read_bytes()
            secrets: list[Finding] = []
            if not searched.is_clean(data):
                text = data.decode(errors="backslashreplace")
                secrets += check_secrets(id_, place, text, searched.keys)
            findings += secrets
            if not secrets:
                searched.add(data)
            if file.suffix != _SUFFIX or secrets:
                continue
            cassette = read_cassette(data.decode())
        except (ValueError, OSError) as error:
            if id_ is not None:
                findings.append(Finding(rules.CASSETTE_UNREADABLE, id_, place, detail=str(error)))
            continue
        endpoint = cassette.stamp.endpoint
        if endpoint == id_:
            tapes[endpoint][file] = cassette
        elif endpoint not in tapes and (id_ is None or path.startswith(f"{endpoint}/")):
            strays.add(endpoint)  # it may be a longer id than the folder's
        else:
            findings.append(Finding(rules.CASSETTE_MISPLACED, id_, place, str(endpoint)))
    return tapes, [*findings, *_strays(project, strays)]


def _strays(project: Project, ids: Collection[EndpointId]) -> Iterator[Finding]:
    for id_ in sorted(ids):
        place = file_place(project, project.cassettes / id_)
        yield Finding(rules.CASSETTE_STRAY, None, place, str(id_))
