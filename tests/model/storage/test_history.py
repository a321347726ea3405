"""The contents that a file had, kept as differences, are the contents that it had."""

from __future__ import annotations

import re
from collections import Counter

from archie_board.model.merge import distance
from archie_board.model.storage.history import History
from hypothesis import given
from hypothesis import strategies as st

CONTENTS = st.lists(st.binary(max_size=12) | st.sampled_from([b"aab", b"ab", b"aaab", b""]))


def known(contents: list[bytes]) -> list[bytes]:
    """Those that follow each other without being equal, the last forty of them."""
    found: list[bytes] = []
    for content in contents:
        if not found or found[-1] != content:
            found.append(content)
    return found[-40:]


@given(CONTENTS)
def test_it_gives_back_what_it_was_given(contents: list[bytes]) -> None:
    history = History()
    for content in contents:
        history.add(content)
    assert history.all() == known(contents)
    assert history.newest == (contents[-1] if contents else None)


@given(CONTENTS, CONTENTS)
def test_what_earlier_sessions_knew_comes_first(earlier: list[bytes], later: list[bytes]) -> None:
    history = History()
    for content in later:
        history.add(content)
    history.start(earlier)
    assert history.all() == known([*earlier, *known(later)])


@given(CONTENTS, st.binary(max_size=3))
def test_the_part_before_a_content_ends_with_it(contents: list[bytes], data: bytes) -> None:
    history = History()
    for content in contents:
        history.add(content)
    part = history.before(data).all()
    assert part[-1] == data
    whole = known(contents)
    assert part == known([*whole, data]) or part == whole[: len(part)]


@given(CONTENTS, st.binary(max_size=3))
def test_it_knows_what_it_holds(contents: list[bytes], data: bytes) -> None:
    history = History()
    for content in contents:
        history.add(content)
    for wanted in (data, *contents):
        assert history.holds(wanted) is (wanted in known(contents))


LINES = st.lists(st.sampled_from([b"a", b"ab", b"", b"b"])).map(list)
ENDS = st.sampled_from([b"\n", b"\r\n", b"\r"])


@given(LINES, LINES, ENDS, ENDS, st.binary(max_size=2))
def test_contents_differ_by_the_lines_that_one_of_them_has(
    one: list[bytes], other: list[bytes], end: bytes, other_end: bytes, last: bytes
) -> None:
    left, right = end.join(one) + last, other_end.join(other) + last
    line = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
    lines = Counter(line.findall(left)), Counter(line.findall(right))
    both = lines[0] & lines[1]
    assert distance(left, right) == sum(((lines[0] - both) + (lines[1] - both)).values())


def test_a_file_that_never_rests_is_kept_once() -> None:
    file = b"".join(b"line %d\n" % number for number in range(20_000))
    history = History()
    for number in range(40):
        history.add(file.replace(b"line 10000\n", b"line 10000 %d\n" % number))
    assert len(history.all()) == 40
    assert sum(len(older.middle) for older in history._older) < 1000
