"""The forms of a report, a module each: `render` makes a text of it.

A form is a file here with a function `render(report: Report, whole: str) -> str`, and its name in
`fal_codegen.cli.options.FORMS`.
"""

from importlib import import_module

from fal_codegen.pipeline import Report


def render(form: str, report: Report, whole: str) -> str:
    """Give a report in a form. `whole` says where all of it is, for a form that must cut."""
    module = import_module(f"{__name__}.{form}")
    text: str = module.render(report, whole)
    return text
