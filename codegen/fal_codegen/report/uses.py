"""Uses of endpoints in source, in words."""

from fal_codegen.drift import Use


def say_use(use: Use) -> str:
    """Say where an endpoint is used, and what of it."""
    where = f"{use.file}:{use.line}: {use.endpoint}"
    if use.read:
        return f"{where}: reads {use.read}"
    fields = ", ".join(use.fields) or "nothing"
    return f"{where}: sends {fields}{' and what cannot be seen' * use.dynamic}"
