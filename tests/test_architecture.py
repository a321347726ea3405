"""The rules that hold the program together, checked on its source and on what it imports."""

from __future__ import annotations

import ast
import importlib.util
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted(p for folder in ("model", "tui") for p in (ROOT / folder).rglob("*.py"))

FILE_LINES = 400
CLASS_METHODS = 20
FUNCTION_LINES = 50

LEVELS = (
    ("model",),
    (
        "tui.attendance", "tui.commands", "tui.content", "tui.crashes", "tui.disk", "tui.editor",
        "tui.glyphs", "tui.hints", "tui.leaving", "tui.line_filter", "tui.memory", "tui.messages",
        "tui.pending", "tui.picture", "tui.readable", "tui.themes",
    ),
    ("tui.widgets",),
    ("tui.screens",),
    ("tui.flows", "tui.palette"),
    ("tui.demo", "tui.prepaint", "tui.wire"),
    (
        "tui.attending", "tui.drawing", "tui.flowing", "tui.live", "tui.settings", "tui.turns",
        "tui.typed",
    ),
    ("tui.app",),
    ("tui.cli",),
)  # fmt: skip
"""Who may import whom: a module imports from its own level or one above it in this list."""


def name_of(path: Path) -> str:
    """The dotted name below the installed package, `tui.cli.parser`."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def tree_of(path: Path) -> ast.Module:
    """The parsed source."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def nodes(tree: ast.AST, *, lazy: bool) -> Iterator[ast.AST]:
    """All nodes; without `lazy`, not those inside functions and `if TYPE_CHECKING`."""
    for child in ast.iter_child_nodes(tree):
        late = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef) or (
            isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test)
        )
        if lazy or not late:
            yield child
            yield from nodes(child, lazy=lazy)


def imports_of(path: Path, *, lazy: bool) -> set[str]:
    """What the module imports, as dotted names; our own without the package's name."""
    found: set[str] = set()
    package = ["archie_board", *path.relative_to(ROOT).parts[:-1]]
    for node in nodes(tree_of(path), lazy=lazy):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = [*base, *(node.module or "").split(".")]
            prefix = ".".join(part for part in module if part).removeprefix("archie_board.")
            found |= {f"{prefix}.{alias.name}" for alias in node.names}
    return found


def modules_after(code: str, folder: Path = ROOT) -> set[str]:
    """The modules that a fresh process has loaded after `code`."""
    code += "\nimport sys; print('MODULES', *sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True
    )
    return set(done.stdout.rpartition("MODULES ")[2].split())


def test_the_model_knows_no_screen() -> None:
    names = [name_of(p) for p in SOURCES if name_of(p).startswith("model")]
    loaded = modules_after("".join(f"import archie_board.{name}\n" for name in names))
    assert not {name.partition(".")[0] for name in loaded} & {"textual", "rich"}
    assert not [name for name in loaded if name.startswith("archie_board.tui")]


@pytest.mark.parametrize("module", ["pydantic", "markdown_it", "watchfiles", "asyncio"])
def test_parsing_and_asking_is_light(module: str) -> None:
    parts = ("document", "board.projection", "board.query", "export", "operations", "live.store")
    loaded = modules_after("".join(f"import archie_board.model.{part}\n" for part in parts))
    assert module not in loaded


def test_the_first_picture_comes_before_textual() -> None:
    parts = [name_of(p) for p in SOURCES if name_of(p).startswith("tui.prepaint")]
    loaded = modules_after("".join(f"import archie_board.{part}\n" for part in parts))
    assert not {name.partition(".")[0] for name in loaded} & {"textual", "rich"}


def test_subcommands_stay_headless() -> None:
    for path in SOURCES:
        if name_of(path).startswith(("tui.cli", "tui.demo")):
            heavy = {name.partition(".")[0] for name in imports_of(path, lazy=False)}
            assert not heavy & {"textual", "rich", "pydantic", "markdown_it", "watchfiles"}, path


def level(name: str) -> int | None:
    """Its place in `LEVELS`; None for what is not ours."""
    for height, prefixes in enumerate(LEVELS):
        if any(name == p or name.startswith(p + ".") for p in prefixes):
            return height
    return None


def test_imports_point_one_way() -> None:
    wrong = []
    for path in SOURCES:
        own = level(name_of(path))
        assert own is not None or name_of(path) == "tui", f"{name_of(path)} has no level"
        for name in imports_of(path, lazy=True) if own is not None else ():
            other = level(name)
            if other is not None and own is not None and other > own:
                wrong.append(f"{name_of(path)} imports {name}")
    assert not wrong


def test_no_import_goes_in_a_circle() -> None:
    names = {name_of(path): path for path in SOURCES}
    graph = {
        name: {one for one in imports_of(path, lazy=False) if one in names}
        | {
            one.rpartition(".")[0]
            for one in imports_of(path, lazy=False)
            if one not in names and one.rpartition(".")[0] in names
        }
        for name, path in names.items()
    }
    while leaves := {name for name, needs in graph.items() if not needs - {name}}:
        graph = {n: needs - leaves for n, needs in graph.items() if n not in leaves}
    assert not graph


def test_nothing_is_imported_by_a_bare_name(tmp_path: Path) -> None:
    """`model` and `tui` are folders here and would hide, or be hidden by, a user's own."""
    (tmp_path / "model.py").write_text("raise ImportError")
    loaded = modules_after(
        f"import sys; sys.path[:0] = [{str(tmp_path)!r}, {str(ROOT)!r}]\n"
        "from archie_board.tui.cli import main; main(['demo'])"
    )
    assert "archie_board.tui.cli" in loaded
    assert not loaded & {"model", "tui"}
    absolute = re.compile(r"(?:model|tui|archie_board)(?:\.|$)")
    for path in SOURCES:
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.ImportFrom) and not node.level:
                assert not absolute.match(node.module or ""), f"{path}: import relatively"


FOLDERS = sorted({path.parent.relative_to(ROOT).as_posix() for path in SOURCES})


def test_every_folder_is_installed() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    packages = settings["tool"]["setuptools"]["packages"]
    assert sorted(packages) == ["archie_board." + folder.replace("/", ".") for folder in FOLDERS]


def test_newcomers_are_told_where_things_live() -> None:
    """Each folder of `model` and `tui` is in the table of places, and what that names is there."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    table = text.partition("## Where things live")[2].partition("\n## ")[0]
    named = re.findall(r"`((?:model|tui|bench|tests)/[\w./]*)`", table)
    assert not [name for name in named if not (ROOT / name).exists()]
    assert not [f for f in FOLDERS if f.count("/") == 1 and f"{f}/" not in named]


def is_method(node: ast.stmt) -> bool:
    """A method that is no property: those read like attributes and are counted as such."""
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not any(
        "property" in ast.unparse(decorator) for decorator in node.decorator_list
    )


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_sizes(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= FILE_LINES, f"{lines} lines"
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ClassDef):
            methods = [n for n in node.body if is_method(n)]
            assert len(methods) <= CLASS_METHODS, f"{node.name} has {len(methods)} methods"
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or 0) - node.lineno + 1
            assert length <= FUNCTION_LINES, f"{node.name} has {length} lines"


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_every_module_says_what_it_is(path: Path) -> None:
    said = ast.get_docstring(tree_of(path)) or ""
    assert len(said) > 1, "a module docstring says what the module is for"
    assert not re.search(r"utils?|helpers?|managers?", path.stem)


@cache
def private_names_of_textual() -> frozenset[str]:
    """Names with an underscore that Textual's own base classes use on themselves."""
    found: set[str] = set()
    for module in ("app", "screen", "widget", "dom", "message_pump", "scroll_view", "message"):
        spec = importlib.util.find_spec(f"textual.{module}")
        assert spec is not None
        assert spec.origin is not None
        text = Path(spec.origin).read_text(encoding="utf-8")
        found |= set(re.findall(r"\bself\.(_[a-z]\w*)", text))
        found |= set(re.findall(r"\n    (?:async )?def (_[a-z]\w*)", text))
    return frozenset(found)


@pytest.mark.parametrize(
    "path",
    [p for p in SOURCES if name_of(p).startswith("tui") and "wire" not in p.parts],
    ids=name_of,
)
def test_private_names_of_textual_stand_in_wire_only(path: Path) -> None:
    """They change between releases; and an attribute of ours with such a name would break it."""
    for name in imports_of(path, lazy=True):
        if name.startswith("textual"):
            assert not re.search(r"\._[a-z]", name), name
    if not any(name.startswith("textual") for name in imports_of(path, lazy=True)):
        return
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ClassDef) and node.bases:
            for inner in ast.walk(node):
                if isinstance(inner, ast.Attribute):
                    assert inner.attr not in private_names_of_textual(), f"line {inner.lineno}"
                elif isinstance(inner, ast.FunctionDef):
                    assert inner.name not in private_names_of_textual(), f"line {inner.lineno}"


HEX = re.compile(r"(?<![\w#&])#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})\b")


def test_colours_have_names() -> None:
    for path in sorted((ROOT / "tui").rglob("*.tcss")):
        assert not HEX.search(path.read_text(encoding="utf-8")), path
    for path in SOURCES:
        if path.name in ("themes.py", "sample.md") or not name_of(path).startswith("tui"):
            continue
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert not HEX.search(node.value), f"{path}:{node.lineno}"


def test_text_of_a_file_never_becomes_markup() -> None:
    for path in SOURCES:
        text = path.read_text(encoding="utf-8")
        assert "from_ansi" not in text, path
        assert "from_markup(" not in text, path
        assert "escape(markup" not in text, path


def test_the_project_speaks_of_itself_only() -> None:
    """Nothing points to a place that a reader of the repository does not have."""
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.split()
    for name in listed:
        path = ROOT / name
        if path.suffix in (".py", ".md", ".toml", ".tcss") and path.exists():
            text = path.read_text(encoding="utf-8", errors="replace")
            assert "/".join(("..", "shared")) not in text, name
            assert "/".join(("", "work", "")) not in text, name
