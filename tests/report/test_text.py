from dataclasses import replace

from fal_codegen.check import Finding, accept, rules
from fal_codegen.contract import EndpointId, FilePlace
from fal_codegen.pipeline import EndpointSummary
from fal_codegen.project import Provenance
from fal_codegen.report import show_findings, show_rows

from tests.report.conftest import Screen, found


def test_findings_come_first_and_accepted_ones_with_their_reasons_after_them() -> None:
    screen = Screen()
    open_, known = found("docs-missing"), found("docs-limit-differs", 1, 2, "maximum")
    ours = accept(known, "the page is old", "2027-01-31")
    theirs = accept(known, "it lags behind")
    show_findings(screen, [open_], accepted=[(known, ours)], known=[(known, theirs)])
    assert [line.split()[0] for line in screen.lines] == ["note", "accepted", "known"]
    assert screen.lines[0].endswith("[docs-missing]")
    assert screen.lines[1].endswith(f"{known.id}] (accepted until 2027-01-31: the page is old)")
    assert screen.lines[2].endswith(f"{known.id}] (known to fal-codegen: it lags behind)")


def test_what_can_be_accepted_stands_alone_with_its_id_and_notes_come_together() -> None:
    screen = Screen()
    one, other = found("docs-limit-differs", 1, 2, "maximum"), found("docs-missing")
    others = [replace(each, endpoint=EndpointId("acme/poet")) for each in (one, other)]
    over = accept(one, "until they mend it", "2026-01-31")
    show_findings(screen, [one, other, *others], expired=[(one, over)])
    assert [line.split()[:4] for line in screen.lines] == [
        ["warning", "acme/painter", "input/x:", "maximum:"],
        ["warning", "acme/poet", "input/x:", "maximum:"],
        ["note", "acme/painter", "and", "1"],
    ]
    assert screen.lines[0].endswith(f"{one.id}] (until 2026-01-31: until they mend it)")
    assert screen.lines[1].endswith(f"[docs-limit-differs {others[0].id}]")


def test_a_finding_about_the_whole_project_names_no_endpoint() -> None:
    screen = Screen()
    show_findings(screen, [Finding(rules.GENERATED_STALE, None, FilePlace("generated"), 3)])
    assert screen.lines[0].startswith(
        "error    generated: files that are not what the contracts say: 3 ["
    )


def test_a_line_is_never_broken_however_long_it_is() -> None:
    screen = Screen()
    show_findings(screen, [found("docs-limit-differs", "x" * 60, "y" * 60, "maximum")])
    assert len(screen.lines) == 1
    assert len(screen.lines[0]) > 80


def test_what_a_document_says_cannot_play_with_the_terminal() -> None:
    screen = Screen()
    show_findings(
        screen, [found("docs-unreadable", detail="[red]\x1b[2J\nerror  acme/painter gone[/red]")]
    )
    (line,) = screen.lines
    assert "[red]\\x1b[2J\\nerror  acme/painter gone[/red]" in line


LONG = f"acme/{'very-long-name/' * 3}painter"


def row(endpoint: str, source: str = "emulator") -> EndpointSummary:
    return EndpointSummary(
        EndpointId(endpoint),
        Provenance(source, "2026-11-01", "0" * 64),
        12,
        345,
        6789,
        1800,
        123,
        5,
        45,
        67,
        89,
    )


def test_the_table_fits_80_columns_and_keeps_the_numbers() -> None:
    screen = Screen()
    show_rows(screen, [row("fal-ai/nano-banana-pro/edit"), row(LONG)])
    head, first, *others = screen.lines
    assert head.split()[0] == "endpoint"
    assert all(len(line) <= 80 for line in screen.lines)
    numbers = ["345", "6789", "1800", "123", "5", "45", "67", "89"]
    assert first.split() == ["fal-ai/nano-banana-pro/edit", *numbers]
    assert others[0].split()[1:] == numbers
    assert "".join(line.split()[0] for line in others[:3]) == LONG


def test_below_the_table_stands_where_the_contracts_came_from() -> None:
    screen = Screen()
    given = Provenance("emulator", "2026-11-01", "0" * 64, "reconstructed on 2026-10-01")
    odd = [
        replace(row("a/g"), origin=given, changes=None, repeated=True),
        replace(row("a/i"), origin=given, changes=None),
        EndpointSummary(
            EndpointId("a/h"),
            Provenance("unknown", "", ""),
            None,
            None,
            None,
            None,
            None,
            1,
            None,
            1,
            0,
        ),
    ]
    rows = [row("a/b"), row("a/c"), row("a/d", "live"), row("a/e", "folder"), row("a/f", "by hand")]
    show_rows(screen, [*rows, *odd])
    assert "–" in screen.lines[6].split()  # noqa: RUF001 - the report's own dash
    assert screen.lines[-9:] == [
        "–  cannot tell: the emulator would repeat this project's own document.",  # noqa: RUF001 - as above
        "–  cannot tell: the source did not give the document.",  # noqa: RUF001 - as above
        "–  cannot tell: the document cannot be read.",  # noqa: RUF001 - as above
        "2 contracts from our emulator, not from fal.ai, 2026-11-01.",
        "1 contract from fal.ai, 2026-11-01.",
        "1 contract from a folder of documents, 2026-11-01.",
        "1 contract by hand, 2026-11-01.",
        "2 contracts from our emulator, not from fal.ai, 2026-11-01 (reconstructed on 2026-10-01).",
        "1 contract of unknown origin.",
    ]


def test_on_a_narrow_terminal_each_endpoint_has_its_counts_below_it() -> None:
    screen = Screen(width=40, terminal=True)
    show_rows(screen, [row("fal-ai/nano-banana-pro/edit")])
    name, first, second, *_ = screen.lines
    assert name == "fal-ai/nano-banana-pro/edit"
    words = f"{first} {second}".split()
    assert words[:4] == ["limits", "345,", "cases", "6789,"]
    assert "known 89" in " ".join(" ".join(screen.lines).split())
    assert all(len(line) <= 40 for line in screen.lines[:4])
