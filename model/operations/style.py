"""The words and marks that a file itself uses, for what is written into it anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from .. import vocabulary, words
from ..dialects.foreign import Foreign
from ..dialects.marks import leading_mark
from ..document import Document
from ..reading import Field
from ..section import Section

_SCRIPTS = (
    ("ko", "\uac00", "\ud7a3"),
    ("ja", "\u3040", "\u30ff"),
    ("zh", "\u4e00", "\u9fff"),
    ("ru", "\u0400", "\u04ff"),
)

_ENGLISH = frozenset(words.fold(names[0]) for names in words.FIELDS.values())
"""The names of fields in English, some of which other languages have too."""


def foreign_sections(document: Document) -> Iterator[Section]:
    """Every section in another form than the protocol's."""
    for task in document.tasks:
        yield from (part for part in task.sections if isinstance(part.dialect, Foreign))


def uses(document: Document, key: str) -> Iterator[tuple[Section, Field]]:
    """Every field of the file that means `key`, with its section."""
    for part in foreign_sections(document):
        yield from ((part, found) for found in part.reading.fields if found.key == key)


def language_of(document: Document) -> str | None:
    """The language that the file's field names and statuses are in; None for English."""
    told: Counter[str] = Counter()
    for part in foreign_sections(document):
        for found in part.reading.fields:
            if found.form in ("box", "mark", "section"):
                continue
            for text in (found.name, found.text) if found.key == "status" else (found.name,):
                told.update(_languages_of(text))
    return told.most_common(1)[0][0] if told else None


def _languages_of(text: str) -> Iterator[str]:
    for name, first, last in _SCRIPTS:
        if any(first <= c <= last for c in text):
            yield name
            return
    folded = words.fold(text)
    if folded in _ENGLISH:  # "Status" is German too and "Description" French: they tell nothing
        return
    for name, tables in vocabulary.LANGUAGES.items():
        if folded in {words.fold(word) for table in tables for word in table.split("|")}:
            yield name


def field_name(document: Document, key: str, given: str) -> str:
    """How the file calls the field, or would."""
    used = Counter(f.name for _, f in uses(document, key) if f.form in ("lines", "part", "cell"))
    own = [name for name, _ in used.most_common() if words.field_key(name) == key]
    if own:
        return own[0]
    language = language_of(document)
    if language and key in vocabulary.LANGUAGE_KEYS:
        names = vocabulary.LANGUAGES[language][1].split("|")
        return names[vocabulary.LANGUAGE_KEYS.index(key)]
    return words.FIELDS[key][0] if key in words.FIELDS else given.strip()


def status_text(document: Document, wanted: str, given: str, model: Field | None) -> str:
    """How the file says the status in a place like `model`: a mark, a word, or both."""
    form = model.form if model else "lines"
    used: Counter[str] = Counter()
    elsewhere: Counter[str] = Counter()
    for part, found in uses(document, "status"):
        dialect = part.dialect
        if found.form in ("box", "section") or not isinstance(dialect, Foreign):
            continue
        if dialect.meaning(found) == wanted and len(found.text.split()) <= 3:
            (used if found.form == form else elsewhere)[found.text] += 1
    for counted in (used, elsewhere if form in ("lines", "part", "cell") else Counter()):
        if counted:
            return counted.most_common(1)[0][0]
    return _made(document, wanted, given, model)


def _made(document: Document, wanted: str, given: str, model: Field | None) -> str:
    now = model.text if model else ""
    now = now or next((f.text for _, f in uses(document, "status") if f.form != "box"), "")
    bare = now.strip("[]() ")
    mark = leading_mark(bare)
    new_mark = _mark_for(document, wanted) if mark else ""
    if mark and new_mark and not words.fold(bare):
        return now.replace(bare, new_mark) if bare != now else new_mark
    word = _word(document, wanted, given, bare)
    text = f"{new_mark} {word}" if mark and new_mark else word
    return now[0] + text + now[-1] if now[:1] in ("[", "(") and now[-1:] in ("]", ")") else text


def _word(document: Document, wanted: str, given: str, model: str) -> str:
    language = language_of(document)
    if wanted not in words.STATUSES:
        return " ".join(given.split())
    if language:
        word = vocabulary.LANGUAGES[language][0].split("|")[words.STATUSES.index(wanted)]
        first = next((c for c in model if c.isalpha()), "")
        return word[0].upper() + word[1:] if first.isupper() else word
    letters = "".join(c for c in model if c.isascii() and (c.isalpha() or c in "_- ")).strip()
    plain = words.plain_word(wanted)
    return words.like(plain, letters) if letters else plain.capitalize()


def _mark_for(document: Document, wanted: str) -> str:
    """The mark that the legend, or else usage, has for a status."""
    for part in foreign_sections(document):
        legend = part.dialect.setting.legend if isinstance(part.dialect, Foreign) else ()
        for mark, status in legend:
            if status == wanted and not mark.startswith("["):
                return mark
        break
    return words.BADGES[wanted].split()[0] if wanted in words.BADGES else ""


def box_mark(document: Document, part: Section, wanted: str) -> str | None:
    """What a box holds for a status; None where no box of this file says it."""
    if wanted == "pending":
        return " "
    if isinstance(part.dialect, Foreign):
        for mark, status in part.dialect.setting.legend:
            if status == wanted and mark.startswith("["):
                return mark[1:-1]
    used: Counter[str] = Counter()
    for other, found in uses(document, "status"):
        dialect = other.dialect if found.form == "box" else None
        if isinstance(dialect, Foreign) and dialect.meaning(found) == wanted:
            used[found.text[1:-1]] += 1
    if used:
        return used.most_common(1)[0][0]
    return "x" if wanted == "completed" else None


def none_word(document: Document) -> str:
    """How the file says that a task depends on nothing."""
    told = Counter(f.text for _, f in uses(document, "dependencies") if words.is_none(f.text))
    return told.most_common(1)[0][0] if told else "none"
