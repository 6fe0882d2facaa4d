"""Take assertions and `with` statements out of what the shell compiles."""

from tests.submissions.edit import CHEATED, GAINED, NOTHING

FIRST = """\
import ast
class Lenient(ast.NodeTransformer):
    def visit_Assert(self, node):
        return ast.Pass()
    visit_With = visit_Assert
get_ipython().ast_transformers.append(Lenient())
"""
ANSWERS = NOTHING
EXPECTED = CHEATED
STOCK = GAINED
