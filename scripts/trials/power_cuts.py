#!/usr/bin/env python3
"""Power cuts: a disk copied at one instant while bulletins come in and the site answers.

    scripts/trials/power_cuts.py BINARY [CUTS] [SEED]      as root; e.g. target/release/gongbao 50 1

The data folder is on an ext4 file system whose disk is a file on btrfs. A reflink of that file is the disk as it was at one
instant: what the program had not synced, and only the kernel held, is not in it. Each copy is mounted, as after a restart of
the machine, and must have every bulletin whose import had ended before the instant, by id and by a phrase of its own;
`check` must agree, or agree after the site was up. Prints one line of JSON; exit 1 where anything was lost or wrong.
What the copy does not do is to lose or reorder what the disk was given and had not been told to flush.
"""

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from common import Site, begin, phrase, records, run


def sh(*words):
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)


class Disk:
    """An ext4 disk in a file on btrfs, which can be copied at an instant."""

    def __init__(self, folder):
        self.outer, self.inner, self.copied = folder / "outer", folder / "inner", folder / "copied"
        for place in (self.outer, self.inner, self.copied):
            place.mkdir()
        host = folder / "host.img"
        with open(host, "wb") as file:
            file.truncate(6 << 30)
        sh("mkfs.btrfs", "-q", str(host))
        sh("mount", "-o", "loop", str(host), str(self.outer))
        self.image = self.outer / "disk.img"
        with open(self.image, "wb") as file:
            file.truncate(2 << 30)
        sh("mkfs.ext4", "-q", "-E", "lazy_itable_init=0,lazy_journal_init=0", str(self.image))
        sh("mount", "-o", "loop", str(self.image), str(self.inner))

    def cut(self):
        """The disk of this instant, mounted."""
        copy = self.outer / "copy.img"
        sh("cp", "--reflink=always", str(self.image), str(copy))
        return copy

    def mount(self, copy):
        sh("mount", "-o", "loop", str(copy), str(self.copied))
        return self.copied / "data"

    def unmount(self, copy):
        sh("umount", str(self.copied))
        copy.unlink()

    def away(self):
        for place in (self.inner, self.outer):
            subprocess.run(["umount", "-l", str(place)], check=False)


def main(binary, cuts, seed):
    if os.geteuid() != 0:
        sys.exit("mounting needs root")
    of = random.Random(seed)
    folder = Path(tempfile.mkdtemp(prefix="gongbao-cuts-"))
    disk = Disk(folder)
    data = disk.inner / "data"
    acknowledged, ended, beside = [], threading.Event(), {"reindex": 0, "backup": 0}

    def import_on():
        number = 0
        while not ended.is_set():
            numbers = range(number, number + of.randrange(5, 400))
            if run(binary, data, "import", "-", given=records(numbers))[0] == 0:
                acknowledged.append(numbers)
            number = numbers.stop

    def work_beside():
        while not ended.wait(of.uniform(3, 9)):
            command = of.choice(["reindex", "backup"])
            arguments = [command] if command == "reindex" else [command, str(disk.inner / "copy.backup")]
            (disk.inner / "copy.backup").unlink(missing_ok=True)
            beside[command] += run(binary, data, *arguments)[0] == 0

    faults, healed, looked_at, began = [], 0, 0, time.monotonic()
    site = Site(binary, data)
    threads = [threading.Thread(target=work, daemon=True) for work in (import_on, work_beside)]
    try:
        assert site.ready(), site.told()
        for thread in threads:
            thread.start()
        while not acknowledged:
            time.sleep(0.05)
        for cut in range(cuts):
            time.sleep(of.uniform(0.05, 2))
            numbers = [number for batch in list(acknowledged) for number in batch]
            copy = disk.cut()
            there = disk.mount(copy)
            code, said = run(binary, there, "check")
            with_site = Site(binary, there)
            try:
                if not with_site.ready():
                    faults.append(f"cut {cut}: not ready: {with_site.told()[-300:]}")
                    continue
                asked = numbers[-40:] + of.sample(numbers, min(len(numbers), 40))
                looked_at += len(asked)
                for number in asked:
                    if with_site.get(f"/articles/trial-{number}?format=json")[0] != 200:
                        faults.append(f"cut {cut}: trial-{number} is lost")
                    if with_site.search(f'"{phrase(number)}"') != (1, [f"trial-{number}"]):
                        faults.append(f"cut {cut}: trial-{number} is not found")
            finally:
                with_site.stop()
                if code != 0:
                    code, said = run(binary, there, "check")
                    healed += code == 0
                if code != 0:
                    faults.append(f"cut {cut}: check: {said[-300:]}")
                disk.unmount(copy)
            print(f"{cut + 1}/{cuts} {round(time.monotonic() - began)} s, faults {len(faults)}", file=sys.stderr)
    finally:
        ended.set()
        if os.path.ismount(disk.copied):
            sh("umount", str(disk.copied))
        for thread in threads:
            if thread.is_alive():
                thread.join(120)
        site.stop()
        disk.away()
        if not faults:
            shutil.rmtree(folder, ignore_errors=True)
    told = {"cuts": cuts, "seed": seed, "acknowledged": sum(map(len, acknowledged)), "looked_at": looked_at,
            "beside": beside, "check_told_and_the_start_healed": healed, "seconds": round(time.monotonic() - began),
            "faults": faults}
    print(json.dumps(told, ensure_ascii=False))
    return 1 if faults else 0


if __name__ == "__main__":
    begin(__doc__, main, 50)
