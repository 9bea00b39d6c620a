"""Places in bodies, as findings and cases spell them."""

from fal_codegen.contract import any_item_path, in_body, of_any_item, spelled_path


def test_a_way_into_a_body_is_spelled_step_by_step() -> None:
    assert spelled_path(("loras", 0, "path")) == "loras/0/path"
    assert any_item_path(("loras", 0, "path")) == "loras/*/path"
    assert spelled_path(()) == any_item_path(()) == ""


def test_a_field_that_is_called_by_a_number_is_no_item() -> None:
    """Only the way itself tells them apart: spelled, both are a number."""
    assert any_item_path(("sizes", "0")) == "sizes/0"
    assert of_any_item("sizes/0") == "sizes/*"


def test_the_whole_body_is_its_side() -> None:
    assert in_body("input", "loras/0") == "input/loras/0"
    assert in_body("output", "") == "output"
