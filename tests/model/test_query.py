"""The filter language, asked of a real document."""

from __future__ import annotations

import pytest
from archie_board.model.board.dependencies import links_of
from archie_board.model.board.query import QueryError, parse_query
from archie_board.model.board.suggestions import suggest
from archie_board.model.board.terms import KEYS
from archie_board.model.document import parse
from archie_board.model.roles import BUILTIN
from hypothesis import given
from hypothesis import strategies as st

TEXT = """\
# Tasks

### ARCH-001 | Architecture | P0 | @system-architect
- **Title**: Choose the stack
- **Status**: ✅ Complete
- **Description**: JWT, see http://example.org at 10:30.

### BE-001 | Backend | High | @backend-specialist
- **Title**: User tables
- **Status**: completed
- **Created**: 2024-01-15 10:30

### BE-010 | Backend | Critical | @backend-specialist
- **Title**: Implement JWT authentication
- **Status**: pending
- **Dependencies**: ARCH-001, BE-001
- **Estimated effort**: L (three days)
- **Acceptance Criteria**:
  - [ ] Login returns both tokens
- **Technical notes**: "Argon2id", 1,000 rounds; Überlauf

### BE-020 | Backend | Medium | @Jane Doe
- **Title**: Orders
- **Status**: pending
- **Dependencies**: be-010
- **Estimated effort**: XL
- **Comments**:
  - 2024-01-16 14:35 @backend-specialist: Later.

### BE-035 | Backend | Low | 🚫 BLOCKED
- **Title**: Webhooks
- **Blocker**: Not documented
- **Review needed**: yes
- **Dependencies**: BE-999

### OPS-7 | Operations
- **Title**: Deploy
- **Status**: QA failed

### BE-000 | Backend
- **Title**: Nothing said

### BE-020 | Backend
- **Status**: in progress
- **Review**: changes requested by @backend-architect
"""

DOCUMENT = parse(TEXT.encode())
LINKS = links_of(DOCUMENT.tasks)


def ask(text: str) -> list[str]:
    return [task.id for task in parse_query(text).select(DOCUMENT.tasks, LINKS, BUILTIN)]


ALL = ask("")


def test_an_empty_query_lets_everything_through() -> None:
    assert ALL == ["ARCH-001", "BE-001", "BE-010", "BE-020", "BE-035", "OPS-7", "BE-000"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("jwt", "ARCH-001 BE-010"),
        ("JWT argon2ID", "BE-010"),
        ("be-01", "BE-010 BE-020"),
        ("überlauf", "BE-010"),
        ('"both tokens"', "BE-010"),
        ('"tokens both"', ""),
        ("http://example.org", "ARCH-001"),
        ("10:30", "ARCH-001 BE-001"),
        ('"1,000"', "BE-010"),
        ("orders,webhooks", "BE-020 BE-035"),
        ("-jwt", "BE-001 BE-020 BE-035 OPS-7 BE-000"),
        ('jwt -"both tokens"', "ARCH-001"),
        ("status:pending", "BE-010"),
        ("status:in_progress", "BE-020"),
        ("status:wip", "BE-020"),
        ('status:"in progress"', "BE-020"),
        ("STATUS:done", "ARCH-001 BE-001"),
        ("status:comp", "ARCH-001 BE-001"),
        ("status:blocked,wip", "BE-020 BE-035"),
        ("status:qa_failed", "OPS-7"),
        ("status:qa", ""),
        ("status:none", "BE-000"),
        ("category:auth", "BE-010"),
        ("category:BE-010+", "BE-010"),
        ("category:be-010", "BE-010"),
        ('category:"Core business"', "BE-020"),
        ("category:apis", "BE-020"),
        ("category:arch", "ARCH-001"),
        ("category:ops", "OPS-7"),
        ("category:none", "BE-000"),
        ("prefix:be", "BE-001 BE-010 BE-020 BE-035 BE-000"),
        ("prefix:OPS,ARCH", "ARCH-001 OPS-7"),
        ("assignee:@backend", "BE-001 BE-010"),
        ("assignee:architect", "ARCH-001"),
        ('assignee:"jane doe"', "BE-020"),
        ("assignee:none", "BE-035 OPS-7 BE-000"),
        ("priority:high", "BE-001"),
        ("priority:P0", "ARCH-001 BE-010"),
        ("priority:c,l", "ARCH-001 BE-010 BE-035"),
        ("priority:none", "OPS-7 BE-000"),
        ("effort:L", "BE-010"),
        ("effort:xl", "BE-020"),
        ("effort:none prefix:OPS", "OPS-7"),
        ("is:ready", "BE-010 BE-000"),
        ("is:waiting", ""),
        ("is:blocked", "BE-035"),
        ("is:done", "ARCH-001 BE-001"),
        ("is:unresolved", "BE-035"),
        ("is:updated", "BE-020"),
        ("is:u", "BE-020 BE-035"),
        ("-is:done", "BE-010 BE-020 BE-035 OPS-7 BE-000"),
        ("has:criteria", "BE-010"),
        ("has:review", "BE-020"),
        ("has:comments", "BE-020"),
        ('has:"technical notes"', "BE-010"),
        ("has:technical_notes", "BE-010"),
        ("has:blocker", "BE-035"),
        ('has:"review needed"', "BE-035"),
        ("has:created", "BE-001"),
        ("depends:arch-001", "BE-010"),
        ("depends:BE-010", "BE-020"),
        ("depends:none", "ARCH-001 BE-001 OPS-7 BE-000"),
        ("id:be-0", "BE-001 BE-010 BE-020 BE-035 BE-000"),
        ("title:jwt", "BE-010"),
        ("area:oper", "OPS-7"),
        ("created:2024-01", "BE-001"),
        ("text:deploy", "OPS-7"),
        ('"status:pending"', ""),
    ],
)
def test_a_query_finds(query: str, expected: str) -> None:
    assert set(ask(query)) == set(expected.split())


@pytest.mark.parametrize("query", ["status:", "-status:", "-", "is:", ",", '"', "has:,", "  "])
def test_a_half_typed_term_matches_everything(query: str) -> None:
    assert ask(query) == ALL


def test_an_open_quote_reaches_to_the_end() -> None:
    assert ask('"both tok') == ["BE-010"]


def test_an_unknown_key_names_those_that_exist() -> None:
    with pytest.raises(QueryError) as caught:
        parse_query("jwt owner:jane")
    message = str(caught.value)
    assert '"owner"' in message
    assert all(key in message for key in KEYS)
    assert "\n" not in message


def test_an_unknown_state_names_those_that_exist() -> None:
    with pytest.raises(QueryError, match="ready, waiting, blocked, done"):
        parse_query("is:great")


def test_queries_with_the_same_text_are_equal() -> None:
    assert parse_query("is:ready jwt") == parse_query("is:ready jwt")


TERMS = st.sampled_from(
    [
        "jwt",
        "überlauf",
        "orders,jwt",
        "status:pending,qa_failed",
        "category:auth",
        "assignee:@backend",
        "is:ready",
        "is:u",
        "has:review",
        "depends:BE-010",
        "priority:none",
        "effort:L",
    ]
)


@given(TERMS)
def test_a_term_and_its_negation_part_the_tasks(term: str) -> None:
    assert sorted(ask(term) + ask(f"-{term}")) == sorted(ALL)


@given(st.lists(TERMS, max_size=4))
def test_terms_are_all_to_be_met(terms: list[str]) -> None:
    met = set(ALL).intersection(*(ask(term) for term in terms))
    assert set(ask(" ".join(terms))) == met


@given(st.text())
def test_no_text_is_worse_than_a_query_error(text: str) -> None:
    try:
        query = parse_query(text)
    except QueryError:
        return
    selected = query.select(DOCUMENT.tasks, LINKS, BUILTIN)
    assert selected == [t for t in DOCUMENT.tasks if query.matches(t, LINKS, BUILTIN)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("jwt sta", ["jwt status:"]),
        ("-sta", ["-status:"]),
        ("status:in", ["status:in_progress"]),
        ("status:pending,q", ["status:pending,qa_failed"]),
        ("assignee:@j", ['assignee:"Jane Doe"']),
        ("category:auth", ["category:BE-010+"]),
        ("category:BE-02", ["category:BE-020+"]),
        ("prefix:o", ["prefix:OPS"]),
        ("is:re", ["is:ready"]),
        ("depends:be-01", ["depends:BE-010"]),
        ("effort:x", ["effort:XL"]),
        ("nothing:x", []),
        ("jwt ", []),
        ('"sta', []),
    ],
)
def test_suggestions_complete_the_last_term(text: str, expected: list[str]) -> None:
    assert list(suggest(text, DOCUMENT, BUILTIN)) == expected


def test_an_empty_query_suggests_every_key() -> None:
    assert suggest("", DOCUMENT, BUILTIN) == tuple(f"{key}:" for key in KEYS)
