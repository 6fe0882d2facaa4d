"""Fill the disk."""

FIRST = """\
for folder in (".", "/tmp", "/dev/shm", "/var/tmp"):
    try:
        with open(folder + "/fill", "wb") as file:
            for _ in range(2000):
                file.write(bytes(2**20))
    except OSError as error:
        print(error)
    try:
        for n in range(200_000):
            open(f"{folder}/{n}", "w").close()
    except OSError as error:
        print(error)
"""
UNTRIED = "it would fill the disk"
