"""The module of the Platform API is what its document says."""

from .platform import MODULE, made


def test_the_module_is_made_of_the_document_and_nobody_edited_it() -> None:
    assert MODULE.read_text("utf-8") == made(), "run make platform"
