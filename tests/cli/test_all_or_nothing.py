"""Verbs that write contracts and client: both are new in the end, or everything is as it was."""

from importlib import import_module

import pytest

from tests.cli.conftest import PAINT, Desk, changed, contents, document

Said = pytest.CaptureFixture[str]
POET = "acme/poet"
VERBS = {
    "add": ("add", POET),
    "apply": ("drift", "--apply"),
    "run": ("pipeline",),
    "remove": ("remove", PAINT, "--yes"),
}


@pytest.mark.parametrize("stage", VERBS)
def test_an_interrupt_after_the_first_of_them_was_written_leaves_all_as_it_was(
    desk: Desk, capsys: Said, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    module = import_module(f"fal_codegen.pipeline.stages.{stage}")
    write = module.write_package

    def write_and_stop(*arguments: object) -> None:
        write(*arguments)
        assert contents(desk.root) != before
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "write_package", write_and_stop)
    before = contents(desk.root)
    desk.serves(POET, document(POET))
    desk.serves(PAINT, changed(document(PAINT), "Ask/properties/ratio/enum", ["1:1"]))
    source = () if stage == "remove" else ("--source", desk.documents)
    assert desk.run(*VERBS[stage], *source) == 130
    assert capsys.readouterr().err.endswith("error: interrupted; nothing was left half-written\n")
    assert contents(desk.root) == before
