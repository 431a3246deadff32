"""Starts the server that the Python suites test, as a process with a folder and a port of its own.

SERVER      ringkeeper (default), or zookeeper: the control run
RINGKEEPER  path of the binary; default: target/release/ringkeeper of this checkout
"""

import os
import pathlib
import socket
import subprocess
import sys
import time

CLIENTS = pathlib.Path(__file__).resolve().parent
CHECKOUT = CLIENTS.parents[1]
JARS = CHECKOUT / ".cache" / "zookeeper" / "lib" / "*"
START_SECONDS_MAX = 30
STOP_SECONDS_MAX = 30


def kind():
    """Which server is tested."""
    server = os.environ.get("SERVER", "ringkeeper")
    if server not in ("ringkeeper", "zookeeper"):
        sys.exit(f'SERVER is "{server}", neither ringkeeper nor zookeeper')
    return server


def binary():
    """The path of the binary that is tested."""
    path = os.environ.get("RINGKEEPER", str(CHECKOUT / "target" / "release" / "ringkeeper"))
    if not os.access(path, os.X_OK):
        sys.exit(f"there is no {path}; build it: cargo build --release")
    return path


def fetch_zookeeper():
    """Makes sure that the jars are there: the control server and the Java clients are in them."""
    subprocess.run([CLIENTS / "fetch-zookeeper.sh"], check=True)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """One server; it can be killed and started again, on the same port with the same data."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.port = free_port()
        self.log = self.folder / "server.log"
        self._config = self.folder / "zoo.cfg"
        self._config.write_text(
            f"dataDir={self.folder / 'data'}\nclientPort={self.port}\ntickTime=2000\n"
            "admin.enableServer=false\n4lw.commands.whitelist=*\n"
        )
        self._process = None

    @property
    def address(self):
        return f"127.0.0.1:{self.port}"

    def start(self):
        """Returns when the server takes sessions."""
        if kind() == "zookeeper":
            main = "org.apache.zookeeper.server.quorum.QuorumPeerMain"
            command = ["java", "-cp", str(JARS), main, str(self._config)]
        else:
            command = [binary(), "serve", str(self._config)]
        with open(self.log, "ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log)
        deadline = time.monotonic() + START_SECONDS_MAX
        while not self._is_serving():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.kill()
                raise RuntimeError(f"the server does not come up: {self.log.read_text()}")
            time.sleep(0.02)

    def kill(self):
        """SIGKILL: nothing is written that was not written already."""
        self._process.kill()
        self._process.wait(STOP_SECONDS_MAX)

    def stop(self):
        """SIGTERM, and the code the server ended with."""
        self._process.terminate()
        return self._process.wait(STOP_SECONDS_MAX)

    def _is_serving(self):
        # An open port is not enough: ZooKeeper opens it before it can take a session, and leaves
        # whoever connects then without an answer.
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                connection.sendall(b"srvr")
                answer = b""
                while chunk := connection.recv(4096):
                    answer += chunk
            return b"\nMode: " in answer
        except OSError:
            return False
