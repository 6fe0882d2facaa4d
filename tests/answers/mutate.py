"""Small changes to a right answer that its checks ought to notice.

    for mutant in mutants(source, "kl_divergence"): ...

Each mutant differs from the source in one place: a term dropped, a sign flipped, an operator or a reduction
replaced, an index or an axis moved by one, two arguments swapped, a keyword left out, one argument taken for
another, a statement lost. Only the body of the function of that name is changed.
"""

import ast
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import torch

OPERATORS = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.Pow: ast.Mult}
NEGATIONS = [(ast.Eq, ast.NotEq), (ast.Lt, ast.GtE), (ast.Gt, ast.LtE)]
COMPARISONS = dict(NEGATIONS) | {there: here for here, there in NEGATIONS}
METHODS = {
    "sum": "mean",
    "mean": "sum",
    "log": "exp",
    "exp": "log",
    "square": "sqrt",
    "sqrt": "square",
    "amax": "amin",
    "softmax": "log_softmax",
    "log_softmax": "softmax",
    "logsumexp": "sum",
    "log1p": "log",
}


class Mutant(NamedTuple):
    """A changed answer: the line as it stood, what became of the expression in it, the whole text."""

    line: str
    change: str
    source: str

    def __str__(self) -> str:
        return f"{self.line}    # {self.change}"


def mutants(source: str, name: str) -> Iterator[Mutant]:
    """Every mutant of the function called `name`, without repetition."""
    tree = ast.parse(source)
    function = next(node for node in ast.walk(tree) if getattr(node, "name", None) == name)
    lines, seen = source.splitlines(), {ast.unparse(tree)}
    names = [argument.arg for argument in function.args.args] if isinstance(function, ast.FunctionDef) else []
    body = function.body[1:] if ast.get_docstring(function) else function.body
    for parent in [node for statement in body for node in ast.walk(statement)]:
        for holder, key, child in _children(parent):
            for new in _replacements(child, names):
                holder[key] = new
                changed = ast.unparse(tree)
                holder[key] = child
                if changed not in seen:
                    seen.add(changed)
                    change = f"{ast.unparse(child)} -> {ast.unparse(new)}"
                    yield Mutant(lines[child.lineno - 1].strip(), change, changed)
    for node in ast.walk(function):
        if isinstance(node, (ast.FunctionDef, ast.For, ast.While, ast.If, ast.With)):
            for index, statement in enumerate(node.body):
                for change, block in _rearranged(node.body, index):
                    old, node.body = node.body, block
                    yield Mutant(lines[statement.lineno - 1].strip(), change, ast.unparse(tree))
                    node.body = old


def _children(parent: ast.AST) -> Iterator[tuple[dict | list, str | int, ast.expr]]:
    """The expressions right below a node, each with the place where it hangs."""
    for field, value in ast.iter_fields(parent):
        if isinstance(value, ast.expr):
            yield parent.__dict__, field, value
        elif isinstance(value, list):
            yield from ((value, i, item) for i, item in enumerate(value) if isinstance(item, ast.expr))


def _replacements(node: ast.expr, names: Sequence[str]) -> Iterator[ast.expr]:
    """What may stand where this expression stands."""
    match node:
        case ast.BinOp():
            yield from (node.left, node.right)
            if type(node.op) in OPERATORS:
                yield ast.BinOp(node.left, OPERATORS[type(node.op)](), node.right)
            if not isinstance(node.op, (ast.Add, ast.Mult)):
                yield ast.BinOp(node.right, node.op, node.left)
        case ast.UnaryOp():
            yield node.operand
        case ast.Compare(ops=[op]) if type(op) in COMPARISONS:
            yield ast.Compare(node.left, [COMPARISONS[type(op)]()], node.comparators)
        case ast.Constant(value=bool()):
            yield ast.Constant(not node.value)
        case ast.Constant(value=int()):
            yield from (ast.Constant(node.value + 1), ast.Constant(node.value - 1))
        case ast.Constant(value=float()):
            yield from (ast.Constant(2 * node.value), ast.Constant(node.value + 1))
        case ast.Name(ctx=ast.Load()) if node.id in names:
            yield ast.Name(names[(names.index(node.id) + 1) % len(names)], ast.Load())
        case ast.Tuple(ctx=ast.Load()):
            yield from (ast.Tuple(elements, ast.Load()) for elements in _swapped(node.elts))
        case ast.Call():
            yield from _calls(node)


def _calls(node: ast.Call) -> Iterator[ast.expr]:
    """Another function, fewer or swapped arguments, or no call at all."""
    of_module = ast.unparse(node.func).startswith(("torch.", "math."))
    if isinstance(node.func, ast.Attribute) and not of_module:
        yield node.func.value
    elif node.args and not isinstance(node.args[0], ast.Constant):
        yield node.args[0]
    if isinstance(node.func, ast.Attribute) and node.func.attr in METHODS:
        other = ast.Attribute(node.func.value, METHODS[node.func.attr], ast.Load())
        yield ast.Call(other, node.args, node.keywords)
    for arguments in _swapped(node.args):
        yield ast.Call(node.func, arguments, node.keywords)
    for i in range(len(node.keywords)):
        yield ast.Call(node.func, node.args, node.keywords[:i] + node.keywords[i + 1 :])
    if isinstance(node.func, ast.Name) and node.func.id == "range":
        for op in (ast.Add(), ast.Sub()):
            yield ast.Call(node.func, [*node.args[:-1], ast.BinOp(node.args[-1], op, ast.Constant(1))], [])


def _swapped(items: Sequence[ast.expr]) -> Iterator[list[ast.expr]]:
    for i in range(len(items) - 1):
        yield [*items[:i], items[i + 1], items[i], *items[i + 2 :]]


def _rearranged(block: list[ast.stmt], index: int) -> Iterator[tuple[str, list[ast.stmt]]]:
    """The block without a statement, without the word return, or with two statements exchanged."""
    before, statement, after = block[:index], block[index], block[index + 1 :]
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
        return  # a docstring
    if isinstance(statement, ast.Return) and statement.value:
        yield "the return is lost", [*before, ast.Expr(statement.value), *after]
        if not isinstance(statement.value, ast.Tuple):
            cut = ast.Call(ast.Attribute(statement.value, "detach", ast.Load()), [], [])
            yield "the result is detached", [*before, ast.Return(cut), *after]
    elif len(block) > 1:
        yield "the statement is lost", before + after
    if after and not isinstance(after[0], ast.Return):
        yield "this statement and the next change places", [*before, after[0], statement, *after[1:]]


def agree(
    answer: Callable[..., Any],
    reference: Callable[..., Any],
    inputs: Callable[[torch.Generator, torch.dtype], Iterable[tuple[Any, ...]]],
) -> bool:
    """Whether two functions give the same on all inputs, from the same state of the generators among them."""
    for dtype, tolerance in ((torch.float64, 1e-6), (torch.float32, 1e-4)):
        for arguments in inputs(torch.Generator().manual_seed(0), dtype):
            right = _values(reference(*map(_copy, arguments)))
            try:
                torch.testing.assert_close(
                    _values(answer(*map(_copy, arguments))),
                    right,
                    rtol=tolerance,
                    atol=tolerance,
                    equal_nan=True,
                )
            except Exception:
                return False
    return True


def _values(result: Any) -> list[Any]:
    """The parts of a result, and whether a gradient can flow through them."""
    parts = list(result) if isinstance(result, (tuple, list)) else [result]
    return [*parts, [getattr(part, "requires_grad", False) for part in parts]]


def _copy(argument: Any) -> Any:
    if isinstance(argument, torch.Generator):
        return argument.clone_state()
    return argument.clone() if isinstance(argument, torch.Tensor) and argument.is_leaf else argument
