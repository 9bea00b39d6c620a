"""Names in generated TypeScript, made from the names that every language shares."""

from fal_codegen.emit.part_names import component_name

_TYPES = frozenset("Input Output Endpoint OtherNumber OtherString Record Infinity NaN".split())
"""Types that a module uses itself, and names that cannot be given anew."""
_RESERVED = frozenset(
    "arguments await break case catch class const continue debugger default delete do else enum "
    "eval export extends false finally for function if implements import in instanceof interface "
    "let new null package private protected public return static super switch this throw true try "
    "typeof undefined var void while with yield".split()
)


def endpoint_name(module: str) -> str:
    """Give the name of an endpoint's value: `nano_banana_2_edit` → `nanoBanana2Edit`."""
    first, *others = filter(None, module.split("_"))
    name = first + "".join(word.capitalize() for word in others)
    return f"{name}Endpoint" if name in _RESERVED else name


def type_name(text: str) -> str:
    """Give the name of a component's type."""
    name = component_name(text)
    return f"{name}Part" if name in _TYPES else name
