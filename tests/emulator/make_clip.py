"""Make the emulator's video: one second of H.264 that players open.

Run it where PyAV is installed, `pip install av && python tests/emulator/make_clip.py`. What it made
is committed, so that nothing of this project needs PyAV.
"""

from fractions import Fraction
from importlib import import_module
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

av: Any = import_module("av")

CLIP = Path(__file__).parents[2] / "codegen/fal_codegen/emulator/answers/clip.mp4"
WIDTH, HEIGHT, FRAMES = 320, 180, 24


def frame(number: int) -> Image.Image:
    """Draw a disc on its way from left to right."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), (24, 32, 48))
    centre = WIDTH * (number + 1) // (FRAMES + 1)
    box = (centre - 20, HEIGHT // 2 - 20, centre + 20, HEIGHT // 2 + 20)
    ImageDraw.Draw(picture).ellipse(box, fill=(240, 180, 60))
    return picture


def make_clip() -> None:
    """Write the clip, with what a player needs first at its beginning."""
    with av.open(CLIP, "w", options={"movflags": "faststart"}) as film:
        stream = film.add_stream("libx264", rate=FRAMES)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        stream.time_base = Fraction(1, FRAMES)
        stream.options = {"crf": "30", "preset": "veryslow", "threads": "1"}
        for number in range(FRAMES):
            film.mux(stream.encode(av.VideoFrame.from_image(frame(number))))
        film.mux(stream.encode())


if __name__ == "__main__":
    make_clip()
