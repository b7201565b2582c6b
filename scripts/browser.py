"""Walks the console's pages in Chromium: see scripts/browser. Playwright drives Debian's Chromium; axe-core comes with axe-playwright-python."""

import base64
import gzip
import os
import subprocess
import sys
import time
from pathlib import Path

import axe_playwright_python
import browser_house
from playwright.sync_api import sync_playwright

parser = browser_house.parser()
parser.add_argument("--pictures-folder", required=True)
parser.add_argument("--only", default="")
parser.add_argument("--pictures", action="store_true")
arguments = parser.parse_args()
house = browser_house.House(arguments)
sql, command = house.sql, house.command

AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text()
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WIDTHS = {390: 844, 820: 1180, 1280: 800, 1920: 1080}
PEOPLE = ["wang", "zhao", "sun", "zhou", "wu", "he"]
# Who looks at what. Paths that begin with ~ are the wall's.
PAGES = {
    "mine": ("wang", "/"), "mine-analyst": ("sun", "/"), "mine-employee": ("he", "/"), "me": ("wang", "/me"),
    "incidents": ("wang", "/incidents"), "incident": ("wang", "/incident/I1"), "incident-analyst": ("sun", "/incident/I2"),
    "history": ("wang", "/incident/I1/history"), "text": ("wang", "/text/S2.1"), "text-legal": ("zhao", "/text/S2.1"),
    "plan-text": ("zhao", "/text/P1.1"), "feedback": ("zhou", "/feedback"), "feedback-desk": ("zhou", "/feedback/I1"),
    "board": ("wang", "/board"), "wall": ("~", "/board"), "plan": ("he", "/plan"), "plan-chapter": ("he", "/plan/organisation"),
    "plan-workflow": ("he", "/plan/workflow"), "plan-cards": ("he", "/plan/cards"), "plan-search": ("he", "/plan?words=媒体"),
    "steps": ("wang", "/do"), "report": ("he", "/do/staff/report"), "assess": ("sun", "/do/monitoring/assess?INCIDENT=I2"),
    "open": ("sun", "/do/monitoring/open"), "command": ("wang", "/do/leadership/command?INCIDENT=I1"),
    "signals": ("sun", "/do/monitoring/signals"), "devices": ("zhou", "/devices"), "house": ("wu", "/house"),
    "house-people": ("wu", "/house/people"), "house-roster": ("wu", "/house/roster"), "house-ways": ("wu", "/house/ways"),
    "house-channels": ("wu", "/house/channels"), "house-resources": ("wu", "/house/resources"),
    "house-screens": ("wu", "/house/screens"), "house-health": ("wu", "/house/health"), "nowhere": ("he", "/nowhere"),
    "nobody": ("", "/"), "enrol": ("", "/enrol"), "keys": ("wang", "/keys"), "monitoring": ("sun", "/monitoring"), "signal": ("sun", "/monitoring/A1"),
    "mention": ("sun", "/monitoring/M1"), "mentions": ("sun", "/monitoring?WORD=起火"), "drills": ("wu", "/drills"),
    "evaluation": ("wang", "/evaluation/I1"), "evaluations": ("wang", "/evaluation"), "readiness": ("wang", "/readiness"), "attach": ("sun", "/do/staff/attach?INCIDENT=I1"),
    "feedback-many": ("zhou", "/do/response/feedback-import?INCIDENT=I1"), "ingest": ("sun", "/do/monitoring/ingest"),
    "roster-file": ("wu", "/do/staff/roster-export"), "plan-check": ("he", "/do/staff/playbook-check"),
    "improvements": ("wang", "/improvements"), "training": ("he", "/training"), "role": ("zhou", "/role"),
}
# Pictures of the documentation: page, width, height, scheme.
PICTURES = {
    "board": ("wall", 1920, 1080, "dark"), "approve": ("text", 390, 844, "light"), "mine": ("mine", 390, 844, "light"),
    "incident": ("incident", 820, 1000, "light"), "feedback": ("feedback-desk", 390, 844, "dark"),
}
FIRST, AFTER = 60_000, 15_000
failures = []
walked = 0


def fail(where, what):
    failures.append(f"{where}: {what}")
    print(f"✘ {where}: {what}", flush=True)


def enrol(browser, who):
    """A browser of somebody's, or of the wall's: opens the link that was shown, and presses the button."""
    label = f"b{int(time.time()) % 1_000_000}"
    path = house.invitation("wu", "board", "link", label) if who == "~" else house.invitation(who, "device", "add", label)
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    page.goto(arguments.console + path)
    with page.expect_navigation():
        page.click("button")
    cookies = context.cookies()
    context.close()
    if not cookies:
        raise SystemExit(f"{who or 'wall'} was not enrolled")
    return cookies


def watched(context, where):
    """A page that says what goes wrong in it: a script's error, or what the policy stopped."""
    page = context.new_page()
    page.on("pageerror", lambda error: fail(where(), f"script: {error}"))
    page.on("console", lambda message: fail(where(), f"console: {message.text}")
            if message.type == "error" and "status of 4" not in message.text else None)
    return page


def contrast_and_more(page, where):
    page.evaluate(AXE)
    found = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})", AXE_TAGS)
    for violation in found["violations"]:
        nodes = "; ".join(node["html"][:110] for node in violation["nodes"][:2])
        fail(where, f"axe {violation['id']}: {violation['help']} ({len(violation['nodes'])}): {nodes}")


def keyboard(page, where):
    """Tab alone: to the skip link first, then to everything that can be pressed, each with a ring that is seen."""
    page.evaluate("document.activeElement && document.activeElement.blur()")
    wanted = page.evaluate("""() => { const all = [...document.querySelectorAll('main button, main a[href]')]
      .filter((one) => one.checkVisibility()); return all.length }""")
    reached, first = set(), None
    for _ in range(wanted + 80):
        page.keyboard.press("Tab")
        state = page.evaluate("""() => { const one = document.activeElement;
          if (!one || one === document.body) return null;
          const style = getComputedStyle(one);
          const all = [...document.querySelectorAll('main button, main a[href]')].filter((other) => other.checkVisibility());
          return {first: one.className, index: all.indexOf(one),
            seen: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2, tag: one.outerHTML.slice(0, 90)} }""")
        if state is None:
            break
        if first is None:
            first = state["first"]
        if not state["seen"]:
            fail(where, f"the focus is not seen on {state['tag']}")
            return
        if state["index"] >= 0:
            reached.add(state["index"])
    if first != "skip" and page.query_selector(".skip"):
        fail(where, f"the first key leads to {first!r}, not past the navigation")
    if len(reached) < min(wanted, 60):
        fail(where, f"keys reach {len(reached)} of {wanted}")


def size(page, path, where):
    """What goes over the line, as nginx sends it: compressed."""
    bodies = {}
    page.on("response", lambda response: bodies.__setitem__(response.url, response))
    page.goto(arguments.console + path)
    page.wait_for_load_state("load")
    total = 0
    for url, response in list(bodies.items()):
        if url.endswith("/live") or response.status >= 300 and response.status < 400:
            continue
        try:
            body = response.body()
        except Exception:
            continue
        total += len(gzip.compress(body, 6))
        if response.request.resource_type == "document":
            plain = len(body)
            packed = len(gzip.compress(body, 6))
            if plain > FIRST:
                fail(where, f"the page is {plain} bytes")
            if packed > AFTER:
                fail(where, f"the page is {packed} bytes on the line")
    if total > FIRST:
        fail(where, f"the first visit is {total} bytes on the line")
    return total


def walk(browser, cookies, language):
    global walked
    for name, (who, path) in PAGES.items():
        if arguments.only and not any(word in name for word in arguments.only.split(",")):
            continue
        for width, height in WIDTHS.items():
            for scheme in {390: ("light", "dark"), 1920: ("dark",)}.get(width, ("light",)):
                where = f"{language} {name} {width} {scheme}"
                context = browser.new_context(
                    viewport={"width": width, "height": height}, color_scheme=scheme, locale=language,
                    device_scale_factor=1, has_touch=width == 390, reduced_motion="reduce")
                if who:
                    context.add_cookies(cookies[who])
                page = watched(context, lambda where=where: where)
                answer = page.goto(arguments.console + path)
                expected = {"nowhere": 404, "nobody": 401}.get(name, 200)
                if answer.status != expected:
                    fail(where, f"status {answer.status}")
                page.wait_for_load_state("load")
                if page.evaluate("document.documentElement.lang") != language:
                    fail(where, "it speaks another language")
                wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
                if wide > 0:
                    fail(where, f"it is {wide} pixels wider than the screen")
                if width in (390, 1920):
                    contrast_and_more(page, where)
                if width == 1280:
                    keyboard(page, where)
                if width == 390 and scheme == "light":
                    size(page, path, where)
                folder = Path(arguments.shots) / language
                folder.mkdir(parents=True, exist_ok=True)
                page.screenshot(path=folder / f"{name}-{width}{'-dark' if scheme == 'dark' else ''}.png", full_page=width != 1920)
                context.close()
                walked += 1


def steps(browser, cookies):
    """What a person does: on a phone, without the script, with a double tap, on a line that drops."""
    phone = dict(viewport={"width": 390, "height": 844}, locale="zh-CN", has_touch=True)
    # Without the script: somebody reports, and it is recorded.
    context = browser.new_context(java_script_enabled=False, **phone)
    context.add_cookies(cookies["he"])
    page = context.new_page()
    page.goto(arguments.console + "/do/staff/report")
    page.locator("textarea").first.fill("没有脚本也能上报")
    with page.expect_navigation():
        page.locator("main form button").first.tap()
    if not page.locator(".done").count():
        fail("without the script", "the report is not said to be recorded")
    if sql("select count(*) from levee.report where text = '没有脚本也能上报'") != "1":
        fail("without the script", "the report is not recorded")
    context.close()
    # On a line that drops: what was typed is there again.
    context = browser.new_context(**phone)
    context.add_cookies(cookies["he"])
    page = context.new_page()
    page.goto(arguments.console + "/do/staff/report")
    words = "断网前写下的内容"
    page.locator("textarea").first.fill(words)
    context.set_offline(True)
    page.locator("main form button").first.tap()
    page.wait_for_timeout(500)
    context.set_offline(False)
    page.goto(arguments.console + "/do/staff/report")
    if page.locator("textarea").first.input_value() != words:
        fail("a line that drops", "what was typed is gone")
    # A double tap: one report.
    page.evaluate("""() => { const button = document.querySelector('main form button'); button.click(); button.click(); }""")
    page.wait_for_selector(".done")
    page.reload()
    if sql(f"select count(*) from levee.report where text = '{words}'") != "1":
        fail("a double tap", "it is not recorded once")
    page.goto(arguments.console + "/do/staff/report")
    if page.locator("textarea").first.input_value():
        fail("a double tap", "what was sent stands in the next form")
    context.close()
    # Live: what somebody else records is seen without a hand.
    context = browser.new_context(**phone)
    context.add_cookies(cookies["sun"])
    page = context.new_page()
    page.goto(arguments.console + "/incident/I1")
    subprocess.run([f"{arguments.bin}/levee-monitoring", "fact", "I1", "看得见的新情况", "--source", "x"], check=True,
                   capture_output=True, env=dict(os.environ, PGUSER="sun"))
    try:
        page.wait_for_selector("text=看得见的新情况", timeout=15000)
    except Exception:
        fail("live", "a page does not show what somebody else recorded")
    context.close()
    # Approving, from the notice's link in two taps.
    context = browser.new_context(**phone)
    context.add_cookies(cookies["wang"])
    page = context.new_page()
    page.goto(arguments.console + "/text/S2.1")
    with page.expect_navigation():
        page.locator("button.go").first.tap()
    if page.locator("button.go").count() and not page.locator(".done").count():
        with page.expect_navigation():
            page.locator("button.go").first.tap()
    if sql("select count(*) from levee.review where kind = 'statement' and person = 'wang'") != "1":
        fail("approving", "the approval is not recorded")
    context.close()


def files(browser, cookies):
    """A file is handed over and had again, with the script and without; a report is had as a file; a table is pasted."""
    picture = {"name": "截图 一.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n" + bytes(range(256)) * 40}
    for script in (False, True):
        where = "files, " + ("with the script" if script else "without it")
        context = browser.new_context(
            java_script_enabled=script, viewport={"width": 390, "height": 844}, locale="zh-CN", has_touch=True)
        context.add_cookies(cookies["sun"])
        page = context.new_page()
        page.goto(arguments.console + "/do/staff/attach?INCIDENT=I1")
        page.locator("input[type=file]").set_input_files(picture)
        with page.expect_navigation():
            page.locator("main form button").first.tap()
        if not page.locator(".done").count():
            fail(where, "the file is not said to be kept")
        page.goto(arguments.console + "/incident/I1")
        page.locator("details:has(a[href^='/attachment/']) > summary").first.tap()
        with page.expect_download() as had:
            page.locator("a[href^='/attachment/']").last.tap()
        if had.value.suggested_filename != picture["name"] or Path(had.value.path()).read_bytes() != picture["buffer"]:
            fail(where, f"it comes back as {had.value.suggested_filename}, or with other bytes")
        page.goto(arguments.console + "/incident/I1/history")
        with page.expect_download() as had:
            page.locator("a[download]").first.tap()
        if not had.value.suggested_filename.endswith("I1.md"):
            fail(where, f"the report is called {had.value.suggested_filename}")
        page.goto(arguments.console + "/do/monitoring/feedback-import?INCIDENT=I1")
        page.locator("textarea").first.fill("第一条\n第二条")
        page.locator("select").first.select_option("customer")
        with page.expect_navigation():
            page.locator("main form button").first.tap()
        if not page.locator(".done").count():
            fail(where, "pasted lines are not said to be registered")
        context.close()
    if sql("select count(*) from levee.attachment where name = '截图 一.png'") != "2":
        fail("files", "two are not kept")
    if sql("select count(*) from levee.feedback where text in ('第一条', '第二条')") != "4":
        fail("files", "four lines are not registered")


def pictures(browser, cookies):
    folder = Path(arguments.pictures_folder)
    folder.mkdir(parents=True, exist_ok=True)
    for name, (page_name, width, height, scheme) in PICTURES.items():
        who, path = PAGES[page_name]
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, locale="zh-CN", device_scale_factor=1)
        context.add_cookies(cookies[who])
        page = context.new_page()
        page.goto(arguments.console + path)
        page.wait_for_load_state("load")
        session = context.new_cdp_session(page)
        taken = session.send("Page.captureScreenshot", {"format": "webp", "quality": 70})
        picture = base64.b64decode(taken["data"])
        (folder / f"{name}.webp").write_bytes(picture)
        if len(picture) > 100_000:
            fail(name, f"its picture is {len(picture)} bytes")
        context.close()


with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
    began = time.monotonic()
    for language in ("zh-CN", "en"):
        house.speak(language)
        cookies = {}
        for who in PEOPLE + ["~"]:
            cookies[who] = enrol(browser, who)
            time.sleep(0.01)
        if arguments.pictures and language == "zh-CN":
            pictures(browser, cookies)
        walk(browser, cookies, language)
        for who in PEOPLE:
            label = sql(f"select label from levee.device where handle = '{who}' and ended_at = 'infinity'").split("\n")[0]
            if language == "zh-CN":
                command(who, "device", "revoke", label)
    if not arguments.only:
        steps(browser, cookies)
    if not arguments.only or "attach" in arguments.only:
        files(browser, cookies)
    browser.close()
    print(f"{walked} pages in {time.monotonic() - began:.0f} s, {len(failures)} failures; pictures of them: {arguments.shots}")
sys.exit(1 if failures else 0)
