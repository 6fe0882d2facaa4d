"""Change the files of the library that the next student's process imports."""

FIRST = """\
import genai_lab.checks, os, sys
for path in (genai_lab.checks.__file__, torch.__file__, os.__file__, sys.executable):
    try:
        open(path, "a").close()
        print("WRITABLE", path)
    except OSError as error:
        print(error.strerror)
    try:
        os.rename(path, path)
        os.utime(path)
        print("WRITABLE", path)
    except OSError as error:
        print(error.strerror)
"""
FORBIDDEN = "WRITABLE"
