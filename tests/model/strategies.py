"""Generated task files: what people, agents and accidents make of the protocol's form."""

from __future__ import annotations

from hypothesis import strategies as st

WORDS = st.sampled_from(
    [
        "token",
        "Ünïcode",
        "日本語",
        "[/] [red]x",
        "a|b",
        "`code`",
        "*star*",
        "x: y",
        "{}",
        "#1",
        "<b>",
    ]
)
TEXTS = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)
IDS = st.sampled_from(["BE-001", "BE-002", "BE-010", "ARCH-001", "FE-003", "be-001"])
STATUSES = st.sampled_from(
    ["pending", "In Progress", "✅ COMPLETED", "blocked", "approved", "needs review", "完了", ""]
)
CELLS = st.sampled_from(
    ["", " | Backend", " | Backend | High | @be", " | Backend | P1 | ✅ COMPLETED", " | 🚫 BLOCKED"]
)
MARKS = st.sampled_from([" ", "x", "X", "!", "-"])


NAMES = st.sampled_from(["Title", "Status", "Assigned", "Dependencies", "Description", "My own"])
FORMS = st.sampled_from(
    ["- **{}**: {}", "- **{}:** {}", "* **{}**: {}", "- {}: {}", " - **{}**: {}"]
)
MORE = st.sampled_from(["", "", "", "  goes on", "  - nested", "\n  after a blank", "lazy"])
INDENTS = st.sampled_from(["  ", "  ", "    "])
BOXES = st.lists(st.tuples(MARKS, TEXTS, INDENTS), max_size=4)


# A strategy that is made anew for every draw takes longer than the draw: each is made once.


@st.composite
def fields(draw: st.DrawFn) -> list[str]:
    """The lines of one field, in one of the ways that people write them."""
    name = draw(NAMES)
    value = draw(STATUSES if name == "Status" else TEXTS)
    lines = [draw(FORMS).format(name, value)]
    more = draw(MORE)
    return [*lines, *more.split("\n")] if more else lines


@st.composite
def criteria(draw: st.DrawFn) -> list[str]:
    """A criteria field with boxes, some nested, some repeated."""
    lines = [f"{indent}- [{mark}] {text}" for mark, text, indent in draw(BOXES)]
    return ["- **Acceptance Criteria**: ", *lines]


ODD = st.sampled_from(
    [
        ["prose between"], ["---"], ["```", "### BE-999 | fake", "```"], ["<!--", "### BE-998 | x", "-->"],
        ["  ### BE-997 | indented"], ["> quote"], ["| a | b |", "|---|---|"], ["#### Deeper"], [""],
        ["## Phase"], ["```"], ["Setext", "---"], ["\tTabbed"], ["<div>", "</div>"], ["- [ ] loose"],
    ]
)  # fmt: skip


LEVELS = st.sampled_from([3, 3, 2, 4])
PARTS = st.lists(st.one_of(fields(), criteria(), ODD), max_size=6)


@st.composite
def sections(draw: st.DrawFn) -> list[str]:
    """One task's section."""
    heading = "#" * draw(LEVELS) + " " + draw(IDS) + draw(CELLS)
    return [heading, *(line for part in draw(PARTS) for line in part), ""]


HEADS = st.sampled_from([[], ["---", "title: x", "# no heading", "---"], ["# Tasks", ""]])
BODIES = st.lists(st.one_of(sections(), ODD), max_size=5)
ENDS = st.sampled_from([["\n"], ["\n"], ["\r\n"], ["\r"], ["\n", "\r\n"], ["\n", "\r"]])
ONE_IN_TEN = st.integers(0, 9).map(lambda number: number == 0)


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """A whole file: any line endings, perhaps a BOM, bytes that are not UTF-8, no last newline."""
    lines = draw(HEADS)
    for part in draw(BODIES):
        lines = [*lines, *part]
    ends = draw(ENDS)
    text = "".join(line + ends[i % len(ends)] for i, line in enumerate(lines))
    data = text.encode()
    if draw(st.booleans()):
        data = data.rstrip(b"\r\n")
    if draw(ONE_IN_TEN):
        data = data.replace(b"token", b"t\xffken\xe2\x80\xa8")
    return b"\xef\xbb\xbf" + data if draw(ONE_IN_TEN) else data
