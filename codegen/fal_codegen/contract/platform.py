"""The Platform API's own document, which no endpoint has."""

from importlib.resources import files

from fal_codegen.contract.document import Document
from fal_codegen.contract.values import parse


def platform_document() -> Document:
    """Give the OpenAPI document of fal's Platform API.

    It is reconstructed from documentation, in our own words; `info` says from which day.
    """
    text = files("fal_codegen.contract").joinpath("platform.json").read_bytes()
    document = parse(text)
    assert isinstance(document, dict)
    return document
