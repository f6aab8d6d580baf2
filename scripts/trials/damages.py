#!/usr/bin/env python3
"""Damages: one file of an archive is damaged at random, and the site is started upon it.

    scripts/trials/damages.py BINARY [TRIALS] [FIRST]      e.g. target/release/gongbao 1000 1

Trial N damages the same place in the same way each time: FIRST is the number of the first.

Bits and bytes are changed, pages are overwritten, zeroed or exchanged, files are cut or lost: of the index (`index/`) and of
the database. A site has a minute to be ready and to answer as before the damage; where it does not, `check` must say so (exit 4,
or 1 where the database cannot be read at all). Wrong is what answers otherwise, or is not ready, while `check` says that all is well.
One in ten of what `check` names is repaired (`check --repair`). Prints JSON: how often each outcome was; exit 1 where anything was wrong.
"""

import collections
import concurrent.futures
import json
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path

from common import UNITS, WORKS, Site, begin, phrase, records, run, what_is_there

PAGE = 4096
BULLETINS = 400
# At once: a site that is not as before is waited for, and costs nothing meanwhile.
JOBS = 4
NAMES = [f"trial-{number}" for number in range(0, BULLETINS, 9)]


def damage(file, of):
    """Damages a file, and says how."""
    size = file.stat().st_size
    kind = of.choice(["bit", "bytes", "page", "zeros", "exchange", "cut", "lost"]) if size else "lost"
    if kind == "lost":
        file.unlink()
        return kind
    if kind == "cut":
        with open(file, "r+b") as part:
            part.truncate(of.randrange(size))
        return kind
    content = bytearray(file.read_bytes())
    at = of.randrange(size)
    page = at // PAGE * PAGE
    if kind == "bit":
        content[at] ^= 1 << of.randrange(8)
    elif kind == "bytes":
        content[at:at + 8] = of.randbytes(len(content[at:at + 8]))
    elif kind in ("page", "zeros"):
        length = len(content[page:page + PAGE])
        content[page:page + PAGE] = of.randbytes(length) if kind == "page" else bytes(length)
    else:
        other = of.randrange(size) // PAGE * PAGE
        length = min(len(content[page:page + PAGE]), len(content[other:other + PAGE]))
        content[page:page + length], content[other:other + length] = content[other:other + length], content[page:page + length]
    file.write_bytes(content)
    return kind


def trial(binary, folder, queries, expected, number):
    """One damage: what came of it, and what was wrong if anything was."""
    of, data = random.Random(number), folder / f"trial-{number}"
    shutil.copytree(folder / "sound", data)
    part = of.choice(["index", "database"])
    files = [data / "gongbao.sqlite"] if part == "database" else sorted(path for path in (data / "index").rglob("*") if path.is_file())
    file = of.choice(files)
    kind = damage(file, of)
    site, answers = Site(binary, data), "not ready"
    try:
        end = time.monotonic() + 60
        while time.monotonic() < end and answers != "as before" and site.process.poll() is None:
            if site.ready(end - time.monotonic()):
                answers = "as before" if what_is_there(site, queries, NAMES) == expected else "otherwise"
                if answers != "as before":
                    # The background check of the index may be under way still.
                    time.sleep(1)
    finally:
        site.kill()
    code, said = run(binary, data, "check")
    outcome, is_wrong = f"{part}: {answers}, check {code}", code == 0 and answers != "as before"
    if code != 0 and of.random() < 0.1:
        repaired, said = run(binary, data, "check", "--repair")
        outcome += f", repaired {repaired}"
    if is_wrong:
        return outcome, f"trial {number}, {kind} in {file.relative_to(data)}: {outcome}: {site.told()[-300:]} {said[-300:]}"
    shutil.rmtree(data)
    return outcome, None


def main(binary, trials, first):
    began, folder = time.monotonic(), Path(tempfile.mkdtemp(prefix="gongbao-damages-"))
    sound = folder / "sound"
    for start in range(0, BULLETINS, 100):
        assert run(binary, sound, "import", "-", given=records(range(start, start + 100)))[0] == 0
    assert run(binary, sound, "import", "-", given=records(range(0, 40), word="另有更正。"))[0] == 0
    queries = WORKS + UNITS + ["另有更正", "的", ""] + [f'"{phrase(number)}"' for number in range(0, BULLETINS, 13)]
    site = Site(binary, sound)
    assert site.ready(), site.told()
    expected = what_is_there(site, queries, NAMES)
    site.stop()
    outcomes, wrong = collections.Counter(), []
    with concurrent.futures.ThreadPoolExecutor(JOBS) as jobs:
        results = jobs.map(lambda number: trial(binary, folder, queries, expected, number), range(first, first + trials))
        for done, (outcome, fault) in enumerate(results, 1):
            outcomes[outcome] += 1
            wrong += [fault] if fault else []
            if done % 25 == 0:
                print(f"{done}/{trials} {round(time.monotonic() - began)} s, wrong {len(wrong)}", file=sys.stderr)
    told = {"trials": trials, "first": first, "seconds": round(time.monotonic() - began), "outcomes": dict(sorted(outcomes.items())),
            "wrong": wrong}
    print(json.dumps(told, ensure_ascii=False, indent=1))
    if not wrong:
        shutil.rmtree(folder)
    return 1 if wrong else 0


if __name__ == "__main__":
    begin(__doc__, main, 1000)
