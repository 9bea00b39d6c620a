"""The page of a report: one file, nothing of others in it, and nobody else's code."""

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser

from fal_codegen.cases import Documented
from fal_codegen.check import CoverageWitness, EndpointCoverage, LimitCoverage, Sides, grouped
from fal_codegen.contract import Json
from fal_codegen.drift import Change
from fal_codegen.pipeline import LimitVersion, LimitWitnesses, Move, Report, Timeline
from fal_codegen.report import render
from fal_codegen.report.entries import entries

from tests.report.changes import change
from tests.report.conftest import PAINT, found
from tests.report.samples import (
    EVIL,
    FINE,
    ORDINARY,
    PROBED,
    WHOLE,
    checked,
    drifted,
    evil_census,
    evil_report,
)


class Reader(HTMLParser):
    """Collects tags, attributes and texts of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.texts: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())


SIDES: dict[CoverageWitness, Sides] = {"cases": Sides(3, 2), "cassettes": Sides(4, 0)}


def limit(
    page: int | None, *rules: str, place: str = "input/n", unreachable: str = ""
) -> LimitWitnesses:
    has_page = page is not None
    return LimitWitnesses(place, "maximum", 4, page, has_page, SIDES, unreachable, rules)


def test_hostile_text_brings_no_tag_and_no_attribute() -> None:
    plain, evil = (
        Reader(render("html", ORDINARY, WHOLE)),
        Reader(render("html", evil_report(), WHOLE)),
    )
    assert set(evil.tags) <= {*plain.tags, "details", "summary", "section", "li", "ul"}
    assert evil.tags.count("script") == 1
    names = {name for name, _ in evil.attributes}
    assert not {name for name in names if name.startswith("on")} | names & {"src", "style"}
    links = [value for name, value in evil.attributes if name == "href"]
    assert all(value and re.fullmatch(r"#[\w-]+", value) for value in links)
    assert "</script><img src=x onerror=alert(1)>" in evil.text
    assert all(text.split()[0] in evil.text for text in EVIL if text[0].isprintable())


def test_the_page_of_a_probe_has_what_the_service_did_beside_the_other_witnesses() -> None:
    rows = [limit(None, place="input/b"), limit(None, place="input/z")]
    page = Reader(render("html", replace(PROBED, limits={str(PAINT): rows}), WHOLE)).text
    assert "deviations accepted limits" in page
    assert "field limit document page service input/b maximum 4 no page lax" in page
    assert "input/z maximum 4 no page not asked" in page
    evil = Reader(render("html", evil_census(), WHOLE))
    assert set(evil.tags) <= {*Reader(render("html", ORDINARY, WHOLE)).tags, "section", "li", "ul"}
    assert evil.tags.count("script") == 1
    assert "service input/b" not in Reader(render("html", ORDINARY, WHOLE)).text


def test_nothing_is_asked_of_a_network_and_no_script_runs_but_ours() -> None:
    text = render("html", ORDINARY, WHOLE)
    assert not re.search(r"(?i)(src|href|action)=[\"']?(https?:|//)|url\(|@import|fetch\(", text)
    policy = dict(re.findall(r"(\w+-src) '([^']+)'", text))
    assert policy["default-src"] == "none"
    for tag, source in (("style", "style-src"), ("script", "script-src")):
        (inline,) = re.findall(f"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        digest = b64encode(sha256(inline.encode()).digest()).decode()
        assert policy[source] == f"sha256-{digest}"


def test_a_change_has_before_after_witness_and_what_to_do() -> None:
    text = Reader(render("html", ORDINARY, WHOLE)).text
    for said in (
        "before 7",
        "after 8",
        "what to do change",
        "contracts/a/openapi.json:7",
    ):
        assert said in text
    assert "Accepted: 1" in text


def test_of_several_witnesses_the_page_has_a_line_for_each() -> None:
    parts = [
        found("docs-limit-differs", 4, 8, "maximum"),
        found("request-takes-too-little", 5, 8, "maximum"),
    ]
    shown = Reader(render("html", Report(checked=checked(*grouped(parts))), WHOLE)).text
    assert "document 8 page 4 on the page generated client the generated client refuses 5" in shown


def test_every_rule_that_the_page_names_leads_to_what_it_means() -> None:
    rows = {str(PAINT): [limit(5, "docs-limit-differs", "witnesses-differ")]}
    for report in (replace(ORDINARY, limits=rows), PROBED):
        page = Reader(render("html", report, WHOLE))
        links = {value for name, value in page.attributes if name == "href" and value}
        anchors = {f"#{value}" for name, value in page.attributes if name == "id"}
        assert {each for each in links if each.startswith("#")} <= anchors
        assert {each for each in links if each.startswith("#rule-")}
    shown = Reader(render("html", replace(ORDINARY, limits=rows), WHOLE)).text
    assert "witnesses-differ error of check : …: … in the document, and several" in shown
    assert (
        "What to do: If fal takes what only the page allows, the document is behind; accept"
        in shown
    )


def test_limits_stand_by_witness_and_disagreements_are_marked() -> None:
    rows = [limit(5, "docs-limit-differs"), limit(None, unreachable="too deep")]
    text = render("html", Report(drifted(), checked(), limits={str(PAINT): rows}), WHOLE)
    assert text.count('<tr class="apart">') == 1
    shown = Reader(text).text
    heads = "document page client recordings of the emulator recordings of fal your tests"
    assert heads in shown
    within = "3 within, 2 beyond 4 within, 0 beyond never never"
    assert f"input/n docs-limit-differs maximum 4 5 {within}" in shown
    assert "input/n maximum 4 no page not reachable: too deep 4 within, 0 beyond" in shown


def test_of_limits_that_were_not_exercised_a_page_without_a_check_says_nothing() -> None:
    text = render("html", Report(drifted(), limits={str(PAINT): [limit(5)]}), WHOLE)
    assert "your tests" not in Reader(text).text
    assert "input/n maximum 4 5 History" not in text


def test_who_exercised_how_many_limits_stands_at_each_endpoint() -> None:
    covered = EndpointCoverage(
        PAINT,
        "",
        (
            LimitCoverage(Documented("n", "maximum", 4), SIDES, reachable=True),
            LimitCoverage(Documented("m", "pattern", "a"), {}, reachable=False),
        ),
        outdated_tests=True,
    )
    report = Report(drifted(), checked(), coverage={str(PAINT): covered})
    shown = Reader(render("html", report, WHOLE)).text
    assert (
        "1 of 2 limits can be reached from both sides; on both sides of a limit were: cases 1, "
        "cassettes 0, traffic 0, tests 0. But tests ran under another contract"
    ) in shown


def test_where_nothing_was_found_the_page_says_so() -> None:
    text = Reader(render("html", FINE, WHOLE)).text
    assert "nothing found in 1 endpoint" in text
    assert "Nothing was found here." in text


def test_what_nobody_can_tell_stands_first() -> None:
    report = Report(drifted(change("request-limit-tightened"), refused=["acme/lost: gone"]))
    text = Reader(render("html", report, WHOLE)).text
    assert text.index("acme/lost: gone") < text.index("NAME tightened")


def test_the_history_of_limits_is_a_line_for_each_version_that_moved_one() -> None:
    versions = (
        LimitVersion("abc", "2026-01-02", 5, ()),
        LimitVersion("def", "2026-03-04", 5, (Move("input/n", "maximum", 4, 2),)),
    )
    line = Timeline(versions, older="this clone is shallow")
    text = Reader(render("html", replace(FINE, timelines={str(PAINT): line}), WHOLE)).text
    assert "Older versions are not known: this clone is shallow." in text
    assert "2026-01-02 abc: the first that is known, 5 limits" in text
    assert "2026-03-04 def: input/n maximum: 2 now, before 4" in text


def test_where_there_is_no_history_the_page_says_why() -> None:
    nothing = Timeline(why="contracts/ is in no git repository")
    text = Reader(render("html", replace(FINE, timelines={str(PAINT): nothing}), WHOLE)).text
    assert "No history: contracts/ is in no git repository." in text


def test_null_the_text_null_and_what_is_not_there_look_each_their_own() -> None:
    defaults: list[Json] = [[None], ["null"], None, [1], ["1"], ["a"]]
    sides = [each.sides[0][1] for each in entries(Report(drifted(*map(defaulting, defaults))))]
    assert sides == ["null", '"null"', None, 1, '"1"', "a"]


def defaulting(before: Json) -> Change:
    return change("request-default-changed", before, [8])
