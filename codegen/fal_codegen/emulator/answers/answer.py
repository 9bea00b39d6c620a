"""Answers to valid requests: samples of the output schema, with real files in them."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from fal_codegen.contract import Document, Json, canonical, node_of
from fal_codegen.emulator.answers.believable import believable
from fal_codegen.emulator.answers.forms import form_of_film, form_of_picture, form_of_sound
from fal_codegen.emulator.answers.images import PICTURES
from fal_codegen.emulator.answers.lies import HONEST, Lie
from fal_codegen.emulator.answers.samples import NoValue, sample
from fal_codegen.emulator.answers.schema import properties, resolve
from fal_codegen.emulator.answers.sizes import Size, picture_size
from fal_codegen.emulator.answers.synthetic import BYTES_OF, SyntheticFile, content, of_kind
from fal_codegen.judge import Judge, examples

_MOST = 16  # pictures in an answer, also where the schema sets no maximum
_DIGITS = 32  # hex digits of a motif
_REPEATED = ("seed", "prompt")


class Answers:
    """What an endpoint answers.

    The answer is read off the output schema once, with blanks where files belong, and filled in for
    each request: the same request gets the same answer. It has every field, nulls and defaults
    included (documentation page, recorded traffic). Of the request it heeds `num_images`,
    `output_format` and its like, `image_size`, `aspect_ratio`, `resolution`, `prompt`, `seed` and
    `sync_mode`, whatever the endpoint.

    Raises `NoValue` where no answer is known.
    """

    def __init__(self, document: Document, judge: Judge) -> None:
        self._judge = judge
        self._blank = _blank(document, judge)
        self._believable = believable(document, judge.places.output)
        fields = properties(document, judge.places.input)
        self._defaults = {
            name: field["default"]
            for name, field in fields.items()
            if isinstance(field, dict) and "default" in field
        }

    def answer(self, body: Json, folder: str, lie: Lie = HONEST) -> Json:
        """Answer a valid body; `folder` is the URL below which its files are found.

        Without one nobody looks at them, and so they are not made. The answer tells a `lie`, if one
        is asked for.
        """
        sent = node_of(body)
        asked = self._defaults | sent
        filling = _Filling(asked, picture_size(asked), folder, lie, lie.next_turn())
        filled = filling.fill(self._blank)
        if not isinstance(filled, dict):
            return filled
        plain = _repeating(sent, filled)
        real = plain | {
            name: fill(asked, filling.count, filling.motif(0))
            for name, fill in self._believable.items()
            if name in plain
        }
        return plain if self._judge.output(real) else real


def _blank(document: Document, judge: Judge) -> Json:
    """Sample the output; a list of `images` gets one, even where the schema lets it be empty.

    A complete sample goes before a small one. Where both are refused, the judge may find another.
    """
    output, pointer = judge.places.output, judge.places.output_pointer
    value, why = None, NoValue("no valid answer is known")
    for complete in (True, False):
        try:
            value = sample(document, output, complete=complete)
        except NoValue as error:
            value, why = None, error
        if not judge.output(value):
            break
    else:
        found = examples(judge, pointer) if pointer is not None else iter(())
        try:
            value = next(found)
        except StopIteration:
            raise why from None
    images = resolve(document, properties(document, output).get("images"))
    item = images.get("items")
    if isinstance(value, dict) and "url" in properties(document, item):
        with_one: dict[str, Json] = {**value, "images": [sample(document, item, complete=True)]}
        return value if judge.output(with_one) else with_one
    return value


def _repeating(sent: dict[str, Json], answer: dict[str, Json]) -> dict[str, Json]:
    """Say again what was sent, where the answer has a place of that type for it."""
    both = [name for name in _REPEATED if name in sent and name in answer]
    return answer | {name: sent[name] for name in both if type(answer[name]) is type(sent[name])}


@dataclass(frozen=True, slots=True)
class _Filling:
    """A request's fields, with the schema's defaults behind them, on their way into an answer."""

    asked: Mapping[str, Json]
    size: Size
    folder: str
    lie: Lie
    turn: int

    def fill(self, blank: Json, field: str = "", index: int = 0) -> Json:
        """Describe a file wherever the blank has something with a `url`."""
        match blank:
            case dict() if isinstance(blank.get("url"), str):
                return self._described(blank, self._file(blank, field, index))
            case dict():
                return {name: self.fill(each, name) for name, each in blank.items()}
            case [one] if field == "images":
                return [self.fill(one, field, index) for index in range(self.count)]
            case list():
                return [self.fill(each, field, index) for index, each in enumerate(blank)]
            case _:
                return blank

    @property
    def count(self) -> int:
        """The number of pictures that were asked for."""
        number = self.asked.get("num_images")
        asked = min(int(number), _MOST) if isinstance(number, int | float) else 1
        return self.lie.count(asked)

    def _file(self, blank: dict[str, Json], field: str, index: int) -> SyntheticFile:
        kind = self.lie.kind(self._kind(blank, field))
        size = self.lie.size(self.size) if kind in PICTURES else (0, 0)
        return SyntheticFile(self.motif(index), kind, size)

    def motif(self, index: int) -> str:
        """Give what the picture of this number shows, in hex digits."""
        facts = [self.asked.get("prompt"), self.asked.get("seed"), index]
        shown = canonical([*facts, self.turn] if self.turn else facts)
        return hashlib.sha256(shown.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]

    def _kind(self, blank: dict[str, Json], field: str) -> str:
        """Choose a kind by the field's name, and by the form that was asked for.

        A film or sound in a form that cannot be made here is a note that says so.
        """
        if "video" in field:
            return form_of_film(self.asked)
        if "audio" in field:
            return form_of_sound(self.asked)
        if "image" not in field and "width" not in blank:
            return "txt"
        return form_of_picture(self.asked)

    def _described(self, blank: dict[str, Json], made: SyntheticFile) -> dict[str, Json]:
        """Describe a file in its schema's own properties.

        Sizes stay null where they may be null, but for a video's bytes (recorded traffic), and are
        true where they may not.
        """
        width, height = map(self.lie.numbers, made.size)
        sizes = {"width": width, "height": height}
        facts: dict[str, Json] = {
            name: sizes[name] for name in sizes if blank.get(name) is not None
        }
        needs_bytes = blank.get("file_size") is not None or made.kind == "mp4"
        if needs_bytes and self.folder:
            facts["file_size"] = len(content(made))
        shown = "output.mp4" if made.kind == "mp4" else made.name  # recorded traffic
        picture = made.kind in PICTURES
        said = self.lie.media_type(made.media_type) if picture else made.media_type
        facts |= {"content_type": said, "file_name": shown}
        facts["url"] = self._url(made, self.lie.bytes_kind(made.kind) if picture else made.kind)
        return {name: facts.get(name, value) for name, value in blank.items()}

    def _url(self, made: SyntheticFile, bytes_kind: str) -> str:
        """Give the address of a file, or a data URI, whose bytes may be of another kind.

        A file is made of its name alone, so that of the bytes is in the query.
        """
        true = made if bytes_kind == made.kind else of_kind(made, bytes_kind)
        if self.lie.inline(self.asked.get("sync_mode") is True) and self.folder:
            inside = base64.b64encode(content(true)).decode()
            return f"data:{made.media_type};base64,{inside}"
        query = "" if true is made else f"?{BYTES_OF}={true.name}"
        return f"{self.folder}/{made.name}{query}"
