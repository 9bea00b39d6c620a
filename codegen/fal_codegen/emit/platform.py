"""The Platform API as a module of the runtime: a class for each question and for each answer.

It is the same for every package, so it is made once, from the document that `contract` keeps.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias, cast

from fal_codegen.contract import COMPONENTS, Document, Json
from fal_codegen.emit.layout import Templates
from fal_codegen.emit.models import models
from fal_codegen.emit.package import MODELS, below, environment
from fal_codegen.emit.prepared import Details, Prepared
from fal_codegen.emit.schema import prepare
from fal_codegen.emit.text import docstring, string
from fal_codegen.emit.tidy import tidy, write_texts
from fal_codegen.openapi import read_document
from fal_codegen.scratch import scratch

_JSON = "application/json"
_AROUND = "platform/api"
"""The endpoint in which all questions are read at once; nothing of it is written."""


_Node: TypeAlias = dict[str, Any]
"""A part of the document, which we wrote ourselves: its form is known."""


@dataclass(frozen=True, slots=True)
class _Query:
    """A question: the schema of what is asked with it, and the base of its class, as source."""

    name: str
    about: str
    schema: _Node
    answer: str
    base: str


def emit_platform(document: Document, templates: Templates) -> str:
    """Give the module of a Platform API's document."""
    queries = [*_queries(document)]
    read = read_document(_around(document, queries))
    if read.endpoint is None:
        raise ValueError(read.refusal)
    prepared = _without_root(prepare(read.endpoint), queries)
    with scratch() as folder:
        write_texts(folder, below(MODELS, templates))
        source = models(prepared, folder / MODELS)
    text = (
        environment(templates)
        .get_template("python/platform.py.jinja")
        .render(models=source, names=prepared.names)
    )
    return tidy({"platform.py": text})["platform.py"]


def _queries(document: _Node) -> Iterator[_Query]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            answer = _reference(operation["responses"]["200"])
            for name, body in _bodies(operation, document):
                given = {**_parameters(operation), **body.get("properties", {})}
                fixed = {key: each["const"] for key, each in given.items() if "const" in each}
                needed = {*_required(operation), *body.get("required", [])} - fixed.keys()
                schema: _Node = {
                    "type": "object",
                    "properties": {key: each for key, each in given.items() if key not in fixed},
                    "required": sorted(needed),
                }
                base = _base(document, operation, answer, _route(method, path, operation, fixed))
                yield _Query(name, operation["summary"], schema, answer, base)


def _bodies(operation: _Node, document: _Node) -> Iterator[tuple[str, _Node]]:
    """Give the schemas that a body may have, by the name of the question with it."""
    if "requestBody" not in operation:
        yield operation["operationId"], {}
        return
    for each in operation["requestBody"]["content"][_JSON]["schema"]["oneOf"]:
        name = each["$ref"].removeprefix(COMPONENTS)
        yield name, document["components"]["schemas"][name]


def _parameters(operation: _Node) -> dict[str, Any]:
    return {
        _field(each): {**each["schema"], "description": each["description"]}
        for each in operation.get("parameters", [])
    }


def _field(parameter: _Node) -> str:
    name: str = parameter["name"]
    return name.lower().replace("-", "_") if parameter["in"] == "header" else name


def _required(operation: _Node) -> list[str]:
    return [_field(each) for each in operation.get("parameters", []) if each["required"]]


def _route(method: str, path: str, operation: _Node, fixed: Mapping[str, str]) -> str:
    parameters = operation.get("parameters", [])
    headers = {_field(each): each["name"] for each in parameters if each["in"] == "header"}
    arguments = [string(method.upper()), string(path)]
    arguments += [f"headers={_texts(headers)}"] * bool(headers)
    arguments += [f"fixed={_texts(fixed)}"] * bool(fixed)
    open_to_all = not operation["security"] or {} in operation["security"]
    arguments += ["needs_key=False"] * open_to_all
    return f"Route({', '.join(arguments)})"


def _texts(texts: Mapping[str, str]) -> str:
    """Spell a dictionary of texts."""
    return f"{{{', '.join(f'{string(name)}: {string(text)}' for name, text in texts.items())}}}"


def _base(document: _Node, operation: _Node, answer: str, route: str) -> str:
    items = operation.get("x-items")
    if items is None:
        return f"Query[{answer}], route={route}"
    of = document["components"]["schemas"][answer]["properties"][items]["items"]
    item = of["$ref"].removeprefix(COMPONENTS)
    return f"Listing[{answer}, {item}], route={route}, items={string(items)}"


def _reference(response: _Node) -> str:
    reference: str = response["content"][_JSON]["schema"]["$ref"]
    return reference.removeprefix(COMPONENTS)


def _around(document: _Node, queries: list[_Query]) -> Document:
    """Give a document of one endpoint that takes all questions and gives all answers."""
    asked = {each.name: each.schema for each in queries if each.schema["properties"]}
    answers = dict.fromkeys(each.answer for each in queries)
    result = f"/{_AROUND}/requests/{{request_id}}"
    schemas = {**document["components"]["schemas"], **asked}
    made: Any = {
        "paths": {
            f"/{_AROUND}": {"post": {"requestBody": _content(asked)}},
            result: {"get": {"responses": {"200": _content(answers)}}},
        },
        "components": {"schemas": {name: _in_order(each) for name, each in schemas.items()}},
    }
    return cast("Document", made)


def _in_order(schema: _Node) -> Json:
    """Keep the properties of a schema in the order in which the document has them."""
    return {**schema, "x-fal-order-properties": [*schema.get("properties", ())]}


def _content(names: Mapping[str, object]) -> Json:
    properties: Json = {name: {"$ref": f"{COMPONENTS}{name}"} for name in names}
    return {"content": {_JSON: {"schema": {"type": "object", "properties": properties}}}}


def _without_root(prepared: Prepared, queries: list[_Query]) -> Prepared:
    definitions = {k: v for k, v in prepared.definitions.items() if k not in {"Input", "Output"}}
    details = {name: prepared.details[name] for name in definitions}
    for query in queries:
        definitions.setdefault(query.name, {"type": "object", "properties": {}})
        known = details.get(query.name, Details(by_field={}, extra=""))
        details[query.name] = {**known, "base": query.base, "doc": docstring(query.about)}
    return Prepared(definitions, details)
