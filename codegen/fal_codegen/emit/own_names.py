"""Fields keep their own names, also those of what a class is made of: that gets another name.

In the body of a class, a field `list` hides the type `list` from every annotation. There, and there
alone, the type goes by `_list`, under which its module knows it as well.
"""

import ast
import builtins
from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeAlias

_Use: TypeAlias = ast.Name | ast.Constant
"""A name in an annotation, or a string that is read as one later."""


class _Edit(NamedTuple):
    """A text in place of some bytes of the source."""

    start: int
    end: int
    text: str


class _Offsets:
    """Where the nodes of a source stand, in its bytes."""

    def __init__(self, source: str) -> None:
        self._lines = [0]
        for line in source.encode().splitlines(keepends=True):
            self._lines.append(self._lines[-1] + len(line))

    def replaced(self, node: ast.expr, text: str) -> _Edit:
        """Put a text in place of an expression."""
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        start = self._lines[node.lineno - 1] + node.col_offset
        return _Edit(start, self._lines[node.end_lineno - 1] + node.end_col_offset, text)

    def before(self, node: ast.stmt, text: str) -> _Edit:
        """Put a line before a statement."""
        start = self._lines[node.lineno - 1]
        return _Edit(start, start, f"{text}\n")

    def behind(self, node: ast.stmt, text: str) -> _Edit:
        """Put a line behind a statement."""
        assert node.end_lineno is not None
        start = self._lines[node.end_lineno]
        return _Edit(start, start, f"\n{text}\n")


def unhide(source: str) -> str:
    """Give a module in which no field hides a name that its class needs."""
    tree = ast.parse(source)
    offsets = _Offsets(source)
    edits: list[_Edit] = []
    hidden: set[str] = set()
    for class_ in (node for node in tree.body if isinstance(node, ast.ClassDef)):
        fields = _fields(class_)
        for use in _uses_in(class_):
            if met := fields & _names(use):
                hidden |= met
                edits.append(offsets.replaced(use, _renamed(use, met)))
    return _edited(source, [*edits, *_second_names(tree, hidden, offsets)])


def _fields(class_: ast.ClassDef) -> set[str]:
    targets = (node.target for node in class_.body if isinstance(node, ast.AnnAssign))
    return {target.id for target in targets if isinstance(target, ast.Name)}


def _uses_in(class_: ast.ClassDef) -> Iterator[_Use]:
    for node in class_.body:
        if isinstance(node, ast.AnnAssign):
            yield from _uses(node.annotation)
        elif isinstance(node, ast.Assign):
            yield from (each for each in ast.walk(node.value) if isinstance(each, ast.Name))


def _uses(node: ast.AST) -> Iterator[_Use]:
    """Give what an annotation refers to by name; the texts of values are none."""
    match node:
        case ast.Name() | ast.Constant(value=str()):
            yield node
        case ast.Subscript(value=ast.Name(id="Literal") as name) | ast.Call(func=name):
            yield from _uses(name)
        case _:
            for child in ast.iter_child_nodes(node):
                yield from _uses(child)


def _names(use: _Use) -> set[str]:
    if isinstance(use, ast.Name):
        return {use.id}
    return {name for each in _uses(_read(use)) for name in _names(each)}


def _read(use: ast.Constant) -> ast.expr:
    return ast.parse(str(use.value), mode="eval").body


def _renamed(use: _Use, hidden: Iterable[str]) -> str:
    if isinstance(use, ast.Name):
        return f"_{use.id}"
    source = str(use.value)
    offsets = _Offsets(source)
    uses = [each for each in _uses(_read(use)) if _names(each) & {*hidden}]
    return repr(_edited(source, [offsets.replaced(each, _renamed(each, hidden)) for each in uses]))


def _second_names(tree: ast.Module, hidden: set[str], offsets: _Offsets) -> Iterator[_Edit]:
    """Let the module know by a second name what it imports, defines, or has from Python."""
    first = next(node for node in tree.body if isinstance(node, ast.ImportFrom))
    for name in sorted(hidden & {*dir(builtins)}):
        yield offsets.before(first, f"from builtins import {name} as _{name}")
    for node in tree.body:
        match node:
            case ast.ImportFrom(names=names, module=module, level=level):
                for name in sorted({each.name for each in names} & hidden):
                    home = f"{'.' * level}{module or ''}"
                    yield offsets.before(first, f"from {home} import {name} as _{name}")
            case ast.ClassDef(name=name) | ast.AnnAssign(target=ast.Name(id=name)):
                if name in hidden:
                    yield offsets.behind(node, f"_{name}: TypeAlias = {name}")
            case _:
                pass


def _edited(source: str, edits: Iterable[_Edit]) -> str:
    data = source.encode()
    for start, end, text in sorted(edits, reverse=True):
        data = data[:start] + text.encode() + data[end:]
    return data.decode()
