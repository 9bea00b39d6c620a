"""Names in generated Python, made from names in documents."""

import keyword
import re
from collections import Counter
from collections.abc import Iterable, Mapping

from fal_codegen.contract import EndpointId

_TAKEN = frozenset(
    "Input Output Request Answer Part Any Annotated Literal Optional Field TypeAlias BaseModel "
    "ConfigDict RootModel NotNull OneOf UniqueItems MultipleOf None True False".split()
)
"""Names a generated module uses itself."""


def module_names(ids: Iterable[EndpointId]) -> Mapping[EndpointId, str]:
    """Name the modules of a package: `fal-ai/nano-banana-2/edit` → `nano_banana_2_edit`.

    Ids whose short names clash keep their full ones.
    """
    short = {id_: _module(id_.removeprefix("fal-ai/")) for id_ in sorted(ids)}
    uses = Counter(short.values())
    return {id_: name if uses[name] == 1 else _module(id_) for id_, name in short.items()}


def class_name(text: str) -> str:
    """Make a class name of a component's name, keeping the capitals it has.

    `fal-ai_flux-2-klein_LoRAInput` → `FalAiFlux2KleinLoRAInput`.
    """
    words = re.findall(r"[A-Za-z0-9]+", text)
    name = "".join(word[0].upper() + word[1:] for word in words) or "Unnamed"
    if name[0].isdigit():
        name = f"Part{name}"
    return f"{name}Part" if name in _TAKEN or keyword.iskeyword(name) else name


def distinct(name: str, taken: Iterable[str]) -> str:
    """Give the name, or the name with the first number that makes it new."""
    taken = set(taken)
    candidates = (f"{name}{number}" for number in range(2, len(taken) + 3))
    return name if name not in taken else next(each for each in candidates if each not in taken)


def _module(text: str) -> str:
    name = re.sub(r"[^a-z0-9]", "_", text.lower())
    return f"fal_{name}" if name[0].isdigit() or keyword.iskeyword(name) else name
