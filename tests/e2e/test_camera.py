# SPDX-License-Identifier: Apache-2.0
"""Codes read by a phone's camera: live, or from a photo where the browser gives no live camera."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pytest
import segno
from PIL import Image
from playwright.sync_api import Browser, expect

from lockstep.app.demo.access import BADGES
from tests.e2e.people import Phone, Room
from tests.support.shared import shared_data
from tools.browser import launched
from tools.product import Product
from tools.shots.checks import faults_for_readers

__all__ = ["shared_data"]

ORDER = "WO-2611-0189"
SEEN = (640, 480)
PLAIN_HTTP = "Object.defineProperty(window, 'isSecureContext', { value: false })"


def film(picture: Image.Image) -> bytes:
    """The picture in the middle of a white sheet before the camera, as a raw film of two frames."""
    sheet = Image.new("RGB", SEEN, "white")
    shown = picture.convert("RGB")
    shown.thumbnail((SEEN[0] - 40, SEEN[1] - 40))
    sheet.paste(shown, ((SEEN[0] - shown.width) // 2, (SEEN[1] - shown.height) // 2))
    light, *colours = sheet.convert("YCbCr").split()
    halves = [one.resize((SEEN[0] // 2, SEEN[1] // 2)).tobytes() for one in colours]
    frame = b"FRAME\n" + light.tobytes() + b"".join(halves)
    return f"YUV4MPEG2 W{SEEN[0]} H{SEEN[1]} F10:1 Ip A1:1 C420jpeg\n".encode() + frame * 2


@contextmanager
def phone_before(picture: Image.Image, folder: Path, browser: Browser, product: Product, code: str) -> Iterator[Phone]:
    """Signed in nowhere, with a camera that sees the picture. `code`: the cookie of its terminal."""
    path = folder / "seen.y4m"
    path.write_bytes(film(picture))
    fake = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
    seeing = launched(browser.browser_type, *fake, f"--use-file-for-fake-video-capture={path}")
    room = Room(seeing, product.address, [])
    yield room.phone(code)
    seeing.close()
    assert room.faults == []


def qr(text: str) -> Image.Image:
    out = BytesIO()
    segno.make(text).save(out, kind="png", scale=6, border=4)
    return Image.open(out)


def take_photo(phone: Phone, path: Path) -> None:
    """Several say the same, so the answer of the one before is no sign that this one was read."""
    phone.the("camera-photo").set_input_files(path)
    expect(phone.page.locator("label[aria-disabled=true]")).to_have_count(0)


def said(path: Path) -> str:
    return path.with_suffix(".txt").read_text(encoding="utf-8")


def test_a_card_before_the_camera_opens_its_sheet(
    tmp_path: Path, browser: Browser, product: Product, terminal: str
) -> None:
    card = qr(f"{product.address}/c/{ORDER}")
    with phone_before(card, tmp_path, browser, product, terminal) as phone:
        phone.sign_in()
        phone.the("tab-scan").tap()
        phone.the("camera-open").tap()
        expect(phone.shows("report-sheet")).to_contain_text(ORDER)
        expect(phone.the("camera")).to_have_count(0)


def test_a_badge_before_the_camera_signs_in(tmp_path: Path, browser: Browser, product: Product, terminal: str) -> None:
    with phone_before(qr(BADGES["E1001"]), tmp_path, browser, product, terminal) as phone:
        expect(phone.the("pin-1")).to_be_visible()
        phone.the("camera-open").tap()
        phone.shows("queue")


@pytest.mark.parametrize("symbol", ["qrcode-1/1.webp", "code128-1/2.webp", "datamatrix-2/01.webp"])
def test_each_kind_of_symbol_is_read_live(
    symbol: str, shared_data: Path, tmp_path: Path, browser: Browser, product: Product, terminal: str
) -> None:
    path = shared_data / "barcodes" / symbol
    with phone_before(Image.open(path), tmp_path, browser, product, terminal) as phone:
        phone.sign_in()
        phone.the("tab-scan").tap()
        phone.the("camera-open").tap()
        expect(phone.shows("scan-answer")).to_contain_text(said(path))


def test_on_plain_http_a_photo_is_read_instead(phone: Phone, shared_data: Path) -> None:
    phone.page.add_init_script(PLAIN_HTTP)
    phone.page.reload()
    phone.sign_in()
    phone.the("tab-scan").tap()
    phone.the("camera-photo").set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"no picture"})
    expect(phone.shows("photo-problem")).to_contain_text("不是图片")
    for path in sorted((shared_data / "barcodes").glob("*/*.[pw]*")):
        take_photo(phone, path)
        expect(phone.shows("scan-answer")).to_contain_text(said(path))
        expect(phone.the("photo-problem")).to_have_count(0)


def test_of_two_photos_the_later_one_is_read(phone: Phone, shared_data: Path) -> None:
    phone.page.add_init_script(PLAIN_HTTP)
    phone.page.reload()
    phone.sign_in()
    phone.the("tab-scan").tap()
    earlier, later = (shared_data / "barcodes" / "code128-1" / name for name in ("2.webp", "4.png"))
    phone.the("camera-photo").set_input_files(earlier)
    take_photo(phone, later)
    expect(phone.shows("scan-answer")).to_contain_text(said(later))


def test_without_a_camera_it_says_what_else_to_do(phone: Phone) -> None:
    phone.sign_in()
    phone.the("tab-scan").tap()
    phone.the("camera-open").tap()
    expect(phone.shows("camera-problem")).to_contain_text("手输")
    assert faults_for_readers(phone.page) == []
    phone.the("camera-close").tap()
    phone.shows("scan-input")
