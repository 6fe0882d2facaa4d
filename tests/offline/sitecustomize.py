"""On the path of every kernel that the tests start: a connection that leaves this machine raises."""

import socket

_connect = socket.socket.connect
_getaddrinfo = socket.getaddrinfo
_LOCAL = {"localhost", "127.0.0.1", "::1", "", None}


def _refuse(host: object) -> None:
    if host not in _LOCAL:
        raise RuntimeError(f"a notebook may not use the network; it asked for {host!r}")


def _offline_connect(self: socket.socket, address: object) -> None:
    if isinstance(address, tuple):
        _refuse(address[0])
    _connect(self, address)  # type: ignore[arg-type]


def _offline_getaddrinfo(host, *args, **kwargs):  # type: ignore[no-untyped-def]
    _refuse(host.decode() if isinstance(host, bytes) else host)
    return _getaddrinfo(host, *args, **kwargs)


socket.socket.connect = _offline_connect  # type: ignore[method-assign]
socket.getaddrinfo = _offline_getaddrinfo
