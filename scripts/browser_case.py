"""A whole case on phones, without a terminal: see scripts/browser --case. Six people, each with a browser of 390 pixels; leader and legal
sign what they approve with passkeys, of a virtual authenticator."""

import time
from pathlib import Path

import browser_house
from playwright.sync_api import sync_playwright

arguments = browser_house.parser().parse_args()
house = browser_house.House(arguments)
sql = house.sql
# A passkey belongs to a name; an address of numbers is none.
CONSOLE = arguments.console.replace("127.0.0.1", "localhost")
PEOPLE = ["he", "sun", "wang", "zhao", "zhou", "wu"]
WORDS = {
    "zh-CN": dict(
        title="充电器外壳过热", report="有顾客说充电器外壳烫手", claim="已收到 12 起充电器外壳过热的反馈。", source="客服记录",
        summary="12 起过热反馈，无人受伤，视频在转发。", because="产品质量问题，可能有人受伤", decide="两小时内发布情况说明。", goal="两小时内首次回应",
        question="我买的充电器还能用吗？", answer="请先停用，我们寄新的给您。", outcome="已寄出新充电器", over="反馈已回落", report_of="已按方案办理。",
        course="经过见历史记录。", effect="两小时内完成首次回应。", lessons="批次信息应提前备好。", improvement="建立批次查询表|wu|2027-01-31", accept="本次规模小，可接受", contact="王女士"),
    "en": dict(
        title="Charger case too hot", report="A customer says the charger burns", claim="Twelve reports of hot charger cases are in.", source="support desk",
        summary="Twelve reports of heat, nobody hurt, a video spreads.", because="a product fault that could hurt somebody", decide="A statement within two hours.",
        goal="first statement within two hours", question="Can I still use my charger?", answer="Please stop using it; a new one is on its way.",
        outcome="a new charger was sent", over="feedback has fallen back", report_of="Done as the plan says.", course="See the history.",
        effect="The first statement came within two hours.", lessons="Have the batches at hand.", improvement="A table of batches|wu|2027-01-31",
        accept="small, acceptable", contact="Ms Wang"),
}


class Phone:
    """Somebody's phone: a browser that is enrolled by a link that was shown at a terminal, once."""

    def __init__(self, browser, who, language):
        self.who, self.language, self.steps = who, language, 0
        self.context = browser.new_context(viewport={"width": 390, "height": 844}, locale=language, has_touch=True, reduced_motion="reduce")
        self.page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.stop(f"script: {error}"))
        session = self.context.new_cdp_session(self.page)
        session.send("WebAuthn.enable")
        session.send("WebAuthn.addVirtualAuthenticator", {"options": {
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
            "isUserVerified": True, "automaticPresenceSimulation": True}})
        self.page.goto(CONSOLE + house.invitation(who, "device", "add", f"case-{int(time.time() * 10) % 1_000_000}"))
        with self.page.expect_navigation():
            self.page.click("main form button")

    def stop(self, why):
        self.page.screenshot(path=Path(arguments.shots) / "stopped.png", full_page=True)
        raise SystemExit(f"{self.language} {self.who} {self.page.url}: {why}\n{self.page.inner_text('main')[:1500]}")

    def shot(self, name):
        folder = Path(arguments.shots) / self.language
        folder.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=folder / f"case-{name}.png", full_page=True)

    def send(self, form="main form[method=post]"):
        """Presses the form's button, and once more where the page asks whether it is meant."""
        for _ in range(3):
            with self.page.expect_navigation():
                self.page.locator(form).first.locator("button").first.click()
            if self.page.locator(".done").count():
                self.steps += 1
                return
            if self.page.locator(".failed:visible").count():
                self.stop("refused")
            form = "main form[method=post]"
        self.stop("it is not said to be recorded")

    def step(self, path, **fields):
        """A command as a form: what is filled in by the names of its fields, then the button."""
        self.page.goto(f"{CONSOLE}/do/{path}")
        for fold in self.page.locator("main details:not([open]) > summary").all():
            fold.click()
        for name, value in fields.items():
            field = self.page.locator(f'main form[method=post] [name="{name.replace("__", ":").replace("_", "-")}"]').first
            if not field.count():
                self.stop(f"there is no field {name}")
            kind = field.evaluate("one => one.type")
            if kind == "checkbox":
                field = self.page.locator(f'main form[method=post] [name="{name.replace("_", "-")}"][value="{value}"]')
                field.check()
            elif kind == "select-one":
                field.select_option(value)
            else:
                field.fill(value)
        self.send()

    def approve(self, text):
        """From the notice's link: the text as it goes out, and one button; the passkey signs."""
        self.page.goto(f"{CONSOLE}/text/{text}")
        self.shot(f"approve-{text[0]}-{self.who}")
        self.send("main form[action$='/approve']")


def stage(incident, wanted):
    for _ in range(300):
        if sql(f"select stage from levee.incident where id = {incident}") == wanted:
            return
        time.sleep(0.1)
    raise SystemExit(f"I{incident} is not {wanted}")


def newest(kind, incident):
    return sql(f"select max(id) from levee.{kind} where incident_id = {incident}" + (" and kind = 'statement'" if kind == "document" else ""))


def case(browser, language):
    words = WORDS[language]
    house.speak(language)
    phones = {who: Phone(browser, who, language) for who in PEOPLE}
    he, sun, wang, zhao, zhou, wu = (phones[who] for who in PEOPLE)
    for phone in (wang, zhao):
        phone.page.goto(f"{CONSOLE}/keys")
        phone.send()
        phone.page.goto(f"{CONSOLE}/keys")
        phone.shot("keys-" + phone.who)
    he.step("staff/report", TEXT=words["report"])
    sun.step("monitoring/open", TITLE=words["title"], kind="product_quality", severity="II", jurisdiction="CN")
    incident = sql("select max(id) from levee.incident")
    about = f"?INCIDENT=I{incident}"
    sun.step("monitoring/fact" + about, CLAIM=words["claim"], source=words["source"], verified="yes")
    sun.step("monitoring/assess" + about, text__summary=words["summary"], severity="II", because=words["because"])
    stage(incident, "commanding")
    wang.step("leadership/receive" + about)
    wang.step("leadership/decide" + about, SENTENCE=words["decide"], attendee="wang", record=words["decide"])
    wang.step("leadership/command" + about, goal=words["goal"])
    stage(incident, "planning")
    for phone, team in ((sun, "monitoring"), (zhou, "response"), (wu, "logistics")):
        phone.step(f"{team}/acknowledge" + about)
    zhou.step("response/plan" + about)
    wu.step("logistics/certify" + about)
    plan = "P" + sql(f"select max(id) from levee.document where incident_id = {incident} and kind = 'plan'") + ".1"
    wang.approve(plan)
    zhao.approve(plan)
    stage(incident, "responding")
    wang.page.goto(f"{CONSOLE}/incident/I{incident}")
    wang.shot("incident")
    zhou.step("response/statement" + about, to="website", submit="yes")
    statement = "S" + newest("document", incident) + ".1"
    wang.approve(statement)
    zhao.approve(statement)
    for _ in range(300):
        if sql(f"select count(*) from levee.delivery_receipt where incident_id = {incident}") != "0":
            break
        time.sleep(0.1)
    else:
        raise SystemExit("the statement did not go out")
    zhou.step("response/feedback-add" + about, TEXT=words["question"], **{"from": "customer"}, contact=words["contact"])
    feedback = "Q" + newest("feedback", incident)
    zhou.step(f"response/reply-freely?FEEDBACK={feedback}", text__words=words["answer"], resolved=words["outcome"])
    zhao.step(f"leadership/review-reply?FEEDBACK={feedback}")
    wang.step("leadership/declare-over" + about, REASON=words["over"])
    stage(incident, "reviewing")
    wu.step("logistics/stand-down" + about)
    for phone, team in ((sun, "monitoring"), (zhou, "response"), (wu, "logistics")):
        phone.step(f"{team}/report" + about, **{"text__TEXT": words["report_of"]})
    wang.step("leadership/receive-report" + about)
    wang.step("leadership/review" + about, text__course=words["course"], text__effectiveness=words["effect"], text__lessons=words["lessons"],
              improvement=words["improvement"], accept_rest=words["accept"])
    wang.step("leadership/close" + about)
    stage(incident, "closed")
    zhao.page.goto(f"{CONSOLE}/incident/I{incident}/history")
    zhao.shot("history")
    verified = house.command("sun", "audit", "verify", f"I{incident}", check=False)
    if verified.get("faults") or verified["signatures"] != 4:
        raise SystemExit(f"the history does not verify: {verified}")
    taken = sum(phone.steps for phone in phones.values())
    for phone in phones.values():
        phone.context.close()
    print(f"{language}: I{incident} from a report to the archive, {taken} steps on six phones, {verified['signatures']} signed approvals, "
          f"{verified['sealed']} sealed events, unchanged", flush=True)


with sync_playwright() as playwright:
    chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
    for chosen in WORDS:
        case(chromium, chosen)
    chromium.close()
