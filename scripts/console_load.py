"""Loads a console as people do, and says how long it took: see scripts/bench console."""

import argparse
import asyncio
import base64
import random
import re
import statistics
import subprocess
import time
import urllib.parse
import uuid

parser = argparse.ArgumentParser()
for name in ("console", "pid", "psql"):
    parser.add_argument("--" + name, required=True)
parser.add_argument("--readers", type=int, default=100)
parser.add_argument("--writers", type=int, default=10)
parser.add_argument("--streams", type=int, default=500)
parser.add_argument("--seconds", type=float, default=60)
arguments = parser.parse_args()
HOST, PORT = arguments.console.rsplit(":", 1)
PAGES = ["/", "/incidents", "/incident/I1", "/text/S2.1", "/feedback/I1", "/board", "/plan", "/plan/organisation"]
chance = random.Random(1)


def cookie(person):
    return "__Host-levee=" + base64.urlsafe_b64encode(f"{person}:secret".encode()).decode().rstrip("=")


class Browser:
    """One connection that is kept, as a browser keeps it."""

    def __init__(self, person):
        self.person, self.streams = person, None

    async def ask(self, path, fields=None):
        body = urllib.parse.urlencode(fields).encode() if fields else b""
        head = (f"{'POST' if fields else 'GET'} {path} HTTP/1.1\r\nHost: {arguments.console}\r\nCookie: {cookie(self.person)}\r\n"
                + (f"Origin: http://{arguments.console}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                   f"Content-Length: {len(body)}\r\n" if fields else "") + "\r\n").encode()
        for attempt in range(2):
            if self.streams is None:
                self.streams = await asyncio.open_connection(HOST, int(PORT))
            reader, writer = self.streams
            try:
                began = time.perf_counter()
                writer.write(head + body)
                answer = (await reader.readuntil(b"\r\n\r\n")).decode()
                length = int(re.search(r"Content-Length: (\d+)", answer, re.I).group(1))
                text = await reader.readexactly(length)
                return int(answer.split()[1]), text.decode(), time.perf_counter() - began
            except (asyncio.IncompleteReadError, ConnectionError):
                # A kept connection that the server closed meanwhile; a browser opens another.
                writer.close()
                self.streams = None
                if attempt:
                    raise

    def hidden(self, name, text):
        return re.search(f'name="{name}" value="([^"]+)"', text).group(1)


def percentile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * share))]


def say(name, values):
    print(f"{name:24} {len(values):5}   median {statistics.median(values) * 1000:6.1f} ms   p95 {percentile(values, .95) * 1000:6.1f} ms"
          f"   worst {max(values) * 1000:6.1f} ms")


async def fields(browser, text):
    status, page, _ = await browser.ask("/feedback/I1")
    return {"INCIDENT": "I1", "TEXT": text, "from": "customer", "_token": browser.hidden("_token", page), "_key": str(uuid.uuid4())}


async def load():
    spans, steps, wrong, end = {page: [] for page in PAGES}, [], [], time.monotonic() + arguments.seconds

    async def read(index):
        browser = Browser(f"reader{index}")
        await asyncio.sleep(chance.random() * 2)
        while time.monotonic() < end:
            page = chance.choice(PAGES)
            status, _, span = await browser.ask(page)
            spans[page].append(span)
            if status != 200:
                wrong.append((page, status))
            await asyncio.sleep(chance.expovariate(1 / 2))

    async def write(index):
        browser = Browser(f"writer{index}")
        while time.monotonic() < end:
            await asyncio.sleep(chance.expovariate(1 / 5))
            status, _, span = await browser.ask("/do/response/feedback-add", await fields(browser, f"writer {index}"))
            steps.append(span)
            if status != 200:
                wrong.append(("step", status))

    before = seconds_used()
    await asyncio.gather(*(read(i) for i in range(arguments.readers)), *(write(i) for i in range(arguments.writers)))
    print(f"== {arguments.readers} read a page every two seconds, {arguments.writers} write every five, for {arguments.seconds:.0f} s")
    for page in PAGES:
        say(page, spans[page])
    say("a step (POST)", steps)
    asked = sum(map(len, spans.values())) + len(steps)
    print(f"requests a second {asked / arguments.seconds:.0f}; the console used {(seconds_used() - before) / arguments.seconds * 100:.0f} % of a core; wrong answers {len(wrong)} {wrong[:3]}")


def seconds_used():
    fields = open(f"/proc/{arguments.pid}/stat").read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / 100


def resident():
    return next(int(line.split()[1]) / 1024 for line in open(f"/proc/{arguments.pid}/status") if line.startswith("VmRSS"))


async def step_beside_psql():
    browser = Browser("writer0")
    posts, statements = [], []
    for index in range(40):
        filled = await fields(browser, f"beside {index}")
        status, text, span = await browser.ask("/do/response/feedback-add", filled)
        assert status == 200, text
        posts.append(span)
        began = time.perf_counter()
        subprocess.run(
            [arguments.psql, "-XqAt", "-U", "writer0", "-c", "set role levee_response", "-c",
             "insert into levee.feedback (incident_id, sender, text) values (1, 'customer', 'beside')"],
            check=True, capture_output=True)
        statements.append(time.perf_counter() - began)
    print("== a step on a page, and the same statement by psql, one after the other")
    say("a step (POST)", posts)
    say("psql -c", statements)
    print(f"ratio of medians {statistics.median(posts) / statistics.median(statements):.2f}")


async def open_pages():
    before = resident()
    held = []
    for index in range(arguments.streams):
        reader, writer = await asyncio.open_connection(HOST, int(PORT))
        writer.write(f"GET /live HTTP/1.1\r\nHost: {arguments.console}\r\nCookie: {cookie(f'reader{index % arguments.readers}')}\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        assert b" 200 " in head.split(b"\r\n")[0], head
        held.append((reader, writer))
    await asyncio.sleep(3)
    used, began = seconds_used(), time.monotonic()
    await asyncio.sleep(30)
    share = (seconds_used() - used) / (time.monotonic() - began) * 100
    print(f"== {arguments.streams} pages open, nothing happens")
    print(f"resident memory {resident():.0f} MB ({before:.0f} MB before); {share:.2f} % of a core")
    for _, writer in held:
        writer.close()


async def main():
    await load()
    await step_beside_psql()
    await open_pages()


asyncio.run(main())
