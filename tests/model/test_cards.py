"""Agent cards: what a person finds in them is what the board takes."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from archie_board.model.cards.card import Card, read_card
from archie_board.model.cards.fencing import fences_of
from archie_board.model.cards.forming import InForce, roles_for
from archie_board.model.roles import BACKEND, BUILTIN
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from ..draws import draws

CARDS = Path(__file__).parent / "cards"
NAMES = sorted(path.name for path in CARDS.glob("*.md"))
FORMAT = "### FE-XXX | Frontend | [Priority] | @frontend-specialist\n"


def text_of(name: str) -> str:
    return (CARDS / name).read_text(encoding="utf-8")


def card(text: str, name: str = "frontend-specialist.md") -> Card:
    found = read_card(text, name)
    assert found is not None
    return found


def counts(found: Card) -> tuple[object, ...]:
    return (
        found.prefix,
        found.area,
        found.assignee,
        len(found.categories),
        len(found.criteria),
        len(found.review_steps),
        [len(part.items) for part in found.checklist],
        len(found.handoffs),
        len(found.templates),
    )


# What each card holds, counted by hand.
COUNTED = {
    "backend-architect.md": ("BE", "Backend", "backend-specialist", 9, 5, 7, [4, 5, 4, 4], 4, 2),
    "frontend-specialist.md": ("FE", "Frontend", "frontend-specialist", 6, 3, 5, [2, 3], 3, 3),
    "integration-specialist.md": (
        "INT", "Integration", "integration-specialist", 4, 3, 4, [2, 2], 3, 2,
    ),
    "testing-specialist.md": ("TEST", "Testing", "testing-specialist", 4, 2, 3, [2, 1], 3, 1),
    "system-architect.md": ("ARCH", "", "", 1, 2, 3, [1, 2], 2, 1),
    "security-engineer.md": ("SEC", "", "security-engineer", 3, 0, 3, [3], 0, 0),
    "data-engineer.md": ("DATA", "Data", "data-engineer", 3, 2, 3, [2, 1], 0, 2),
    "mobile-developer.md": ("MOB", "Mobile", "mobile-developer", 2, 0, 0, [], 0, 0),
}  # fmt: skip


@pytest.mark.parametrize("name", COUNTED)
def test_a_card_gives_what_a_person_counts_in_it(name: str) -> None:
    assert counts(card(text_of(name), name)) == COUNTED[name]


def test_the_backend_card_is_the_built_in_role() -> None:
    found = card(text_of("backend-architect.md"), "backend-architect.md")
    assert found.categories == BACKEND.categories
    assert found.criteria == BACKEND.criteria
    assert found.review_steps == BACKEND.review_steps
    assert found.checklist == BACKEND.checklist
    assert not found.problems
    assert [one.colleague for one in found.handoffs] == [
        "system-architect", "frontend-specialist", "integration-specialist", "testing-specialist",
    ]  # fmt: skip
    assert [one.received for one in found.handoffs] == [True, False, False, False]
    assert [one.title for one in found.templates] == [
        "API Specification Template",
        "Database Design Document",
    ]
    assert found.templates[0].text.endswith('"timestamp": "2024-01-15T10:30:00Z"\n  }\n}\n```')
    assert found.templates[1].text.startswith("# Database Design - [Feature]\n")


def test_the_built_in_papers_are_the_cards() -> None:
    from archie_board.model.cards import builtin

    found = card(text_of("backend-architect.md"), "backend-architect.md")

    def even(text: str) -> list[str]:
        return [line.rstrip() for line in text.rstrip().split("\n")]

    assert [(h.colleague, even(h.text)) for h in builtin.HANDOFFS] == [
        (h.colleague, even(h.text)) for h in found.handoffs
    ]
    assert [(t.title, even(t.text)) for t in builtin.TEMPLATES] == [
        (t.title, even(t.text)) for t in found.templates
    ]


def test_an_executor_has_no_tasks_of_its_own() -> None:
    assert read_card(text_of("developer-executor.md"), "developer-executor.md") is None


def bare(found: Card) -> Card:
    """Without the white space in templates, which is kept as it stands."""
    texts = tuple(
        one._replace(text=" ".join(one.text.split())) for one in (*found.handoffs, *found.templates)
    )
    return found._replace(handoffs=texts, templates=())  # type: ignore[arg-type]


WRITTEN: dict[str, Callable[[str], str]] = {
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "CR": lambda text: text.replace("\n", "\r"),
    "BOM": lambda text: "\ufeff" + text,
    "trailing blanks": lambda text: text.replace("\n", "  \n"),
    "no last line end": str.rstrip,
}


@pytest.mark.parametrize("name", COUNTED)
@pytest.mark.parametrize("way", WRITTEN)
def test_how_its_lines_end_does_not_matter(name: str, way: str) -> None:
    assert bare(card(WRITTEN[way](text_of(name)), name)) == bare(card(text_of(name), name))


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("- **FE-010+**: Forms", "Forms"),
        ("- **FE-010+ Forms**: inputs", "Forms"),
        ("* `FE-010+` - Forms", "Forms"),
        ("| FE-010 – FE-019 | Forms | inputs |", "Forms"),
        ("1. FE-010 to FE-019: Forms", "Forms"),
        ("- FE-01X Forms", "Forms"),
        ("- **Forms** (FE-010+)", "Forms"),
        ("| Forms | FE-010–FE-019 |", "Forms"),
        ("- FE-010 and above: Forms", "Forms"),
        ("- [FE-010](docs/fe.md): **Forms**", "Forms"),
        ("**FE-01x**: Forms", "Forms"),
        ("- `FE-010` … `FE-019` – Forms", "Forms"),
        ("- `FE-010` and above – Forms", "Forms"),
        ("- FE-010 → ∞: Forms", "Forms"),
        ("- FE-010+：Forms", "Forms"),
    ],
)
def test_a_range_is_read_in_the_forms_that_people_use(line: str, title: str) -> None:
    found = card(f"{FORMAT}\n## Number ranges\n\n{line}\n")
    assert [(one.first, one.title) for one in found.categories] == [(10, title)]


@pytest.mark.parametrize(
    "steps",
    [
        "## Design Review Process\n1. **Look**: at it\n2. **Touch**: it\n",
        "## Review of completed tasks\n- **Look**: at it\n- **Touch**: it\n",
        "## Quality Gate\n### Step 1: Look\nat it\n### Step 2: Touch\nit\n",
        "## Verification workflow\n| Step | What |\n|---|---|\n| Look | at it |\n| Touch | it |\n",
        "**Review steps:**\n1) Look - at it\n2) Touch - it\n",
        "## Acceptance process\n1. Look: at it\n   \n2. Touch: it\n",
        "## How I check finished tasks\n```\n1. Look: at it\n2. Touch: it\n```\n",
        "## Editorial review\n**1. Look** – at it\n**2. Touch** – it\n",
        "## How I sign off a finished ticket\n① Look: at it\n② Touch: it\n",
        "## 🔍 Review\n1️⃣ **Look**: at it\n2️⃣ **Touch**: it\n",
        "## Review stages\nStage 1 — Look: at it\nStage 2 — Touch: it\n",
        "## Review protocol\n### ✅ Step 1 — Look\nat it\n### ✅ Step 2 — Touch\nit\n",
        "## After completion\n- **Look**: at it\n- **Touch**: it\n",
        "## Review of completed work\n☐ Step 1 - Look: at it\n☐ Step 2 - Touch: it\n",
        "## Proceso de revisión\n1. **Look**: at it\n2. **Touch**: it\n",
        "## Prüfung abgeschlossener Aufgaben\n- **Look**: at it\n- **Touch**: it\n",
        "## Vérification des tâches terminées\n1) Look : at it\n2) Touch : it\n",
        "## 已完成任务的审查流程\n1. **Look**：at it\n2. **Touch**：it\n",
        "## 完了したタスクのレビュー手順\n* Look：at it\n* Touch：it\n",
        "## Review\n- Phase 1: Look\n  - at it\n- Phase 2: Touch\n  - it\n",
        "### 4.2 How I review a finished ticket\n1) Look: at it\n2) Touch: it\n",
    ],
)
def test_steps_are_read_in_the_forms_that_people_use(steps: str) -> None:
    found = card(f"{FORMAT}\n{steps}\n## Example\n1. No\n2. Step\n")
    assert [(one.title, one.text) for one in found.review_steps] == [
        ("Look", "at it"),
        ("Touch", "it"),
    ]


@pytest.mark.parametrize(
    "section",
    [
        "### Weekly Review\n1. **Look**: back\n2. **Plan**: ahead\n",
        "### Quality Assurance\n- **Linters**: on\n- **Types**: strict\n",
        "### Forms & Validation\n- **Input**: typed\n- **Errors**: shown\n",
        "### 3. Security Review\n- Scan the code\n- Read the headers\n",
        "### Code Quality Gates\n- [ ] Short functions\n- [ ] No copies\n",
        "### Review Process\n```markdown\n## Review Checklist\n### Look\n- [ ] a\n- [ ] b\n```\n",
    ],
)
def test_what_speaks_of_quality_is_no_review_of_a_task(section: str) -> None:
    found = card(f"{FORMAT}\n## Work\n{section}")
    assert not found.review_steps
    assert "no review steps" in str(found.problems[-1])


@pytest.mark.parametrize(
    ("title", "what"),
    [("Review process", "steps"), ("Release checklist", "items to tick")],
)
def test_a_section_in_prose_is_said_with_its_line(title: str, what: str) -> None:
    found = card(f"{FORMAT}\n## {title}\nI read the diff, and then I think about it.\n")
    said = [str(one) for one in found.problems]
    assert f"frontend-specialist.md:3: “{title}” lists no {what} that can be read" in said


def test_the_criteria_of_a_documents_form_are_not_the_tasks() -> None:
    story = "### Story Template\n```markdown\n## Acceptance Criteria\n- [ ] a\n```\n"
    assert card(f"{FORMAT}\n## Output templates\n{story}").criteria == ()


@pytest.mark.parametrize(
    "checklist",
    [
        "## Review Checklist\n### Look\n- [ ] a\n- [ ] b\n### Feel\n- [ ] c\n",
        "## Quality Gate Checklist\n- **Look**\n  - [ ] a\n  - [ ] b\n- **Feel**\n  - [ ] c\n",
        "## Definition of Done\nLook:\n- [ ] a\n- [ ] b\n\nFeel:\n- [x] c\n",
        "## Checklist\n| Area | Check |\n|---|---|\n| Look | a<br>b |\n| Feel | c |\n",
        "## Checklist\n**Look**\n☐ a\n☐ b\n**Feel**\n☐ c\n",
        "## Checklist\n#### Look\n- a\n- b\n#### Feel\n- c\n",
        "## Gate\n| Gate | Check |\n|---|---|\n| Look | a<br>b |\n| Feel | c |\n",
        "## Lista de verificación\n### Look\n- [ ] a\n- [ ] b\n### Feel\n- [ ] c\n",
        "## 审查清单\n### Look\n- [ ] a\n- [ ] b\n### Feel\n- [ ] c\n",
        "## Design review checklist\n*Look*\n- [ ] a\n- [ ] b\n\n*Feel*\n- [ ] c\n",
    ],
)
def test_checklists_are_read_in_the_forms_that_people_use(checklist: str) -> None:
    text = f"{FORMAT}- **Acceptance Criteria**:\n  - [ ] x\n\n{checklist}\n## Example\n- [ ] no\n"
    assert [(one.section, one.items) for one in card(text).checklist] == [
        ("Look", ("a", "b")),
        ("Feel", ("c",)),
    ]


@pytest.mark.parametrize(
    "name",
    [
        "Acceptance Criteria",
        "Criterios de aceptación",
        "Critères d'acceptation",
        "Akzeptanzkriterien",
    ],
)
def test_criteria_are_read_in_the_words_that_task_files_use(name: str) -> None:
    assert card(f"{FORMAT}- **{name}**:\n  - [ ] a\n  - [ ] b\n").criteria == ("a", "b")


@pytest.mark.parametrize(
    "text",
    [
        "## Areas\n\n**FE-0xx**: Pages\n**FE-1xx**: Forms\n",
        "## Work\n\nTask kinds: FE-000..099 Pages, FE-100..199 Forms\n",
    ],
)
def test_ranges_are_known_by_their_form_alone(text: str) -> None:
    found = card(f"{FORMAT}\n{text}")
    assert [(one.first, one.title) for one in found.categories] == [(0, "Pages"), (100, "Forms")]
    assert [one.lacks for one in found.problems] == [True]


def test_a_card_may_have_headings_of_the_first_level_alone() -> None:
    found = card(
        "# Ticket layout\n> ### FE-### | Frontend | Low | @ui\n> - **Definition of done**:\n"
        ">   - [ ] a\n\n# Review steps\n1. Look\n2. Touch\n\n# Review checklist\n- [ ] b\n"
    )
    assert counts(found)[:7] == ("FE", "Frontend", "ui", 0, 1, 2, [1])


def test_a_format_can_be_shown_by_an_example() -> None:
    found = card(
        "## Task management\n\nAll tasks look like this:\n\n"
        "### OPS-010 | DevOps | High | @devops\n- **Acceptance criteria**:\n  - [ ] a\n\n"
        "| Block | Category |\n|---|---|\n| OPS-010+ | CI |\n| OPS-020+ | Cost |\n",
        "devops.md",
    )
    assert counts(found)[:5] == ("OPS", "DevOps", "devops", 2, 1)


def test_a_format_can_stand_in_a_line_of_text() -> None:
    found = card(
        "## Tasks I create\n\nFormat: `### OPS-XXX | DevOps | [Priority] | @devops`\n\n"
        "Every task carries:\n\n- **Acceptance criteria**\n  - [ ] a\n  - [ ] b\n\nBlocks:\n\n"
        "1. OPS-100 to OPS-199 — Pipelines\n2. OPS-200 to OPS-299 — Clusters\n\n"
        "## Change Acceptance Procedure\n| Step | Action |\n|---|---|\n| 1. Dry run | plan |\n"
        "| 2. Canary | 5 % |\n\n## Pre-flight checklist\n- [ ] Backups\n",
        "devops-engineer.md",
    )
    assert counts(found)[:7] == ("OPS", "DevOps", "devops", 2, 2, 2, [1])
    assert [tuple(one) for one in found.review_steps] == [("Dry run", "plan"), ("Canary", "5 %")]


def test_a_step_of_the_review_is_no_message() -> None:
    found = card(
        f"{FORMAT}\n## Review process\n### Step 1: Look\nat it\n### Step 2: Hand over to testing\n"
        "Create TEST tasks.\n\n## Working with others\n### Testing specialist\nReady:\n- all\n"
    )
    assert [one.title for one in found.review_steps] == ["Look", "Hand over to testing"]
    assert [one.title for one in found.handoffs] == ["Testing specialist"]


@pytest.mark.parametrize(
    ("title", "colleague"),
    [
        ("Collaborating with Frontend Specialist", "frontend-specialist"),
        ("Handoff to QA", "testing-specialist"),
        ("To the backend team (API contracts)", "backend-specialist"),
        ("Message to @data-engineer", "data-engineer"),
        ("Übergabe an Testing", "testing-specialist"),
        ("Con el especialista backend", "backend-specialist"),
        ("与后端工程师协作", "backend-specialist"),
        ("フロントエンドとの連携", "frontend-specialist"),
        ("Integration with consensus protocols", ""),
        ("Security headers to protect your data", ""),
        ("Architecture deliverables for confirmation", ""),
        ("Test strategy", ""),
    ],
)
def test_a_message_is_to_a_colleague_and_not_about_a_subject(title: str, colleague: str) -> None:
    found = card(f"{FORMAT}\n## Work\n### {title}\nAll is ready.\n")
    assert [one.colleague for one in found.handoffs] == ([colleague] if colleague else [])


def test_budgets_can_stand_below_a_line_among_others() -> None:
    found = card(
        f"{FORMAT}\n## Metrics\n```\nCoverage:\n- Lines: < 80%\n\nPerformance benchmarks:\n"
        "- Whole suite: < 60 minutes\n```\n"
    )
    assert [tuple(one) for one in found.budgets] == [("Whole suite", "60 minutes")]


def test_a_budget_needs_no_sign_before_its_number() -> None:
    found = card(
        f"{FORMAT}\n## Performance budgets\n- Frame: 16 ms\n- Size: < 20 MB\n- Note: 3 of them\n"
    )
    assert [tuple(one) for one in found.budgets] == [("Frame", "16 ms"), ("Size", "20 MB")]


def test_the_fields_of_a_report_are_no_steps() -> None:
    report = (
        "### [TASK-ID] | [Area] | ✅ COMPLETED\n- **Completed**: [when]\n- **Files changed**:\n"
    )
    found = card(f"{FORMAT}\n## Completing a task\n```markdown\n{report}```\n")
    assert not found.review_steps


def test_a_report_is_a_document_and_no_message() -> None:
    template = "### Test Summary Report\n```\n# Summary\n| Suite | Passed |\n```\n"
    found = card(f"{FORMAT}\n## What I deliver\n{template}")
    assert [one.title for one in found.templates] == ["Test Summary Report"]
    assert not found.handoffs


def test_the_steps_of_a_gate_are_no_checklist() -> None:
    found = card(
        f"{FORMAT}\n### Quality Gate Process\nBefore a release:\n\n1. **Look**: at it\n"
        "2. **Touch**: it\n\n## Completion Checklist\n### Works\n- [ ] a\n"
    )
    assert [one.title for one in found.review_steps] == ["Look", "Touch"]
    assert [tuple(one) for one in found.checklist] == [("Works", ("a",))]


def test_a_list_behind_the_steps_is_none_of_them() -> None:
    found = card(f"{FORMAT}\n## Review\nSteps\n1. One\n2. Two\n   - more\n\nBoxes\n- [ ] x\n")
    assert [tuple(one) for one in found.review_steps] == [("One", ""), ("Two", "more")]
    assert [one.items for one in found.checklist] == [("x",)]


def test_a_line_that_is_no_range_is_said_with_its_place() -> None:
    found = card(text_of("mobile-developer.md"), "agents/mobile-developer.md")
    said = [str(problem) for problem in found.problems]
    assert "agents/mobile-developer.md:15: MOB-020 has no title" in said
    assert any(re.match(r"agents/mobile-developer.md:\d+: no .*review steps", one) for one in said)


# ---- hostile cards

SHAPES = (
    "## Review {n}\n", "## Checklist {n}\n- [ ] x\n", "```markdown\n", "```\n", "~~~js\n## x\n",
    "- **FE-{n}+**: x\n", "FE-XXX | a | [b] | @c\n", "|a|b|\n", "**Review process**\n", "<!-- ",
    "[a](", "**a", "> x\n", "- [ ] ", "\t- [ ] x\n", "## X Template\n```markdown\n# a\n```\n",
)  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_a_card_of_one_shape_over_and_over_is_read(shape: str) -> None:
    size = 100_000
    text = FORMAT + "".join(shape.replace("{n}", f"{n:04}") for n in range(size // len(shape)))
    assert card(text[:size]).prefix == "FE"


def test_what_acts_on_a_terminal_becomes_a_mark() -> None:
    found = card(
        FORMAT + "- **FE-001+**: a\x1b]52;c;QUJD\x07b\u202e [red]c[/red]\n"
        "## Review steps\n1. x\x9b2J\n2. \u200by\n## Checklist\n- [ ] z\x00\n"
    )
    texts = [
        found.categories[0].title,
        *(one.title for one in found.review_steps),
        *(item for part in found.checklist for item in part.items),
    ]
    assert all(text.isprintable() for text in texts)
    assert texts[0] == "a␛]52;c;QUJD␇b⟦U+202E⟧ [red]c[/red]"


@draws(60)
@given(st.sampled_from(NAMES), st.data())
def test_half_a_card_is_read_too(name: str, data: st.DataObject) -> None:
    lines = text_of(name).split("\n")
    start = data.draw(st.integers(0, len(lines)))
    end = data.draw(st.integers(start, len(lines)))
    cut = data.draw(st.integers(0, 40))
    text = "\n".join([*lines[:start], *lines[end:]])[cut:]
    found = read_card(text, name)
    assert found is None or found.prefix.isalnum()


@draws(100)
@given(
    st.lists(
        st.sampled_from(
            ["text", "## Title", "```", "```js", "~~~", "````", "```markdown", "- [ ] x"]
        ),
        max_size=14,
    )
)
def test_where_nothing_nests_a_fence_is_markdowns(lines: list[str]) -> None:
    tokens = MarkdownIt().parse("\n".join(lines))
    expected = [tuple(t.map) for t in tokens if t.type == "fence" and t.map]
    open_in_fence = any(
        re.match(r"(`{3,}|~{3,})", line)
        for start, end in expected
        for line in lines[start + 1 : end - 1]
    )
    closed = all(
        lines[end - 1].startswith(lines[start][:3])
        and end - 1 > start
        and lines[end - 1] == re.match(r"[`~]+", lines[start])[0]
        for start, end in expected
    )  # type: ignore[index]
    hidden = any("##" in line for start, end in expected for line in lines[start:end])
    if not open_in_fence and closed and not hidden:
        assert [(b.start, b.end + 1) for b in fences_of(lines).blocks] == expected


# ---- a project's cards


def project(folder: Path, cards: dict[str, str | bytes], below: str = "") -> Path:
    (folder / ".git").mkdir(exist_ok=True)
    agents = folder / below / ".claude" / "agents"
    agents.mkdir(parents=True)
    for name, text in cards.items():
        raw = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
        (agents / name).write_bytes(raw)
    task = folder / "task.md"
    task.write_text("# Tasks\n")
    return task


def said(found: InForce) -> list[str]:
    return [str(problem) for problem in found.problems]


def test_without_cards_the_built_in_roles_are_in_force(tmp_path: Path) -> None:
    found = roles_for(project(tmp_path, {"notes.md": "no card"}))
    assert found.roles is BUILTIN
    assert not found.problems


def test_what_a_card_lacks_is_the_built_in_roles(tmp_path: Path) -> None:
    task = project(
        tmp_path, {"m.md": text_of("mobile-developer.md"), "a.md": text_of("system-architect.md")}
    )
    roles = roles_for(task).roles
    mobile, architect = roles.role("MOB"), roles.role("ARCH")
    assert mobile.review_steps == BACKEND.review_steps
    assert mobile.criteria == BACKEND.criteria
    assert (architect.area, architect.assignee) == ("Architecture", "system-architect")
    assert [role.prefix for role in roles.all][:3] == ["BE", "ARCH", "MOB"]
    assert roles.role("BE") == BACKEND
    assert mobile.source == ".claude/agents/m.md"


def test_of_two_cards_the_first_by_name_counts_and_the_other_is_said(tmp_path: Path) -> None:
    other = text_of("frontend-specialist.md").replace("Forms and validation", "Other forms")
    cards: dict[str, str | bytes] = {"b.md": other, "a.md": text_of("frontend-specialist.md")}
    found = roles_for(project(tmp_path, cards))
    assert found.roles.place_of("FE-020").title == "Forms and validation"
    assert any(".claude/agents/b.md:" in one and "skipped" in one for one in said(found))


def test_a_card_that_shows_its_tasks_goes_before_one_that_names_them(tmp_path: Path) -> None:
    mention = "# Reviewer of APIs\n\n- **FE-001+**: what I read\n- **FE-010+**: what I skip\n"
    mention += "- **FE-020+**: nothing\n"
    cards: dict[str, str | bytes] = {"a.md": mention, "b.md": text_of("frontend-specialist.md")}
    found = roles_for(project(tmp_path, cards))
    assert found.roles.role("FE").source == ".claude/agents/b.md"
    assert any(one.startswith(".claude/agents/a.md:") and "skipped" in one for one in said(found))


def test_a_nearer_folder_goes_before_without_a_word(tmp_path: Path) -> None:
    near = text_of("frontend-specialist.md").replace("Forms and validation", "Near")
    project(tmp_path, {"fe.md": text_of("frontend-specialist.md")})
    project(tmp_path, {"fe.md": near}, below="docs")
    found = roles_for(tmp_path / "docs" / "task.md")
    assert found.roles.place_of("FE-020").title == "Near"
    assert not found.problems


def test_files_that_are_no_cards_are_said_and_skipped(tmp_path: Path) -> None:
    good = text_of("frontend-specialist.md")
    cards: dict[str, str | bytes] = {
        "binary.md": b"FE-XXX\0\1\2" + os.urandom(100),
        "large.md": b"FE-XXX " * 200_000,
        "z-good.md": good,
    }
    task = project(tmp_path, cards)
    agents = tmp_path / ".claude" / "agents"
    os.mkfifo(agents / "pipe.md")
    (agents / "folder.md").mkdir()
    (agents / "dangling.md").symlink_to("nowhere")
    found = roles_for(task)
    assert len(found.roles.role("FE").categories) == 6
    assert sorted(one.partition(":")[0].rpartition("/")[2] for one in said(found)) == [
        "binary.md", "dangling.md", "folder.md", "large.md", "pipe.md",
    ]  # fmt: skip
    assert all("\n" not in one for one in said(found))


def test_a_card_in_another_encoding_is_read(tmp_path: Path) -> None:
    raw = text_of("frontend-specialist.md").encode("utf-16")
    assert len(roles_for(project(tmp_path, {"fe.md": raw})).roles.role("FE").categories) == 6
