"""The report says what gradebook and notebooks say, of everybody, and nothing that a student wrote acts."""

import csv
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from genai_lab.grading.course import CourseError
from genai_lab.grading.report.evidence import gather, units_with_results
from genai_lab.grading.report.page import write_report
from genai_lab.notebook import plots
from tests.grading.conftest import UNIT

from .conftest import HALF, RIGHT, AClass, verdict

EVIL = "<script>alert(1)</script>"


class Page(HTMLParser):
    """What a page shows: its text, elements and attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.text += data if self.tags[-1:] != ["style"] else ""


def report(a_class: AClass, **options: str) -> tuple[str, list[dict[str, str]]]:
    html, table = write_report(a_class.course, [UNIT], **options)
    return html.read_text(), list(csv.DictReader(table.read_text().splitlines()))


def words(html: str) -> str:
    return " ".join(Page(html).text.split())


def test_the_page_begins_with_what_matters(mixed: AClass):
    said = words(report(mixed)[0])
    sentences = [
        "6 of 8 students are graded; 1 handed in nothing and 1 is not graded yet. The median is 5 of 14",
        "The hardest exercise is second_kl: 2 of 6 (33 %) have all points; 2 left it blank.",
        "The commonest mistake is in first_kl: “the factor 1/2 is missing” (2 students).",
        "2 submissions ended badly (1 malformed, 1 timed out) and 1 carries a note.",
        "4 answers still wait for a person to grade, of 4 students.",
    ]
    places = [said.find(sentence) for sentence in sentences]
    assert -1 not in places, said[:1500]
    assert places == sorted(places)
    assert places[-1] < said.find("Each bar counts students")


def test_how_far_the_class_got(mixed: AClass):
    html, _ = report(mixed)
    said = words(html)
    assert "first_kl 33 % pass, 1.67 of 4 points on average" in said
    for shares in ("2 all points · 2 some · 2 no answer", "2 all points · 2 none · 2 no answer",
                   "3 all points · 1 none · 2 no answer", "2 no answer · 4 not graded yet"):  # fmt: skip
        assert shares in said
        assert shares in html  # and for whoever cannot see the bar
    assert "hana" in said
    assert "gus" in said


def test_a_mistake_is_shown_with_an_anonymous_example(mixed: AClass):
    said = words(report(mixed)[0])
    mistakes = said[said.index("The commonest the factor") : said.index("By exercise")]
    assert "the factor 1/2 is missing in first_kl (2 students, 33 %)" in mistakes
    assert "the factor 1/2 is missing in second_kl (2 students, 33 %)" in mistakes
    example, who = mistakes.split("Who made it")[:2]
    assert "return (mu.square() + logvar.exp()" in example
    assert "# (a comment about its author)" in example
    assert HALF in example
    assert not re.search("ben|cleo|class B", example)
    assert who.split()[:2] == ["ben", "cleo"]


def test_what_was_flagged_and_why(mixed: AClass):
    said = words(report(mixed)[0])
    assert "1 malformed emil: it is a PDF" in said
    assert "1 timed out finn at third_kl: test cell test_first_kl was edited" in said
    assert "1 student: test cell test_first_kl was edited finn" in said


def test_what_waits_leads_into_the_formgrader(mixed: AClass):
    with mixed.gradebook() as gradebook:
        ids = sorted(
            each.id for each in gradebook.notebook_submissions(UNIT, UNIT) if each.needs_manual_grade
        )
    page = Page(report(mixed, formgrader="https://x.org/f/")[0])
    links = [value for name, value in page.attributes if name == "href"]
    assert f"https://x.org/f/gradebook/{UNIT}/{UNIT}" in links
    assert f"https://x.org/f/submissions/{ids[0]}/#question" in links
    with pytest.raises(CourseError, match=r"named by its address, such as http.*; got 'javascript:"):
        report(mixed, formgrader="javascript:alert(1)")


def test_manual_grades_extra_credit_and_penalties_count(mixed: AClass):
    with mixed.gradebook() as gradebook:
        gradebook.find_grade("question", UNIT, UNIT, "ada").manual_score = 1.5
        gradebook.find_grade("question", UNIT, UNIT, "ada").extra_credit = 0.25
        gradebook.find_grade("question", UNIT, UNIT, "ada").needs_manual_grade = False
        gradebook.find_submission_notebook(UNIT, UNIT, "ada").late_submission_penalty = 3
        gradebook.find_submission_notebook(UNIT, UNIT, "dora").late_submission_penalty = 3
        gradebook.db.commit()
        expected = {}
        for each in gradebook.assignment_submissions(UNIT):
            expected[each.student.id] = max(0, each.score - (each.late_submission_penalty or 0))
    html, rows = report(mixed)
    graded = {row["student"]: row for row in rows if row["points"]}
    assert {student: float(row["points"]) for student, row in graded.items()} == pytest.approx(expected)
    ada, dora = graded["ada"], graded["dora"]
    assert [float(ada[key]) for key in ("points", "raw", "penalty", "question")] == [10.75, 13.75, 3, 1.75]
    assert (float(dora["points"]), dora["waiting"]) == (0, "0")
    assert "1 some" in words(html)


def test_the_table(mixed: AClass):
    _, rows = report(mixed)
    assert [row["student"] for row in rows] == ["ada", "ben", "cleo", "dora", "emil", "finn", "gus", "hana"]
    ben, finn = rows[1], rows[5]
    assert (ben["first_kl"], ben["second_kl"], ben["third_kl"]) == ("1.0", "0.0", "4.0")
    assert (ben["points"], ben["out of"], ben["waiting"], ben["seconds"]) == ("5.0", "14.0", "1", "0.7")
    assert (ben["memory in MB"], finn["outcome"], rows[0]["name"]) == ("310", "timed out", "Ada Lovelace")
    assert "test cell test_first_kl was edited" in finn["flags"]
    assert [row["outcome"] for row in rows[6:]] == ["nothing handed in", "not graded yet"]


def test_hostile_text_stays_text(a_class: AClass):
    names = ["=cmd|' /C calc'!A0", EVIL, "-1+1", "\u202egnp.exe", '"><img src=x onerror=alert(1)>']
    answer = f'def first_kl(mu, logvar):\n    """{EVIL}</code></pre>"""\n    return "\u202e"'
    said = {
        "first_kl": verdict("first_kl", None, f"Line 1 of your cell, `{EVIL}`, raised ValueError: {EVIL}")
    }
    for name in names:
        answers, seconds = {"first_kl": answer}, {"total": 1.0}
        a_class.record(name, 1, 4, 4, said=said, answers=answers, flags=(EVIL,), seconds=seconds)
    with a_class.gradebook() as gradebook:
        gradebook.update_or_create_student(names[2], first_name=EVIL, last_name="=1+1")
    html, rows = report(a_class)
    page = Page(html)
    assert not {"script", "img", "iframe", "object", "form"} & set(page.tags)
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    assert {value for name, value in page.attributes if name == "src"} == set()
    assert EVIL in page.text
    assert "\u202e" not in html
    cells = [cell for row in rows for cell in row.values()]
    assert not [cell for cell in cells if cell.startswith(("=", "-", "+", "@"))]
    assert "'=cmd|' /C calc'!A0" in cells


def json_of(metadata: object, *cells: object) -> bytes:
    return json.dumps({"metadata": metadata, "cells": cells}).encode()


A_TEST = {
    "cell_type": "code", "metadata": {"nbgrader": {"grade": True, "grade_id": "test_x"}}, "source": ["a"],
    "outputs": [{"output_type": "stream"}],
}  # fmt: skip
ODD = {"outcome": ["x"], "seconds": {"total": "x"}, "memory": True}


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"[]", b"\xff\xfe", b'{"cells": 3, "metadata": {}}', b"[" * 100_000,
     json_of({"genai_lab": 7}), json_of({"genai_lab": ODD}), json_of({}, A_TEST), None],
    ids=["empty", "no cells", "a list", "bytes", "odd cells", "deep", "odd metadata", "odd facts",
         "odd output", "gone"],
)  # fmt: skip
def test_a_notebook_that_is_none_breaks_nothing(a_class: AClass, content: bytes | None):
    a_class.record("ada", 4, 4, 4)
    a_class.record("ben", 4, 0, 0)
    if content is None:
        a_class.path("ben").unlink()
    else:
        a_class.path("ben").write_bytes(content)
    html, rows = report(a_class)
    assert [float(row["points"]) for row in rows] == [12, 4]
    assert "2 submissions are graded, nobody is missing." in words(html)


def test_a_notebook_that_stock_nbgrader_made(a_class: AClass):
    a_class.record("ada", 4, 0, 4, said={"second_kl": verdict("second_kl", HALF, HALF)})
    path = a_class.path("ada")
    notebook = json.loads(path.read_text())
    del notebook["metadata"]["genai_lab"]
    path.write_text(json.dumps(notebook))
    html, (ada,) = report(a_class)
    assert (ada["outcome"], ada["seconds"], float(ada["points"])) == ("", "", 8)
    said = words(html)
    assert "the factor 1/2 is missing in second_kl (1 student" in said
    assert "The graded notebooks do not say how long they took." in said
    assert "Every submission was graded to its end." in said


def test_several_units_share_a_page(mixed: AClass):
    assert units_with_results(mixed.course) == [UNIT]
    html, table = write_report(mixed.course, [UNIT, UNIT], name="all")
    assert (html.name, table.name, html.parent) == ("all.html", "all.csv", mixed.course.root / "reports")
    said = words(html.read_text())
    assert said.count("Each bar counts students") == 2
    assert "Of 2 units the lowest median is that of" in said
    rows = list(csv.DictReader(table.read_text().splitlines()))
    assert len(rows) == 16
    assert rows[0]["unit"] == UNIT
    assert f"{UNIT}: first_kl" in rows[0]


def test_what_cannot_be_reported_is_said(a_class: AClass):
    with pytest.raises(CourseError, match=rf"holds no submission of {UNIT}: grade the class first"):
        write_report(a_class.course, [UNIT])
    with pytest.raises(CourseError, match="got '02_other'"):
        gather(a_class.course, "02_other")
    (a_class.course.root / "gradebook.db").unlink()
    with pytest.raises(CourseError, match=r"there is no gradebook\.db"):
        write_report(a_class.course, [UNIT])
    assert not (a_class.course.root / "gradebook.db").exists()
    assert not (a_class.course.root / "reports").exists()


def test_copied_answers_stand_side_by_side(a_class: AClass):
    odd = (
        "def first_kl(mu, logvar):\n    zebra_total = 0\n    for qq in range(mu.shape[-1]):\n"
        "        # the quokka counts each latent by itself\n"
        "        v = logvar[..., qq]\n"
        "        zebra_total = zebra_total + (mu[..., qq] ** 2 + v.exp() - 1 - v) / 2\n"
        "        zebra_total = torch.clamp(zebra_total, min=-1e30, max=1e30).reshape(zebra_total.shape)\n"
        "    return zebra_total if zebra_total.numel() > 0 else torch.zeros(mu.shape[:-1])"
    )
    for student in ("ada", "ben", "cleo", "dora", "emil", "finn", "gus", "hana"):
        own = {"first_kl": odd} if student in ("ben", "gus") else {}
        a_class.record(student, 4, 4, 4, answers=own)
    html, _ = report(a_class)
    said = words(html)
    part = said[
        said.index("A program found them") : said.index("Time and memory", said.index("A program found"))
    ]
    assert "ben, gus: first_kl The same letter for letter" in part
    assert part.count("zebra_total = 0") == 2
    assert "ada" not in part


def test_the_page_stands_alone_and_can_be_read_by_all(mixed: AClass):
    html, _ = report(mixed)
    page = Page(html)
    allowed = ("#", "data:", "http://localhost:8888/formgrader")
    addresses = [value for name, value in page.attributes if name in ("src", "href")]
    outside = [value for value in addresses if not value.startswith(allowed)]
    assert outside == []
    assert "url(" not in html
    assert "@import" not in html
    targets = {value for name, value in page.attributes if name == "id"}
    assert {
        value[1:] for name, value in page.attributes if name == "href" and value.startswith("#")
    } <= targets
    roles = [value for name, value in page.attributes if name == "role"]
    assert roles.count("img") == 2 + 4
    assert page.tags.count("h1") == 1
    light = Path(__file__).parents[3] / "genai_lab" / "grading" / "report" / "page.css"
    colours = re.findall(r"--(?:full|part|none|waiting): (#\w+)", light.read_text())[:4]
    assert set(colours) <= {colour.lower() for colour in plots.PALETTE}


def test_answers_that_all_are_right(a_class: AClass):
    for student in ("ada", "ben"):
        a_class.record(
            student, 4, 4, 4, outcome="graded", answers={"first_kl": RIGHT.format(name="first_kl")}
        )
    said = words(report(a_class)[0])
    assert "Everybody has all points in every exercise that tests grade." in said
    assert "No mistake is told by the checks." in said
    assert "Nothing is flagged, and no answers are nearly identical." in said
