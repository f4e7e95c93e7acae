"""A Virtuoso of Debian's package, started for the tests on free ports of this machine, and stopped again."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

PROGRAM = shutil.which("virtuoso-t")
ISQL = shutil.which("isql-vt")
#: Rows after which this Virtuoso cuts an answer.
MOST_ROWS = 1000

_INI = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 200
MaxCheckpointRemap = 200
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
ServerThreads = 10
CheckpointInterval = 0
NumberOfBuffers = 2000
MaxDirtyBuffers = 1200
CaseMode = 2
DirsAllowed = {folder}
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 5
[SPARQL]
ResultSetMaxRows = {rows}
MaxQueryExecutionTime = 60
"""


@dataclass(frozen=True)
class Virtuoso:
    """A running Virtuoso: its endpoints, and the name and password of its only user."""

    query: str
    update: str
    graphs: str
    user: str = "dba"
    password: str = "dba"


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@contextmanager
def virtuoso(folder: Path) -> Iterator[Virtuoso]:
    """A new database in `folder`; Update at /sparql is open to everybody, on this machine only."""
    assert PROGRAM and ISQL
    sql, http = _free_port(), _free_port()
    (folder / "virtuoso.ini").write_text(_INI.format(folder=folder, sql=sql, http=http, rows=MOST_ROWS))
    server = subprocess.Popen(
        [PROGRAM, "-f", "+configfile", str(folder / "virtuoso.ini")],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        at = f"http://127.0.0.1:{http}"
        _wait(f"{at}/sparql?query=ASK%7B%7D", server)
        grants = (
            'GRANT EXECUTE ON DB.DBA.SPARQL_INSERT_DICT_CONTENT TO "SPARQL"; GRANT SPARQL_UPDATE TO "SPARQL";'
        )
        subprocess.run(
            [ISQL, f"127.0.0.1:{sql}", "dba", "dba", f"exec={grants}"],
            check=True,
            capture_output=True,
            timeout=30,
        )
        yield Virtuoso(f"{at}/sparql", f"{at}/sparql", f"{at}/sparql-graph-crud-auth")
    finally:
        server.kill()
        server.wait(10)


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while time.monotonic() < until and server.poll() is None:
        with suppress(OSError), opener.open(url, timeout=5):
            return
        time.sleep(0.1)
    raise RuntimeError("Virtuoso did not start")
