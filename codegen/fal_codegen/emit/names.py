"""Names in generated Python, made from names in documents."""

import builtins
import keyword
import re
from collections.abc import Collection, Iterable, Mapping
from hashlib import sha256
from types import MappingProxyType

from fal_codegen.contract import DEVICES, EndpointId
from fal_codegen.emit.limits import ANNOTATION_NAMES

MODULE_NAMES = frozenset(
    "Input Output Request Answer Part TaggedPart Any Annotated Literal Optional Field TypeAlias "
    "BaseModel ConfigDict RootAnswer Nothing Number ByTag FileUrl FileUrls None True False "
    "bool bytes dict float int list str tuple".split()
).union(ANNOTATION_NAMES)
"""Names that a generated module may use itself."""
_NO_CLASSES = MODULE_NAMES.union(dir(builtins), ("PythonFinalizationError", "WindowsError"))
"""A class that is told of before it is there would be taken for Python's own of that name; those of
Python 3.13 and of Windows too, so that a client is the same wherever it is made."""
_LONGEST = 100
"""Characters of a module's name; file systems take 255 bytes, and what is beside it needs some."""
_NONE: Mapping[EndpointId, str] = MappingProxyType({})


def module_names(
    ids: Iterable[EndpointId],
    given: Mapping[EndpointId, str] = _NONE,
    reserved: Collection[str] = (),
) -> Mapping[EndpointId, str]:
    """Name the modules of a package: `fal-ai/nano-banana-2/edit` → `nano_banana_2_edit`.

    A name once `given` stays. A newcomer whose plain name is taken, means something else in the
    package, or is none for a file everywhere, gets six hex digits of its id's sha256 behind it;
    several newcomers are named in the order of their ids. No two names differ by case alone, for
    file systems that know none.
    """
    asked = sorted({*ids})
    names = {id_: given[id_] for id_ in asked if id_ in given}
    taken = {name.casefold() for name in (*names.values(), *reserved)}
    for id_ in (each for each in asked if each not in given):
        name = plain_module_name(id_)
        if name in taken | DEVICES or name.startswith("_") or len(name) > _LONGEST:
            name = f"{name[:_LONGEST]}_{sha256(id_.encode()).hexdigest()[:6]}"
        names[id_] = name
        taken.add(name)
    return dict(sorted(names.items()))


def plain_module_name(id_: EndpointId) -> str:
    """Give the name that an endpoint's module has wherever nothing else has it."""
    name = re.sub(r"[^a-z0-9]", "_", id_.removeprefix("fal-ai/").lower())
    return f"fal_{name}" if name[0].isdigit() or keyword.iskeyword(name) else name


def class_name(text: str) -> str:
    """Make a class name of a component's name, keeping the capitals it has.

    `fal-ai_flux-2-klein_LoRAInput` → `FalAiFlux2KleinLoRAInput`.
    """
    words = re.findall(r"[A-Za-z0-9]+", text)
    name = "".join(word[0].upper() + word[1:] for word in words) or "Unnamed"
    if name[0].isdigit():
        name = f"Part{name}"
    return f"{name}Part" if name in _NO_CLASSES else name


def distinct(name: str, taken: Iterable[str]) -> str:
    """Give the name, or the name with the first number that makes it new."""
    taken = set(taken)
    candidates = (f"{name}{number}" for number in range(2, len(taken) + 3))
    return name if name not in taken else next(each for each in candidates if each not in taken)
