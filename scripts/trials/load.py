#!/usr/bin/env python3
"""Load: many clients at once while bulletins come in; those that read nothing and those that ask nothing.

    scripts/trials/load.py BINARY DATA [--queries FILE] [--seconds 60] [--soak MINUTES]
    e.g. scripts/trials/load.py target/release/gongbao gongbao-data --queries queries.txt
         scripts/trials/load.py target/release/gongbao gongbao-data --soak 30

DATA is copied first. FILE has a query in each line. Clients ask for searches (JSON and pages), bulletins, suggestions and changes,
each the next as soon as it has the last; who is refused (503) waits the time the answer says. An import of new bulletins runs
beside in batches of 200. Prints a line of JSON for each part: answers by status, milliseconds of answers and of refusals, memory in
MiB (its own, and what is resident, in which the files of the index are as far as the kernel keeps them). Exit 1 where there was an
answer that is neither 2xx nor 503, no answer, or a refusal after more than 3 s.
With --soak only 16 clients that rest a fifth of a second after each answer, a batch each ten seconds, for so many minutes, and the
memory of each tenth of the time.
"""

import argparse
import asyncio
import json
import random
import shutil
import socket
import sys
import tempfile
import threading
import time
import urllib.parse
from pathlib import Path

from common import UNITS, WORKS, Site, records, run


class Client:
    """One connection that is kept open, and what it was answered."""

    def __init__(self, port, paths, of, results, rest):
        self.port, self.paths, self.of, self.results, self.rest = port, paths, of, results, rest
        self.reader = self.writer = None

    async def ask(self, path):
        if self.writer is None:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port, limit=1 << 24)
        self.writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n\r\n".encode())
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        status = int(head.split(" ", 2)[1])
        fields = dict(line.split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
        if "chunked" in fields.get("transfer-encoding", ""):
            while (size := int(await self.reader.readline(), 16)) > 0:
                await self.reader.readexactly(size + 2)
            await self.reader.readline()
        else:
            await self.reader.readexactly(int(fields.get("content-length", 0)))
        if fields.get("connection") == "close":
            self.close()
        return status, float(fields.get("retry-after", 0))

    def close(self):
        if self.writer:
            self.writer.close()
        self.reader = self.writer = None

    async def run(self, end):
        while time.monotonic() < end:
            path, began = self.paths(self.of), time.monotonic()
            try:
                status, wait = await asyncio.wait_for(self.ask(path), 30)
            except (OSError, ValueError, asyncio.IncompleteReadError, asyncio.TimeoutError) as error:
                status, wait = f"{type(error).__name__} {path[:80]}", 0
                self.close()
            self.results.append((status, time.monotonic() - began))
            await asyncio.sleep(min(wait if status == 503 else self.rest, max(end - time.monotonic(), 0)))
        self.close()


def paths_of(queries, ids, extra=""):
    """What a client asks for next, most often a search."""
    quoted = [urllib.parse.quote(query) for query in queries]
    names = [urllib.parse.quote(name) for name in ids]

    def path(of):
        kind, query = of.random(), of.choice(quoted)
        if kind < 0.6 or extra:
            return f"/search?format=json&q={query}{extra}"
        if kind < 0.7:
            return f"/search?format=html&q={query}"
        if kind < 0.85:
            return f"/articles/{of.choice(names)}?format=html"
        if kind < 0.95:
            return f"/suggest?q={query}"
        return f"/changes?since={of.randrange(1000)}&limit=100"

    return path


def percentile(sorted_values, part):
    return round(sorted_values[min(int(len(sorted_values) * part), len(sorted_values) - 1)] * 1000) if sorted_values else None


def told_of(name, results, site, seconds):
    """Prints one part, and says whether it holds."""
    by_status = {}
    for status, took in results:
        by_status.setdefault(str(status), []).append(took)
    good = sorted(took for status, took in results if isinstance(status, int) and status < 300)
    refused = sorted(took for status, took in results if status == 503)
    bad = {status: len(times) for status, times in by_status.items() if not status.startswith("2") and status != "503"}
    own, now, highest = site.memory()
    print(json.dumps({
        "part": name, "seconds": round(seconds), "answers": {status: len(times) for status, times in by_status.items()},
        "p50_ms": percentile(good, 0.5), "p99_ms": percentile(good, 0.99), "max_ms": percentile(good, 1),
        "refused_max_ms": percentile(refused, 1), "own_mib": own, "resident_mib": now, "highest_mib": highest}, ensure_ascii=False), flush=True)
    return not bad and (not refused or refused[-1] <= 3)


def clients(site, count, seconds, paths, seed, rest=0):
    results = []

    async def all_of_them():
        end = time.monotonic() + seconds
        work = [Client(site.port, paths, random.Random(seed * 1000 + number), results, rest).run(end) for number in range(count)]
        await asyncio.gather(*work)

    asyncio.run(all_of_them())
    return results


def held(site, count, request):
    """Connections that say `request` and read nothing."""
    connections = []
    for _ in range(count):
        connection = socket.socket()
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.connect(("127.0.0.1", site.port))
        connection.sendall(request)
        connections.append(connection)
    return connections


def main(given):
    folder = Path(tempfile.mkdtemp(prefix="gongbao-load-"))
    data = folder / "data"
    shutil.copytree(given.data, data)
    queries = given.queries.read_text("utf-8").split("\n") if given.queries else WORKS + UNITS
    queries = [query for query in queries if query.strip()]
    site, ended, imported = Site(given.binary, data), threading.Event(), []
    sound = True
    try:
        assert site.ready(600), site.told()[-500:]
        found = [site.search(query, per_page=100) for query in queries[:20]]
        ids = sorted({name for answer in found if answer for name in answer[1]})

        def import_on():
            number = 0
            while not ended.is_set():
                began = time.monotonic()
                code, said = run(given.binary, data, "import", "-", given=records(range(number, number + 200)))
                imported.append((code, time.monotonic() - began, said))
                number += 200
                ended.wait(10 if given.soak else 1)

        importer = threading.Thread(target=import_on, daemon=True)
        importer.start()
        usual = paths_of(queries, ids)
        print(json.dumps({"part": "start", "own_mib": site.memory()[0]}), flush=True)
        if given.soak:
            for tenth in range(10):
                results = clients(site, 16, given.soak * 6, usual, tenth, rest=0.2)
                sound &= told_of(f"soak {tenth + 1}/10", results, site, given.soak * 6)
        else:
            for count in (8, 64, 512):
                sound &= told_of(f"{count} clients", clients(site, count, given.seconds, usual, count), site, given.seconds)
            hundred = paths_of(queries, ids, "&per_page=100")
            sound &= told_of("512 clients, 100 results each", clients(site, 512, given.seconds, hundred, 1), site, given.seconds)
            many = "/articles?" + "&".join("id=" + urllib.parse.quote(name, safe="") for name in ids[:100])
            silent = held(site, 300, f"GET {many} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
            sound &= told_of("8 clients beside 300 that do not read", clients(site, 8, given.seconds, usual, 2), site, given.seconds)
            idle = held(site, 1000, b"")
            sound &= told_of("8 clients beside 1,000 that say nothing", clients(site, 8, given.seconds, usual, 3), site, given.seconds)
            for connection in silent + idle:
                connection.close()
        ended.set()
        importer.join(120)
        failed = [said for code, _, said in imported if code != 0]
        print(json.dumps({"part": "import", "batches": len(imported), "failed": failed[:3],
                          "longest_s": round(max((took for _, took, _ in imported), default=0), 1)}, ensure_ascii=False))
        sound &= not failed
        status, body = site.get("/readyz")
        print(json.dumps({"part": "end", "readyz": status, "says": body.decode()}))
    finally:
        ended.set()
        site.stop()
    code, said = run(given.binary, data, "check")
    print(json.dumps({"part": "check", "code": code, "says": said.strip()[-200:]}, ensure_ascii=False))
    shutil.rmtree(folder)
    return 0 if sound and code == 0 else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary", type=lambda path: Path(path).resolve())
    parser.add_argument("data", type=Path)
    parser.add_argument("--queries", type=Path)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--soak", type=float, metavar="MINUTES")
    sys.exit(main(parser.parse_args()))
