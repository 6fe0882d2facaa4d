"""Names of students and their folders, as text and as shown. It needs no library: the doctor asks here, too."""


def is_text(name: str) -> bool:
    """Whether a file name's bytes are text; those that are none come as lone surrogates."""
    return not any("\ud800" <= letter <= "\udfff" for letter in name)


def printable(name: str) -> str:
    """A name as a terminal, a notebook or a database can hold it, whatever its bytes are."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in name)
