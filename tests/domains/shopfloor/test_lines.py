# SPDX-License-Identifier: Apache-2.0
from uuid import UUID

from lockstep.domains.shopfloor.lines import SaidLine, line_keys
from lockstep.kernel.qty import pieces


def line(number: int, code: int, disposition: str = "pending") -> SaidLine:
    return SaidLine(UUID(int=number), code, pieces(1), disposition)


def key(number: int) -> str:
    return str(UUID(int=number))


def test_a_line_keeps_the_key_of_its_first_row() -> None:
    versions = [[line(1, 7), line(2, 8)], [line(3, 7), line(4, 8)], [line(5, 8)]]
    assert line_keys(versions) == [[key(1), key(2)], [key(1), key(2)], [key(2)]]


def test_lines_with_one_code_are_told_apart_by_their_order() -> None:
    versions = [[line(1, 7), line(2, 7)], [line(3, 7), line(4, 7), line(5, 7)]]
    assert line_keys(versions)[-1] == [key(1), key(2), key(5)]


def test_a_line_that_comes_again_later_is_a_new_one() -> None:
    assert line_keys([[line(1, 7)], [line(2, 8)], [line(3, 7)]])[-1] == [key(3)]


def test_what_is_to_become_of_the_pieces_does_not_make_another_line() -> None:
    assert line_keys([[line(1, 7)], [line(2, 7, "scrap")], [line(3, 7)]])[-1] == [key(1)]
