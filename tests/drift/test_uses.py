"""Calls that are found in source, and what changes mean for them."""

import pytest
from fal_codegen.contract import EndpointId, Json
from fal_codegen.drift import Change, Client, Use, changes, concerns, gone, uses

from tests.documents import document, fields

from .test_rules import COUNT, ID, TEXT

OTHER = EndpointId("acme/painter/retouch")
CLIENT = Client("fal_endpoints", {ID: "painter", OTHER: "painter_retouch"})
Told = tuple[int, str, list[str], str, bool]

SOURCES: dict[str, tuple[str, list[Told]]] = {
    "a module by another name": (
        "from fal_endpoints import painter as p\np.Input(prompt='a', size=n)\n",
        [(2, ID, ["prompt", "size"], "", False)],
    ),
    "a class by another name": (
        "from fal_endpoints.painter_retouch import Input as Ask\nAsk(prompt='a')\n",
        [(2, OTHER, ["prompt"], "", False)],
    ),
    "a module with its package": (
        "import fal_endpoints\nfal_endpoints.painter.Input()\n",
        [(2, ID, [], "", False)],
    ),
    "a module imported as such": (
        "import fal_endpoints.painter as p\np.Input(prompt=x)\n",
        [(2, ID, ["prompt"], "", False)],
    ),
    "what is unpacked cannot be seen": (
        "from fal_endpoints import painter\npainter.Input(prompt='a', **more)\n",
        [(2, ID, ["prompt"], "", True)],
    ),
    "an id given to another client": (
        "import fal_client\nfal_client.run('acme/painter', arguments={'prompt': 'a', 'n': 2})\n",
        [(2, ID, ["prompt", "n"], "", False)],
    ),
    "an id with arguments that cannot be seen": (
        "fal_client.subscribe('acme/painter', arguments=made())\n",
        [(1, ID, [], "", True)],
    ),
    "what is read of an answer": (
        (
            "from fal_endpoints import painter as p\n"
            "def f(fal):\n"
            "    request = p.Input(prompt='a')\n"
            "    answer = fal.run(request)\n"
            "    return answer.images[0].url\n"
        ),
        [
            (3, ID, ["prompt"], "", False),
            (5, ID, [], "output/images", False),
            (5, ID, [], "output/images/*/url", False),
        ],
    ),
    "what is read in a loop, and awaited": (
        (
            "from fal_endpoints import painter as p\n"
            "async def f(fal):\n"
            "    answer = await fal.run(p.Input())\n"
            "    for image in answer.images:\n"
            "        print(image.url)\n"
        ),
        [
            (3, ID, [], "", False),
            (4, ID, [], "output/images", False),
            (5, ID, [], "output/images/*/url", False),
        ],
    ),
    "what is annotated": (
        "from fal_endpoints import painter as p\ndef f(a: p.Output):\n    return a.seed\n",
        [(3, ID, [], "output/seed", False)],
    ),
    "a name that means something else by then": (
        (
            "from fal_endpoints import painter as p\n"
            "answer = fal.run(p.Input())\nanswer = 3\nprint(answer.seed)\n"
        ),
        [(2, ID, [], "", False)],
    ),
    "other packages and other texts": (
        "from other import painter\npainter.Input(prompt='a')\nprint('acme/nobody')\n",
        [],
    ),
}


def found(source: str) -> tuple[Use, ...]:
    return uses(source, "app.py", CLIENT)


@pytest.mark.parametrize("key", SOURCES)
def test_calls_and_reads_are_found_where_they_stand(key: str) -> None:
    source, expected = SOURCES[key]
    listed = [(u.line, u.endpoint, [*u.fields], u.read, u.dynamic) for u in found(source)]
    assert listed == expected


def changed(before: Json, after: Json, *, answer: bool = False) -> tuple[Change, ...]:
    one, other = (
        document(fields(), each) if answer else document(each) for each in (before, after)
    )
    return changes(one, other, ID)


CALL = "from fal_endpoints import painter as p\np.Input({})\n"
READ = "from fal_endpoints import painter as p\ndef f(a: p.Output):\n    return a.{}\n"
ENUMS: tuple[Json, Json] = (fields(size={"enum": ["S", "M"]}), fields(size={"enum": ["S"]}))
NEEDED: tuple[Json, Json] = (fields(size=TEXT), fields("size", size=TEXT))
DEFAULTS: tuple[Json, Json] = (
    fields(size={**COUNT, "default": 1}),
    fields(size={**COUNT, "default": 2}),
)
GONE: tuple[Json, Json] = (fields(url=TEXT, seed=COUNT), fields(seed=COUNT))

CONCERNS: dict[str, tuple[tuple[Change, ...], str, list[str]]] = {
    "a field that is set": (changed(*ENUMS), CALL.format("size=n"), ["breaks you"]),
    "a value that stays": (changed(*ENUMS), CALL.format("size='S'"), []),
    "a value that goes": (changed(*ENUMS), CALL.format("size='M'"), ["breaks you"]),
    "a field that is left alone": (changed(*ENUMS), CALL.format("other=1"), []),
    "a call that cannot be seen": (changed(*ENUMS), CALL.format("**more"), ["may concern you"]),
    "a field that must be sent and is not": (changed(*NEEDED), CALL.format(""), ["breaks you"]),
    "a default that a call relies on": (changed(*DEFAULTS), CALL.format(""), ["may concern you"]),
    "a default that a call does not need": (changed(*DEFAULTS), CALL.format("size=3"), []),
    "a part of an answer that is read": (
        changed(*GONE, answer=True),
        READ.format("url"),
        ["breaks you"],
    ),
    "a part of an answer that is not read": (changed(*GONE, answer=True), READ.format("seed"), []),
    "an endpoint that is gone": ((gone(ID),), CALL.format("size=1"), ["breaks you"]),
    "what only widens": (changed(*reversed(ENUMS)), CALL.format("size=n"), []),
}


@pytest.mark.parametrize("key", CONCERNS)
def test_a_change_is_held_to_every_use(key: str) -> None:
    differences, source, expected = CONCERNS[key]
    crossed = [*concerns(differences, found(source))]
    assert [each.verdict for each in crossed] == expected
    assert all((each.use.file, each.use.line > 1) == ("app.py", True) for each in crossed)


def test_uses_of_other_endpoints_are_of_no_concern() -> None:
    source = "from fal_endpoints import painter_retouch as p\np.Input(size=n)\n"
    assert [*concerns(changed(*ENUMS), found(source))] == []
