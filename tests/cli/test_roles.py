"""Roles from agent cards, from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import Run

CARDS = Path(__file__).parents[1] / "model" / "cards"


@pytest.fixture
def agents(task_file: Path) -> Path:
    """The project's folder of agent cards, with the backend's and the frontend's."""
    folder = task_file.parent / ".claude" / "agents"
    folder.mkdir(parents=True)
    for name in ("backend-architect.md", "frontend-specialist.md", "developer-executor.md"):
        (folder / name).write_bytes((CARDS / name).read_bytes())
    return folder


@pytest.mark.usefixtures("agents")
def test_roles_shows_what_is_in_force_and_where_it_came_from(run: Run) -> None:
    done = run("roles", "--json")
    roles = {role["prefix"]: role for role in json.loads(done.stdout)}
    assert list(roles) == ["BE", "FE", "ARCH", "INT", "TEST", "BUG"]
    assert roles["BE"]["source"] == ".claude/agents/backend-architect.md"
    assert roles["INT"]["source"] == "built-in"
    assert [len(roles["BE"][key]) for key in ("categories", "review_steps", "criteria")] == [
        9,
        7,
        5,
    ]
    assert [len(part["items"]) for part in roles["BE"]["checklist"]] == [4, 5, 4, 4]
    assert len(roles["BE"]["templates"]) == 2
    assert roles["FE"]["review_steps"][0] == {
        "title": "Visual Review",
        "text": "Compare with the design",
    }
    assert "FE-020+   Forms and validation" in run("roles").stdout


@pytest.mark.usefixtures("agents")
def test_the_categories_of_a_card_are_used(run: Run, task_file: Path) -> None:
    added = run("add", "Login form", "--category", "forms")
    assert added.stdout == "FE-020 added: Login form\n"
    assert "### FE-020 | Frontend | Medium | @frontend-specialist\n" in task_file.read_text()
    assert json.loads(run("show", "FE-020", "--json").stdout)["category"] == "FE-020+"
    assert run("list", "category:forms").stdout.startswith("FE-020 ")
    assert "Forms and validation" in run("show", "FE-020").stdout
    for number in range(21, 30):
        assert run("add", f"Form {number}", "--category", "FE-020+").returncode == 0
    full = run("add", "One too many", "--category", "FE-020+")
    assert full.returncode == 1
    assert "FE-020 to FE-029" in full.stderr


def test_what_cannot_be_read_is_said_with_its_place(run: Run, agents: Path) -> None:
    (agents / "broken.md").write_bytes(b"### FE-XXX\0\x1b[2J")
    (agents / "mobile\x1b[31m.md").write_bytes((CARDS / "mobile-developer.md").read_bytes())
    (agents.parents[1] / ".archie-board.toml").write_text('carts = "x"\nauthor = "eve"\n')
    done = run("roles", "--json")
    assert done.returncode == 0
    assert {role["prefix"] for role in json.loads(done.stdout)} >= {"FE", "MOB"}
    assert "broken.md: is no text: it is skipped\n" in done.stderr
    assert "mobile␛[31m.md:15: MOB-020 has no title\n" in done.stderr
    assert ".archie-board.toml:1: no such key: “carts”" in done.stderr
    assert ".archie-board.toml:2: “author” counts in your own config.toml only" in done.stderr
    assert "\x1b" not in done.stdout + done.stderr


def test_the_folder_of_cards_can_be_named(run: Run, agents: Path) -> None:
    root = agents.parents[1]
    agents.rename(root / "team")
    assert json.loads(run("roles", "--json").stdout)[1]["source"] == "built-in"
    (root / ".archie-board.toml").write_text('cards = "team"\n')
    assert json.loads(run("roles", "--json").stdout)[1]["source"] == "team/frontend-specialist.md"
    (root / ".archie-board.toml").write_text('cards = "../elsewhere"\n')
    assert "outside of the project" in run("roles").stderr


QA = """---
name: qa
---
### QA-XXX | Quality | [Priority] | @qa-engineer
- **Title**: [title]
- **Status**: pending

#### Task Categories you create:
- **QA-001+**: Plans
- **QA-010+**: Load tests
"""


def test_a_number_taken_twice_is_given_anew_in_the_category_of_the_card(
    run: Run, agents: Path, tmp_path: Path
) -> None:
    (agents / "qa.md").write_text(QA)
    base = "# Tests\n\n"
    (tmp_path / "base.md").write_text(base)
    for name in ("ours", "theirs"):
        task = f"### QA-010 | Quality\n- **Title**: {name}\n- **Status**: pending\n"
        (tmp_path / f"{name}.md").write_text(base + task)
    done = run("merge", "base.md", "ours.md", "theirs.md")
    assert (done.returncode, "theirs is QA-011 now" in done.stdout) == (0, True), done.stdout
    run("convert", "ours.md", "--output", "copy.md")
    assert "### QA-011 | Quality\n" in (tmp_path / "copy.md").read_text()


def test_a_copy_says_the_area_of_the_card(run: Run, agents: Path, tmp_path: Path) -> None:
    (agents / "qa.md").write_text(QA)
    (tmp_path / "plan.md").write_text("## QA-010: Load\n\nStatus: pending\n")
    assert run("convert", "plan.md").returncode == 0
    assert "## QA-010 | Quality" in (tmp_path / "plan.native.md").read_text()
