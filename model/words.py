"""The words of task files: statuses, priorities, field names, "none", as data.

Everything that depends on a language or a mark stands in the tables here; the functions
below only fold a text (case, emoji, markup, punctuation) and look it up. Protocol,
sections 1 and 2. Languages: English, Chinese, Spanish, Portuguese, Korean, Japanese,
French, Russian, Turkish, German, Vietnamese.
"""

from __future__ import annotations

import re
from functools import lru_cache

from .ids import ids_in as ids_in
from .ids import split_id as split_id
from .lazy import text_pattern

STATUSES = ("pending", "in_progress", "blocked", "completed", "approved")
"""The protocol's statuses in the order in which a task passes through them."""

FINISHED = frozenset({"completed", "approved"})
"""Statuses that satisfy a dependency."""

_STATUS_WORDS = {
    "pending": (
        "pending|todo|to do|open|new|planned|backlog|not started|waiting|queued|ready|unstarted"
        "|待办|待处理|未开始|待开始|等待|等待中|计划中|待定|未着手|着手前|予定|保留|未対応"
        "|pendiente|por hacer|abierto|abierta|sin empezar|pendente|a fazer|aberto|aberta"
        "|não iniciado|não iniciada|대기|대기중|대기 중|할 일|예정|à faire|en attente|ouvert"
        "|ouverte"
        "|non commencé|ожидает|в ожидании|к выполнению|открыта|открыто|не начато|запланировано"
        "|beklemede|bekliyor|yapılacak|başlamadı|açık|offen|ausstehend|geplant|zu erledigen"
        "|nicht begonnen|chờ|chờ xử lý|chưa bắt đầu|chưa làm|cần làm"
    ),
    "in_progress": (
        "in progress|wip|doing|started|active|ongoing|working|work in progress|in development"
        "|进行中|处理中|开发中|執行中|执行中|進行中|作業中|対応中|着手中"
        "|en progreso|en curso|en proceso|haciendo|em andamento|em progresso|fazendo"
        "|진행중|진행 중|작업 중|작업중|en cours|в работе|в процессе|выполняется|делается"
        "|devam ediyor|yapılıyor|sürüyor|in arbeit|in bearbeitung|läuft|begonnen"
        "|đang làm|đang thực hiện|đang tiến hành"
    ),
    "blocked": (
        "blocked|on hold|stuck|阻塞|受阻|被阻塞|已阻塞|ブロック|ブロック中|停止中|bloqueado"
        "|bloqueada"
        "|en espera|차단|차단됨|막힘|보류|bloqué|bloquée|заблокировано|заблокирована|блокировано"
        "|engellendi|bloke|blockiert|gesperrt|bị chặn|tắc|bị khóa"
    ),
    "completed": (
        "completed|complete|done|finished|closed|resolved|shipped|merged|implemented"
        "|已完成|完成|完了|完成済み|済|対応済み|completado|completada|hecho|hecha|terminado|terminada"
        "|cerrado|cerrada|listo|concluído|concluída|feito|feita|finalizado|finalizada"
        "|완료|완료됨|끝|terminé|terminée|fait|faite|fini|выполнено|выполнена|готово|завершено"
        "|завершена|сделано|tamamlandı|bitti|yapıldı|erledigt|fertig|abgeschlossen"
        "|hoàn thành|đã hoàn thành|xong|đã xong"
    ),
    "approved": (
        "approved|accepted|review passed|已批准|已通过|批准|承認済み|承認|aprobado|aprobada"
        "|aprovado|aprovada|승인|승인됨|approuvé|approuvée|одобрено|одобрена|утверждено"
        "|onaylandı|genehmigt|freigegeben|đã duyệt|được duyệt"
    ),
}
"""Plain synonyms; the first is how the board writes a status where a file shows no style."""

_STATUS_EMOJI = {
    "⏳": "pending", "⬜": "pending", "📋": "pending", "🔄": "in_progress", "🚧": "in_progress",
    "🚫": "blocked", "⛔": "blocked", "✅": "completed", "☑": "completed", "✔": "completed",
}  # fmt: skip
"""What a mark without any word says."""

BADGES = {
    "pending": "⏳ PENDING",
    "in_progress": "🔄 IN PROGRESS",
    "blocked": "🚫 BLOCKED",
    "completed": "✅ COMPLETED",
    "approved": "✅ APPROVED",
}
"""The badge that a heading gets where the file shows no other for the status."""

_PRIORITY_WORDS = {
    "critical": "critical|urgent|p0|blocker|highest|紧急|緊急|最高|crítica|crítico|urgente|긴급"
    "|critique|критический|критическая|срочно|kritik|acil|kritisch|dringend|khẩn cấp",
    "high": "high|p1|高|alta|alto|높음|haute|élevée|высокий|высокая|yüksek|hoch|cao",
    "medium": "medium|normal|med|p2|中|media|medio|média|médio|보통|중간|moyenne|средний|средняя"
    "|orta|mittel|trung bình",
    "low": "low|p3|lowest|低|baja|bajo|baixa|baixo|낮음|basse|faible|низкий|низкая|düşük|niedrig"
    "|thấp",
}

PRIORITIES = tuple(_PRIORITY_WORDS)
"""From the most to the least urgent."""
_URGENCY = {priority: rank for rank, priority in enumerate(PRIORITIES)}

EFFORTS = ("S", "M", "L", "XL")
"""The estimates of the protocol, section 1, smallest first."""

FIELDS = {
    "title": ("Title", "Name", "Task"),
    "status": ("Status", "State"),
    "assignee": ("Assigned", "Assignee", "Assigned to", "Owner"),
    "priority": ("Priority",),
    "created": ("Created", "Created at"),
    "dependencies": ("Dependencies", "Dependency", "Depends on", "Depends"),
    "effort": ("Estimated effort", "Effort", "Estimate"),
    "description": ("Description",),
    "criteria": ("Acceptance Criteria", "Acceptance criterion", "Criteria"),
    "technical notes": ("Technical notes", "Technical note"),
    "comments": ("Comments",),
    "review": ("Review",),
    "blocker": ("Blocker",),
}
"""Field keys and the names that mean them; the first is how the board writes a new field."""

SUMMARY = frozenset(
    {"title", "status", "assignee", "priority", "created", "dependencies", "effort"}
)
"""The fields that cards and lists need of every task."""

_NONE = (
    "none|n/a|na|nil|no|nothing|-|–|—|无|無|没有|なし|ninguna|ninguno|nenhuma|nenhum|없음|aucune"
    "|aucun|нет|yok|keine|keiner|không|không có"
)
NONE_WORDS = frozenset(_NONE.split("|"))
"""Ways to say that a list is empty."""

_NOISE = text_pattern(r"[*_`~\[\]()<>{}!.,:;·|]+")


def _by_word(table: dict[str, str]) -> dict[str, str]:
    """Each word with its key. The words stand in the tables as `fold` makes them."""
    return {word: key for key, words in table.items() for word in words.split("|")}


def fold(text: str) -> str:
    """`text` for comparison: no emoji, markup or punctuation, one case, single blanks."""
    if text.isascii():
        plain = text.lower().replace("_", " ").replace("-", " ")
        if plain.replace(" ", "").isalnum():
            return " ".join(plain.split())
    import unicodedata  # hardly ever needed

    text = unicodedata.normalize("NFKC", text).casefold()
    text = _NOISE.sub(" ", text).replace("_", " ").replace("-", " ")
    kept = (c for c in text if unicodedata.category(c)[0] not in "SC" and c != "\ufe0f")
    return " ".join("".join(kept).split())


_STATUS_BY_WORD = _by_word(_STATUS_WORDS)
_PRIORITY_BY_WORD = _by_word(_PRIORITY_WORDS)
_FIELD_BY_NAME = {name.lower(): key for key, names in FIELDS.items() for name in names}


@lru_cache(maxsize=4096)
def known_status(text: str) -> str | None:
    """The protocol's status that `text` is a word or a mark for, or None."""
    folded = fold(text)
    if folded:
        return _STATUS_BY_WORD.get(folded) or _further("STATUS_WORDS").get(folded)
    return next((status for mark, status in _STATUS_EMOJI.items() if mark in text), None)


@lru_cache(maxsize=4096)
def status_of(text: str) -> str | None:
    """The status that `text` states: a protocol status, else the word itself in snake_case;
    None for a text that states none.
    """
    return known_status(text) or fold(text).replace(" ", "_") or None


OTHER_MARK = "🔷"
"""Marks the badge of a status that is the file's own word."""


def is_badge(text: str, *, shouted: bool) -> bool:
    """Whether a heading's cell looks like a status badge: it has a mark or, if `shouted` counts,
    is in capitals.
    """
    if not text.isascii():
        import unicodedata

        if any(unicodedata.category(c) == "So" for c in text):
            return True
    letters = [c for c in text if c.isalpha()]
    return shouted and len(letters) > 3 and all(c.isupper() for c in letters)


@lru_cache(maxsize=1024)
def priority_of(text: str) -> str | None:
    """`critical`, `high`, `medium`, `low`, or None where `text` is no word for any of them."""
    folded = fold(text)
    if not folded:
        return _mark_of(text) if text else None
    first, _, rest = folded.partition(" ")
    for word in (folded, first, rest.rpartition(" ")[2]):
        found = _PRIORITY_BY_WORD.get(word) or _further("PRIORITY_WORDS").get(word)
        if found:
            return found
    return None


def urgency(priority: str | None) -> int:
    """0 for `critical`, and so on; what has no priority comes last."""
    return _URGENCY.get(priority or "", len(_URGENCY))


def _mark_of(text: str) -> str | None:
    from .vocabulary import PRIORITY_MARKS

    return next((priority for mark, priority in PRIORITY_MARKS.items() if mark in text), None)


@lru_cache(maxsize=8)
def _further(table: str) -> dict[str, str]:
    """The rarer words of `vocabulary` by their folded text, read when a usual one is none."""
    from . import vocabulary

    told = _by_word(getattr(vocabulary, table))
    return {fold(word): key for word, key in told.items()}


@lru_cache(maxsize=4096)
def field_key(name: str) -> str:
    """The key of `FIELDS` that a field called `name` means, else the name in lower case."""
    folded = fold(name)
    known = _FIELD_BY_NAME.get(folded) or _further("FIELD_NAMES").get(folded)
    return known or " ".join(name.casefold().split())


def is_none(text: str) -> bool:
    """Whether `text` says that there is nothing, in any of the languages."""
    bare = text.strip(" .*_`()[]").casefold()
    return bare in NONE_WORDS or bare in _further_nones()


@lru_cache(maxsize=1)
def _further_nones() -> frozenset[str]:
    from .vocabulary import NONE_WORDS as FURTHER

    return frozenset(FURTHER.split("|"))


def like(word: str, model: str) -> str:
    """`word` (lower case, blanks between words) in the style of `model`: case and joiner."""
    letters = [c for c in model if c.isalpha()]
    if letters and all(c.isupper() for c in letters):
        word = word.upper()
    elif letters and letters[0].isupper():
        second = re.search(r"[\s_-]([^\W\d_])", model)
        word = word.title() if second and second[1].isupper() else word.capitalize()
    default = "_" if model.islower() else " "
    return word.replace(" ", next((c for c in "_- " if c in model.strip()), default))


def plain_word(status: str) -> str:
    """The plain word for a status, blanks between its words: `in progress`."""
    return status.replace("_", " ")
