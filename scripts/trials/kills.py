#!/usr/bin/env python3
"""Kills: processes at work on one archive are killed (`kill -9`) at random.

    scripts/trials/kills.py BINARY [TRIALS] [SEED]      e.g. target/release/gongbao 200 1

A site answers searches, an import takes bulletins in, and now and then a reindex, a backup or a check runs beside. Each trial
kills one of the three, or all; what was killed starts again on the same folder. What an import that ended acknowledged must be
there: every fifth trial `check` must agree, and a sample is asked for by id and by a phrase of its own. Prints one line of JSON;
exit 1 where anything was lost.
"""

import collections
import json
import random
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from common import Site, begin, phrase, records, run


class Work:
    """A command of gongbao that runs until it ends or is killed."""

    def __init__(self, binary, data, arguments, given=b""):
        self.input = tempfile.TemporaryFile()
        self.input.write(given)
        self.input.seek(0)
        self.process = subprocess.Popen([str(binary), *arguments, "--data", str(data)], stdin=self.input,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def ended(self):
        return self.process.poll() is not None

    def kill(self):
        self.process.kill()
        self.process.wait()


def main(binary, trials, seed):
    of, began, folder = random.Random(seed), time.monotonic(), Path(tempfile.mkdtemp(prefix="gongbao-kills-"))
    data = folder / "data"
    acknowledged, killed, faults, number = [], collections.Counter(), [], 0
    site, work, beside = Site(binary, data), None, None

    def import_next():
        nonlocal number
        numbers = range(number, number + of.randrange(20, 400))
        number = numbers.stop
        return numbers, Work(binary, data, ["import", "-"], records(numbers))

    numbers, work = import_next()
    for trial in range(trials):
        end = time.monotonic() + of.uniform(0.05, 1.5)
        while time.monotonic() < end:
            if work.ended():
                if work.process.returncode == 0:
                    acknowledged.extend(numbers)
                numbers, work = import_next()
            if beside is None or beside.ended():
                command = of.choice(["reindex", "backup", "check", None, None])
                arguments = ["backup", str(folder / f"{trial}.backup")] if command == "backup" else [command]
                beside = Work(binary, data, arguments) if command and of.random() < 0.2 else None
            site.search(of.choice(["水库巡查", "道路养护 投入", '"防汛值守"']))
            time.sleep(0.01)
        victim = of.choice(["serve", "serve", "import", "beside", "all"])
        if victim in ("beside", "all") and beside:
            beside.kill()
        if victim in ("import", "all"):
            if work.ended() and work.process.returncode == 0:
                acknowledged.extend(numbers)
            work.kill()
            numbers, work = import_next()
        if victim in ("serve", "all"):
            site.kill()
            site = Site(binary, data)
            if not site.ready():
                faults.append(f"trial {trial}: not ready: {site.told()[-300:]}")
                break
        killed[victim] += 1
        for backup in folder.glob("*.backup"):
            backup.unlink()
        if trial % 5 == 4 and acknowledged:
            code, said = run(binary, data, "check")
            if code != 0:
                faults.append(f"trial {trial}: check {code}: {said[-300:]}")
            for known in of.sample(acknowledged, min(60, len(acknowledged))):
                if site.get(f"/articles/trial-{known}?format=json")[0] != 200:
                    faults.append(f"trial {trial}: trial-{known} is lost")
                if site.search(f'"{phrase(known)}"') != (1, [f"trial-{known}"]):
                    faults.append(f"trial {trial}: trial-{known} is not found")
    for process in (work, beside):
        if process:
            process.kill()
    site.stop()
    print(json.dumps({"trials": trials, "seed": seed, "killed": dict(killed), "acknowledged": len(acknowledged),
                      "seconds": round(time.monotonic() - began), "faults": faults}, ensure_ascii=False))
    if not faults:
        shutil.rmtree(folder)
    return 1 if faults else 0


if __name__ == "__main__":
    begin(__doc__, main, 200)
