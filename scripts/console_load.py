"""Loads a console as people do, and says how long it took: see scripts/bench console, and scripts/beside for --beside."""

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
for name in ("console", "pid"):
    parser.add_argument("--" + name, required=True)
what = parser.add_mutually_exclusive_group(required=True)
what.add_argument("--psql")
what.add_argument("--beside", action="store_true")
parser.add_argument("--readers", type=int, default=100)
parser.add_argument("--writers", type=int, default=10)
parser.add_argument("--streams", type=int, default=500)
parser.add_argument("--seconds", type=float, default=60)
arguments = parser.parse_args()
HOST, PORT = arguments.console.rsplit(":", 1)
chance = random.Random(1)


class Levee:
    pages = {path: [path] for path in ["/", "/incidents", "/incident/I1", "/text/S2.1", "/feedback/I1", "/board", "/plan", "/plan/organisation"]}
    name, step, recorded = "the console", "/do/response/feedback-add", 200

    async def enter(self, browser):
        browser.cookie = "__Host-levee=" + base64.urlsafe_b64encode(f"{browser.person}:secret".encode()).decode().rstrip("=")

    async def fields(self, browser, text):
        page = (await browser.ask("/feedback/I1"))[1]
        token = re.search('name="_token" value="([^"]+)"', page).group(1)
        return {"INCIDENT": "I1", "TEXT": text, "from": "customer", "_token": token, "_key": str(uuid.uuid4())}


class RequestTracker:
    pages = {
        "the front page": ["/"],
        "the queue's list": ["/Search/Results.html?" + urllib.parse.urlencode({"Query": "Queue = 'Incidents' AND Status = '__Active__'"})],
        "a ticket": ["/Ticket/Display.html?id=1", "/Helpers/TicketHistory?id=1"],
    }
    name, step, recorded = "its processes", "/Ticket/Update.html", 302

    async def enter(self, browser):
        await browser.ask("/NoAuth/Login.html", {"user": browser.person, "pass": "secret in beside"})
        browser.cookie = re.findall("Set-Cookie: ([^;]+)", browser.head)[-1]
        for name in self.pages:
            await see(browser, name)
        assert "Logout" in (await browser.ask("/"))[1], f"{browser.person} is not signed on"

    async def fields(self, browser, text):
        page = (await browser.ask("/Ticket/Update.html?Action=Respond&id=1"))[1]
        token = re.search('name="Token" value="([^"]+)"', page).group(1)
        return {"id": "1", "Token": token, "Action": "Respond", "UpdateType": "response", "UpdateContentType": "text/html", "UpdateContent": text,
                "SubmitTicket": "Update Ticket"}


HOUSE = RequestTracker() if arguments.beside else Levee()


class Browser:
    """One connection that is kept, as a browser keeps it."""

    def __init__(self, person):
        self.person, self.streams, self.cookie, self.head = person, None, "", ""

    async def ask(self, path, fields=None):
        body = urllib.parse.urlencode(fields).encode() if fields else b""
        head = (f"{'POST' if fields else 'GET'} {path} HTTP/1.1\r\nHost: {arguments.console}\r\nCookie: {self.cookie}\r\n"
                f"Referer: http://{arguments.console}/\r\n"
                + (f"Origin: http://{arguments.console}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                   f"Content-Length: {len(body)}\r\n" if fields else "") + "\r\n").encode()
        for attempt in range(2):
            if self.streams is None:
                self.streams = await asyncio.open_connection(HOST, int(PORT))
            reader, writer = self.streams
            try:
                began = time.perf_counter()
                writer.write(head + body)
                self.head = (await reader.readuntil(b"\r\n\r\n")).decode()
                text = await self.body(reader)
                span = time.perf_counter() - began
                if "connection: close" in self.head.lower():
                    writer.close()
                    self.streams = None
                return int(self.head.split()[1]), text.decode(), span
            except (asyncio.IncompleteReadError, ConnectionError):
                # A kept connection that the server closed meanwhile; a browser opens another.
                writer.close()
                self.streams = None
                if attempt:
                    raise

    async def body(self, reader):
        if length := re.search(r"Content-Length: (\d+)", self.head, re.I):
            return await reader.readexactly(int(length.group(1)))
        assert "transfer-encoding: chunked" in self.head.lower(), self.head
        text = b""
        while size := int(await reader.readline(), 16):
            text += (await reader.readexactly(size + 2))[:-2]
        await reader.readline()
        return text


async def enter(person):
    browser = Browser(person)
    await HOUSE.enter(browser)
    return browser


async def see(browser, name):
    """A page, and what its script asks for at once: whether all of it came, and how long it took."""
    asked = [await browser.ask(path) for path in HOUSE.pages[name]]
    return max(status for status, _, _ in asked), sum(span for _, _, span in asked)


async def take(browser, text):
    """A step; the form is opened first, which is not counted."""
    return await browser.ask(HOUSE.step, await HOUSE.fields(browser, text))


def percentile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * share))]


def say(name, values):
    if not values:
        return print(f"{name:24} none")
    print(f"{name:24} {len(values):5}   median {statistics.median(values) * 1000:6.1f} ms   p95 {percentile(values, .95) * 1000:6.1f} ms"
          f"   worst {max(values) * 1000:6.1f} ms")


async def load():
    readers = await asyncio.gather(*(enter(f"reader{i}") for i in range(arguments.readers)))
    writers = await asyncio.gather(*(enter(f"writer{i}") for i in range(arguments.writers)))
    spans, steps, wrong, end = {name: [] for name in HOUSE.pages}, [], [], time.monotonic() + arguments.seconds

    async def read(browser):
        await asyncio.sleep(chance.random() * 2)
        while time.monotonic() < end:
            name = chance.choice(list(HOUSE.pages))
            status, span = await see(browser, name)
            spans[name].append(span)
            if status != 200:
                wrong.append((name, status))
            await asyncio.sleep(chance.expovariate(1 / 2))

    async def write(browser):
        while time.monotonic() < end:
            await asyncio.sleep(chance.expovariate(1 / 5))
            status, _, span = await take(browser, browser.person)
            steps.append(span)
            if status != HOUSE.recorded:
                wrong.append(("step", status))

    async def count():
        before = seconds_used()
        await asyncio.sleep(arguments.seconds)
        return sum(map(len, spans.values())) + len(steps), seconds_used() - before

    # Who waits for a page at the end gets it.
    (asked, used), *_ = await asyncio.gather(count(), *map(read, readers), *map(write, writers))
    print(f"== {arguments.readers} read a page every two seconds, {arguments.writers} write every five, for {arguments.seconds:.0f} s")
    for name in HOUSE.pages:
        say(name, spans[name])
    say("a step (POST)", steps)
    print(f"pages and steps a second {asked / arguments.seconds:.1f}; {HOUSE.name} used {used / arguments.seconds * 100:.0f} % of a core; "
          f"wrong answers {len(wrong)} {wrong[:3]}")


async def alone():
    browser = await enter("writer0")
    print("== nobody else: one page after the other")
    for name in HOUSE.pages:
        say(name, [(await see(browser, name))[1] for _ in range(20)])
    say("a step (POST)", [(await take(browser, f"alone {index}"))[2] for index in range(20)])


def processes():
    """The console's process; beside it, a server's workers too."""
    return [arguments.pid, *open(f"/proc/{arguments.pid}/task/{arguments.pid}/children").read().split()]


def seconds_used():
    # With those of workers that have ended.
    return sum(sum(map(int, open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()[11:15])) for pid in processes()) / 100


def resident(kind="Rss"):
    return sum(int(line.split()[1]) for pid in processes() for line in open(f"/proc/{pid}/smaps_rollup") if line.startswith(kind + ":")) / 1024


async def step_beside_psql():
    browser = await enter("writer0")
    posts, statements = [], []
    for index in range(40):
        status, text, span = await take(browser, f"beside {index}")
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
        browser = await enter(f"reader{index % arguments.readers}")
        reader, writer = await asyncio.open_connection(HOST, int(PORT))
        writer.write(f"GET /live HTTP/1.1\r\nHost: {arguments.console}\r\nCookie: {browser.cookie}\r\n\r\n".encode())
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
    await alone()
    if arguments.beside:
        print(f"resident memory {resident():.0f} MB in {len(processes())} processes; {resident('Pss'):.0f} MB with what they share counted once")
    else:
        await step_beside_psql()
        await open_pages()


asyncio.run(main())
