"""One version of a policy to one Python function, made as a syntax tree and compiled once."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from policykit.backends.operands import Operands
from policykit.backends.python.expressions import ALLOWED, ASKED, FACTS, MEMO, RUNTIME, Translator, let_name
from policykit.backends.python.plausible import compiled_in_order, compiled_plausible
from policykit.backends.python.syntax import place
from policykit.backends.python.table import indexed
from policykit.model import Business, Calendar, Expression, Policy, Rule
from policykit.semantics import Code, Engine, Found, Govern, Hit, Setting, TestCode, Verdict, govern, together

FUNCTION, TEST = "govern", "test"
MOST_ROWS = 64
"""Rows that become code: one after the other they are tried as fast as an index is read."""


def compiled(business: Business) -> Engine:
    """All that is generated for a business's decisions."""
    versions = compiled_versions(business)
    return Engine(
        governed_by(business, versions),
        compiled_plausible(business),
        compiled_in_order(business),
        lambda policy: versions.get(id(policy)),
        lambda condition: compile_test(condition, business),
    )


def compiled_govern(business: Business) -> Govern:
    """First match by generated code; an unknown fact on the way leaves the decision to ``semantics.govern``."""
    return governed_by(business, compiled_versions(business))


def compiled_versions(business: Business) -> dict[int, Code]:
    """The functions of all versions of the business's own policies, but of those that an index answers for."""
    policies = (policy for known in business.policies.values() for policy in known)
    return {
        id(policy): compile_policy(policy, business, business.calendar) for policy in policies if not is_large(policy)
    }


def governed_by(business: Business, versions: Mapping[int, Code]) -> Govern:
    policies = (policy for known in business.policies.values() for policy in known)
    tables = {id(policy): indexed(policy, business) for policy in policies if is_large(policy)}
    floors: dict[tuple[int, Calendar], Code] = {}

    def floor_in(policy: Policy, calendar: Calendar) -> Code:
        # A floor is counted in the calendar of the buyer's country: it is compiled for those that are asked for.
        if (id(policy), calendar) not in floors:
            floors[id(policy), calendar] = compile_policy(policy, business, calendar)
        return floors[id(policy), calendar]

    def found_by(policy: Policy, setting: Setting) -> Verdict:
        if id(policy) in tables:
            return tables[id(policy)].govern(setting)
        function = versions.get(id(policy)) or floor_in(policy, setting.calendar)
        try:
            found = function(setting.facts, setting.asked, {})
        except KeyError:
            return govern(policy, setting)  # a fact, a field or an answer that is missing: something is unknown
        return _verdict(policy, found)

    return found_by


def is_large(policy: Policy) -> bool:
    """Whether it is a table for which code a row would take long to compile, and an index answers as fast."""
    return len(policy.rules) > MOST_ROWS and all(rule.part == "table" for rule in policy.rules)


def _verdict(policy: Policy, found: list[Found]) -> Verdict:
    position, values, deadlines, named = found[0]
    rule = policy.rules[position] if position < len(policy.rules) else policy.otherwise
    answer, hits = rule.answer, _hits(policy, found)
    return Verdict(
        (),
        rule,
        together(policy.aggregation, hits) if hits else dict(zip(answer.values, values, strict=True)),
        dict(zip(answer.deadlines, deadlines, strict=True)),
        dict(zip(answer.named, named, strict=True)),
        hits,
    )


def _hits(policy: Policy, found: list[Found]) -> tuple[Hit, ...]:
    """The rows that hold of a table that collects; none where it is `otherwise` that answers."""
    if not policy.collects or found[0][0] == len(policy.rules):
        return ()
    rows = ((policy.rules[position], values) for position, values, _, _ in found)
    return tuple(Hit(rule, dict(zip(rule.answer.values, values, strict=True))) for rule, values in rows)


def compile_policy(policy: Policy, business: Business, calendar: Calendar) -> Code:
    """The generated function of one version, which counts days in one calendar."""
    function: Code = _run(generate(policy, business, calendar), f"<policy {policy.id} {policy.version}>", FUNCTION)
    return function


def compile_test(condition: Expression, business: Business) -> TestCode:
    """The generated function of one condition on facts alone."""
    translator = Translator(Operands(business.facts), business.calendar)
    generated = _module(TEST, [ast.Return(translator.evaluate(condition))], translator)
    function: TestCode = _run(generated, f"<test of {business.id}>", TEST)
    return function


def _run(generated: Generated, where: str, name: str) -> Any:
    # The tree is made of the model's closed set of nodes; names from files occur in it as constants only.
    code = compile(generated.module, where, "exec")
    space: dict[str, Any] = {"__builtins__": ALLOWED, **RUNTIME, **generated.constants}
    exec(code, space)  # noqa: S102  # running generated code is what a compiler is for
    return space[name]


def source_of(policy: Policy, business: Business) -> str:
    """The generated function as Python source, for those who want to look into it."""
    generated = generate(policy, business, business.calendar)
    legend = "\n".join(f"# {name} = {value!r}" for name, value in generated.constants.items())
    return "\n\n".join(part for part in (legend, ast.unparse(generated.module)) if part)


@dataclass(frozen=True, slots=True)
class Generated:
    """The syntax tree of a policy's functions, and the constants they name."""

    module: ast.Module
    constants: Mapping[str, object]


def generate(policy: Policy, business: Business, calendar: Calendar) -> Generated:
    """The functions of one version: a function for each formula that has a name, then the rules in order."""
    translator = Translator(Operands(business.facts), calendar)
    if policy.collects:
        body = _collecting(policy, translator)
    else:
        rules = (*policy.rules, policy.otherwise)
        body = [_if_it_holds(position, rule, translator) for position, rule in enumerate(rules)]
    return _module(FUNCTION, body, translator)


def _module(main: str, body: list[ast.stmt], translator: Translator) -> Generated:
    """The function with those of the named formulas that it speaks of."""
    functions: list[ast.stmt] = []
    done: set[str] = set()
    while len(done) < len(translator.lets):
        # Translating one formula may meet another.
        for name in [name for name in translator.lets if name not in done]:
            done.add(name)
            functions.append(_named(name, translator.lets[name], translator))
    functions.append(_function(main, body))
    module = ast.Module(functions, [])
    place(module)
    return Generated(module, translator.constants)


def _if_it_holds(position: int, rule: Rule, translator: Translator) -> ast.stmt:
    given = ast.Tuple([ast.Constant(position), *_parts(rule, translator)], ast.Load())
    return ast.If(translator.evaluate(rule.when), [ast.Return(ast.List([given], ast.Load()))], [])


def _collecting(policy: Policy, translator: Translator) -> list[ast.stmt]:
    """Every row that holds is given, with its values."""
    hits, add = ast.Name("hits", ast.Load()), ast.Attribute(ast.Name("hits", ast.Load()), "append", ast.Load())
    body: list[ast.stmt] = [ast.Assign([ast.Name("hits", ast.Store())], ast.List([], ast.Load()))]
    for position, rule in enumerate(policy.rules):
        taken = ast.Call(add, [ast.Tuple([ast.Constant(position), *_parts(rule, translator)], ast.Load())], [])
        body.append(ast.If(translator.evaluate(rule.when), [ast.Expr(taken)], []))
    otherwise = _if_it_holds(len(policy.rules), policy.otherwise, translator)
    return [*body, ast.If(hits, [ast.Return(hits)], []), otherwise]


def _parts(rule: Rule, translator: Translator) -> list[ast.expr]:
    answer = rule.answer
    return [_tuple(formulas, translator) for formulas in (answer.values, answer.deadlines, answer.named)]


def _tuple(formulas: Mapping[str, Expression], translator: Translator) -> ast.expr:
    return ast.Tuple([translator.evaluate(formula) for formula in formulas.values()], ast.Load())


def _named(name: str, expression: Expression, translator: Translator) -> ast.stmt:
    """A formula that has a name is worked out once a decision."""
    key = ast.Constant(name)
    memo = ast.Name(MEMO, ast.Load())
    known = ast.Subscript(memo, key, ast.Load())
    keep = ast.Assign([ast.Subscript(memo, key, ast.Store())], translator.evaluate(expression))
    return _function(let_name(name), [ast.If(ast.Compare(key, [ast.NotIn()], [memo]), [keep], []), ast.Return(known)])


def _function(name: str, body: list[ast.stmt]) -> ast.stmt:
    arguments = ast.arguments([], [ast.arg(FACTS), ast.arg(ASKED), ast.arg(MEMO)], None, [], [], None, [])
    return ast.FunctionDef(name, arguments, body, [], None, None)
