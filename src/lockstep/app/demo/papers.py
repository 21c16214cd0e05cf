# SPDX-License-Identifier: Apache-2.0
"""The work instructions of the demonstration: drawn, not written, so that they are read in any language."""

from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFont

from lockstep.platform.files.images import Picture, encode

SIZE = (1600, 1130)
INK, SOFT, GOOD, BAD, STEEL = "#13211e", "#5c6b67", "#1f7a4d", "#b3261e", "#d5dcda"
LINE = 5


@dataclass(frozen=True)
class Paper:
    """The file of an operation, with its pages."""

    operation: str
    file_name: str
    pages: tuple[Callable[[ImageDraw.ImageDraw], None], ...]

    def pictures(self) -> list[Picture]:
        return [self._picture(number) for number in range(len(self.pages))]

    def _picture(self, number: int) -> Picture:
        sheet = Image.new("RGB", SIZE, "white")
        draw = ImageDraw.Draw(sheet)
        draw.rectangle((30, 30, SIZE[0] - 30, SIZE[1] - 30), outline=INK, width=3)
        _say(draw, (60, 50), f"{self.file_name.removesuffix('.pdf')}   {number + 1}/{len(self.pages)}", 44)
        draw.line((30, 120, SIZE[0] - 30, 120), fill=INK, width=3)
        self.pages[number](draw)
        return encode(sheet)


def _say(draw: ImageDraw.ImageDraw, at: tuple[int, int], words: str, size: int, colour: str = INK) -> None:
    draw.text(at, words, fill=colour, font=ImageFont.load_default(size))


def _step(draw: ImageDraw.ImageDraw, at: tuple[int, int], number: int) -> None:
    draw.ellipse((at[0] - 34, at[1] - 34, at[0] + 34, at[1] + 34), fill=INK)
    draw.text(at, str(number), fill="white", font=ImageFont.load_default(44), anchor="mm")


def _shaft(draw: ImageDraw.ImageDraw, middle: int) -> None:
    """Three diameters, the middle one is ground."""
    for left, right, half in ((250, 500, 60), (500, 1100, 95), (1100, 1350, 60)):
        draw.rectangle((left, middle - half, right, middle + half), fill=STEEL, outline=INK, width=LINE)
    for start in range(180, 1420, 60):
        draw.line((start, middle, start + 35, middle), fill=SOFT, width=3)


def _clamp_and_grind(draw: ImageDraw.ImageDraw) -> None:
    draw.ellipse((620, 160, 980, 520), fill="#eef1f0", outline=INK, width=LINE)
    draw.arc((690, 230, 910, 450), 200, 340, fill=INK, width=LINE)
    draw.polygon([(908, 300), (880, 322), (922, 336)], fill=INK)
    _shaft(draw, 617)
    for tip, back in ((250, 150), (1350, 1450)):
        draw.polygon([(tip, 617), (back, 560), (back, 674)], fill=SOFT, outline=INK)
    for number, at in enumerate(((110, 617), (1490, 617), (1040, 250), (800, 617)), start=1):
        _step(draw, at, number)
    for number, words in enumerate(("20 N", "20 N", "1450 /min", "d 7.995  (7.991 ... 7.999) mm"), start=1):
        _step(draw, (130, 704 + 80 * number), number)
        _say(draw, (200, 676 + 80 * number), words, 48)


def _gauge(draw: ImageDraw.ImageDraw) -> None:
    for middle, limit, passes in ((360, "7.999", True), (780, "7.991", False)):
        _shaft(draw, middle)
        colour = GOOD if passes else BAD
        draw.rectangle((640, middle - 160, 960, middle - 95), fill=colour)
        draw.rectangle((640, middle + 95, 960, middle + 160), fill=colour)
        _say(draw, (700, middle - 156), f"d {limit}", 48, "white")
        if passes:
            draw.line([(1400, middle), (1440, middle + 50), (1530, middle - 70)], fill=colour, width=22, joint="curve")
        else:
            draw.line((1420, middle - 60, 1530, middle + 60), fill=colour, width=22)
            draw.line((1420, middle + 60, 1530, middle - 60), fill=colour, width=22)
    _say(draw, (200, 1000), "5 / 50", 52)


def _press_force(draw: ImageDraw.ImageDraw) -> None:
    draw.rectangle((220, 400, 1480, 620), fill="#e3f1ea")
    for limit, height in (("6.1 kN", 400), ("4.2 kN", 620)):
        draw.line((220, height, 1480, height), fill=GOOD, width=LINE)
        _say(draw, (60, height - 28), limit, 44, GOOD)
    draw.line((220, 180, 220, 980), fill=INK, width=LINE)
    draw.line((220, 980, 1500, 980), fill=INK, width=LINE)
    curve = [(220, 980), (420, 930), (700, 840), (980, 700), (1180, 560), (1300, 500), (1420, 495)]
    draw.line(curve, fill=INK, width=10, joint="curve")
    _say(draw, (1330, 1000), "18 mm", 44)


PAPERS = (
    Paper("20", "WI-20.pdf", (_clamp_and_grind, _gauge)),
    Paper("50", "WI-50.pdf", (_press_force,)),
)
