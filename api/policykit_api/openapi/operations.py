"""One operation of a document: its parameters, what it takes and gives, how it refuses, and who may call it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from policykit.backends.jsonschema import Schema
from policykit_api import problem_kinds, problems
from policykit_api.access import admission
from policykit_api.openapi.shapes import reference
from policykit_api.operation import IF_NONE_MATCH, Link, Operation
from policykit_api.problem_kinds import Kind
from policykit_api.problems import Problem
from policykit_api.wire import ids
from policykit_api.wire.shape import LOCALE_PATTERN, NAME_PATTERN

Described = dict[str, Any]

KEY = "key"
"""The name of the security scheme."""

LINES = "application/x-ndjson"
"""One JSON document a line. The schema of lines is that of each: OpenAPI 3.1 has no word for a stream."""

FORM: Schema = {
    "application/x-www-form-urlencoded": {"schema": {"type": "object", "additionalProperties": {"type": "string"}}}
}
"""The fields of a form are those that its page has."""

NOT_MODIFIED = "not-modified"
PATTERNS = {
    "locale": LOCALE_PATTERN,
    "version": "^(?:beginning|[0-9]{4}-[0-9]{2}-[0-9]{2})$",
    "decision": ids.PATTERN,
}


def described(one: Operation, *, keys: bool) -> Described:
    """What the operation says apart from its parameters in the path, its body and its answer."""
    said: Described = {"operationId": one.id, "summary": one.summary, "tags": [one.tag]}
    said |= {"description": about(one)} if about(one) else {}
    said["security"] = security(one, keys=keys)
    return said


def about(one: Operation) -> str:
    needed = f"A key needs the scope `{one.scope.value}`." if one.scope else ""
    return "\n\n".join(part for part in (one.description, needed) if part)


def security(one: Operation, *, keys: bool) -> list[Schema]:
    """A key with the operation's scope; where the server asks for none, or the operation is open, also nothing."""
    if one.scope is None:
        return []
    needed: list[Schema] = [{KEY: [one.scope.value]}]
    return needed if keys else [{}, *needed]


# --- parameters -------------------------------------------------------------------------------


def parameters(one: Operation, path: str, known: Mapping[str, Schema]) -> list[Mapping[str, Any]]:
    """The parameters of the path, then of the query and the headers; ``known`` are schemas with an example."""
    names = [part[1:-1] for part in path.split("/") if part.startswith("{")]
    conditional = [{"$ref": "#/components/parameters/IfNoneMatch"}] if one.revalidated else []
    in_query = [parameter.described for parameter in one.query]
    return [*(in_path(name, known.get(name, {})) for name in names), *in_query, *one.headers, *conditional]


def in_path(name: str, known: Schema) -> Schema:
    schema = {"type": "string", "maxLength": 80, "pattern": PATTERNS.get(name, NAME_PATTERN)}
    return {"name": name, "in": "path", "required": True, "schema": known.get("schema", schema)} | {
        key: value for key, value in known.items() if key == "example"
    }


SHARED_PARAMETERS = {"IfNoneMatch": IF_NONE_MATCH}

# --- answers ----------------------------------------------------------------------------------


def content(answer: Schema | str, examples: Mapping[str, Any]) -> Schema:
    """The media type of what has a schema, or of an answer that has none."""
    if isinstance(answer, str):
        json = answer.endswith("json")
        return {answer: {"schema": {"type": "object" if json else "string"}}}
    return {"application/json": {"schema": answer} | ({"examples": dict(examples)} if examples else {})}


def responses(one: Operation, answer: Schema, *, linked: bool = True) -> Schema:
    """The answer, and every status with which the server refuses; the refusals are shared by all operations."""
    given: Schema = {"200": {"description": "The answer.", "content": answer}}
    if linked and one.links:
        given["200"]["links"] = {link.to: following(link) for link in one.links}
    if one.revalidated:
        given["200"]["headers"] = {"ETag": {"$ref": "#/components/headers/ETag"}}
        given["304"] = {"$ref": f"#/components/responses/{NOT_MODIFIED}"}
    for status, kinds in sorted(refused(one).items()):
        given[str(status)] = {"$ref": f"#/components/responses/{name_of(one, kinds)}"}
    return given


def following(link: Link) -> Schema:
    body = {"requestBody": link.body} if link.body else {}
    return {"operationId": link.to, "parameters": link.parameters, **body}


def refused(one: Operation) -> dict[int, list[Kind]]:
    """The kinds of problem with which an operation refuses, by status."""
    found: dict[int, list[Kind]] = {}
    own = (*one.refusals, problem_kinds.WRONG_QUERY) if one.strict else one.refusals
    for kind in dict.fromkeys((*own, *admission.refusals(one), *problem_kinds.ANYWHERE)):
        found.setdefault(kind.status, []).append(kind)
    return found


def name_of(one: Operation, kinds: list[Kind]) -> str:
    return ".".join([*(kind.slug for kind in kinds), *(["page"] if one.for_people else [])])


def shared_responses(operations: list[Operation]) -> Schema:
    """The refusals by name, each with the kinds of problem behind it."""
    said: Schema = {NOT_MODIFIED: {"description": "What `If-None-Match` names is still right."}}
    for one, kinds in ((each, kinds) for each in operations for kinds in refused(each).values()):
        told = "; ".join(f"{kind.title} (`{kind.type}`)" for kind in kinds)
        media = {problems.MEDIA_TYPE: {"schema": reference(Problem.__name__)}}
        media |= content("text/html", {}) if one.for_people else {}
        said[name_of(one, kinds)] = {"description": f"{told}.", "content": media}
    return said
