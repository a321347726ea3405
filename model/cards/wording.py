"""The headings of cards in other languages than English, as parts of patterns.

German, French, Spanish, Portuguese, Chinese, Japanese, and what of Russian and Korean is plain.
Each stands for one notion and is put behind the English words of the pattern for it. A word
that means something else in English is left out.
"""

from __future__ import annotations

REVIEW = (
    r"|prüfung|überprüf|begutacht|abnahme|relecture|revue|vérif|revis[iãaó]|comprobaci"
    r"|verificaç|провер|ревью|приёмк|レビュー|検証|検収|査読|评审|审查|审核|验收|检查|검토|리뷰|검수"
)
"""Work is judged."""
PROCESS = (
    r"|ablauf|prozess|schritte|verfahren|processus|étapes?\b|procédure|déroulement|pasos\b"
    r"|etapas|fases\b|passos\b|fluxo|flujo|процесс|порядок|этап|流程|步骤|手順|ステップ|プロセス"
    r"|フロー|절차|단계"
)
"""It is gone through in an order."""
FINISHED = (
    r"|(?:abgeschlossen|erledigt|fertig|beendet)\w*\s+(?:aufgabe|ticket)"
    r"|tâches?\s+(?:terminé|achevé|fini)|tareas?\s+(?:complet|termin|finaliz)"
    r"|tarefas?\s+(?:conclu|complet|finaliz)|(?:完成|完了)\S{0,4}(?:任务|任務|タスク|工作|作業)"
    r"|(?:任务|タスク)\S{0,2}完[成了]|(?:завершённ|завершенн|выполненн)\w*\s+задач"
)
"""Of a task that is called completed."""
CHECKLIST = (
    r"|lista de (?:veri|compr|contr|conf)|liste (?:de |d['’])(?:vérif|contr)|prüfliste"
    r"|чек-?лист|контрольный список|チェックリスト|確認項目|清单|检查表|检查项|체크리스트"
)
"""Something to tick."""
DONE = (
    r"|fertig,? wenn|définition (?:de|du) (?:fini|terminé)|definición de (?:hecho|terminado)"
    r"|definição de pronto|完了の定義|完成(?:的)?(?:定义|标准)"
)
"""When a task is done."""
SAMPLE = r"|beispiel|exemple|ejemplo|exemplo|пример|示例|范例|サンプル|使用例|예시"
"""What follows is an example."""
PAPER = (
    r"|vorlage|modèles?\b|plantilla|modelos?\b|шаблон|模板|テンプレート|雛形|템플릿"
    r"|liefergegenst|lieferergebnis|livrable|entregable|entregáve|交付物|输出(?:格式|文档)|成果物"
)
"""The form of a document, or what is delivered."""
SOCIAL = (
    r"|zusammenarbeit|übergabe|abstimmung mit|passation|travail avec|colabora|traspaso|entrega a"
    r"|repasse|взаимодейств|передача|协作|交接|对接|配合|連携|引き?継ぎ|協働|협업|인수인계"
)
"""Writing to colleagues."""
RECEIVED = r"|empfang|erhalten|reçu|réception|recib|recebi|получен|接收|收到|受領|受け取"
"""Something came from a colleague."""
LISTING = (
    r"|kategor|catégor|nummernkreis|numéro|números?\b|категори|分类|类别|编号|カテゴリ|分類|番号"
)
"""Ranges of numbers."""
FORM = r"|aufgaben|tâches?\b|tareas?\b|tarefas?\b|задач|任务|タスク|작업"
"""How a task is written."""
BUDGETS = (
    r"|leistungs(?:ziel|grenz|budget)|antwortzeit|objectifs? de performance|temps de réponse"
    r"|(?:objetivos|límites|limites|metas) de (?:rendimiento|desempenho)|tiempos? de respuesta"
    r"|性能(?:指标|目标|预算|基准|目標)|応答時間|响应时间"
)
"""What times and sizes are allowed."""
