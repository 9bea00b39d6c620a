"""What the prices of endpoints are for, as their pages say."""

from collections.abc import Collection, Mapping

from fal_codegen.contract import EndpointId, parse
from fal_codegen.project import PAGE, Project


def price_units(project: Project, ids: Collection[EndpointId]) -> Mapping[EndpointId, str]:
    """Give the unit of an endpoint's first price, where its committed page has one.

    A page that cannot be read has none: `check` tells of it.
    """
    files = {id_: project.contracts / id_ / PAGE for id_ in ids}
    texts = {id_: file.read_bytes() for id_, file in files.items() if file.is_file()}
    units = {id_: _unit(data) for id_, data in texts.items() if b'"prices"' in data}
    return {id_: unit for id_, unit in units.items() if unit}


def _unit(data: bytes) -> str:
    from fal_codegen.pages import Page, read_docs  # noqa: PLC0415 - most pages have no prices

    try:
        page = read_docs(parse(data))
    except ValueError:
        return ""
    return page.prices[0].unit if isinstance(page, Page) and page.prices else ""
