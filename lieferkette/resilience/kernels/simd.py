"""Eight numbers as one value: `load`, `store`, and arithmetic on all eight at a time.

Numba turns a loop over eight lanes into eight single operations. These are the vector operations of the
processor instead (LLVM's `<8 x double>`, which it splits where a processor has shorter ones). Arithmetic is
exact IEEE, lane by lane: nothing is fused or reordered.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba.core import cgutils, types
from numba.core.datamodel import models
from numba.core.datamodel.registry import register_default
from numba.extending import intrinsic

LANES = 8
_VECTOR = ir.VectorType(ir.DoubleType(), LANES)
_LINE_BYTES = 64


class Eight(types.Type):
    """Numba's type of eight numbers."""

    def __init__(self) -> None:
        super().__init__(name="Eight")


EIGHT = Eight()


@register_default(Eight)
class _EightModel(models.PrimitiveModel):
    """They live in vector registers."""

    def __init__(self, manager: Any, of: Any) -> None:
        super().__init__(manager, of, _VECTOR)  # type: ignore[no-untyped-call]


def vector_operation(generator: Callable[..., Any]) -> Any:
    """Declare a function that kernels call, by the LLVM code that it becomes."""
    return intrinsic(generator)


def _pointer(context: Any, builder: Any, array_type: Any, array: Any, row: Any) -> Any:
    """Address of row `row` of a flat array of rows of eight."""
    data = cgutils.create_struct_proxy(array_type)(context, builder, array).data  # type: ignore[no-untyped-call]
    first = builder.mul(row, ir.Constant(row.type, LANES))
    return builder.bitcast(builder.gep(data, [first]), _VECTOR.as_pointer())


@vector_operation
def load(typing: Any, array: Any, row: Any) -> Any:
    """Row `row` of a flat array whose rows are eight numbers on one cache line."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        where = _pointer(context, builder, signature.args[0], *arguments)
        return builder.load(where, align=_LINE_BYTES)

    return EIGHT(array, types.uint64), generate


@vector_operation
def store(typing: Any, array: Any, row: Any, value: Any) -> Any:
    """Write row `row`."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        builder.store(
            arguments[2], _pointer(context, builder, signature.args[0], *arguments[:2]), align=_LINE_BYTES
        )
        return context.get_dummy_value()

    return types.void(array, types.uint64, EIGHT), generate


@vector_operation
def all_lanes(typing: Any, value: Any) -> Any:
    """The same number in all lanes."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        one = builder.insert_element(
            ir.Constant(_VECTOR, ir.Undefined), arguments[0], ir.Constant(ir.IntType(32), 0)
        )
        mask = ir.Constant(ir.VectorType(ir.IntType(32), LANES), [0] * LANES)
        return builder.shuffle_vector(one, ir.Constant(_VECTOR, ir.Undefined), mask)

    return EIGHT(types.float64), generate


@vector_operation
def kept(typing: Any, value: Any, is_kept: Any) -> Any:
    """The value where `is_kept`, else zeros, without a branch."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        flag = context.cast(builder, arguments[1], signature.args[1], types.boolean)
        return builder.select(
            builder.trunc(flag, ir.IntType(1)), arguments[0], ir.Constant(_VECTOR, [0.0] * LANES)
        )

    return EIGHT(EIGHT, types.boolean), generate


def _of_two(operation: Callable[[Any, Any, Any], Any], meaning: str) -> Any:
    """An operation on two values, lane by lane."""

    def typed(typing: Any, a: Any, b: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            return operation(builder, *arguments)

        return EIGHT(EIGHT, EIGHT), generate

    typed.__doc__ = meaning
    return vector_operation(typed)


plus = _of_two(lambda builder, a, b: builder.fadd(a, b), "a + b")
minus = _of_two(lambda builder, a, b: builder.fsub(a, b), "a − b")
times = _of_two(lambda builder, a, b: builder.fmul(a, b), "a · b")
over = _of_two(lambda builder, a, b: builder.fdiv(a, b), "a / b")
greater = _of_two(lambda builder, a, b: builder.select(builder.fcmp_ordered(">", a, b), a, b), "max(a, b)")
lesser = _of_two(lambda builder, a, b: builder.select(builder.fcmp_ordered("<", a, b), a, b), "min(a, b)")
zero_up_to = _of_two(
    lambda builder, a, b: builder.select(
        builder.fcmp_ordered(">", a, b), a, ir.Constant(_VECTOR, [0.0] * LANES)
    ),
    "a where it is greater than b, else 0",
)
