"""Print all that a process can see of its surroundings: none of it may be a hidden test."""

LAST = """\
import gc, glob, os, sys
secret = "pear" + "_tree"
def seen(text, where):
    if secret in text:
        print("FOUND", secret, where)
for path in glob.glob("/proc/*/*") + glob.glob("/proc/*/fd/*") + glob.glob("/tmp/**", recursive=True):
    if os.path.isfile(path) and not path.endswith(("kmsg", "kcore", "pagemap", "mem", "clear_refs")):
        try:
            seen(open(path, errors="replace").read(10**6), path)
        except OSError:
            pass
for thing in gc.get_objects():
    if type(thing) is dict:
        for key, value in list(thing.items()):
            if type(value) is str and value is not secret and __name__ not in value:
                seen(value, key) if "FOUND" not in value and "def seen" not in value else None
print(os.environ, os.listdir("/"), os.listdir("/root") if os.path.isdir("/root") else "")
"""
