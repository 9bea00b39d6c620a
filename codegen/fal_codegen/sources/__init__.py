"""The only way to the network: documents and pages, as bytes."""

from fal_codegen.sources.cache import FileCache
from fal_codegen.sources.catalogue import Listing
from fal_codegen.sources.connecting import open_http
from fal_codegen.sources.decoding import decoded
from fal_codegen.sources.download import LARGEST_SITE, Unreachable, read_file, read_url
from fal_codegen.sources.pricing import UnitPrice, unit_price
from fal_codegen.sources.service import AT_ONCE, Folder, Gone, Hint, Listed, Service, Source

__all__ = [
    "AT_ONCE",
    "LARGEST_SITE",
    "FileCache",
    "Folder",
    "Gone",
    "Hint",
    "Listed",
    "Listing",
    "Service",
    "Source",
    "UnitPrice",
    "Unreachable",
    "decoded",
    "open_http",
    "read_file",
    "read_url",
    "unit_price",
]
