"""Where Python source calls the generated client: of which endpoint, and with which fields.

Source is read as a syntax tree and never run. What a name stands for is followed from imports and
plain assignments, function by function; everything else is dynamic.
"""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from fal_codegen.contract import EndpointId, Json, escape


@dataclass(frozen=True, slots=True)
class Use:
    """One call, or one read of an answer, with its line.

    `fields` are the fields of the request that are set, with their values where these are literal
    (in a list of one). `read` is a place of the answer, `output/images/*/url`. `dynamic` tells that
    more may be set than can be seen.
    """

    file: str
    line: int
    endpoint: EndpointId
    fields: Mapping[str, Json] = field(default_factory=dict[str, Json])
    read: str = ""
    dynamic: bool = False


@dataclass(frozen=True, slots=True)
class Client:
    """The generated package: its name, and its modules by the ids of their endpoints."""

    package: str
    modules: Mapping[EndpointId, str]


def uses(source: str, file: str, client: Client) -> tuple[Use, ...]:
    """Find the uses in one file, in the order of lines. Raises `SyntaxError`."""
    tree = ast.parse(source, file)
    reader = _Reader(file, client)
    reader.imports(tree)
    reader.body(tree, {})
    return tuple(sorted(reader.found, key=lambda use: (use.line, use.read)))


_Known = dict[str, tuple[EndpointId, str]]
"""What variables hold: of which endpoint, `request` or a place of its answer."""


class _Reader:
    def __init__(self, file: str, client: Client) -> None:
        self._file = file
        self._package = client.package
        self._ids = {module: id_ for id_, module in client.modules.items()}
        self._every = frozenset(client.modules)
        self._names: dict[str, EndpointId] = {}
        self._classes: dict[str, tuple[EndpointId, str]] = {}
        self.found: list[Use] = []

    def imports(self, tree: ast.AST) -> None:
        """Learn the names of modules and classes, wherever they are imported."""
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module == self._package:
                for alias in node.names:
                    if alias.name in self._ids:
                        self._names[alias.asname or alias.name] = self._ids[alias.name]
            elif isinstance(node, ast.ImportFrom) and node.module:
                package, _, module = node.module.rpartition(".")
                if package == self._package and module in self._ids:
                    for alias in node.names:
                        model = (self._ids[module], alias.name)
                        self._classes[alias.asname or alias.name] = model
            elif isinstance(node, ast.Import):
                for alias in node.names:
                    package, _, module = alias.name.rpartition(".")
                    if alias.asname and package == self._package and module in self._ids:
                        self._names[alias.asname] = self._ids[module]

    def body(self, scope: ast.AST, known: _Known) -> None:
        """Read a scope: assignments are followed in their order, inner functions know them too."""
        inner: list[ast.AST] = []
        known = dict(known)
        for node in _statements(scope, inner):
            self._learn(node, known)
            self._note(node, known)
        for each in inner:
            self.body(each, known | self._parameters(each))

    def _learn(self, node: ast.AST, known: _Known) -> None:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                self._bind(name, self._holds(value, known), known)
            case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation, value=value):
                model = self._annotated(annotation) or (value and self._holds(value, known))
                self._bind(name, model or None, known)
            case (
                ast.For(target=ast.Name(id=name), iter=value)
                | ast.comprehension(target=ast.Name(id=name), iter=value)
            ):
                meaning = self._holds(value, known)
                items = (
                    meaning and meaning[1].startswith("output") and (meaning[0], f"{meaning[1]}/*")
                )
                self._bind(name, items or None, known)
            case _:
                return

    def _bind(self, name: str, meaning: tuple[EndpointId, str] | None, known: _Known) -> None:
        known.pop(name, None)
        if meaning:
            known[name] = meaning

    def _note(self, node: ast.AST, known: _Known) -> None:
        """Keep what a node uses."""
        if isinstance(node, ast.Call):
            if (made := self._class(node.func)) and made[1] == "Input":
                self._keep(node, made[0], node.keywords, positional=bool(node.args))
            elif named := self._by_id(node):
                self._by_arguments(node, named)
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
            meaning = self._holds(node, known)
            if meaning and meaning[1].startswith("output"):
                self.found.append(Use(self._file, node.lineno, meaning[0], read=meaning[1]))

    def _keep(
        self, node: ast.Call, id_: EndpointId, words: list[ast.keyword], *, positional: bool
    ) -> None:
        fields = {word.arg: _literal(word.value) for word in words if word.arg}
        dynamic = positional or any(word.arg is None for word in words)
        self.found.append(Use(self._file, node.lineno, id_, fields, dynamic=dynamic))

    def _by_id(self, node: ast.Call) -> EndpointId | None:
        """Give the endpoint that a call names by its id, as other clients have it."""
        match node.args:
            case [ast.Constant(value=str(text)), *_]:
                return next((id_ for id_ in self._every if id_ == text), None)
            case _:
                return None

    def _by_arguments(self, node: ast.Call, id_: EndpointId) -> None:
        given = next((word.value for word in node.keywords if word.arg == "arguments"), None)
        given = given or (node.args[1] if len(node.args) > 1 else None)
        fields: dict[str, Json] = {}
        dynamic = not isinstance(given, ast.Dict)
        if isinstance(given, ast.Dict):
            for key, value in zip(given.keys, given.values, strict=True):
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    fields[key.value] = _literal(value)
                else:
                    dynamic = True
        self.found.append(Use(self._file, node.lineno, id_, fields, dynamic=dynamic))

    def _holds(self, node: ast.AST, known: _Known) -> tuple[EndpointId, str] | None:
        """Tell what an expression comes to: a request, or a place of an answer."""
        match node:
            case ast.Name(id=name):
                return known.get(name)
            case ast.Await(value=value):
                return self._holds(value, known)
            case ast.Call(func=func) if made := self._class(func):
                return (made[0], "request") if made[1] == "Input" else None
            case ast.Call(func=ast.Attribute(attr="run" | "subscribe"), args=[first, *_]):
                meaning = self._holds(first, known)
                return (meaning[0], "output") if meaning and meaning[1] == "request" else None
            case ast.Attribute(value=value, attr=name):
                meaning = self._holds(value, known)
                answer = meaning is not None and meaning[1].startswith("output")
                return (meaning[0], f"{meaning[1]}/{escape(name)}") if meaning and answer else None
            case ast.Subscript(value=value):
                meaning = self._holds(value, known)
                answer = meaning is not None and meaning[1].startswith("output")
                return (meaning[0], f"{meaning[1]}/*") if meaning and answer else None
            case _:
                return None

    def _class(self, node: ast.AST) -> tuple[EndpointId, str] | None:
        match node:
            case ast.Name(id=name):
                return self._classes.get(name)
            case ast.Attribute(value=ast.Name(id=module), attr=name) if module in self._names:
                return (self._names[module], name)
            case ast.Attribute(
                value=ast.Attribute(value=ast.Name(id=self._package), attr=module), attr=name
            ) if module in self._ids:
                return (self._ids[module], name)
            case _:
                return None

    def _annotated(self, node: ast.AST | None) -> tuple[EndpointId, str] | None:
        made = self._class(node) if node is not None else None
        if made is None or made[1] not in ("Input", "Output"):
            return None
        return made[0], "request" if made[1] == "Input" else "output"

    def _parameters(self, node: ast.AST) -> _Known:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            return {}
        every = (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
        annotated = {each.arg: self._annotated(each.annotation) for each in every}
        return {name: meaning for name, meaning in annotated.items() if meaning}


def _statements(scope: ast.AST, inner: list[ast.AST]) -> Iterator[ast.AST]:
    """Walk a scope in the order of the source; functions in it are kept for later."""
    for child in ast.iter_child_nodes(scope):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            inner.append(child)
        elif isinstance(child, ast.Assign | ast.AnnAssign | ast.For):
            yield child
            yield from _statements(child, inner)
        else:
            yield from _statements(child, inner)
            yield child


def _literal(node: ast.AST) -> Json:
    """Give a value that stands there, in a list; None for any other."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str | int | float | None):
        return [node.value]
    return None
