"""libyaml's complaints in plain words."""

from __future__ import annotations

import yaml

from deadlinebot.document.nodes import Source
from deadlinebot.errors import Place, SourceError

_FIT = "the indentation does not fit the lines above"
_TAB = "a tab cannot indent: use spaces"
_AT_ITS_BEGIN = {
    "found unexpected end of stream": "this quote is never closed",
    "could not find expected ':'": "expected 'key: value': the ':' is missing",
}
_WORDS = {
    "mapping values are not allowed in this context": (
        "a ':' where no key can stand: put the value in quotes, "
        "or check the indentation"
    ),
    "did not find expected '-' indicator": f"{_FIT}: a list item ('- ') was expected",
    "did not find expected key": f"{_FIT}: a key was expected",
    "did not find expected <block end>": f"{_FIT}: an end was expected",
    "block sequence entries are not allowed in this context": (
        "a list item ('- ') cannot stand here: begin it on its own line"
    ),
    "found a tab character that violates indentation": _TAB,
    "did not find expected ',' or ']'": "expected ',' or ']'",
    "did not find expected ',' or '}'": "expected ',' or '}'",
    "found unknown escape character": (
        "an unknown escape after '\\': use single quotes, or write '\\\\'"
    ),
    "did not find expected hexdecimal number": "an escape with too few digits",
    "found invalid Unicode character escape code": "an escape of no character",
    "did not find expected alphabetic or numeric character": (
        "'&' and '*' cannot begin a value: put it in quotes"
    ),
    "found incompatible YAML document": "another YAML version: drop the %YAML line",
    "did not find expected <document start>": (
        "the document has ended here: one file, one document"
    ),
    "did not find expected comment or line break": (
        "nothing may follow '|' or '>' on its line: put the value in quotes"
    ),
}


def syntax_error(error: yaml.YAMLError, source: Source) -> SourceError:
    """Return *error* as ours: in plain words, at its place, with the line."""
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return source.error(Place(source.path), "not YAML")
    begun = _place(error.context_mark, source)
    place = _place(error.problem_mark, source) or Place(source.path)
    problem = error.problem or ""
    if problem in _AT_ITS_BEGIN:
        return source.error(begun or place, _AT_ITS_BEGIN[problem])
    if problem == "found character that cannot start any token":
        return source.error(place, _cannot_start(source, place))
    message = _WORDS.get(problem, f"not YAML: {problem}")
    if begun is not None and begun.line < place.line and message != _TAB:
        message += f" (in what begins in line {begun.line})"
    return source.error(place, message)


def _place(mark: yaml.Mark | None, source: Source) -> Place | None:
    return Place(source.path, mark.line + 1, mark.column + 1) if mark else None


def _cannot_start(source: Source, place: Place) -> str:
    character = source.line(place.line)[place.column - 1 : place.column]
    if character == "\t":
        return _TAB
    return f"'{character}' cannot begin a value: put it in quotes"
