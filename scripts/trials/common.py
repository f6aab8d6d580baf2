"""What the trials have in common: invented bulletins, a site under test, and what it answers."""

import hashlib
import json
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

# Sixteen characters that no other word of a trial's bulletin has: the number of a bulletin written with them is its own phrase.
DIGITS = "璞琰瑄玥琬瑾璟琮珩玦瑗璜琥珑璋圭"
PLACES = ["泊云县", "青岑县", "临汀镇", "苇塘乡", "望岫街道", "石渠村"]
WORKS = ["水库巡查", "道路养护", "防汛值守", "春耕备种", "医保参保登记", "校舍修缮", "河道清淤", "安全生产检查"]
UNITS = ["水务局", "交通运输局", "应急管理局", "农业农村局", "医疗保障局", "教育局"]


def phrase(number):
    """What stands in bulletin `number` alone."""
    return "".join(DIGITS[(number >> shift) & 15] for shift in (20, 16, 12, 8, 4, 0))


def bulletin(number, word=""):
    """The record of bulletin `number`, in the form of a county's notice; another `word` gives another version of it."""
    of = random.Random(number)
    place, work, unit = of.choice(PLACES), of.choice(WORKS), of.choice(UNITS)
    day = f"20{of.randrange(10, 26):02}-{of.randrange(1, 13):02}-{of.randrange(1, 29):02}"
    lines = [f"{place}{unit}开展{work}，投入{of.randrange(20, 900)}万元，覆盖{of.randrange(2, 60)}个村。" for _ in range(of.randrange(3, 30))]
    lines.insert(1, f"本通知的编号是{phrase(number)}。{word}")
    return {
        "id": f"trial-{number}",
        "title": f"{place}{unit}关于做好{work}的通知（第{number}号）",
        "published_on": day,
        "source": f"{place}融媒体中心",
        "body": "\n".join(lines),
    }


def records(numbers, word=""):
    return "".join(json.dumps(bulletin(number, word), ensure_ascii=False) + "\n" for number in numbers).encode()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Site:
    """`gongbao serve` on a data folder, at a port of its own on 127.0.0.1."""

    def __init__(self, binary, data, settings=None):
        self.binary, self.data, self.port = str(binary), str(data), free_port()
        self.log = tempfile.NamedTemporaryFile("w+b", prefix="gongbao-trial-", suffix=".log")
        self.process = subprocess.Popen(
            [self.binary, "serve", "--data", self.data, "--listen", f"127.0.0.1:{self.port}", "--no-sample"],
            stdout=self.log, stderr=self.log, env=os.environ | (settings or {}))

    def get(self, path, timeout=20):
        """The status and the body of `path`; status 0 where there was no answer."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=timeout) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as refusal:
            return refusal.code, refusal.read()
        except (OSError, TimeoutError):
            return 0, b""

    def ready(self, seconds=60):
        """Whether it is ready within `seconds`; a process that ended is not."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.process.poll() is None:
            if self.get("/readyz", 5)[0] == 200:
                return True
            time.sleep(0.03)
        return False

    def search(self, query, **parameters):
        """The total and the ids of the results of a query; `None` where it was not answered with 200."""
        status, body = self.get("/search?" + urllib.parse.urlencode({"q": query, "format": "json"} | parameters))
        if status != 200:
            return None
        answer = json.loads(body)
        return answer["total"], [hit["id"] for hit in answer["results"]]

    def memory(self):
        """Its own memory, and what is resident now and at its highest, in MiB."""
        with open(f"/proc/{self.process.pid}/status", encoding="utf-8") as status:
            lines = dict(line.split(":", 1) for line in status)
        return tuple(int(lines[name].split()[0]) // 1024 for name in ("RssAnon", "VmRSS", "VmHWM"))

    def told(self):
        with open(self.log.name, encoding="utf-8", errors="replace") as log:
            return log.read()

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        self.process.terminate()
        self.process.wait(60)


def run(binary, data, *arguments, given=None, seconds=600):
    """The exit code and what was printed of one command of gongbao."""
    done = subprocess.run([str(binary), *arguments, "--data", str(data)], input=given, capture_output=True, timeout=seconds)
    return done.returncode, (done.stdout + done.stderr).decode("utf-8", "replace")


def what_is_there(site, queries, names):
    """What a site answers, in a form to compare: how many each query finds, which they are where they are few (of equals an
    index made anew may have others first), and the bulletins by hashes of all that does not follow from that order."""
    found, texts = {}, {}
    for query in queries:
        answer = site.search(query, per_page=20)
        found[query] = answer and (answer[0], sorted(answer[1]) if answer[0] <= 20 else None)
    for name in names:
        status, body = site.get(f"/articles/{urllib.parse.quote(name)}?format=json")
        if status == 200:
            record = json.loads(body)
            record.pop("related")
            body = json.dumps(record).encode()
        texts[name] = (status, hashlib.sha256(body).hexdigest())
    return found, texts


def begin(document, work, times):
    """Does the `work` of a trial that is started with BINARY, how many `times` (these where it is not said) and a seed (1)."""
    arguments = sys.argv[1:]
    if not arguments or arguments[0] in ("-h", "--help"):
        print(document)
        sys.exit(0 if arguments else 2)
    binary, times, seed = arguments + [times, 1][len(arguments) - 1:]
    sys.exit(work(Path(binary).resolve(), int(times), int(seed)))
