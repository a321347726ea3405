"""Generated task files in other forms than the protocol's, one form or several to a file."""

from __future__ import annotations

from hypothesis import strategies as st

TITLES = st.lists(
    st.sampled_from(
        ["Login", "refresh", "Ünïcode", "日本語の件", "`code x`", "rate limit", "(beta)"]
    ),
    min_size=1,
    max_size=3,
).map(" ".join)
IDS = st.sampled_from(["BE-{:03}", "T{:03}", "TICKET-SEC-{:03}", "P{}.1", "TASK-B{:03}"])
STATUSES = st.sampled_from(
    ["Done", "In Progress", "✅ 完了", "進行中", "Todo", "⏳ Pendiente", "en curso"]
)
PRIORITIES = st.sampled_from(["P0", "High", "🔴 高", "baixa", "mittel"])
WHO = st.sampled_from(["@ana", "bob", "Team 2"])
DEPENDS = st.sampled_from(["none", "无", "BE-900", "T901, T902", "BE-900~903", "—"])
HEADINGS = st.sampled_from(
    ["### {}: {}", "## {} - {}", "#### ✅ {} — {}", "### [{}] {}", "### **{}: {}**"]
)
FORMS = st.sampled_from(["**{}**: {}", "- **{}:** {}", "- {}: {}", "{}：{}", "| **{}** | {} |"])
PLACES = st.lists(st.sampled_from(range(4)), unique=True, max_size=4)
PROSE = st.sampled_from(["Some prose.", "- a point", ""])
BOXES = st.sampled_from(["- [{}] {} {}", "* [{}] **{}**: {}", "+ [{}] `{}` — {}", "- [{}] {}. {}"])
ABOVE = st.sampled_from(["## Tasks", "## In Progress", "Legend: [~] blocked | [-] skipped"])
MARKS = st.sampled_from(" x~-")
BELOW = st.lists(st.sampled_from(range(5)), unique=True, max_size=2)
COLUMNS = st.sampled_from([("Task", "Priority"), ("任务", "优先级"), ("Mô tả", "Ưu tiên")])


@st.composite
def headings(draw: st.DrawFn, ids: list[str]) -> list[str]:
    """Sections under headings, with fields in one form."""
    shape, form = draw(HEADINGS), draw(FORMS)
    lines: list[str] = ["# Plan", ""]
    for one in ids:
        lines += [shape.format(one, draw(TITLES)), ""]
        told = [
            ("Status", draw(STATUSES)),
            ("Priority", draw(PRIORITIES)),
            ("Owner", draw(WHO)),
            ("Depends on", draw(DEPENDS)),
        ]
        if form.startswith("|"):
            lines += ["| Field | Value |", "|---|---|"]
        told = [told[place] for place in draw(PLACES)]
        if draw(st.booleans()) and not form.startswith("|") and told:
            lines.append(" | ".join(f"**{name}**: {value}" for name, value in told))
        else:
            lines += [form.format(name, value) for name, value in told]
        lines += ["", draw(PROSE), ""]
        if draw(st.booleans()):
            lines += ["**Acceptance criteria**:", "", "- [ ] one", "- [x] two", ""]
    return lines


@st.composite
def boxes(draw: st.DrawFn, ids: list[str]) -> list[str]:
    """A checklist, some lines with more below them."""
    shape = draw(BOXES)
    lines = [draw(ABOVE), ""]
    for one in ids:
        lines.append(shape.format(draw(MARKS), one, draw(TITLES)))
        more = [
            "  - **Status**: " + draw(STATUSES),
            "  - [ ] nested box",
            "  - Depends on: BE-900",
            "  just text",
            "      **Assigned**: ana",
        ]
        lines += (more[place] for place in draw(BELOW))
    return [*lines, ""]


@st.composite
def tables(draw: st.DrawFn, ids: list[str]) -> list[str]:
    """A table of tasks, with or without a status column, perhaps under kanban headings."""
    own = draw(st.booleans())
    names = draw(COLUMNS)
    header = f"| ID | {names[0]} | {names[1]} |" + (" Status |" if own else "")
    lines: list[str] = []
    for place, part in (("## Done", ids[::2]), ("## Todo", ids[1::2])):
        lines += [place, "", header, "|---|---|---|" + ("---|" if own else "")]
        for one in part:
            row = f"| {one} | {draw(TITLES)} | {draw(PRIORITIES)} |"
            lines.append(row + (f" {draw(STATUSES)} |" if own else ""))
        lines.append("")
    return lines


BUILDERS = st.sampled_from([headings, boxes, tables])
NEWLINES = st.sampled_from(["\n", "\n", "\r\n"])


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """A file of one form or two, with any line ending."""
    shape = draw(IDS)
    ids = [shape.format(number) for number in range(1, draw(st.integers(2, 4)))]
    others = [f"OPS-{number:03}" for number in range(1, 3)]
    lines = draw(draw(BUILDERS)(ids))
    if draw(st.booleans()):
        lines = [*lines, "# More", "", *draw(draw(BUILDERS)(others))]
    newline = draw(NEWLINES)
    text = newline.join(lines)
    return text.encode() if draw(st.booleans()) else text.rstrip().encode()
