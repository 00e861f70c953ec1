"""The OpenAPI documents: one for any policy and every policy, one for each business."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from msgspec import Struct

import policykit
from policykit.backends.jsonschema import Schema
from policykit.backends.prose.locales import text_in
from policykit.pipeline import Bundle, Ready
from policykit_api.openapi import operations as said
from policykit_api.openapi.exact import Exact
from policykit_api.openapi.examples import Example, english, examples, parameters_of
from policykit_api.openapi.naming import Names, camel
from policykit_api.openapi.shapes import Shapes, reachable, reference
from policykit_api.operation import Operation
from policykit_api.problems import Problem
from policykit_api.wire.decision import Decided
from policykit_api.wire.shape import encode

SCHEME = {
    "type": "http",
    "scheme": "bearer",
    "description": "An API key. Its scopes say what it is good for: `decide`, `read`, `audit` (what auditors read), "
    "`admin`; a key may be for one business. A server on a loopback address may ask for none.",
}
ETAG = {
    "description": "What this answer is called, for `If-None-Match`.",
    "schema": {"type": "string"},
    "example": '"5bca0a4e"',
}


@dataclass(frozen=True, slots=True)
class Cases:
    """The cases of a policy that are examples; ``answers`` says that their answers are as well."""

    cases: tuple[Example, ...] = ()
    policy: str = ""
    answers: bool = True

    def requests(self, one: Operation) -> dict[str, Any]:
        return {
            case.id: {"summary": case.title, "value": one.example(case.request, self.policy)} for case in self.cases
        }

    def answered(self, one: Operation) -> dict[str, Any]:
        """The answers, where a question has just one."""
        if not self.answers or one.answer is not Decided or not one.body:
            return {}
        return {case.id: {"summary": case.title, "value": case.answer} for case in self.cases}


NO_CASES = Cases()


@dataclass(frozen=True, slots=True)
class Forms:
    """What makes a schema of a shape that is sent, and of one that comes back, and the cases that are examples."""

    body: Callable[[type[Struct]], Schema]
    answer: Callable[[type[Struct]], Schema]
    cases: Cases = NO_CASES


def general(shape: type[Struct]) -> Schema:
    """The shape as it is for every policy."""
    return reference(shape.__name__)


class Writer:
    """Writes one document of a bundle."""

    def __init__(self, bundle: Bundle, operations: Iterable[Operation], *, keys: bool) -> None:
        self.bundle = bundle
        self.keys = keys
        self.operations = [one for one in operations if one.described]
        self.names = Names({name: ready.business.policies for name, ready in bundle.businesses.items()})
        self.paths: dict[str, dict[str, Any]] = {}
        self.schemas: dict[str, Schema] = {}
        self.tags: dict[str, str] = {}

    @cached_property
    def shapes(self) -> Shapes:
        used = (shape for one in self.operations for shape in (one.body, one.answer, one.minimal, *(one.lines or ())))
        return Shapes.of([Problem, *(shape for shape in used if isinstance(shape, type))])

    def whole(self, businesses: Iterable[str]) -> bytes:
        """Every operation for any policy, then the exact ones of the businesses."""
        example = parameters_of(self.bundle)
        known = {name: {"example": value} for name, value in example.items()}
        policy = example["policy"]
        cases = Cases(examples(self.bundle, example["business"], policy), policy, answers=False)
        for one in self.operations:
            self._put(one, one.path, said.described(one, keys=self.keys), known, Forms(general, general, cases))
        for name in (name for name in self.bundle.businesses if name in businesses):
            self._put_exact(self.bundle.businesses[name])
        return self._encoded(INFO)

    def of_business(self, name: str) -> bytes:
        """The operations of one business, and those that are about none."""
        ready = self.bundle.businesses[name]
        forms = Forms(general, general)
        self._put_exact(ready)
        for one in self.operations:
            if not self._is_exact(one):
                path = one.path.replace("{business}", name)
                self._put(one, path, said.described(one, keys=self.keys), known_of(ready), forms)
        locale = english(ready.business)
        title, summary = text_in(ready.business.name, locale), text_in(ready.business.summary, locale)
        return self._encoded({**INFO, "title": title, "description": summary, "x-digest": ready.business.digest})

    # --- operations ---------------------------------------------------------------------------

    def _is_exact(self, one: Operation) -> bool:
        """Whether each policy, or at least each business, says something of the operation for itself."""
        body, answer = (
            isinstance(shape, type) and shape.__name__ in self.shapes.by_policy for shape in (one.body, one.answer)
        )
        return "{business}" in one.path and (body or (answer and "{policy}" in one.path))

    def _put_exact(self, ready: Ready) -> None:
        """The exact operations of a business, and of each of its policies."""
        business = ready.business
        operations = [one for one in self.operations if self._is_exact(one)]
        whole = Exact(business, (), camel(business.id), self._keep)
        for one in (one for one in operations if "{policy}" not in one.path):
            forms = Forms(partial(self._exact, exact=whole), general)
            object_ = said.described(one, keys=self.keys)
            object_["operationId"] += whole.name
            self._put(one, one.path.replace("{business}", business.id), object_, known_of(ready), forms)
        for policy in business.policies:
            self._put_policy(ready, policy, [one for one in operations if "{policy}" in one.path])

    def _put_policy(self, ready: Ready, policy: str, operations: Iterable[Operation]) -> None:
        business, versions = ready.business, ready.business.policies[policy]
        exact = Exact(business, versions, self.names.of(business.id, policy), self._keep)
        question, tag = text_in(versions[-1].question, exact.locale), f"{business.id}: {policy}"
        self.tags[tag] = question
        cases = Cases(examples(self.bundle, business.id, policy), policy)
        form = partial(self._exact, exact=exact)
        for one in operations:
            object_ = said.described(one, keys=self.keys)
            object_ |= {"operationId": one.id + exact.name, "summary": f"{one.summary}: {question}", "tags": [tag]}
            path = one.path.replace("{business}", business.id).replace("{policy}", policy)
            self._put(one, path, object_, known_of(ready), Forms(form, form, cases))

    def _exact(self, shape: type[Struct], exact: Exact) -> Schema:
        name = shape.__name__
        if name not in self.shapes.by_policy:
            return general(shape)
        for made, schema in self.shapes.exact(name, exact.name, exact.fill).items():
            self._keep(made, schema)
        return reference(exact.name + name)

    def _put(
        self, one: Operation, path: str, object_: said.Described, known: Mapping[str, Schema], forms: Forms
    ) -> None:
        parameters = said.parameters(one, path, known)
        object_ |= {"parameters": parameters} if parameters else {}
        if one.body:
            media = said.content(forms.body(one.body), forms.cases.requests(one))
            media |= {said.LINES: {"schema": forms.body(one.lines[0])}} if one.lines else {}
            object_["requestBody"] = {"required": True, "content": media}
        if one.form:
            object_["requestBody"] = {"required": True, "content": said.FORM}
        answer = one.answer if isinstance(one.answer, str) else forms.answer(one.answer)
        if one.minimal and isinstance(answer, dict):
            answer = {"oneOf": [answer, forms.answer(one.minimal)]}
        given = said.content(answer, forms.cases.answered(one))
        given |= {said.LINES: {"schema": forms.answer(one.lines[1])}} if one.lines else {}
        object_["responses"] = said.responses(one, given, linked=path == one.path)
        self.paths.setdefault(path, {})[one.method] = object_
        for tag in object_["tags"]:
            self.tags.setdefault(tag, "")

    def _keep(self, name: str, schema: Schema) -> Schema:
        """Where two different schemas want one name, the later one has an underscore more."""
        while self.schemas.setdefault(name, schema) != schema:
            name += "_"
        return reference(name)

    def _encoded(self, info: Schema) -> bytes:
        responses = said.shared_responses(self.operations)
        return encode(
            {
                "openapi": "3.1.0",
                "info": info,
                "servers": [{"url": "/"}],
                "tags": [{"name": name} | ({"description": text} if text else {}) for name, text in self.tags.items()],
                "paths": self.paths,
                "components": {
                    "schemas": reachable(self.shapes.generic() | self.schemas, [self.paths, responses]),
                    "responses": responses,
                    "parameters": said.SHARED_PARAMETERS,
                    "headers": {"ETag": ETAG},
                    "securitySchemes": {said.KEY: SCHEME},
                },
            }
        )


INFO: Schema = {
    "title": "policykit",
    "version": policykit.__version__,
    "summary": "Decisions of service policies, their reasons, their wording and the public terms.",
    "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
}


def known_of(ready: Ready) -> dict[str, Schema]:
    """The parameters of a business's addresses that stand in a closed list."""
    business = ready.business
    return {
        "policy": {"schema": {"type": "string", "enum": list(business.policies)}},
        "locale": {"schema": {"type": "string", "enum": list(business.locales)}},
    }
