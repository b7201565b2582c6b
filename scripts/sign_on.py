"""A browser that signs on at Debian's Glewlwyd and becomes somebody's: see scripts/sign-on."""

import argparse
import contextlib
import http.cookiejar
import json
import os
import re
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import sync_playwright

parser = argparse.ArgumentParser()
parser.add_argument("--bin", required=True)
parser.add_argument("--folder", required=True)
parser.add_argument("--database", required=True)
arguments = parser.parse_args()
FOLDER = Path(arguments.folder)
AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text()
INSTALL = Path("/usr/share/dbconfig-common/data/glewlwyd/install/sqlite3")
WORDS = {
    "zh-CN": dict(link="用公司账号登记", unbound="还没有绑定到人", waits="待您确认", done="此浏览器已登记", key="更换|换了签名密钥"),
    "en": dict(link="with the company's account", unbound="not bound to anybody", waits="waits for you to confirm", done="This browser is enrolled",
               key="a key that is not known"),
}


def check(holds, why):
    if not holds:
        raise SystemExit(f"scripts/sign-on: {why}")


def free_port():
    with contextlib.closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def openssl(*words, given=None):
    return subprocess.run(["openssl", *words], input=given, capture_output=True, text=True, check=True).stdout


def levee(who, *words, fails=False):
    made = subprocess.run([f"{arguments.bin}/levee", *words], env=os.environ | {"PGUSER": who, "LEVEE_LANGUAGE": "en"}, capture_output=True, text=True)
    check((made.returncode != 0) == fails, f"{who}: levee {' '.join(words)}: {made.stdout}{made.stderr}")
    return made.stdout + made.stderr


class Provider:
    """Glewlwyd, with a database of its own: one client, one account, one key."""

    def __init__(self):
        self.port = free_port()
        self.base = f"http://localhost:{self.port}"
        self.issuer = f"{self.base}/api/oidc"
        home = FOLDER / "glewlwyd"
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir()
        subprocess.run(["sqlite3", str(home / "db")], input=INSTALL.read_text(), text=True, check=True)
        # It serves no file behind a symbolic link, of which Debian's package has some.
        subprocess.run(["cp", "-rL", "/usr/share/glewlwyd/webapp", str(home / "web")], check=True)
        shutil.rmtree(home / "web" / "config.json", ignore_errors=True)
        shutil.copy("/usr/share/glewlwyd/templates/config.json", home / "web" / "config.json")
        settings = Path("/etc/glewlwyd/glewlwyd.conf").read_text()
        settings = re.sub(r"(?m)^@include.*$", "", settings)
        settings = re.sub(r"(?m)^#?\s*port\s*=.*$", f"port={self.port}", settings)
        settings = re.sub(r"(?m)^#?\s*bind_address\s*=.*$", 'bind_address="127.0.0.1"', settings)
        settings = re.sub(r"(?m)^#?\s*external_url\s*=.*$", f'external_url="{self.base}"', settings)
        settings = re.sub(r"(?m)^#?\s*static_files_path\s*=.*$", f'static_files_path="{home / "web"}/"', settings)
        settings += f'\ndatabase = {{ type = "sqlite3"  path = "{home / "db"}" }};\n'
        (home / "conf").write_text(settings)
        self.process = subprocess.Popen(["glewlwyd", "-c", str(home / "conf"), "-m", "console"], stdout=open(home / "log", "w"), stderr=subprocess.STDOUT)
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        for _ in range(100):
            with contextlib.suppress(OSError):
                self.call("POST", "/auth/", {"username": "admin", "password": "password"})
                break
            time.sleep(0.1)
        else:
            raise SystemExit((home / "log").read_text())

    def call(self, method, path, body=None):
        request = urllib.request.Request(
            self.base + "/api" + path, method=method, data=None if body is None else json.dumps(body).encode(), headers={"Content-Type": "application/json"})
        try:
            with self.opener.open(request) as answer:
                return answer.read().decode()
        except urllib.error.HTTPError as error:
            raise SystemExit(f"Glewlwyd: {method} {path}: {error.code} {error.read().decode()[:500]}")

    def signs(self, kind, again=False):
        """With a new key of this kind."""
        if kind == "rsa":
            key = openssl("genrsa", "2048")
            public = openssl("rsa", "-pubout", given=key)
        else:
            key = openssl("ecparam", "-genkey", "-name", "prime256v1", "-noout")
            public = openssl("ec", "-pubout", given=key)
        body = {
            "module": "oidc", "name": "oidc", "display_name": "OIDC", "enabled": True,
            "parameters": {
                "iss": self.issuer, "jwt-type": kind, "jwt-key-size": "256", "key": key, "cert": public, "access-token-duration": 3600,
                "refresh-token-duration": 1209600, "code-duration": 600, "refresh-token-rolling": False, "allow-non-oidc": False,
                "auth-type-code-enabled": True, "auth-type-token-enabled": False, "auth-type-id-token-enabled": True, "auth-type-none-enabled": False,
                "auth-type-password-enabled": False, "auth-type-client-enabled": False, "auth-type-device-enabled": False,
                "auth-type-refresh-enabled": False, "jwks-show": True, "pkce-allowed": True, "pkce-method-plain-allowed": False,
                "pkce-required": True, "subject-type": "public", "scope": [], "additional-parameters": [], "claims": []}}
        if again:
            self.call("PUT", "/mod/plugin/oidc", body)
            self.call("PUT", "/mod/plugin/oidc/disable")
            self.call("PUT", "/mod/plugin/oidc/enable")
        else:
            self.call("POST", "/mod/plugin/", body)

    def knows(self, redirect):
        """One client, and one account."""
        self.call("POST", "/client/", {
            "client_id": "levee", "name": "Levee", "confidential": True, "client_secret": "s3cret", "password": "s3cret", "redirect_uri": [redirect],
            "authorization_type": ["code"], "enabled": True, "token_endpoint_auth_method": ["client_secret_basic"]})
        self.call("POST", "/user/", {
            "username": "jianguo", "password": "a-good-password", "name": "Wang", "enabled": True, "scope": ["g_profile", "openid"]})


class Console:
    """At an address of numbers, so that the provider's is another site."""

    def __init__(self, provider):
        self.origin = f"http://127.0.0.1:{free_port()}"
        (FOLDER / "secret").write_text("s3cret\n")
        self.log = FOLDER / "console.log"
        self.process = subprocess.Popen(
            [f"{arguments.bin}/levee-console", "serve", "--listen", self.origin.removeprefix("http://"), "--address", self.origin, "--trust",
             "--sign-on", provider.issuer, "--sign-on-secret", str(FOLDER / "secret")],
            env=os.environ | {"PGUSER": "levee_console"}, stderr=open(self.log, "w"))
        for _ in range(100):
            if "event=listening" in self.log.read_text():
                return
            time.sleep(0.1)
        raise SystemExit(self.log.read_text())


class Browser:
    """A phone of somebody whom nobody knows yet."""

    def __init__(self, chromium, console, language):
        self.console, self.language, self.words = console, language, WORDS[language]
        self.context = chromium.new_context(viewport={"width": 390, "height": 844}, locale=language)
        self.page = self.context.new_page()

    def look(self, name):
        """A picture, and the rules of WCAG."""
        self.page.screenshot(path=FOLDER / f"{self.language}-{name}.png")
        self.page.evaluate(AXE)
        found = self.page.evaluate(
            "() => axe.run(document, {runOnly: {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']}})")["violations"]
        check(not found, f"{self.page.url}: {[violation['id'] for violation in found]}")

    def signs_on(self, name):
        """From the page that knows nobody to the provider and back. Returns what the last page says."""
        page = self.page
        page.goto(self.console.origin + "/enrol/sign-on")
        self.look(name + "-1-asking")
        page.fill("input[name=label]", f"{name}-{self.language.lower()[:2]}")
        page.click("main form button")
        for _ in range(200):
            if page.url.startswith(self.console.origin + "/enrol/sign-on/back"):
                break
            if page.locator("input#username:visible").count():
                page.fill("input#username", "jianguo")
                page.fill("input#password", "a-good-password")
                page.keyboard.press("Enter")
                page.wait_for_timeout(500)
            elif page.locator("button:has-text('Continue'):visible").count():
                page.locator("button:has-text('Continue'):visible").first.click()
                page.wait_for_timeout(500)
            page.wait_for_timeout(50)
        else:
            page.screenshot(path=FOLDER / "stopped.png", full_page=True)
            raise SystemExit(f"{page.url}: {page.inner_text('body')[:1500]}")
        page.wait_for_selector("main")
        self.look(name + "-2-back")
        return page.inner_text("main")

    def expect(self, text, word):
        check(re.search(self.words[word], text), f"{self.language}: {word}: {text}\n{self.console.log.read_text()[-2000:]}")


def play(chromium, provider, console):
    one = Browser(chromium, console, "zh-CN")
    one.page.goto(console.origin + "/")
    one.expect(one.page.inner_text("main"), "link")
    text = one.signs_on("first")
    one.expect(text, "unbound")
    subject = re.search(r"sub）：(\S+)", text).group(1)
    levee("postgres", "sign-on", "bind", "wang", "--issuer", provider.issuer, "--subject", subject)
    one.expect(one.signs_on("bound"), "waits")
    levee("wang", "sign-on", "confirm", subject, "--yes")
    one.expect(one.signs_on("done"), "done")
    one.page.click("main a[href='/']")
    check("王建国" in one.page.content(), "it is Wang's")
    # The same in English, with a key of another kind: refused, taken over, taken.
    provider.signs("ecdsa", again=True)
    two = Browser(chromium, console, "en")
    two.page.goto(console.origin + "/")
    two.expect(two.page.inner_text("main"), "link")
    two.expect(two.signs_on("rotated"), "key")
    print(levee("postgres", "provider", "refresh", provider.issuer).strip())
    two.expect(two.signs_on("done"), "done")
    cookies = {c["name"]: c for c in two.context.cookies()}
    check("__Host-levee-sign-on" not in cookies and cookies["__Host-levee"]["sameSite"] == "Strict", f"{cookies}")
    # Both end with the account.
    print(levee("postgres", "person", "end-sign-on", "wang", "--devices").strip())
    two.page.goto(console.origin + "/me")
    two.expect(two.page.inner_text("main"), "link")


with contextlib.ExitStack() as ending:
    provider = Provider()
    ending.callback(provider.process.terminate)
    provider.signs("rsa")
    console = Console(provider)
    ending.callback(console.process.terminate)
    provider.knows(console.origin + "/enrol/sign-on/back")
    print(levee("postgres", "provider", "add", provider.issuer, "--client-id", "levee", "--title", "Company").strip())
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        play(chromium, provider, console)
        chromium.close()
    print("Glewlwyd's accounts enrol browsers, in both languages, by RS256 and by ES256.")
