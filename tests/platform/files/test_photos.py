# SPDX-License-Identifier: Apache-2.0
from io import BytesIO
from uuid import uuid4

import httpx
import pillow_heif
import pytest
from PIL import Image
from sqlalchemy import func, select

from lockstep.platform.files import images
from lockstep.platform.files.models import Photo
from tests.support.plant import OPERATOR, BuiltPlant, User
from tests.support.scopes import add_second_site, seat

pytestmark = pytest.mark.anyio

ORIENTATION, MAKER = 0x0112, 0x010F


def picture(kind: str, size: tuple[int, int] = (40, 20), **more: object) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "red").save(out, kind, **more)
    return out.getvalue()


def heic(size: tuple[int, int]) -> bytes:
    out = BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", size, "red")).save(out)
    return out.getvalue()


async def put(user: User, content: bytes, key: object = None) -> httpx.Response:
    return await user.raw("PUT", f"/photos/{key or uuid4()}", content=content)


async def refused(user: User, content: bytes, key: object = None) -> tuple[int, str]:
    answer = await put(user, content, key)
    return answer.status_code, answer.json()["error"]["code"]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIC"])
async def test_a_photo_comes_back_as_jpeg(plant: BuiltPlant, kind: str) -> None:
    anna, key = await plant.user("anna"), uuid4()
    content = heic((40, 20)) if kind == "HEIC" else picture(kind)
    answer = await put(anna, content, key)
    assert answer.status_code == 200, answer.text
    assert (answer.json()["width"], answer.json()["height"]) == (40, 20)
    got = await anna.raw("GET", f"/photos/{key}")
    assert got.headers["content-type"] == "image/jpeg"
    assert got.headers["x-content-type-options"] == "nosniff"
    assert got.headers["cache-control"] == "private, max-age=31536000, immutable"
    with Image.open(BytesIO(got.content)) as stored:
        assert (stored.format, stored.size) == ("JPEG", (40, 20))
    again = await anna.raw("GET", f"/photos/{key}", headers={"If-None-Match": got.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_it_is_turned_upright_and_tells_nothing_of_its_camera(plant: BuiltPlant) -> None:
    anna, key = await plant.user("anna"), uuid4()
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKER] = 6, "a camera"
    answer = await put(anna, picture("JPEG", exif=exif, comment=b"a comment"), key)
    assert (answer.json()["width"], answer.json()["height"]) == (20, 40)
    got = await anna.raw("GET", f"/photos/{key}")
    with Image.open(BytesIO(got.content)) as stored:
        assert dict(stored.getexif()) == {}
    assert b"a camera" not in got.content
    assert b"a comment" not in got.content


async def test_large_photos_are_made_smaller(plant: BuiltPlant) -> None:
    anna = await plant.user("anna")
    noise = Image.effect_noise((3000, 2400), 90).convert("RGB")
    out = BytesIO()
    noise.save(out, "JPEG", quality=90)
    answer = (await put(anna, out.getvalue())).json()
    assert max(answer["width"], answer["height"]) <= images.LONGEST_SIDE
    assert answer["size"] <= images.MOST_BYTES


async def test_what_is_transparent_becomes_white(plant: BuiltPlant) -> None:
    out = BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(out, "PNG")
    with Image.open(BytesIO(images.rewrite(out.getvalue()).content)) as stored:
        assert stored.getpixel((1, 1)) == (255, 255, 255)


async def test_the_same_bytes_are_taken_once(plant: BuiltPlant) -> None:
    anna, bert, key = await plant.user("anna"), await plant.user("bert"), uuid4()
    first = (await put(anna, picture("PNG"), key)).json()
    assert (await put(anna, picture("PNG"), key)).json() == first
    assert await refused(anna, picture("PNG", (9, 9)), key) == (409, "command_content_differs")
    assert await refused(bert, picture("PNG"), key) == (404, "not_found")
    async with plant.sessions() as session:
        assert await session.scalar(select(func.count()).select_from(Photo)) == 1


@pytest.mark.parametrize(
    "content",
    [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<html><script>1</script>", b"GIF89a" + bytes(20)],
    ids=["empty", "svg", "html", "gif"],
)
async def test_what_is_no_photo_is_refused(plant: BuiltPlant, content: bytes) -> None:
    assert await refused(await plant.user("anna"), content) == (415, "photo_type_refused")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIC"])
async def test_a_damaged_photo_is_refused(plant: BuiltPlant, kind: str) -> None:
    content = heic((64, 64)) if kind == "HEIC" else picture(kind, (64, 64))
    anna = await plant.user("anna")
    assert await refused(anna, content[: len(content) // 3]) == (422, "photo_broken")


async def test_a_small_file_of_many_pixels_is_refused(plant: BuiltPlant) -> None:
    out = BytesIO()
    Image.new("1", (9000, 9000)).save(out, "PNG")
    assert len(out.getvalue()) < 100_000
    assert await refused(await plant.user("anna"), out.getvalue()) == (422, "photo_too_many_pixels")


async def test_more_than_twelve_megabytes_are_not_taken(plant: BuiltPlant) -> None:
    content = picture("JPEG") + bytes(12 * 1024 * 1024)
    assert await refused(await plant.user("anna"), content) == (413, "photo_too_large")


async def test_photos_need_rights_and_stay_in_their_site(plant: BuiltPlant) -> None:
    nobody = await plant.user("nobody", ["board.read"])
    here = await plant.user("here", OPERATOR, sites=[plant.site_id])
    elsewhere = await plant.user("elsewhere", OPERATOR, sites=[plant.site_id + 1])
    key = uuid4()
    assert await refused(nobody, picture("PNG")) == (403, "forbidden")
    assert (await put(here, picture("PNG"), key)).status_code == 200
    assert (await here.raw("GET", f"/photos/{key}")).status_code == 200
    await elsewhere.get(f"/photos/{key}", 404)
    await nobody.get(f"/photos/{key}", 403)
    await here.get(f"/photos/{uuid4()}", 404)
    await here.get("/photos/nonsense", 422)


async def test_a_photo_belongs_to_the_terminal_else_the_person_else_the_only_site(plant: BuiltPlant) -> None:
    south = await add_second_site(plant)
    north = plant.site_id
    senders = {
        "at the terminal": (await plant.user("a", person="P-1", sites=[north, south]), south),
        "of a person": (await plant.user("b", person="X-1"), south),
        "of one site": (await plant.user("c", sites=[north]), north),
    }
    await seat(plant, senders["at the terminal"][0], "XT-1", south)
    readers = {site: await plant.user(f"reader-{site}", OPERATOR, sites=[site]) for site in (north, south)}
    for name, (sender, of) in senders.items():
        key = uuid4()
        assert (await put(sender, picture("PNG"), key)).status_code == 200
        found = {site: (await reader.raw("GET", f"/photos/{key}")).status_code for site, reader in readers.items()}
        assert found == {site: 200 if site == of else 404 for site in readers}, name


async def test_a_photo_of_no_site_is_its_senders_and_theirs_who_see_every_site(plant: BuiltPlant) -> None:
    south, key = await add_second_site(plant), uuid4()
    sender = await plant.user("sender", sites=[plant.site_id, south])
    local, everywhere = await plant.user("local", sites=[plant.site_id]), await plant.user("everywhere")
    await put(sender, picture("PNG"), key)
    found = [(await user.raw("GET", f"/photos/{key}")).status_code for user in (sender, local, everywhere)]
    assert found == [200, 404, 200]


async def test_a_report_carries_its_photo(plant: BuiltPlant) -> None:
    first, _ = await plant.order()
    anna, key = await plant.user("anna"), uuid4()
    line = {"defect_code": "D1", "quantity": 1, "disposition": "scrap", "photo_ids": [str(key)]}
    await anna.refused("/reports", 422, "unknown_photo", operation_id=first, good=1, ng=1, defects=[line])
    await put(anna, picture("PNG"), key)
    await anna.post("/reports", operation_id=first, good=1, ng=1, defects=[line])
    (shown,) = (await anna.get("/reports"))["reports"]
    assert shown["defects"][0]["photo_ids"] == [str(key)]
