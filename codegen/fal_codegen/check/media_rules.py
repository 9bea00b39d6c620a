"""The rules of answers that are not what was asked for."""

from fal_codegen.check.rule import Rule

_EMULATORS = "If it is the emulator's, `fal-codegen record --media` makes it anew."
_CROP = (
    f"{_EMULATORS} If it is fal's, crop it, or ask again; accept the finding, or report it to fal."
)

MEDIA_COUNT_DIFFERS = Rule(
    "media-count-differs",
    "error",
    "asked for {left} pictures by {name}, and {right} came",
    remedy=(
        f"{_EMULATORS} If it is fal's, count what comes, for you may be billed for what you got; "
        "accept the finding, or report it to fal."
    ),
    left="asked",
    right="came",
)
MEDIA_FORM_DIFFERS = Rule(
    "media-form-differs",
    "error",
    "asked for {left} by {name}, and by its bytes it is {right} ({detail})",
    remedy=(
        f"{_EMULATORS} If it is fal's, read files by their bytes, not by their names; accept the "
        "finding, or report it to fal."
    ),
    left="asked",
    right="came",
)
MEDIA_PIXELS_DIFFER = Rule(
    "media-pixels-differ",
    "error",
    "asked for {left} by {name}, and {right} came ({detail})",
    remedy=(
        f"{_EMULATORS} If it is fal's, you may be billed for the larger one: accept the finding, "
        "or report it to fal."
    ),
    left="asked",
    right="came",
)
MEDIA_RATIO_DIFFERS = Rule(
    "media-ratio-differs",
    "error",
    "asked for {left} by {name}, and {right} came ({detail})",
    remedy=_CROP,
    left="asked",
    right="came",
)
MEDIA_SIDES_DIFFER = Rule(
    "media-sides-differ",
    "error",
    "asked for {left} by {name}, and {right} came ({detail})",
    remedy=_CROP,
    left="asked",
    right="came",
)
MEDIA_SEED_DIFFERS = Rule(
    "media-seed-differs",
    "warning",
    "the same body with the same {name} gave another picture ({detail})",
    remedy=f"{_EMULATORS} If it is fal's, do not rely on the seed of this endpoint; accept it.",
)
MEDIA_INLINE_DIFFERS = Rule(
    "media-inline-differs",
    "error",
    "{name} was {left}, and the file came as {right} ({detail})",
    remedy=(
        f"{_EMULATORS} If it is fal's, be ready for a URL and for a data URI alike; accept the "
        "finding, or report it to fal."
    ),
    left="asked",
    right="came",
)
MEDIA_NAME_DIFFERS = Rule(
    "media-name-differs",
    "error",
    "its {name} says {left}, and by its bytes it is {right} ({detail})",
    remedy=(
        f"{_EMULATORS} If it is fal's, read files by their bytes; accept the finding, or report it "
        "to fal."
    ),
    left="said",
    right="bytes",
)
MEDIA_DESCRIBED_DIFFERS = Rule(
    "media-described-differs",
    "error",
    "its {name} is said to be {left}, and by its bytes it is {right} ({detail})",
    remedy=(
        f"{_EMULATORS} If it is fal's, measure the picture; accept the finding, or report it to "
        "fal."
    ),
    left="said",
    right="bytes",
)
MEDIA_UNSEEN = Rule(
    "media-unseen",
    "note",
    (
        "cannot tell whether the recorded files are what was asked for: their bytes are "
        "not at hand, or do not tell ({left} facts); `fal-codegen record --media` records "
        "what can be known"
    ),
    remedy="`fal-codegen record --media` records what can be known.",
    left="facts",
)

RULES = tuple(each for each in vars().values() if isinstance(each, Rule))
"""All of them, in this order."""
BY_FIELD: tuple[Rule, ...] = (
    MEDIA_COUNT_DIFFERS,
    MEDIA_FORM_DIFFERS,
    MEDIA_PIXELS_DIFFER,
    MEDIA_RATIO_DIFFERS,
    MEDIA_SIDES_DIFFER,
    MEDIA_INLINE_DIFFERS,
)
"""Those of what a field of the request asks for, which is their name."""
