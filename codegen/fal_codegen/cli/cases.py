"""cases: the boundary cases, to read or as vectors for other clients."""

import json
from collections.abc import Sequence
from pathlib import Path

import click

from fal_codegen.cli.options import endpoint_ids, format_option, tell_gaps

_SHOWN = 99
"""Characters of a body on a line."""


@click.command()
@endpoint_ids
@format_option
@click.pass_obj
def cases(root: Path, ids: Sequence[str], form: str) -> int:
    """List bodies at every limit and beyond it, each with its verdict.

    As JSON lines they are test vectors for clients in any language.
    """
    from fal_codegen import pipeline
    from fal_codegen.contract import shortened
    from fal_codegen.project import load_project

    result = pipeline.cases(load_project(root), ids)
    for id_, case in ((id_, case) for id_, each in result.cases.items() for case in each):
        line = {
            "endpoint": id_,
            "id": case.id,
            "place": case.place,
            "keyword": case.keyword,
            "limit": case.limit,
            "valid": case.valid,
            "taken": case.taken,
            "body": case.body,
        }
        if form == "json":
            click.echo(json.dumps(line, ensure_ascii=True))
        else:
            verdict = "accepted" if case.valid else "refused "
            shown = shortened(json.dumps(case.body), _SHOWN)
            click.echo(f"{verdict} {id_} {case.place} {case.keyword}: {shown}")
    return tell_gaps(result.gaps)
