"""Whatever happened to a notebook on its way: the student's work is found, and nothing else comes through."""

import copy
import json
import warnings
from collections.abc import Callable
from typing import Any

import nbformat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell
from nbgrader import utils

from genai_lab.grading.matching import places_of
from genai_lab.grading.mend import Reader
from genai_lab.grading.normalise import Normalised, normalise, references, setup_cells

from .conftest import DEMO, SETUP, source_notebook

NAMES = ("kl", "elbo", "iwae")
SOURCE = source_notebook(*NAMES)
PICTURE = {"p.png": {"image/png": "aGk=", "text/html": "<script>"}, "q": {"image/svg+xml": "aGk="}}


def released() -> NotebookNode:
    """The notebook that students get."""
    notebook = copy.deepcopy(SOURCE)
    for cell, place in zip(notebook.cells, places_of(SOURCE, Reader()), strict=True):
        cell.source = place.released
    return notebook


def answer(name: str, factor: int = 1) -> str:
    return f"def {name}(mu, logvar):\n    return {factor} * mu"


def submitted(*names: str) -> NotebookNode:
    """The released notebook with answers, by default to all exercises."""
    notebook = released()
    for name in names or NAMES:
        cell_of(notebook, name).source = answer(name)
    return notebook


def cell_of(notebook: NotebookNode, cell_id: str) -> NotebookNode:
    (found,) = [cell for cell in notebook.cells if cell.id == cell_id]
    return found


def position(notebook: NotebookNode, cell_id: str) -> int:
    return [cell.id for cell in notebook.cells].index(cell_id)


def is_own(cell: NotebookNode) -> bool:
    return dict(cell.metadata) == {"genai_lab": {"own": True}}


def own(notebook: NotebookNode) -> list[str]:
    return [cell.source for cell in notebook.cells if is_own(cell)]


def rebuilt(notebook: NotebookNode, source: NotebookNode = SOURCE) -> Normalised:
    """Normalise, and check what must hold for every submission."""
    before = copy.deepcopy(notebook)
    result = normalise(notebook, source)
    assert notebook == before
    nbformat.validate(result.notebook)
    json.dumps(result.notebook, ensure_ascii=False).encode()
    kept = [cell for cell in result.notebook.cells if not is_own(cell)]
    assert [(cell.id, cell.cell_type, cell.metadata) for cell in kept] == [
        (cell.id, cell.cell_type, cell.metadata) for cell in source.cells
    ]
    for cell, truth in zip(kept, source.cells, strict=True):
        if not cell.metadata.get("nbgrader", {}).get("solution"):
            assert cell.source == truth.source
        assert cell.get("outputs", []) == []
        assert cell.get("execution_count") is None
    assert set(result.notebook.metadata) == {"kernelspec", "language_info", "genai_lab"}
    assert result.notebook.metadata.kernelspec.name == "python3"
    assert result.notebook.metadata.genai_lab == {"flags": list(result.flags)}
    assert len(set(result.flags)) == len(result.flags) <= 21
    return result


def unlabelled(notebook: NotebookNode) -> NotebookNode:
    """What a tool leaves that knows neither metadata nor cell ids."""
    for number, cell in enumerate(notebook.cells):
        cell.metadata = NotebookNode()
        cell.id = f"new-{number}"
    return notebook


def answers_of(result: Normalised) -> list[str]:
    return [cell_of(result.notebook, name).source for name in NAMES]


ALL = [answer(name) for name in NAMES]


def test_an_untouched_release_stays_as_it_is() -> None:
    result = rebuilt(released())
    assert own(result.notebook) == []
    assert result.flags == ()
    assert "NotImplementedError" in cell_of(result.notebook, "kl").source


def test_answers_and_own_cells_keep_their_places() -> None:
    notebook = submitted()
    notebook.cells.insert(position(notebook, "kl"), new_code_cell("def helper():\n    return 1"))
    notebook.cells.insert(0, new_markdown_cell("Ada's copy"))
    notebook.cells.append(new_raw_cell("the end"))
    cell_of(notebook, "question").source = "The second, because."
    result = rebuilt(notebook)
    assert answers_of(result) == ALL
    assert result.flags == ()
    cells = result.notebook.cells
    assert [cell.cell_type for cell in cells if is_own(cell)] == ["markdown", "code", "markdown"]
    assert (cells[0].source, cells[-1].source) == ("Ada's copy", "the end")
    assert cells[position(result.notebook, "kl") - 1].source == "def helper():\n    return 1"
    assert cell_of(result.notebook, "question").source == "The second, because."


def test_test_cells_get_their_hidden_tests_back() -> None:
    text = cell_of(rebuilt(submitted()).notebook, "test_kl").source
    assert "BEGIN HIDDEN TESTS" in text
    assert text == cell_of(SOURCE, "test_kl").source


def test_nothing_of_the_students_metadata_comes_through() -> None:
    notebook = submitted()
    notebook.metadata = {"kernelspec": {"name": "evil", "display_name": "x"}, "celltoolbar": "x"}
    for cell in notebook.cells:
        cell.metadata["tags"] = ["skip-execution", "demo"]
        if cell.cell_type == "code":
            cell.outputs = [nbformat.v4.new_output("stream", text="4")]
            cell.execution_count = 7
        if "nbgrader" in cell.metadata:
            cell.metadata.nbgrader |= {"points": 400, "grade": False, "locked": False, "schema_version": 99}
    forged = new_code_cell("4.0", metadata={"nbgrader": {"grade_id": "kl2", "grade": True, "points": 9}})
    notebook.cells.append(forged)
    result = rebuilt(notebook)
    assert answers_of(result) == ALL
    assert own(result.notebook) == ["4.0"]
    assert "the metadata of test_kl was changed" in result.flags
    assert "9" not in " ".join(result.flags)


@pytest.mark.parametrize("points", ["four", None, 400, -1, [4], {"a": 1}, True, float("nan")])
def test_garbage_in_points_is_flagged_and_unused(points: Any) -> None:
    notebook = submitted()
    cell_of(notebook, "test_kl").metadata.nbgrader.points = points
    assert rebuilt(notebook).flags == ("the metadata of test_kl was changed",)


@pytest.mark.parametrize("label", [7, "kl", ["kl"], None, {"grade_id": 3}, {"grade_id": ["kl"]}, {}])
def test_garbage_as_a_label_is_survived(label: Any) -> None:
    notebook = submitted()
    cell_of(notebook, "kl").metadata["nbgrader"] = label
    assert answers_of(rebuilt(notebook)) == ALL


@pytest.mark.parametrize("version", [1, 2, 3, 99])
def test_other_schema_versions_are_read(version: int) -> None:
    notebook = submitted()
    for cell in notebook.cells:
        if "nbgrader" in cell.metadata:
            cell.metadata.nbgrader.schema_version = version
            if version < 3:
                del cell.metadata.nbgrader["task"]
    result = rebuilt(notebook)
    assert answers_of(result) == ALL
    assert result.flags == ()


def test_cells_without_ids_are_matched_by_label() -> None:
    notebook = submitted()
    notebook.nbformat_minor = 4
    for cell in notebook.cells:
        del cell["id"]
    result = rebuilt(notebook)
    assert answers_of(result) == ALL
    assert (own(result.notebook), result.flags) == ([], ())


def test_metadata_deleted_but_ids_kept() -> None:
    notebook = submitted()
    for cell in notebook.cells:
        cell.metadata = NotebookNode()
    result = rebuilt(notebook)
    assert answers_of(result) == ALL
    assert (own(result.notebook), result.flags) == ([], ("the nbgrader metadata is missing",))


def test_metadata_and_ids_deleted() -> None:
    notebook = submitted()
    cell_of(notebook, "question").source = "Because of the latents."
    notebook.cells.insert(position(notebook, "elbo"), new_code_cell("scale = 2"))
    result = rebuilt(unlabelled(notebook))
    assert answers_of(result) == ALL
    assert cell_of(result.notebook, "question").source == "Because of the latents."
    assert own(result.notebook) == ["scale = 2"]
    assert "solution kl found by its name" in result.flags
    assert "answer question found by its place" in result.flags


@pytest.mark.parametrize(
    "wrap", [lambda text: text, lambda text: "@cache\n" + text, lambda text: text + "\n)"]
)
def test_an_answer_in_a_new_cell_is_found_by_its_name(wrap: Callable[[str], str]) -> None:
    notebook = submitted()
    notebook.cells.remove(cell_of(notebook, "elbo"))
    notebook.cells.append(new_code_cell(wrap(answer("elbo"))))
    result = rebuilt(notebook)
    assert cell_of(result.notebook, "elbo").source == wrap(answer("elbo"))
    assert result.flags == ("solution elbo found by its name",)
    assert own(result.notebook) == []


def test_a_class_or_an_assignment_is_a_name_too() -> None:
    for text in ("class kl:\n    pass", "kl = lambda mu, logvar: mu", "kl: object = print"):
        notebook = submitted("elbo")
        notebook.cells.remove(cell_of(notebook, "kl"))
        notebook.cells.append(new_code_cell(text))
        assert cell_of(rebuilt(notebook).notebook, "kl").source == text


def test_work_at_the_end_of_the_notebook_moves_to_its_stub_helper_included() -> None:
    notebook = submitted("elbo")
    notebook.cells += [new_code_cell("def helper(): ..."), new_code_cell(answer("kl"))]
    result = rebuilt(notebook)
    place = position(result.notebook, "kl")
    assert result.notebook.cells[place].source == answer("kl")
    assert result.notebook.cells[place - 1].source == "def helper(): ..."


def test_work_below_its_untouched_stub_stays_after_what_it_may_need() -> None:
    notebook = submitted("elbo")
    place = position(notebook, "kl") + 1
    notebook.cells[place:place] = [new_code_cell("class Base: ..."), new_code_cell(answer("kl"))]
    result = rebuilt(notebook)
    assert "NotImplementedError" in cell_of(result.notebook, "kl").source
    place = position(result.notebook, "test_kl")
    assert [cell.source for cell in result.notebook.cells[place - 2 : place]] == [
        "class Base: ...",
        answer("kl"),
    ]


def test_an_answer_without_a_name_is_found_by_its_place() -> None:
    notebook = submitted()
    cell = cell_of(notebook, "kl")
    cell.source, cell.id, cell.metadata = "setattr(torch, 'x', 1)", "new", NotebookNode()
    result = rebuilt(notebook)
    assert cell_of(result.notebook, "kl").source == "setattr(torch, 'x', 1)"
    assert result.flags == ("solution kl found by its place",)


def test_a_missing_answer_is_its_stub_and_flagged() -> None:
    notebook = submitted()
    notebook.cells.remove(cell_of(notebook, "kl"))
    result = rebuilt(notebook)
    assert "NotImplementedError" in cell_of(result.notebook, "kl").source
    assert answers_of(result)[1:] == ALL[1:]
    assert result.flags == ("solution kl is missing",)


def test_no_cells_at_all() -> None:
    assert "solution kl is missing" in rebuilt(nbformat.v4.new_notebook()).flags


def test_reordered_cells_return_to_the_sources_order() -> None:
    notebook = submitted()
    notebook.cells.reverse()
    result = rebuilt(notebook)
    assert answers_of(result) == ALL
    assert (own(result.notebook), result.flags) == ([], ())


def test_a_helper_follows_an_answer_that_was_moved_down() -> None:
    notebook = submitted()
    cell = cell_of(notebook, "kl")
    notebook.cells.remove(cell)
    notebook.cells += [new_code_cell("def helper(): ..."), cell]
    result = rebuilt(notebook)
    assert result.notebook.cells[position(result.notebook, "kl") - 1].source == "def helper(): ..."


def test_a_duplicated_test_is_dropped() -> None:
    notebook = submitted()
    twice = copy.deepcopy(cell_of(notebook, "test_kl"))
    twice.id = "twice"
    notebook.cells.append(twice)
    result = rebuilt(notebook)
    assert (own(result.notebook), result.flags) == ([], ())


def duplicated(first: str, second: str) -> NotebookNode:
    notebook = submitted()
    twice = copy.deepcopy(cell_of(notebook, "kl"))
    cell_of(notebook, "kl").source = first
    twice.id, twice.source = "twice", second
    notebook.cells.insert(position(notebook, "kl") + 1, twice)
    return notebook


def test_of_two_cells_with_one_label_the_written_one_is_the_answer() -> None:
    stub = cell_of(released(), "kl").source
    for first, second in ((stub, answer("kl")), (answer("kl"), stub), (answer("kl"), answer("kl") + "\n")):
        result = rebuilt(duplicated(first, second))
        assert cell_of(result.notebook, "kl").source.strip() == answer("kl")
        assert own(result.notebook) == []


def test_a_later_attempt_still_wins() -> None:
    result = rebuilt(duplicated(answer("kl", 1), answer("kl", 2)))
    place = position(result.notebook, "kl")
    texts = [cell.source for cell in result.notebook.cells[place : place + 2]]
    assert texts == [answer("kl", 1), answer("kl", 2)]
    assert result.flags == ("solution kl is in 2 cells",)


def test_an_answer_split_into_helper_and_function() -> None:
    result = rebuilt(duplicated("def helper(): ...", answer("kl")))
    place = position(result.notebook, "kl")
    texts = [cell.source for cell in result.notebook.cells[place - 1 : place + 1]]
    assert texts == ["def helper(): ...", answer("kl")]


def test_an_answer_split_in_the_middle_of_a_function_is_joined() -> None:
    result = rebuilt(duplicated("def kl(mu, logvar):\n    twice = 2 * mu", "    return twice"))
    assert (
        cell_of(result.notebook, "kl").source == "def kl(mu, logvar):\n    twice = 2 * mu\n    return twice"
    )
    assert own(result.notebook) == []


def test_a_test_merged_into_its_answer_is_cut_out() -> None:
    notebook = submitted()
    test = cell_of(notebook, "test_kl")
    cell_of(notebook, "kl").source += "\n\n" + test.source
    notebook.cells.remove(test)
    result = rebuilt(notebook)
    assert answers_of(result) == ALL
    assert result.flags == ("test cell test_kl is missing",)


def test_a_merge_of_two_exercises_keeps_both() -> None:
    notebook = submitted()
    first, test, second = (cell_of(notebook, name) for name in ("kl", "test_kl", "elbo"))
    first.source = "\n\n".join(cell.source for cell in (first, test, second))
    notebook.cells.remove(test)
    notebook.cells.remove(second)
    result = rebuilt(notebook)
    assert cell_of(result.notebook, "elbo").source == answer("elbo")
    assert cell_of(result.notebook, "kl").source.startswith(answer("kl"))
    assert "check" not in cell_of(result.notebook, "kl").source


def test_a_helper_merged_into_a_test_stays_on_its_side() -> None:
    notebook = submitted()
    test = cell_of(notebook, "test_kl")
    test.source = "def helper(): ...\n\n" + test.source.strip() + "\n\nprint(kl)"
    result = rebuilt(notebook)
    place = position(result.notebook, "test_kl")
    assert result.notebook.cells[place - 1].source.strip() == "def helper(): ..."
    assert result.notebook.cells[place + 1].source.strip() == "print(kl)"


def test_of_an_edited_test_only_helpers_stay() -> None:
    notebook = submitted()
    test = cell_of(notebook, "test_kl")
    edited = test.source.replace("(5,)", "(4,)")
    test.source = (
        "import math\n\n\n@cache\ndef helper():\n    return 1  # one\n\n\nkl_is_right = True\n" + edited
    )
    result = rebuilt(notebook)
    assert own(result.notebook) == ["import math\n\n@cache\ndef helper():\n    return 1  # one"]
    assert is_own(result.notebook.cells[position(result.notebook, "test_kl") - 1])
    assert result.flags == ("test cell test_kl was edited",)


def test_a_test_as_an_earlier_release_had_it_was_not_edited() -> None:
    """We mended it since; nobody is to be suspected for that."""
    notebook = submitted()
    test = cell_of(notebook, "test_kl")
    test.source = test.source.replace("(5,)", "(4,)")
    test.metadata.nbgrader.checksum = utils.compute_checksum(test)
    assert rebuilt(notebook).flags == ("test cell test_kl is of another release",)
    test.source += "  # and a word of the student's"
    assert rebuilt(notebook).flags == ("test cell test_kl was edited",)


def test_an_answer_written_over_the_test_counts() -> None:
    notebook = submitted("elbo")
    notebook.cells.remove(cell_of(notebook, "kl"))
    cell_of(notebook, "test_kl").source = answer("kl")
    result = rebuilt(notebook)
    assert cell_of(result.notebook, "kl").source == answer("kl")


def test_edits_to_given_cells_follow_them() -> None:
    notebook = submitted()
    cell_of(notebook, "setup").source = SETUP + "import numpy as np\n"
    cell_of(notebook, "demo").source = "print('mine')"
    cell_of(notebook, "title").source = "# A stand-in unit\n\nRemember: sums, not means."
    result = rebuilt(notebook)
    cells = result.notebook.cells
    assert cells[position(result.notebook, "setup") + 1].source == SETUP + "import numpy as np\n"
    assert cells[position(result.notebook, "demo") + 1].source == "print('mine')"
    note = cells[position(result.notebook, "title") + 1]
    assert (note.cell_type, note.source.strip()) == ("markdown", "Remember: sums, not means.")
    assert result.flags == ("the setup cell was edited",)


def test_an_edited_setup_without_a_label_is_known_by_its_text() -> None:
    notebook = submitted()
    cell_of(notebook, "setup").source = SETUP + "import numpy as np\n"
    result = rebuilt(unlabelled(notebook))
    assert (
        result.notebook.cells[position(result.notebook, "setup") + 1].source == SETUP + "import numpy as np\n"
    )
    assert "the setup cell was edited" in result.flags


@pytest.mark.parametrize("kind", [new_markdown_cell, new_raw_cell])
def test_an_answer_in_a_cell_of_another_type_is_code(kind: Callable[..., NotebookNode]) -> None:
    notebook = submitted()
    cell = cell_of(notebook, "kl")
    changed = kind(cell.source, id=cell.id, metadata=cell.metadata)
    notebook.cells[position(notebook, "kl")] = changed
    result = rebuilt(notebook)
    assert answers_of(result) == ALL
    assert result.flags == (f"solution kl was a {changed.cell_type} cell",)


HEAD = "def kl(mu, logvar):\n"
MENDED = [
    ("def kl(mu, logvar):\r\n    return mu\r", HEAD + "    return mu\n", ""),
    ("\ufeff" + HEAD + "\u00a0\u00a0\u00a0 return mu", HEAD + "    return mu", "odd spaces"),
    (HEAD + "    if mu:\n        1\n\treturn mu", HEAD + "    if mu:\n        1\n    return mu", "tabs"),
    (
        HEAD + "        if mu:\n\t    1\n\treturn mu",
        HEAD + "        if mu:\n            1\n        return mu",
        "tabs",
    ),
    (HEAD + "    return\0 mu", HEAD + "    return mu", ""),
    (HEAD + "    return “a” – ‘b’", HEAD + "    return \"a\" - 'b'", "smart quotes"),
    ("x = (1\n)\nIn [3]: def kl(mu, logvar):\n   ...:     return mu", None, "prompts"),
    (
        "Try:\n\n```python\n" + HEAD + "    return mu\n```\nDone.",
        HEAD + "    return mu",
        "a Markdown fence",
    ),
    ("```\n" + HEAD + "\treturn “a”\n        1\n```", None, "tabs, smart quotes, a Markdown fence"),
]


@pytest.mark.parametrize(("text", "expected", "what"), MENDED)
def test_what_editors_do_to_code_is_mended(text: str, expected: str | None, what: str) -> None:
    notebook = submitted()
    cell_of(notebook, "kl").source = text
    result = rebuilt(notebook)
    mended = cell_of(result.notebook, "kl").source
    compile(mended, "answer", "exec")
    assert expected is None or mended == expected
    assert result.flags == ((f"solution kl was mended: {what}",) if what else ())


@pytest.mark.parametrize(
    "text",
    [
        "!pip install scipy\n%matplotlib inline\n" + answer("kl"),
        "%%time\n" + answer("kl"),
        ">>> def kl(mu, logvar):\n...     return '“'",
        "    def kl(mu, logvar):\n        return '\u00a0'",
        "kl?\n" + answer("kl"),
        'def kl(mu, logvar):\n    """“Right” – or not."""\n    return mu',
        "def kl(mu, logvar):\n    return r'\\d' '\\d'",
    ],
)
def test_what_ipython_runs_is_left_alone(text: str) -> None:
    notebook = submitted()
    cell_of(notebook, "kl").source = text
    result = rebuilt(notebook)
    assert cell_of(result.notebook, "kl").source == text
    assert result.flags == ()


def test_what_cannot_be_mended_is_left_alone() -> None:
    text = "def kl(mu, logvar:\n\treturn “mu”"
    notebook = submitted()
    cell_of(notebook, "kl").source = text
    assert cell_of(rebuilt(notebook).notebook, "kl").source == text


@pytest.mark.parametrize(
    "text",
    ["-" * 50_000 + "1", "a" + ".b" * 45_000, "[x " + "for x in y " * 9_000 + "]", "(" * 90_000, "%%",
     "!a\n" * 9_000, "x\0 = '\ud800'", "\\", "!" * 1_000, "'''", "\x0c\x0b"],
)  # fmt: skip
def test_hostile_code_is_survived(text: str) -> None:
    notebook = submitted("elbo")
    cell_of(notebook, "kl").source = text
    notebook.cells += [new_code_cell(text) for _ in range(3)]
    assert cell_of(rebuilt(notebook).notebook, "elbo").source == answer("elbo")


def test_an_edited_test_leaves_nothing_that_the_released_one_has() -> None:
    source = copy.deepcopy(SOURCE)
    test = cell_of(source, "test_kl")
    test.source = "import math\n\n\ndef truth(mu):\n    return mu\n\n\n" + test.source
    notebook = submitted()
    cell_of(notebook, "test_kl").source = test.source.replace("(5,)", "(4,)").replace(
        "    return mu", "    pass"
    )
    result = rebuilt(notebook, source)
    assert (own(result.notebook), result.flags) == ([], ("test cell test_kl was edited",))


def test_code_typed_over_a_test_stays_before_it() -> None:
    notebook = submitted()
    cell_of(notebook, "test_kl").source = "scale = 2\nprint(scale)"
    result = rebuilt(notebook)
    assert result.notebook.cells[position(result.notebook, "test_kl") - 1].source == "scale = 2\nprint(scale)"


def test_a_copy_of_the_stub_that_a_student_kept_does_not_undo_the_answer() -> None:
    notebook = submitted()
    stub = cell_of(released(), "kl").source
    notebook.cells.insert(position(notebook, "kl") + 1, new_code_cell("\n" + stub + "  \n"))
    result = rebuilt(notebook)
    assert answers_of(result) == ALL
    assert own(result.notebook) == []


def test_an_untouched_release_without_labels_is_known_by_its_text() -> None:
    result = rebuilt(unlabelled(released()))
    assert (own(result.notebook), result.flags) == ([], ("the nbgrader metadata is missing",))


def test_a_cell_of_ones_own_is_not_taken_for_a_given_one() -> None:
    notebook = submitted()
    notebook.cells.remove(cell_of(notebook, "demo"))
    notebook.cells.insert(0, new_code_cell("raise SystemExit"))
    assert rebuilt(notebook).notebook.cells[0].source == "raise SystemExit"


def test_a_task_keeps_what_the_student_wrote_and_never_shows_its_mark_scheme() -> None:
    source = copy.deepcopy(SOURCE)
    label = {"grade_id": "task", "task": True, "grade": False, "solution": False, "locked": True, "points": 3}
    text = "Draw it.\n\n=== BEGIN MARK SCHEME ===\n1 point: axes\n=== END MARK SCHEME ==="
    source.cells.append(new_markdown_cell(text, id="task", metadata={"nbgrader": label}))
    notebook = submitted()
    for handed_in, expected in (("", "Draw it."), ("Draw it.\n\nDone below.", "Draw it.\n\nDone below.")):
        if handed_in:
            notebook.cells.append(copy.deepcopy(source.cells[-1]))
            notebook.cells[-1].source = handed_in
        assert cell_of(normalise(notebook, source).notebook, "task").source.strip() == expected


def test_the_model_answers_pictures_are_not_the_students() -> None:
    source = copy.deepcopy(SOURCE)
    cell_of(source, "question").attachments = {"p.png": {"image/png": "aGk="}}
    assert "attachments" not in cell_of(rebuilt(submitted(), source).notebook, "question")


@pytest.mark.parametrize(("name", "value"), [("grade", False), ("solution", True), ("task", True)])
def test_another_role_is_flagged_and_unused(name: str, value: bool) -> None:
    notebook = submitted()
    cell_of(notebook, "test_kl").metadata.nbgrader[name] = value
    assert rebuilt(notebook).flags == ("the metadata of test_kl was changed",)


def test_what_python_warns_of_is_no_mistake() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert Reader().plain("'\\d'")
        assert warnings.filters[0][0] == "error"


def test_sizes_are_bounded() -> None:
    notebook = submitted()
    notebook.cells += [new_code_cell(f"x{number} = {number}") for number in range(1_200)]
    notebook.cells.append(new_code_cell("#" * 2**21))
    result = rebuilt(notebook)
    assert len(own(result.notebook)) == 1_000
    assert own(result.notebook)[-1] == "x999 = 999"
    assert result.flags == ("a cell longer than 1 MB was cut", "own cells after the first 1000 were dropped")
    notebook.cells[-1200:] = [new_markdown_cell("many")] * 10_000
    assert "cells after the first 5000 were dropped" in rebuilt(notebook).flags


def test_an_answer_may_hold_pictures_and_nothing_else() -> None:
    notebook = submitted()
    for cell_id in ("question", "title"):
        cell_of(notebook, cell_id).attachments = copy.deepcopy(PICTURE)
    cell_of(notebook, "question").source = "![p](attachment:p.png)"
    notebook.cells.append(new_markdown_cell("own", attachments=copy.deepcopy(PICTURE)))
    result = rebuilt(notebook)
    kept = {cell.id: cell.attachments for cell in result.notebook.cells if "attachments" in cell}
    assert kept == {"question": {"p.png": {"image/png": "aGk="}}}


def test_ids_of_own_cells_never_clash() -> None:
    source = copy.deepcopy(SOURCE)
    cell_of(source, "title").id = "own-0"
    notebook = submitted()
    notebook.cells += [new_code_cell("1", id="setup-of-mine"), new_code_cell("2", id="kl-2")]
    result = rebuilt(notebook, source)
    assert [cell.id for cell in result.notebook.cells if is_own(cell)] == ["own-1", "own-2"]


def test_there_are_twenty_flags_at_most() -> None:
    source = source_notebook(*(f"exercise_{number}" for number in range(15)))
    flags = rebuilt(nbformat.v4.new_notebook(), source).flags
    assert len(flags) == 21
    assert flags[-1] == "and 12 more"


def test_references_run() -> None:
    found = references(SOURCE)
    assert list(found) == list(NAMES)
    assert "SOLUTION" not in found["kl"]
    compile(found["kl"], "reference", "exec")
    assert "return 0.5 *" in found["kl"]


def test_setup_cells() -> None:
    assert setup_cells(SOURCE) == [SETUP]


LABELS = st.one_of(
    st.none(),
    st.integers(),
    st.fixed_dictionaries(
        {},
        optional={
            "grade_id": st.sampled_from([*NAMES, "test_kl", "test_elbo", "question", "other", 3, None]),
            "grade": st.booleans(),
            "solution": st.sampled_from([True, False, "yes"]),
            "points": st.sampled_from([4, 400, "x", None]),
            "locked": st.booleans(),
            "schema_version": st.integers(1, 99),
        },
    ),
)
FRAGMENTS = [
    *(text for cell in SOURCE.cells for text in (cell.source, cell.source[: len(cell.source) // 2])),
    DEMO,
]
TEXTS = st.lists(
    st.one_of(
        st.sampled_from([*FRAGMENTS, *ALL, *(cell.source for cell in released().cells)]),
        st.text(max_size=12),
        st.sampled_from(["\t", "%%time", "“", "def kl(", "\u00a0", "\r\n", ">>> x", "```", "!ls", "kl = 3"]),
    ),
    max_size=3,
).map("\n".join)


@st.composite
def notebooks(draw: st.DrawFn) -> NotebookNode:
    """Notebooks made of pieces of the source, with forged metadata."""
    cells = []
    for number in range(draw(st.integers(0, 14))):
        make = draw(st.sampled_from([new_code_cell, new_code_cell, new_markdown_cell, new_raw_cell]))
        metadata = {
            "nbgrader": draw(LABELS),
            "tags": draw(st.sampled_from([[], ["setup"], ["skip-execution"]])),
        }
        known = draw(st.sampled_from([None, None, *(cell.id for cell in SOURCE.cells)]))
        taken = {cell.id for cell in cells}
        cell_id = known if known and known not in taken else f"x{number}"
        cells.append(make(draw(TEXTS), id=cell_id, metadata=metadata))
    return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": {"name": "x", "display_name": "y"}})


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(notebooks())
def test_any_notebook_gives_the_sources_cells_and_own_ones(notebook: NotebookNode) -> None:
    result = rebuilt(notebook)
    own_cells = [cell for cell in result.notebook.cells if is_own(cell)]
    assert [cell.id for cell in own_cells] == [f"own-{number}" for number in range(len(own_cells))]
    assert all(cell.source.strip() for cell in own_cells)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(st.permutations(range(len(SOURCE.cells))), st.data())
def test_labelled_answers_survive_any_order_and_company(order: list[int], data: st.DataObject) -> None:
    notebook = submitted()
    notebook.cells = [notebook.cells[number] for number in order]
    for _ in range(data.draw(st.integers(0, 4))):
        extra = new_code_cell(data.draw(st.sampled_from(["x = 1", "def helper(): ...", "%time x", "(("])))
        notebook.cells.insert(data.draw(st.integers(0, len(notebook.cells))), extra)
    assert answers_of(rebuilt(notebook)) == ALL
