"""Names of students and of their folders. It needs no library, as the doctor shows names, too."""


def is_text(name: str) -> bool:
    """Whether a file name's bytes are text; those that are none come as lone surrogates."""
    return not any("\ud800" <= letter <= "\udfff" for letter in name)


def printable(name: str) -> str:
    """A name as a terminal, a notebook or a database can hold it, whatever its bytes are."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in name)
