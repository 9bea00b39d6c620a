"""Foreign text in a line: whole where there is room, and with nothing that a reader cannot see."""

from fal_codegen.contract import one_line, shortened


def test_a_text_that_has_room_is_whole_and_one_that_has_none_is_cut() -> None:
    """The ellipsis is beyond what was asked for: it says that something stood there."""
    assert shortened("abc", 3) == "abc"
    assert shortened("abcd", 3) == "abc…"


def test_what_no_reader_sees_is_escaped_and_users_of_addresses_are_left_out() -> None:
    """A document may hold anything, a terminal's own commands and passwords among it."""
    assert one_line("a\nb\x1b[2J\u202ec é") == "a\\nb\\x1b[2J\\u202ec é"
    assert one_line("http://me:pass@host/a@b") == "http://host/a@b"
