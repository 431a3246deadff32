"""The part of ZooKeeper's C client library that the tests use, by ctypes.

Nothing is interpreted here: return codes, Stats and events are handed on as the library gives them.
Source of the shapes: zookeeper.h and zookeeper.jute.h of the library (Debian: libzookeeper-mt2).
"""

import ctypes
import threading
import time
from ctypes import POINTER, byref, c_char_p, c_int, c_int32, c_int64, c_void_p

OK = 0
NO_NODE = -101
NO_AUTH = -102
BAD_VERSION = -103
NO_CHILDREN_FOR_EPHEMERALS = -108
NODE_EXISTS = -110
NOT_EMPTY = -111
SESSION_EXPIRED = -112

EPHEMERAL = 1
SEQUENCE = 2

CREATED, DELETED, CHANGED, CHILD, SESSION = 1, 2, 3, 4, -1
EXPIRED_STATE, CONNECTED_STATE = -112, 3

_BUFFER = 1 << 20
_PASSWORD = 16


class Stat(ctypes.Structure):
    _fields_ = [
        ("czxid", c_int64),
        ("mzxid", c_int64),
        ("ctime", c_int64),
        ("mtime", c_int64),
        ("version", c_int32),
        ("cversion", c_int32),
        ("aversion", c_int32),
        ("ephemeralOwner", c_int64),
        ("dataLength", c_int32),
        ("numChildren", c_int32),
        ("pzxid", c_int64),
    ]


class Id(ctypes.Structure):
    _fields_ = [("scheme", c_char_p), ("id", c_char_p)]


class Acl(ctypes.Structure):
    _fields_ = [("perms", c_int32), ("id", Id)]


class AclVector(ctypes.Structure):
    _fields_ = [("count", c_int32), ("data", POINTER(Acl))]


class StringVector(ctypes.Structure):
    _fields_ = [("count", c_int32), ("data", POINTER(c_char_p))]


class ClientId(ctypes.Structure):
    _fields_ = [("client_id", c_int64), ("passwd", ctypes.c_char * _PASSWORD)]


class _Op(ctypes.Structure):
    # The largest member of the union is that of create, of eight words: path, data, length, buffer,
    # length, acl, flags, ttl.
    _fields_ = [("type", c_int), ("union", c_void_p * 8)]


class _OpResult(ctypes.Structure):
    _fields_ = [("err", c_int), ("value", c_char_p), ("valuelen", c_int), ("stat", POINTER(Stat))]


_Watcher = ctypes.CFUNCTYPE(None, c_void_p, c_int, c_int, c_char_p, c_void_p)
_AuthDone = ctypes.CFUNCTYPE(None, c_int, c_void_p)


def _library():
    library = ctypes.CDLL("libzookeeper_mt.so.2")
    library.zookeeper_init.restype = c_void_p
    library.zookeeper_init.argtypes = [
        c_char_p,
        _Watcher,
        c_int,
        POINTER(ClientId),
        c_void_p,
        c_int,
    ]
    library.zoo_client_id.restype = POINTER(ClientId)
    library.zoo_client_id.argtypes = [c_void_p]
    library.zoo_set_debug_level(0)
    return library


def acl(*entries):
    """An ACL of (permissions, scheme, id) entries."""
    vector = AclVector()
    vector.count = len(entries)
    vector.data = (Acl * len(entries))(
        *[Acl(perms, Id(scheme.encode(), name.encode())) for perms, scheme, name in entries]
    )
    return vector


OPEN = acl((31, "world", "anyone"))


class Client:
    """One handle of the library, with every event that reached its watcher."""

    lib = None

    def __init__(self, address, session=None, timeout_ms=10_000):
        if Client.lib is None:
            Client.lib = _library()
        self.events = []
        self._changed = threading.Condition()
        # ctypes keeps no reference of its own to what C may call.
        self._watcher = _Watcher(self._on_event)
        self._callbacks = []
        self.handle = c_void_p(
            self.lib.zookeeper_init(
                address.encode(), self._watcher, timeout_ms, session and byref(session), None, 0
            )
        )

    def _on_event(self, _handle, kind, state, path, _context):
        with self._changed:
            self.events.append((kind, state, (path or b"").decode()))
            self._changed.notify_all()

    def await_event(self, kind, path="", seconds=20, since=0):
        """The position behind the first such event at or after `since`."""
        deadline = time.monotonic() + seconds
        with self._changed:
            while True:
                for position, (seen, _, where) in enumerate(self.events[since:], start=since):
                    if seen == kind and where == path:
                        return position + 1
                if not self._changed.wait(deadline - time.monotonic()):
                    raise AssertionError(f"no event {kind} {path!r} among {self.events}")

    def await_state(self, state, seconds=20):
        deadline = time.monotonic() + seconds
        while self.lib.zoo_state(self.handle) != state:
            if time.monotonic() > deadline:
                raise AssertionError(f"state {self.lib.zoo_state(self.handle)}, not {state}")
            time.sleep(0.02)

    def session(self):
        """A copy of the session's id and password, to connect again with."""
        found = self.lib.zoo_client_id(self.handle).contents
        copy = ClientId()
        ctypes.memmove(byref(copy), byref(found), ctypes.sizeof(ClientId))
        return copy

    def add_auth(self, scheme, certificate):
        done = threading.Event()
        codes = []

        def completed(code, _data):
            codes.append(code)
            done.set()

        callback = _AuthDone(completed)
        self._callbacks.append(callback)
        certificate = certificate.encode()
        self.lib.zoo_add_auth(
            self.handle, scheme.encode(), certificate, len(certificate), callback, None
        )
        if not done.wait(20):
            raise AssertionError("no answer to addauth")
        return codes[0]

    def create(self, path, data=b"", permissions=OPEN, flags=0):
        buffer = ctypes.create_string_buffer(1024)
        code = self.lib.zoo_create(
            self.handle,
            path.encode(),
            data,
            len(data) if data is not None else -1,
            byref(permissions),
            flags,
            buffer,
            len(buffer),
        )
        return code, buffer.value.decode()

    def get(self, path, watch=0):
        buffer = ctypes.create_string_buffer(_BUFFER)
        length, stat = c_int(_BUFFER), Stat()
        code = self.lib.zoo_get(
            self.handle, path.encode(), watch, buffer, byref(length), byref(stat)
        )
        data = None if length.value < 0 else buffer.raw[: length.value]
        return code, data, stat

    def set(self, path, data, version=-1):
        stat = Stat()
        code = self.lib.zoo_set2(
            self.handle, path.encode(), data, len(data), version, byref(stat)
        )
        return code, stat

    def exists(self, path, watch=0):
        stat = Stat()
        return self.lib.zoo_exists(self.handle, path.encode(), watch, byref(stat)), stat

    def children(self, path, watch=0):
        names = StringVector()
        code = self.lib.zoo_get_children(self.handle, path.encode(), watch, byref(names))
        return code, sorted(names.data[i].decode() for i in range(names.count))

    def get_acl(self, path):
        found, stat = AclVector(), Stat()
        code = self.lib.zoo_get_acl(self.handle, path.encode(), byref(found), byref(stat))
        entries = [found.data[i] for i in range(found.count)]
        return code, [(e.perms, e.id.scheme.decode(), e.id.id.decode()) for e in entries]

    def delete(self, path, version=-1):
        return self.lib.zoo_delete(self.handle, path.encode(), version)

    def multi(self, *operations):
        """Does ("create", path, data) and ("delete", path) together; the code of all, of each."""
        ops = (_Op * len(operations))()
        results = (_OpResult * len(operations))()
        # An operation points to its path and buffer, so they must live until zoo_multi returns.
        kept = []
        for op, (kind, path, *data) in zip(ops, operations):
            path = path.encode()
            kept.append(path)
            if kind == "create":
                buffer = ctypes.create_string_buffer(1024)
                kept.append(buffer)
                self.lib.zoo_create_op_init(
                    byref(op),
                    path,
                    data[0],
                    len(data[0]),
                    byref(OPEN),
                    0,
                    buffer,
                    len(buffer),
                )
            else:
                self.lib.zoo_delete_op_init(byref(op), path, -1)
        code = self.lib.zoo_multi(self.handle, len(operations), ops, results)
        return code, [result.err for result in results]

    def close(self):
        if self.handle:
            self.lib.zookeeper_close(self.handle)
            self.handle = None
