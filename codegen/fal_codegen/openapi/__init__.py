"""An endpoint's OpenAPI document, read into our words; what cannot be read is a Problem."""

from fal_codegen.openapi.reading import Reading, read_document

__all__ = ["Reading", "read_document"]
