"""Task files of any size that look like what a team writes: seeded, so the same each time.

`python -m bench.boards 1000 > task.md` prints one.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator


def _list(text: str) -> list[str]:
    return text.split("|")


PREFIXES = {
    "BE": ("Backend", "backend-specialist"),
    "ARCH": ("Architecture", "system-architect"),
    "FE": ("Frontend", "frontend-specialist"),
    "INT": ("Integration", "integration-specialist"),
    "TEST": ("Testing", "testing-specialist"),
}
STATUSES = ["pending"] * 8 + ["in_progress"] * 4 + ["completed"] * 5 + ["approved"] * 3
STATUSES += ["blocked"] * 2
PRIORITIES = ["Critical", "High", "High", "Medium", "Medium", "Medium", "Low"]
EFFORTS = ["S", "M", "M", "L", "XL"]
VERBS = _list(
    "Implement|Add|Rework|Validate|Cache|Document|Measure|Split|Retry|Harden|Import|Export|"
    "Schedule|Audit|Encrypt|Paginate|Version|Throttle|Backfill|Index|Archive|Trace|Mock|Seed"
)
THINGS = _list(
    "refresh tokens|order history|invoice numbers|webhook signatures|seat holds|search filters|"
    "session storage|audit trail|rate limits|currency rounding|avatar uploads|price rules|"
    "stock levels|delivery slots|password resets|bulk edits|tax tables|user roles|job queue|"
    "error pages|health checks|feature flags|refund requests|e-mail templates"
)
ENDS = _list(
    "|for partner accounts|behind the gateway|without downtime|in the nightly run|"
    "for the mobile client|with an upper bound|per tenant|across regions|on read replicas|"
    "in under 100 ms|after a failed payment"
)
CRITERIA = _list(
    "Covered by integration tests|Works after a restart|Answers within the budget|"
    "Errors have a code and a text|Limits are configurable|Reviewed by the owning team|"
    "Metrics are on the dashboard|Old clients keep working|Input is validated at the edge"
)
NOTES = _list(
    "PostgreSQL 16, one migration; keep the old column for a release.|"
    "Redis sorted set, 15 minutes to live.|Argon2id; see ARCH-001 for the threat model.|"
    "Idempotency key in the header, stored for a day.|Outbox table, drained each second."
)


def board(count: int, seed: int = 1) -> str:
    """The text of a task file with `count` tasks, some 15 lines and 540 bytes each."""
    choose = random.Random(seed)
    head = f"# Tasks of the shop\n\nGenerated with {count} tasks. Agents share this file.\n\n"
    return head + "\n".join(_task(task_id, ids, choose) for task_id, ids in _ids(count))


def first_id(count: int) -> str:
    """The ID of the first task of `board(count)`."""
    return next(_ids(count))[0]


def _ids(count: int) -> Iterator[tuple[str, list[str]]]:
    """Each task's ID, and the IDs before it; two of three are backend tasks."""
    pattern = ["ARCH", "BE", "BE", "BE", "FE", "BE", "BE", "INT", "BE", "BE", "TEST", "BE"]
    order = [pattern[index % len(pattern)] for index in range(count)]
    backend = order.count("BE")
    spaced = 89 / backend if 0 < backend < 89 else 1  # over all nine ranges of numbers
    used = dict.fromkeys(PREFIXES, 0)
    before: list[str] = []
    for prefix in order:
        number = 1 + int(used[prefix] * (spaced if prefix == "BE" else 1))
        used[prefix] += 1
        yield f"{prefix}-{number:03}", before
        before.append(f"{prefix}-{number:03}")


def _task(task_id: str, before: list[str], choose: random.Random) -> str:
    prefix = task_id.partition("-")[0]
    area, assignee = PREFIXES[prefix]
    status = choose.choice(STATUSES)
    recent = before[-60:]
    depends = choose.sample(recent, min(len(recent), choose.choice([0, 0, 1, 1, 2])))
    day = f"2026-{choose.randint(1, 6):02}-{choose.randint(1, 28):02}"
    end = choose.choice(ENDS)
    title = f"{choose.choice(VERBS)} {choose.choice(THINGS)}{' ' if end else ''}{end}"
    done = {"pending": 0.0, "in_progress": 0.5, "blocked": 0.3}.get(status, 1.0)
    criteria = [
        f"  - [{'x' if choose.random() < done else ' '}] {text}"
        for text in choose.sample(CRITERIA, choose.randint(2, 4))
    ]
    lines = [
        f"### {task_id} | {area} | {choose.choice(PRIORITIES)} | @{assignee}",
        f"- **Title**: {title}",
        f"- **Status**: {status}",
        f"- **Assigned**: {assignee}",
        f"- **Created**: {day} {choose.randint(8, 18):02}:{choose.randint(0, 59):02}",
        f"- **Dependencies**: {', '.join(depends) or 'none'}",
        f"- **Estimated effort**: {choose.choice(EFFORTS)}",
        f"- **Description**: {title}, as agreed on {day}; {choose.choice(NOTES)}",
        "- **Acceptance Criteria**:",
        *criteria,
        f"- **Technical notes**: {choose.choice(NOTES)}",
    ]
    if status == "blocked":
        lines.append(f"- **Blocker**: {choose.choice(THINGS)} of the partner are not documented")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    sys.stdout.write(board(int(sys.argv[1]) if len(sys.argv) > 1 else 100))
