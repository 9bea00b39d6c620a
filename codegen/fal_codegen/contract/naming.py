"""Names of components as classes have them."""

import re


def capitalized(text: str) -> str:
    """Join the words of a name, each with a capital, keeping those that it has.

    `fal-ai_flux-2-klein_LoRAInput` → `FalAiFlux2KleinLoRAInput`.
    """
    return "".join(word[0].upper() + word[1:] for word in re.findall(r"[A-Za-z0-9]+", text))
