"""What sentences say of a field: limits, its default, its values.

One set of patterns serves the descriptions in documents and the text of pages. What is conditional
or can be read in two ways is left alone: a wrong claim is worse than a missing one.
"""

from fal_codegen.prose.amounts import FILES, HIGH, LOW, TO, Amount, amounts, read
from fal_codegen.prose.limits import claims, counts_items, stated
from fal_codegen.prose.sentences import clauses, sentences, simplified, unescaped
from fal_codegen.prose.values import named, stated_default

__all__ = [
    "FILES",
    "HIGH",
    "LOW",
    "TO",
    "Amount",
    "amounts",
    "claims",
    "clauses",
    "counts_items",
    "named",
    "read",
    "sentences",
    "simplified",
    "stated",
    "stated_default",
    "unescaped",
]
