"""COPY … TO STDOUT by libpq's own calls.

psycopg's Copy object goes through its waiting loop once a row, which for answers of ten thousand rows costs more than
the query; this reads row after row as libpq hands them over.
"""

import psycopg
from psycopg import pq


def copy_out(connection: psycopg.Connection, statement: str) -> bytes:
    """All that a COPY … TO STDOUT sends. Raises psycopg.Error as any statement does."""
    connected = connection.pgconn
    _expect(connection, connected.exec_(statement.encode(connection.info.encoding)), pq.ExecStatus.COPY_OUT)
    rows = []
    while True:
        size, row = connected.get_copy_data(0)
        if size <= 0:
            break
        rows.append(row)
    ended = connected.get_result()
    while (after := connected.get_result()) is not None:
        ended = after
    if ended is not None:
        _expect(connection, ended, pq.ExecStatus.COMMAND_OK)
    return b"".join(rows)


def _expect(connection: psycopg.Connection, result: pq.abc.PGresult, status: pq.ExecStatus) -> None:
    if result.status != status:
        raise psycopg.errors.error_from_result(result, encoding=connection.info.encoding)
