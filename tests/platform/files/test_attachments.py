# SPDX-License-Identifier: Apache-2.0
"""Files that are kept as pictures of their pages: what is taken, what is refused with which advice."""

import sys
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from PIL import Image

from lockstep.platform.files import pdf as pdf_pages
from lockstep.platform.files import pdf_drawer
from lockstep.platform.files.errors import PdfTooHeavy
from tests.support.papers import A4, pdf
from tests.support.plant import LEADER, OPERATOR, BuiltPlant, User

pytestmark = pytest.mark.anyio

PDF = pdf(2)
TEN_METRES = 28346
"""In points."""


def png(size: tuple[int, int] = (40, 20)) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "red").save(out, "PNG")
    return out.getvalue()


@pytest.fixture
async def engineer(plant: BuiltPlant) -> User:
    return await plant.user("engineer", LEADER)


async def refused(user: User, content: bytes, status: int, code: str, name: str = "a.pdf") -> dict[str, Any]:
    answer = await user.raw("PUT", f"/attachments/{uuid4()}", params={"file_name": name}, content=content)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    params: dict[str, Any] = answer.json()["error"]["params"]
    return params


async def given(user: User, content: bytes, name: str = "WI-20 磨削.pdf", key: UUID | None = None) -> dict[str, Any]:
    params = {"file_name": name}
    return await user.send("PUT", f"/attachments/{key or uuid4()}", 200, params=params, content=content)


async def test_a_pdf_is_kept_as_pictures_of_its_pages(engineer: User) -> None:
    made = await given(engineer, PDF)
    assert made["file_name"] == "WI-20 磨削.pdf"
    assert [(page["number"], page["width"], page["height"]) for page in made["pages"]] == [
        (1, 1696, 2400),
        (2, 1696, 2400),
    ]
    assert await engineer.get(f"/attachments/{made['id']}") == made
    page = await engineer.raw("GET", f"/attachments/{made['id']}/pages/2")
    assert page.headers["content-type"] == "image/jpeg"
    assert page.headers["cache-control"] == "private, max-age=31536000, immutable"
    with Image.open(BytesIO(page.content)) as picture:
        corner, square = picture.getpixel((10, 10)), picture.getpixel((500, 1800))
    assert (corner, square) == ((255, 255, 255), (254, 0, 0))
    again = await engineer.raw(
        "GET", f"/attachments/{made['id']}/pages/2", headers={"If-None-Match": page.headers["etag"]}
    )
    assert (again.status_code, again.content) == (304, b"")
    await engineer.get(f"/attachments/{made['id']}/pages/3", 404)
    await engineer.get(f"/attachments/{made['id']}/pages/0", 422)


async def test_a_picture_is_its_only_page(engineer: User) -> None:
    made = await given(engineer, png(), "clamp.png")
    assert made["pages"] == [{"number": 1, "width": 40, "height": 20}]


async def test_what_is_in_it_counts_and_not_its_name(engineer: User) -> None:
    assert (await given(engineer, png(), "drawing.pdf"))["pages"]
    assert (await given(engineer, b"\n\n" + PDF, "drawing.png"))["pages"]
    for content in (b"", b"<html><script>1</script>", b"PK\x03\x04 a spreadsheet", b"MZ"):
        await refused(engineer, content, 415, "attachment_type_refused")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (PDF[: len(PDF) // 3], "pdf_broken"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 40, "pdf_broken"),
        (pdf(0), "pdf_broken"),
        (pdf(locked=True), "pdf_protected"),
        (pdf(pdf_drawer.MOST_PAGES + 1), "pdf_too_many_pages"),
        (pdf(10_000), "pdf_too_many_pages"),
        (png((64, 64))[:60], "photo_broken"),
    ],
    ids=["truncated", "noise", "no pages", "locked", "a page too many", "ten thousand pages", "half a picture"],
)
async def test_what_cannot_be_shown_is_refused(engineer: User, content: bytes, code: str) -> None:
    params = await refused(engineer, content, 422, code)
    assert params == ({"most": 60} if code == "pdf_too_many_pages" else {})


@pytest.mark.parametrize("size", [(TEN_METRES, TEN_METRES), (1e9, 1e9), (14_400, 0.5), (0, 0)])
async def test_a_page_of_any_size_becomes_a_picture_that_a_screen_can_show(size: tuple[float, float]) -> None:
    (page,) = pdf_pages.pages_of(pdf(size=size))
    assert max(page.width, page.height) <= pdf_drawer.LONGEST_SIDE


async def test_drawing_is_stopped_when_it_takes_too_long() -> None:
    endless = pdf(drawn=b"0 0 m " + b"595 842 l 0 842 l 595 0 l 0 0 l " * 200_000 + b" S", size=A4)
    with pytest.raises(PdfTooHeavy):
        pdf_pages.pages_of(endless, seconds=0.5)


@pytest.mark.parametrize(
    "program",
    [
        "import os; os.abort()",
        "import sys, struct; sys.stdout.buffer.write(struct.pack('>II', 2**31, 2**31))",
        "import sys, struct; sys.stdout.buffer.write(struct.pack('>II', 100, 100) + b'half'); sys.exit(1)",
    ],
    ids=["crashes", "claims a huge page", "breaks off"],
)
async def test_the_server_outlives_its_drawer(engineer: User, program: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_pages, "DRAWER", (sys.executable, "-c", program))
    await refused(engineer, PDF, 422, "pdf_too_heavy")


async def test_more_than_twenty_megabytes_are_not_received(engineer: User) -> None:
    assert await refused(engineer, PDF + bytes(20 * 1024 * 1024), 413, "attachment_too_large") == {"megabytes": 20}


async def test_the_same_file_is_taken_once(plant: BuiltPlant, engineer: User) -> None:
    key, other = uuid4(), await plant.user("other", LEADER)
    first = await given(engineer, PDF, key=key)
    assert await given(engineer, PDF, key=key) == first
    for sender, content, status in ((engineer, png(), 409), (other, PDF, 404)):
        answer = await sender.raw("PUT", f"/attachments/{key}", params={"file_name": "WI-20 磨削.pdf"}, content=content)
        assert answer.status_code == status


async def test_only_who_makes_routings_gives_files(plant: BuiltPlant) -> None:
    operator = await plant.user("operator", OPERATOR)
    assert await refused(operator, PDF, 403, "forbidden") == {"permission": "engineering.manage"}
    nobody = await plant.client.put(f"/api/attachments/{uuid4()}", params={"file_name": "a"}, content=PDF)
    assert nobody.status_code == 401
    assert (await plant.client.get(f"/api/attachments/{uuid4()}/pages/1")).status_code == 401


async def test_what_nothing_shows_yet_is_seen_by_its_giver_and_the_engineers_of_the_site(plant: BuiltPlant) -> None:
    sites: dict[str, Any] = {"sites": [plant.site_id]}
    engineer, colleague = await plant.user("one", LEADER, **sites), await plant.user("two", LEADER, **sites)
    far = await plant.user("far", LEADER, sites=[plant.site_id + 1])
    operator = await plant.user("operator", OPERATOR, **sites)
    made = await given(engineer, PDF)
    for path in (f"/attachments/{made['id']}", f"/attachments/{made['id']}/pages/1"):
        found = [(await user.raw("GET", path)).status_code for user in (engineer, colleague, far, operator)]
        assert found == [200, 200, 404, 404]
