"""Call a server."""

FIRST = """\
import socket
socket.create_connection(("127.0.0.1", @port@), timeout=1).sendall(b"what the test knows")
"""
STOCK = "harm"
