"""What came back held to what was asked for: each fact kept, otherwise, or not to be told."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias, cast

from fal_codegen.cassettes import FirstBytes, is_inline, urls_in
from fal_codegen.check.answers.files import AnswerFile
from fal_codegen.check.answers.media import PICTURE_FORMS
from fal_codegen.check.answers.named import alike, forms_said
from fal_codegen.check.answers.relations import (
    FORMS_OF,
    OTHERS,
    PICTURES,
    READ_OF_ALL,
    RELATIONS,
    UNREAD,
    Fact,
    Kind,
    Relation,
    asks,
    expected,
)
from fal_codegen.contract import Json, node_of

Verdict: TypeAlias = Literal["kept", "otherwise", "cannot tell"]
OwnFact: TypeAlias = Literal["named", "described"]
"""What an answer says of its own files: by a media type or a name, and in numbers."""
_READ = tuple(each for each in RELATIONS if each.fact != "seed")
_READ_OF_OTHERS = tuple(each for each in _READ if each.fact in READ_OF_ALL)
_ASKING = tuple(dict.fromkeys((*(each.name for each in _READ), *UNREAD)))


@dataclass(frozen=True, slots=True)
class HeldFact:
    """One fact of an answer held to what says what it should be.

    `name` is the field that asked, or of what an answer says itself the place that says it; nobody
    can tell what is `unread`. `place` is the file, `images/0`, empty for the whole answer. `asked`
    and `found` are values to show; `swapped` tells of a picture that it would fit if its sides were
    exchanged.
    """

    fact: Fact | OwnFact | Literal["unread"]
    name: str
    place: str
    verdict: Verdict
    asked: Json = None
    found: Json = None
    swapped: bool = False


def hold(
    asked: Mapping[str, Json],
    answer: Json,
    pictures: Sequence[AnswerFile],
    others: Sequence[AnswerFile] = (),
) -> Iterator[HeldFact]:
    """Hold an answer to what a request asked for, its defaults among it; seeds are for `repeats`.

    An answer without files is held to nothing. Where one has no file in the fields that are known
    for pictures and `others`, nobody can tell what was asked of it.
    """
    fields = node_of(answer)
    has_pictures, has_others = (
        any(name in fields for name in names) for names in (PICTURES, OTHERS)
    )
    unsure = _fits_two_kinds(asked, (*pictures, *others))
    if has_pictures:
        held = _of_all(asked, fields.get("images"), pictures, _READ)
        yield from (_if_sure(each, unsure) for each in held)
    if others or (has_others and not pictures):
        held = _of_all(asked, None, others, _READ_OF_OTHERS)
        yield from (_if_sure(each, unsure) for each in held)
    elif not has_pictures and any(urls_in(answer)):
        yield from _of_all(asked, None, (), ())
    for each in (*pictures, *others):
        yield from _own(each)


def _of_all(
    asked: Mapping[str, Json], listed: Json, files: Sequence[AnswerFile], read: Sequence[Relation]
) -> Iterator[HeldFact]:
    """Hold files of one kind to whatever was asked; `read` is what can be read of them."""
    for name in _ASKING:
        value = asked.get(name)
        if not asks(value):
            continue
        rows = [
            (each, wanted)
            for each in read
            if each.name == name and (wanted := expected(each, value)) is not None
        ]
        for relation, wanted in rows:
            if relation.fact == "count":
                yield _of_number(relation, listed, value, wanted)
            else:
                yield from (_of_file(relation, each, value, wanted) for each in files)
        if not rows or (not files and rows[0][0].fact != "count"):
            fact = rows[0][0].fact if rows else "unread"
            places = [each.place for each in files] or [""]
            yield from (HeldFact(fact, name, place, "cannot tell", value) for place in places)


def _fits_two_kinds(asked: Mapping[str, Json], files: Sequence[AnswerFile]) -> set[str]:
    """Name the fields of which nobody knows whether a picture was meant, or what is beside it.

    The form that they ask for may be of either kind, and some file has it, or may have it.
    """
    kinds: set[Kind] = {each.kind for each in files}
    shown = {each.seen.form if each.seen else "" for each in files}
    forms = {
        each.name: expected(each, asked.get(each.name)) for each in _READ if each.fact == "form"
    }
    return {
        name
        for name, form in forms.items()
        if sum(form in FORMS_OF[kind] for kind in kinds) > 1 and (form in shown or "" in shown)
    }


def _if_sure(fact: HeldFact, unsure: set[str]) -> HeldFact:
    if fact.fact == "form" and fact.verdict == "otherwise" and fact.name in unsure:
        return replace(fact, verdict="cannot tell", found=None)
    return fact


def repeats(one: Sequence[AnswerFile], other: Sequence[AnswerFile]) -> Iterator[HeldFact]:
    """Hold two answers to the same body, with the same seed, to each other.

    Of films, sounds and models only what is alike is known: files say when they were made.
    """
    mine, theirs = ({each.place: each for each in files} for files in (one, other))
    for place in {**mine, **theirs}:
        pair = [files[place] for files in (mine, theirs) if place in files]
        same = _same(*(each.first for each in pair)) if len(pair) > 1 else "cannot tell"
        if same == "otherwise" and pair[0].kind != "picture":
            same = "cannot tell"
        yield HeldFact("seed", "seed", place, same)


def _same(one: FirstBytes | None, other: FirstBytes | None) -> Verdict:
    """Tell whether two files are alike: their first bytes can only show that they are not."""
    if not (one and other and one.data and other.data):
        return "cannot tell"
    shorter, longer = sorted((one, other), key=lambda each: len(each.data))
    if not longer.data.startswith(shorter.data):
        return "otherwise"
    if not shorter.whole:
        return "cannot tell"
    if len(shorter.data) < len(longer.data):
        return "otherwise"
    return "kept" if longer.whole else "cannot tell"


def _of_number(relation: Relation, images: Json, value: Json, wanted: Json) -> HeldFact:
    if not isinstance(images, list):
        return HeldFact(relation.fact, relation.name, "", "cannot tell", value)
    return _held(relation, "", value, len(images), kept=len(images) == wanted)


def _of_file(relation: Relation, file: AnswerFile, value: Json, wanted: Json) -> HeldFact:
    unknown = HeldFact(relation.fact, relation.name, file.place, "cannot tell", value)
    if relation.fact == "inline":
        inline = is_inline(file.url)
        found = "a data URI" if inline else "an address"
        kept = inline == wanted
        return _held(relation, file.place, value, found, kept=kept) if file.url else unknown
    seen = file.seen
    if seen is None:
        return unknown
    if relation.fact == "form" and wanted not in FORMS_OF[file.kind]:
        return unknown
    if relation.fact == "form" or seen.form not in PICTURE_FORMS:
        if not seen.form and file.kind != "picture":
            return unknown
        found = seen.form or "no picture"
        return _held(relation, file.place, value, found, kept=alike(seen.form, wanted))
    if seen.size is None:
        return unknown
    width, height = seen.size
    kept, swapped = (_fits(relation, *size, wanted) for size in ((width, height), (height, width)))
    if seen.turned and kept != swapped:
        return unknown
    fact = _held(relation, file.place, value, f"{width}x{height}", kept=kept)
    return replace(fact, swapped=swapped and not kept)


def _fits(relation: Relation, width: int, height: int, wanted: Json) -> bool:
    return all(
        abs(is_ - should) <= relation.tolerance * should
        for is_, should in _measured(relation.fact, width, height, wanted)
    )


def _measured(fact: str, width: int, height: int, wanted: Json) -> list[tuple[float, float]]:
    """Give what is measured, beside what it should be."""
    if fact == "pixels":
        return [(width * height, cast("float", wanted))]
    if fact == "ratio":
        ratio = cast("float", wanted)
        return [(width / height, ratio)] if ratio >= 1 else [(height / width, 1 / ratio)]
    sides = cast("list[float]", wanted)
    return [(width, sides[0]), (height, sides[1])]


def _own(file: AnswerFile) -> Iterator[HeldFact]:
    """Hold a file to what its answer says of it."""
    seen, said = file.seen, file.said
    for name, form in forms_said(file.said, file.url).items():
        if seen is None or (not seen.form and file.kind != "picture"):
            yield HeldFact("named", name, file.place, "cannot tell", form)
        else:
            verdict: Verdict = "kept" if alike(seen.form, form) else "otherwise"
            yield HeldFact("named", name, file.place, verdict, form, seen.form or "no picture")
    for place, name in enumerate(("width", "height")):
        if file.kind == "picture" and isinstance(said.get(name), int):
            yield _described(file, name, place)


def _described(picture: AnswerFile, name: str, place: int) -> HeldFact:
    """Hold a side that an answer states to the picture's; one that is turned may have either."""
    stated, size = picture.said[name], picture.seen.size if picture.seen else None
    if size is None or (picture.seen and picture.seen.turned and stated in size):
        return HeldFact("described", name, picture.place, "cannot tell", stated)
    verdict: Verdict = "kept" if size[place] == stated else "otherwise"
    return HeldFact("described", name, picture.place, verdict, stated, size[place])


def _held(relation: Relation, place: str, asked: Json, found: Json, *, kept: bool) -> HeldFact:
    verdict: Verdict = "kept" if kept else "otherwise"
    return HeldFact(relation.fact, relation.name, place, verdict, asked, found)
