"""The words of task files in eleven languages, as data alone: `words` looks them up.

English, Chinese, Spanish, Portuguese, Korean, Japanese, French, Russian, Turkish, German,
Vietnamese. A table's first word is how the board writes it where a file shows no other.
"""

from __future__ import annotations


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split("|"))


FIELD_NAMES = {
    "title": (
        "task title|task name|ticket title|标题|任务名称|任务标题|任务名|名称|título|nombre"
        "|titulo|tarea|nome|tarefa|제목|작업명|작업|タイトル|件名|タスク名|タスク|作業|titre"
        "|nom|tâche|название|задача|başlık|görev|titel|bezeichnung|aufgabe|tiêu đề|tên"
        "|tên công việc|công việc|任务"
    ),
    "status": (
        "current status|task status|状态|任务状态|当前状态|進捗|estado|situação|상태|ステータス"
        "|状態|statut|état|etat|статус|состояние|durum|zustand|stand|trạng thái|tình trạng"
    ),
    "assignee": (
        "responsible|agent|assigned agent|assigned subagent(s)|assigned subagent"
        "|assigned agents|executor|dri|lead|负责人|责任人|执行人|指派|分配给|指派给|处理人|负责"
        "|担当|担当者|responsable|asignado|asignado a|equipo|responsável|responsavel"
        "|atribuído a|atribuído|담당|담당자|assigné|assigné à|assignée|ответственный"
        "|исполнитель|назначено|sorumlu|atanan|verantwortlich|zuständig|zugewiesen"
        "|zugewiesen an|bearbeiter|người phụ trách|người thực hiện|phụ trách|giao cho"
    ),
    "priority": (
        "prio|p|pri|优先级|优先度|優先度|優先順位|prioridad|prioridade|우선순위|중요도|priorité"
        "|приоритет|öncelik|priorität|độ ưu tiên|ưu tiên|mức ưu tiên|mức độ ưu tiên"
    ),
    "created": (
        "date created|created on|创建时间|创建日期|作成日|创建于|creado|creada|criado|criada"
        "|criado em|생성일|créé|créé le|создано|дата создания|oluşturuldu|erstellt|erstellt am"
        "|ngày tạo"
    ),
    "dependencies": (
        "dep|deps|depend|blocked by|prerequisites|prerequisite|prereqs|prereq|requires|依赖"
        "|依赖关系|依赖项|依赖任务|前置|前置依赖|前置任务|前置条件|依存|依存関係|依存タスク"
        "|前提|前提タスク|前提条件|depende de|depende|dependencias|dependencia|dependências"
        "|dependência|requisitos|의존성|의존|의존 관계|선행|선행 작업|선행작업|선행 조건"
        "|dépend de|dépendances|dépendance|prérequis|зависимости|зависит от|зависимость"
        "|bağımlılık|bağımlılıklar|önkoşul|ön koşul|abhängigkeiten|abhängigkeit|abhängig von"
        "|hängt ab von|voraussetzung|voraussetzungen|phụ thuộc|phụ thuộc vào|tiền đề"
        "|điều kiện tiên quyết"
    ),
    "effort": (
        "est|estimated time|time estimate|estimation|size|story points|points|estimated hours"
        "|hours|duration|预估时间|预估工时|预估|预计工期|预计时间|工期|工时|工作量|估时|估算"
        "|見積|見積もり|工数|見積工数|estimación|esfuerzo|estimado|estimativa|esforço|예상 시간"
        "|예상시간|공수|소요 시간|effort estimé|charge|durée|оценка|трудозатраты|tahmin|süre"
        "|efor|aufwand|zeitaufwand|schätzung|dauer|ước lượng|ước tính|thời gian"
    ),
    "description": (
        "details|描述|任务描述|说明|任务说明|概述|詳細|説明|概要|内容|descripción|descripcion"
        "|descrição|설명|내용|описание|açıklama|beschreibung|mô tả|note|备注"
    ),
    "criteria": (
        "acceptance|definition of done|done when|dod|success criteria|验收标准|验收标准清单"
        "|验收条件|验收|完成标准|受け入れ条件|受入条件|受け入れ基準|完了条件"
        "|criterios de aceptación|critérios de aceitação|인수 조건|완료 조건|완료조건|인수조건"
        "|critères d'acceptation|critères|критерии приемки|критерии приёмки|kabul kriterleri"
        "|akzeptanzkriterien|abnahmekriterien|tiêu chí chấp nhận|tiêu chí nghiệm thu"
    ),
    "comments": "comment|task comments|discussion",
    "review": "review result|review status|review verdict",
    "blocker": (
        "blocked reason|阻塞原因|阻碍|bloqueo|motivo|bloqueio|blocage|причина блокировки|engel"
        "|blockiert durch|차단 사유|ブロッカー"
    ),
}
"""Further names of the fields in `words.FIELDS`."""

STATUS_WORDS = {
    "pending": (
        "pending start|not done|not complete|not completed|incomplete|assigned|inbox|upcoming"
        "|next|scheduled|proposed|unassigned|todo list|待开发|待执行|待做|未完成|未开发|待启动"
        "|待实现|待领取|未开工|着手待ち|未完了|por iniciar|no iniciado|no iniciada|planificado"
        "|planificada|não feito|planejado|planejada|미완료|시작 전|미시작|à traiter|à venir"
        "|prévu|prévue|не начата|нужно сделать|в плане|to be done|planlandı|yeni|bekleyen"
        "|anstehend|nicht gestartet|zu tun|dự kiến|còn lại"
    ),
    "in_progress": (
        "partial|partially done|partly done|partially complete|half done|underway|in flight"
        "|current|now|部分完成|正在进行|实施中|开发进行中|測試中|着手|実装中|desarrollando"
        "|en desarrollo|em desenvolvimento|개발 중|개발중|구현 중|en développement"
        "|разрабатывается|geliştiriliyor|in entwicklung|teilweise"
    ),
    "blocked": (
        "paused|suspended|已阻塞|挂起|暂停|卡住|保留中|一時停止|en pausa|pausado|pausada"
        "|impedido|en attente de|bloquées|приостановлено|beklemede kaldı|pausiert|tạm dừng"
        "|tạm hoãn"
    ),
    "completed": (
        "verified|fixed|deployed|released|delivered|all done|已关闭|已解决|已上线|已实现|已修复"
        "|已交付|解決済み|実装済み|完了しました|解決|finalizado|entregado|resuelto|resuelta"
        "|resolvido|resolvida|entregue|해결됨|완성|완료함|livré|livrée|résolu|résolue|achevé"
        "|решено|закрыто|закрыта|готова|завершён|tamam|çözüldü|gelöst|geschlossen|umgesetzt"
        "|implementiert|đã sửa|hoàn tất|đã hoàn tất"
    ),
}
"""Further words for the statuses in `words`."""

MARKS = {
    "🆕": "pending", "📝": "pending", "☐": "pending", "□": "pending", "◻": "pending",
    "🔲": "pending", "⚪": "pending", "❓": "pending", "⭕": "pending", "🟡": "in_progress",
    "🔵": "in_progress", "🏗": "in_progress", "▶": "in_progress", "◐": "in_progress",
    "⏸": "blocked", "🔒": "blocked", "🔴": "blocked", "🛑": "blocked", "✓": "completed",
    "🟢": "completed", "🎉": "completed", "🏁": "completed", "💯": "completed",
    "❌": "cancelled", "🗑": "cancelled", "⏭": "skipped", "👀": "review", "🔍": "review",
}  # fmt: skip
"""What further marks mean in a status field or cell that has no known word; a legend goes first."""

PRIORITY_WORDS = {
    "critical": "must|must have|bloqueante|bloquant|bloqueador|阻断|最优先|최우선|krit",
    "high": "should|should have|важно",
    "low": "could|could have|nice to have|optional|p4|p5",
}
"""Further words for the priorities in `words`."""

PRIORITY_MARKS = {
    "🔴": "critical", "🔥": "critical", "🟠": "high", "🟡": "medium", "🟢": "low",
    "🔵": "low",
}  # fmt: skip
"""What a mark alone means in a priority field."""

HEADING_MARKS = "✅☑✔✓🔄🚧⏳🚫⛔⬜❌⏸🛑"
"""Marks that state a status in a heading too; others there are ornament without a legend."""

BOXES = {
    "": "pending", " ": "pending", "x": "completed", "X": "completed", "✓": "completed",
    "✔": "completed", "✅": "completed", "v": "completed", "V": "completed",
    "~": "in_progress", "/": "in_progress", ".": "in_progress", "o": "in_progress",
    "-": "cancelled", "xx": "dropped", "!": "blocked", ">": "deferred", "?": "question",
}  # fmt: skip
"""What stands in a box, where no legend says otherwise."""

NONE_WORDS = (
    "null|not applicable|no dependencies|无依赖|不适用|没有依赖|無し|特になし|該当なし"
    "|해당 없음|해당없음|sin dependencias|sem dependências|отсутствуют|не требуется|bulunmuyor"
    "|nichts|không có|keine abhängigkeiten|start"
)

COLUMN_NOUNS = (
    "task|tasks|ticket|tickets|item|items|work|phase|phases|story|stories|issue|issues|任务"
    "|事项|タスク|tareas|tarefas|tâches|задачи|görevler|aufgaben|작업|công việc|list|列表"
    "|column"
)
"""Nouns that a kanban heading may add to its status: `Open Tickets`."""

COLUMNS = _set(
    "ready|assigned|needs review|in review|review|qa|testing|backlog|inbox|icebox|deferred"
    "|postponed|cancelled|canceled|later|someday|waiting|archived|archive|wontfix|won't do"
    "|ready for review|待审核|审查中|待测试|测试中|已取消|レビュー中|レビュー待ち|en revisión"
    "|em revisão|검토 중|en revue|на проверке|incelemede|in prüfung|đang kiểm tra|cancelado"
    "|cancelada|annulé"
)
"""Kanban headings that are no status of the protocol and yet name one."""

COLUMN_STATUS = {
    "ready": "pending", "archived": "completed", "archive": "completed", "later": "pending",
}  # fmt: skip

TASK_WORDS = (
    "task id|ticket id|task|ticket|issue|story|todo|任务|任务编号|タスク|tarea|tarefa|작업"
    "|tâche|задача|görev|aufgabe|công việc"
)
"""What may stand before an ID: `Task BE-001`."""

ID_COLUMNS = _set(
    "id|#|no|nr|key|code|task id|ticket id|task no|编号|任务编号|任务id|序号|番号|タスクid|번호"
    "|작업 id|mã|mã task|código|codigo|clave|número|n°|номер|№|kimlik|kod|nummer|ref|task"
    "|ticket|tarea|tarefa|tâche|issue|story|任务|タスク|작업|задача|görev|aufgabe"
)

TITLE_COLUMNS = (
    "title", "description", "subject", "summary", "what", "item", "feature", "work",
    "scope", "deliverable",
)  # fmt: skip

OTHER_TABLES = _set(
    "risk|risks|probability|mitigation|impact|likelihood|decision|rationale|requirement"
    "|requirements|endpoint|method|term|metric|kpi|风险|缓解措施|决策|riesgo|mitigación|risco"
    "|mitigação|risque|риск|risiko|rủi ro|リスク|위험"
)
"""Columns of tables that list something other than tasks."""

LEGEND_WORDS = (
    "legend|status markers|status legend|status key|statuses|leyenda|legenda|légende|легенда"
    "|legende|gösterge|chú thích|chú giải|凡例|图例|状态说明|状态标记|任务状态说明|범례"
    "|status icons|marker|markers|key|symbols|status values|checkbox|notation"
)

AREAS = _set(
    "backend|frontend|architecture|integration|testing|test|tests|qa|bug|bugs|devops"
    "|infrastructure|infra|database|security|docs|documentation|api|ui|ux|mobile|data|system"
    "|full stack|fullstack|ops|design|performance|research|ml|ai"
)
"""What a heading's second cell says where it names an area and no title."""

NOT_IDS = _set(
    "UTF|GPT|ISO|SHA|RFC|CVE|WCAG|HTTP|HTTPS|COVID|AES|RSA|MD|IPV|BASE|ECMA|IEEE|ADR|FR|NFR|SC"
    "|AC|REQ|KPI|OKR|KR|RISK|PHASE|SPRINT|STEP|WEEK|DAY|MILESTONE|PART|SECTION|CHAPTER|VERSION"
    "|STAGE|LAYER|TIER|OPTION|LEVEL|FIGURE|FIG|TABLE|ROUND|CLAUDE|LLAMA|GEMINI|ES|TLS|OAUTH|LOG"
    "|WIN|WINDOWS|UC|ASSUMPTION|DECISION|DEC|QUESTION|FASE|ETAPA|APPENDIX|PYTHON|NODE|JAVA|X"
    "|CONSTRAINT|INCIDENT|PR|MP|H|PEP"
)
"""What before a number makes no task ID of it: standards, models, phases, requirements."""

NOT_SHORT_IDS = _set("P|V|Q|H|W|D|S|C|L|K|Y|O|EC|GPT|MP|PM|AM|FY|CY|RS|HS|ES|OAUTH|IPV|ISO|UTF")
"""The same for IDs of letters and a number without a hyphen: `P0`, `Q3`, `S3`."""

MENTION_SECTIONS = _set(
    "changelog|change log|history|release notes|table of contents|contents|toc|dependencies"
    "|dependency graph|dependency chain|references|critical path|parallel groups"
    "|execution order|recent changes|progress log|目录|依赖图|依赖关系|任务依赖图|更新日志"
    "|变更记录|変更履歴|目次|índice|historial|histórico|sommaire|historique|inhalt"
    "|änderungsverlauf|оглавление|история изменений|içindekiler|mục lục|목차|변경 이력"
)
"""Headings over mentions of tasks that are stated elsewhere."""

LANGUAGES = {
    "zh": (
        "待办|进行中|已阻塞|已完成|已批准",
        "状态|负责人|优先级|依赖|描述|验收标准|阻塞原因",
    ),
    "ja": (
        "未着手|進行中|ブロック|完了|承認済み",
        "ステータス|担当|優先度|依存|説明|受け入れ条件|ブロッカー",
    ),
    "ko": (
        "대기|진행 중|차단됨|완료|승인됨",
        "상태|담당|우선순위|의존성|설명|인수 조건|차단 사유",
    ),
    "ru": (
        "в ожидании|в работе|заблокировано|выполнено|одобрено",
        "Статус|Исполнитель|Приоритет|Зависимости|Описание|Критерии приемки|Причина блокировки",
    ),
    "es": (
        "pendiente|en progreso|bloqueado|completado|aprobado",
        "Estado|Responsable|Prioridad|Dependencias|Descripción|Criterios de aceptación|Bloqueo",
    ),
    "pt": (
        "pendente|em andamento|bloqueado|concluído|aprovado",
        "Situação|Responsável|Prioridade|Dependências|Descrição|Critérios de aceitação|Bloqueio",
    ),
    "fr": (
        "à faire|en cours|bloqué|terminé|approuvé",
        "Statut|Assigné à|Priorité|Dépendances|Description|Critères d'acceptation|Blocage",
    ),
    "de": (
        "offen|in Arbeit|blockiert|erledigt|freigegeben",
        (
            "Status|Verantwortlich|Priorität|Abhängigkeiten|Beschreibung|Akzeptanzkriterien"
            "|Blockiert durch"
        ),
    ),
    "tr": (
        "beklemede|devam ediyor|engellendi|tamamlandı|onaylandı",
        "Durum|Sorumlu|Öncelik|Bağımlılıklar|Açıklama|Kabul kriterleri|Engel",
    ),
    "vi": (
        "chưa làm|đang làm|bị chặn|hoàn thành|đã duyệt",
        "Trạng thái|Người phụ trách|Ưu tiên|Phụ thuộc|Mô tả|Tiêu chí chấp nhận|Blocker",
    ),
}
"""How each language writes the five statuses, and the fields status, assignee, priority,
dependencies, description, criteria and blocker, where a file in it shows no other word."""

LANGUAGE_KEYS = (
    "status", "assignee", "priority", "dependencies", "description", "criteria", "blocker",
)  # fmt: skip
