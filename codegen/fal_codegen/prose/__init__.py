"""What sentences say of a field: limits, its default, its values.

One set of patterns serves the descriptions in documents and the text of pages. What is conditional
or can be read in two ways is left alone: a wrong claim is worse than a missing one.
"""

from fal_codegen.prose.amounts import FILES, Amount, amounts
from fal_codegen.prose.limits import claims, counts_items, stated
from fal_codegen.prose.sentences import sentences, simplified, unescaped
from fal_codegen.prose.values import named, stated_default

__all__ = [
    "FILES",
    "Amount",
    "amounts",
    "claims",
    "counts_items",
    "named",
    "sentences",
    "simplified",
    "stated",
    "stated_default",
    "unescaped",
]
