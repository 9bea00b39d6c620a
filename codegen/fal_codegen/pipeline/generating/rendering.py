"""What generated/ should hold: which files are made of what, and their texts."""

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import sha256

from fal_codegen.contract import EndpointId, did_you_mean, parse
from fal_codegen.emit import PATHS, PYTHON, README, ModuleSpec, Package, Templates, path_of
from fal_codegen.errors import ProjectBroken
from fal_codegen.pipeline.executors import batches, spread
from fal_codegen.pipeline.parameters import Progress
from fal_codegen.project import Project

_GIT_ATTRIBUTES = "* -text linguist-generated\n"
"""Keeps git from turning line ends, by which files would differ, and hides diffs on GitHub."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Which files each endpoint has, by language."""

    package: Package
    languages: tuple[str, ...]

    def paths(self, id_: EndpointId, languages: Collection[str] = ()) -> tuple[str, ...]:
        """Give the files of an endpoint below generated/, in these languages or in all."""
        name, module = self.package.name, self.package.modules[id_]
        return tuple(
            path
            for language in languages or self.languages
            for path in PATHS[language](id_, module, name)
        )

    def inputs(self, texts: Mapping[EndpointId, bytes]) -> dict[str, str]:
        """Hash what each file of an endpoint is made of, which is its document."""
        hashed = {id_: sha256(data).hexdigest() for id_, data in texts.items()}
        return {path: hashed[id_] for id_ in texts for path in self.paths(id_)}

    def readme_inputs(
        self, texts: Mapping[EndpointId, bytes], files: Collection[str]
    ) -> dict[str, str]:
        """Hash what the README is made of, where there is one: all documents it has a line for."""
        if PYTHON not in self.languages:
            return {}
        modules = self.promised(PYTHON, files).modules
        hashed = sorted((module, sha256(texts[id_]).hexdigest()) for id_, module in modules.items())
        return {README: sha256(repr(hashed).encode()).hexdigest()}

    def promised(self, language: str, files: Collection[str]) -> Package:
        """Give the package with those endpoints alone that all files of a language are there of."""
        modules = {
            id_: module
            for id_, module in self.package.modules.items()
            if all(path in files for path in self.paths(id_, [language]))
        }
        units = {id_: unit for id_, unit in self.package.units.items() if id_ in modules}
        return replace(self.package, modules=modules, units=units)

    def frame_input(self, paths: Iterable[str], files: Collection[str]) -> str:
        """Hash what these files around the endpoints that have `files` are made of."""
        package = self.package
        modules = [[*self.promised(each, files).modules.items()] for each in self.languages]
        parts = (package.name, package.version, self.languages, modules, [*package.units.items()])
        return sha256(repr((parts, sorted(paths))).encode()).hexdigest()

    def stale(self, id_: EndpointId, fresh: Collection[str]) -> tuple[str, ...]:
        """Name the languages in which some file of an endpoint must be made again."""
        return tuple(
            language
            for language in self.languages
            if any(path not in fresh for path in self.paths(id_, [language]))
        )


@dataclass(frozen=True, slots=True)
class Rendered:
    """Texts by path, and by endpoint why it was refused, or how many holes its document has."""

    texts: dict[str, str] = field(default_factory=dict[str, str])
    refused: dict[EndpointId, str] = field(default_factory=dict[EndpointId, str])
    holes: dict[EndpointId, int] = field(default_factory=dict[EndpointId, int])


def known_languages(project: Project) -> tuple[str, ...]:
    """Give the project's languages. Raises `ProjectBroken` for one that we do not know."""
    if unknown := [each for each in project.languages if each not in PATHS]:
        file, known = project.configuration, ", ".join(PATHS)
        named = ", ".join(f"{each}{did_you_mean(each, PATHS)}" for each in unknown)
        raise ProjectBroken(f"{file}: languages: {named}: not among {known}")
    return project.languages


def render_frames(layout: Layout, templates: Templates, files: Collection[str]) -> dict[str, str]:
    """Give what stands around the endpoints in every language; it names those that have `files`."""
    from fal_codegen.emit import LANGUAGES  # noqa: PLC0415 - costs more than all the rest

    frames = {".gitattributes": _GIT_ATTRIBUTES}
    for language in layout.languages:
        frames |= LANGUAGES[language].frame(layout.promised(language, files), templates)
    return frames


def render_endpoints(  # noqa: PLR0913, PLR0917 - what there is, what is asked, and who does it
    layout: Layout,
    texts: Mapping[EndpointId, bytes],
    fresh: Collection[str],
    templates: Templates,
    cluster: str | None,
    progress: Progress,
) -> Rendered:
    """Render the files of endpoints that are not fresh."""
    stale = {id_: languages for id_ in texts if (languages := layout.stale(id_, fresh))}
    if not stale:
        return Rendered()
    from fal_codegen.pipeline.generating.modules import ModuleTask, render_modules  # noqa: PLC0415 - as above

    modules, name = layout.package.modules, layout.package.name
    tasks = [ModuleTask(id_, modules[id_], texts[id_], stale[id_]) for id_ in stale]
    ids = {task.module: task.id for task in tasks}
    rendered = Rendered()
    work = [partial(render_modules, batch, name, templates) for batch in batches(tasks)]

    def arriving() -> Iterator[str]:
        for some, problems, gaps in spread(cluster, len(tasks), work):
            rendered.texts.update(some)
            rendered.refused.update((ids[module], why) for module, why in problems.items())
            rendered.holes.update((ids[module], count) for module, count in gaps.items())
            yield from (*problems, *gaps)  # one for each task

    deque(progress.track(arriving(), len(tasks), "generating"), maxlen=0)
    return rendered


def leave_broken(
    layout: Layout, made: Rendered, texts: Mapping[EndpointId, bytes], templates: Templates
) -> None:
    """Refuse the modules that were made and cannot be imported, and say where that lies.

    Nothing stays of an endpoint that is refused, in no language.
    """
    for id_, why in _unimportable(layout, made, texts, templates):
        made.refused[id_] = why
        made.holes.pop(id_, None)
    for path in (path for id_ in made.refused for path in layout.paths(id_)):
        made.texts.pop(path, None)


def _unimportable(
    layout: Layout, made: Rendered, texts: Mapping[EndpointId, bytes], templates: Templates
) -> Iterator[tuple[EndpointId, str]]:
    package = layout.package
    paths = {path_of(package.name, module): id_ for id_, module in package.modules.items()}
    ids = {package.modules[id_]: id_ for path, id_ in paths.items() if path in made.texts}
    if not ids:
        return
    from fal_codegen.emit import LANGUAGES  # noqa: PLC0415 - as above
    from fal_codegen.pipeline.generating.importing import broken_modules  # noqa: PLC0415 - as above
    from fal_codegen.pipeline.generating.module_faults import place_of_fault  # noqa: PLC0415 - as above
    from fal_codegen.pipeline.generating.modules import written  # noqa: PLC0415 - as above

    frame = LANGUAGES[PYTHON].frame(package, templates)

    def importable(specs: Sequence[ModuleSpec]) -> Collection[str]:
        texts_, broken = written(PYTHON, specs, package.name, templates)
        names = [spec.module for spec in specs if spec.module not in broken]
        return {*names} - broken_modules(package, {**frame, **texts_}, names).keys()

    for module, why in broken_modules(package, {**frame, **made.texts}, [*ids]).items():
        where = place_of_fault(parse(texts[ids[module]]), importable)
        fault = f"the module cannot be imported: {' '.join(why.split())}"
        yield ids[module], f"{ids[module]}: {where}: {fault}"


def render_readme(
    package: Package, texts: Mapping[EndpointId, bytes], templates: Templates
) -> dict[str, str]:
    """Write the README, with a request to the first endpoint that one is known for.

    `texts` are the documents of the endpoints whose modules are made of them.
    """
    from fal_codegen.emit import emit_readme  # noqa: PLC0415 - as above
    from fal_codegen.pipeline.generating.modules import ModuleTask, first_example  # noqa: PLC0415 - as above

    tasks = (ModuleTask(id_, package.modules[id_], data) for id_, data in texts.items())
    return {README: emit_readme(package, first_example(tasks), templates)}
