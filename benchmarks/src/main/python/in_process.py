"""The baseline: the official DuckDB package, driven over standard input and output.

One JSON object a line comes in, one goes out. The program stays warm between requests, and times
statements itself, so that neither the pipe nor JSON is in a time.

    {"op": "open", "threads": 2, "memory": "4GB", "extensions": [".../ducklake.duckdb_extension"]}
    {"op": "execute", "statements": [...]}           runs them and drops their results
    {"op": "rows", "statement": "..."}               answers {"rows": [[...]]}
    {"op": "time", "statements": [...], "take": t}   answers {"seconds": [...]}
    {"op": "load", "statements": [...], "clients": 10, "gate": 2, "seconds": 60}
        the statements in their order, again and again, by so many clients at once, of which "gate"
        may be in the engine (0: all); answers {"done": [[index, seconds], ...], "errors": 0}

`take` says what is done with a result within the time: "objects" fetches all rows as Python
objects; "result" only has DuckDB hold the whole result in memory; "synced" runs a statement that
writes files below "directory", and brings the new ones to the disk.
"""

import datetime
import decimal
import itertools
import json
import os
import sys
import threading
import time

import duckdb

connection = None


def open_database(request):
    global connection
    connection = duckdb.connect(
        config={
            "threads": request["threads"],
            "memory_limit": request["memory"],
            "temp_directory": request["temporary"],
            "autoinstall_known_extensions": False,
        }
    )
    for extension in request["extensions"]:
        connection.execute("LOAD '" + extension.replace("'", "''") + "'")
    return {"version": duckdb.__version__}


def execute(request):
    for statement in request["statements"]:
        connection.execute(statement)
    return {}


def rows(request):
    return {"rows": connection.execute(request["statement"]).fetchall()}


def objects(statement, _):
    connection.execute(statement).fetchall()


def result(statement, _):
    connection.sql(statement).execute()


def files_below(directory):
    return {
        os.path.join(parent, name)
        for parent, _, names in os.walk(directory)
        for name in names
    }


def sync(path):
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def synced(statement, request):
    before = files_below(request["directory"])
    connection.execute(statement)
    written = files_below(request["directory"]) - before
    for path in written:
        sync(path)
    for directory in {os.path.dirname(path) for path in written}:
        sync(directory)


TAKES = {"objects": objects, "result": result, "synced": synced}


def timed(request):
    take = TAKES[request["take"]]
    seconds = []
    for statement in request["statements"]:
        begin = time.perf_counter()
        take(statement, request)
        seconds.append(time.perf_counter() - begin)
    return {"seconds": seconds}


def load(request):
    """Each client has a connection and a thread of its own."""
    statements = request["statements"]
    turns = itertools.cycle(range(len(statements)))
    lock = threading.Lock()
    gate = threading.Semaphore(request["gate"] or request["clients"])
    done = []
    errors = []
    end = time.perf_counter() + request["seconds"]

    def client():
        own = connection.cursor()
        own.execute("USE " + request["catalog"])
        while time.perf_counter() < end:
            with lock:
                index = next(turns)
            begin = time.perf_counter()
            try:
                with gate:
                    own.execute(statements[index]).fetchall()
                done.append((index, time.perf_counter() - begin))
            except duckdb.Error as failure:
                errors.append(str(failure))

    threads = [threading.Thread(target=client) for _ in range(request["clients"])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {"done": done, "errors": len(errors), "first": errors[:1]}


def plain(value):
    """What JSON has no form for, as the server writes it."""
    if isinstance(value, decimal.Decimal):
        return str(value)
    if isinstance(value, datetime.datetime):
        return value.isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    raise TypeError("no form for a " + type(value).__name__)


OPERATIONS = {
    "open": open_database,
    "execute": execute,
    "rows": rows,
    "time": timed,
    "load": load,
}


def main():
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer = OPERATIONS[request["op"]](request)
        except duckdb.Error as failure:
            answer = {"error": str(failure)}
        print(json.dumps(answer, default=plain), flush=True)


if __name__ == "__main__":
    main()
