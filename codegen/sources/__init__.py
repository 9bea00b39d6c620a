"""The only door to the network and to foreign documents, and their readers."""

from codegen.sources.doors import Folder, Gone, Listed, Service, Source
from codegen.sources.fetch import Fetched, fetch_endpoint
from codegen.sources.keep import keep, page_digest
from codegen.sources.openapi import Reading, read_document
from codegen.sources.pages import read_docs, read_page, write_docs, write_llms

__all__ = [
    "Fetched",
    "Folder",
    "Gone",
    "Listed",
    "Reading",
    "Service",
    "Source",
    "fetch_endpoint",
    "keep",
    "page_digest",
    "read_docs",
    "read_document",
    "read_page",
    "write_docs",
    "write_llms",
]
