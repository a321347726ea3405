"""Whom a card's heading or entry means: a colleague, and not merely a colleague's subject.

`Collaborating with Frontend Specialist` and `To QA` name somebody; `Integration Patterns`,
`Test Strategy` and `Security Headers` name what somebody works on.
"""

from __future__ import annotations

import re

from ..lazy import text_pattern

_COLLEAGUES = (
    (
        "system-architect",
        text_pattern(
            r"(?:system|solution|software|solutions)?[- ]?(?:\barchitect(?:s|ure)?\b|architekt\w*"
            r"|architecte|ar(?:quitecto|quiteto)|архитектор\w*|架构师|架构|アーキテクト|아키텍트)"
        ),
    ),
    (
        "frontend-specialist",
        text_pattern(
            r"front-?\s?end|\bui(?:/ux)?\b|client team|前端|フロントエンド|프론트엔드|фронтенд\w*"
        ),
    ),
    (
        "integration-specialist",
        text_pattern(
            r"integrations?|intégration|integraci[oó]n|integraç[ãa]o|интеграци\w*|集成|統合|통합"
        ),
    ),
    (
        "testing-specialist",
        text_pattern(
            r"\btest(?:ing|ers?|s)?\b|\bqa\b|quality assurance|pruebas|testes|тестиров\w*"
            r"|测试|テスト|테스트"
        ),
    ),
    (
        "backend-specialist",
        text_pattern(r"back-?\s?end|\bapi team|后端|バックエンド|백엔드|бэкенд\w*"),
    ),
    (
        "developer-executor",
        text_pattern(r"executor|developer|entwickler\w*|développeur|desarrollador"),
    ),
    ("devops-specialist", text_pattern(r"dev-?ops|infrastructure|platform team|\bsre\b")),
    ("security-specialist", text_pattern(r"security|sicherheit|sécurité|seguridad|segurança|安全")),
    ("product-owner", text_pattern(r"product (?:owner|manager)|produktmanager")),
)
"""Who cards write to, and the words that mean them; the first that fits is meant."""

_HANDLE = text_pattern(r"@([a-z][a-z0-9]*(?:-[a-z0-9]+)+)")
_TOWARDS = text_pattern(
    r"(?:\b(?:from|with|to|for|mit|von|vom|für|avec|para|con|com)\b|→|->)(?P<who>.*)$"
)
_DIRECTED = text_pattern(
    r"\b(?:receiv\w*|collaborat\w*|hand(?:ing|s)?[- ]?(?:offs?|over)?|work(?:ing|s)?|coordinat\w*"
    r"|deliver\w*|report(?:s|ing)? to|request\w*|send\w*|escalat\w*|talking|messages?|notif\w*"
    r"|writ(?:e|ing)|ready|notes?|input)\b"
    r"|zusammenarbeit|übergabe|empfang|colabora\w*|collaboration|passation|traspaso|entrega"
    r"|recib\w*|recebi\w*|协作|交接|对接|配合|接收|收到|受け取り?|受領|連携|引き?継ぎ|協働"
)
_STARTS = text_pattern(
    r"\W*(?:from|with|to|for|mit|an|von|avec|à|para|con|com|→|与|和|给|向|来自|从)(?!\w[a-z])"
)
_FILLER = text_pattern(
    r"(?:specialists?|engineers?|engineering|teams?|developers?|devs?|agents?|leads?|experts?"
    r"|owners?|people|folks|colleagues?|group|side|guild|role|and|or|the|a|an|our|other|of|from"
    r"|with|to|for|when|is|my|in|on|by|via|re|mit|von|vom|dem|der|den|die|das|für|und|avec|les?"
    r"|la|et|à|aux?|du|des?|équipe|pour|con|el|los|las|y|al|del|para|equip[oe]|com|os?|e|ao|d[oa]"
    r"|especialistas?|agente|spezialist(?:in|en)?|spécialiste|inge(?:niero|nieur)|ingénieur|l)$"
)
"""Words beside a colleague's name that do not make a subject of it."""
_FILLER_SIGNS = text_pattern(
    r"工程师|专家|团队|专员|人员|负责人|との|から|への|へ|に|の|チーム|担当者?|専門家|スペシャリスト"
    r"|エンジニア|与|和|给|向|来自|从|的|者"
)


def colleague_in(title: str, *, among_people: bool = False) -> str:
    """Whom a title names, as a task's assignee is written; empty where it names nobody.

    `among_people` says that the title stands where colleagues are listed: a bare `Frontend`
    means them there.
    """
    if "|" in title:  # the form of a task
        return ""
    folded = re.sub(r"\([^)]*\)", " ", title.casefold())
    towards = _TOWARDS.search(folded)
    is_directed = _STARTS.match(folded) is not None or _DIRECTED.search(folded) is not None
    named = _HANDLE.search(title) if is_directed or among_people else None
    if named:
        return str(named[1])
    if towards and is_directed:
        return _person(towards["who"], 1)
    if among_people or is_directed:
        return _person(_DIRECTED.sub(" ", folded), 0)
    return ""


def _person(text: str, others: int) -> str:
    """The colleague in a text with at most so many words of another kind."""
    for name, words in _COLLEAGUES:
        found = words.search(text)
        if found is None:
            continue
        rest = f"{text[: found.start()]} {text[found.end() :]}"
        rest = _FILLER_SIGNS.sub(" ", rest)
        left = [word for word in re.findall(r"[^\W\d_]+", rest) if not _FILLER.match(word)]
        return name if len(left) <= others else ""
    return ""
