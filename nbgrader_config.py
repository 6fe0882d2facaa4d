"""How nbgrader works in this checkout; every nbgrader command, the formgrader included, reads this file."""

from nbgrader.converters import GenerateAssignment, GenerateFeedback

c = get_config()  # noqa: F821  (nbgrader provides it)

c.CourseDirectory.course_id = "genai_lab"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "course"

# A release carries its own digest, so that an edited file is told from a released one.
c.GenerateAssignment.preprocessors = [
    *GenerateAssignment.preprocessors.default(),
    "genai_lab.grading.release.StampRelease",
]

# Feedback shows what a hidden test said, and never the test.
c.GenerateFeedback.preprocessors = [
    "genai_lab.grading.feedback.HideTests",
    *GenerateFeedback.preprocessors.default(),
]

# A student's Markdown is shown without scripts, on feedback pages and to whoever grades in the formgrader.
c.HTMLExporter.filters = {"markdown2html": "genai_lab.grading.feedback.harmless_markdown"}

# Students' code runs in a sandbox and the tests outside it, as under `genai-lab grade`, one at a time.
c.Autograde.sanitize_preprocessors = [
    "genai_lab.grading.engine.Normalise",
    "nbgrader.preprocessors.OverwriteCells",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.Autograde.autograde_preprocessors = [
    "genai_lab.grading.engine.Judge",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]

# Grades go out with the same bytes whatever the database, and into the file that an LMS wants back.
c.ExportApp.plugin_class = "genai_lab.grading.export.GradesExport"

# A cell tagged `demo` only trains or draws, and no test cell needs it: neither grading nor Validate runs it.
c.Execute.skip_cells_with_tag = "demo"
c.Execute.timeout = 120

# Who handed in a file, told from the name that an LMS gives it; for another LMS, give another named_regexp.
c.ZipCollectApp.collector_plugin = "genai_lab.grading.collect.LMSCollector"
