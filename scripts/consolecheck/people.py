"""The way of each person through the pages, in a browser: with JavaScript off, then on and by keyboard alone."""

import sqlite3
import urllib.parse

from selenium import webdriver
from selenium.webdriver.common.keys import Keys

from .browser import Browser
from .process import ConsoleProcess


class Way:
    """One browser and one console that may change something.

    - script: whether JavaScript runs. Where it does, links and buttons are used by the keyboard.
    """

    def __init__(self, terminus, folder, script, require):
        self.require, self.script = require, script
        self.mode = "with JavaScript" if script else "without JavaScript"
        self.console = ConsoleProcess(terminus, folder, "--write")
        self.browser = Browser(folder, script=script)
        self.browser.width(1280, 1500)
        self.database = sqlite3.connect(f"file:{folder / 'ledger.sqlite'}?mode=ro", uri=True)

    def end(self):
        self.browser.end()
        self.console.kill()

    def check(self, holds, text):
        self.require(holds, f"{self.mode}: {text}")

    def open(self, path):
        self.browser.driver.get(self.console.origin + path)

    def use(self, selector):
        """Follows a link or presses a button."""
        element = self.browser.one(selector)
        self.browser.leave((lambda: element.send_keys(Keys.ENTER)) if self.script else element.click)

    def type(self, selector, text):
        field = self.browser.one(selector)
        field.clear()
        field.send_keys(text)

    @property
    def path(self):
        return urllib.parse.urlsplit(self.browser.driver.current_url).path

    def heading(self, *beginnings):
        found = self.browser.heading
        self.check(found.startswith(beginnings), f"the page is {found}, not {beginnings[0]}")

    def log(self, who):
        for entry in self.browser.log():
            # A page that asks to sign in is a 401, and one that lists faults a 422: the browser's console notes both.
            if not any(f"status of {code}" in entry for code in (401, 422)):
                self.require(False, f"{who}, {self.mode}: the browser says {entry}")

    # --- who does what ----------------------------------------------------------------------------------------------------

    def everybody(self):
        """Signs in and, at the end, out."""
        self.browser.sign_in(self.console)
        self.heading("Overview")
        cookie = next((one for one in self.browser.driver.get_cookies() if one["name"].startswith("terminus-console")), None)
        self.check(
            cookie and cookie["httpOnly"] and cookie.get("sameSite") == "Lax", f"the session's cookie is {cookie}"
        )

    def leave(self):
        self.browser.leave(self.browser.button("Sign out").click)
        self.open("/causes")
        self.heading("Sign in")
        self.log("everybody")

    def ops(self):
        """From what waits to one message; discards it with a reason, and takes that back."""
        self.open("/causes")
        self.use("main .causes a")
        row = self.database.execute(
            "SELECT id FROM dead_letters WHERE state = 'open' AND contract_id LIKE 'C-w-%' ORDER BY number LIMIT 1"
        ).fetchone()
        state = "SELECT state FROM dead_letters WHERE id = ?"
        self.open("/dead-letters?state=open&order=oldest")
        self.open(f"/dead-letters/{row[0]}")
        self.check("fault: " in self.browser.driver.page_source, "no fault is marked")
        self.use("a[href*='/dead-letters/discard']")
        # Without a reason nothing is previewed, and the fault is named at its field.
        self.use("button[name=step][value=preview]")
        self.check(
            self.browser.one("[name=reason]").get_attribute("aria-invalid") == "true", "a missing reason is not named"
        )
        self.type("[name=reason]", "Sent by a test system")
        self.use("button[name=step][value=preview]")
        self.heading("Discard 1 ")
        self.use("button[name=step][value=do]")
        self.check(self.path.startswith("/actions/"), f"discarding leads to {self.path}")
        self.check(self.database.execute(state, row).fetchone()[0] == "discarded", "nothing is discarded")
        self.use("a[href$='/undo']")
        self.use("form.change button")
        self.check(self.database.execute(state, row).fetchone()[0] == "open", "the discard is not undone")
        # The whole body of one, in its many lines, which a browser ends with CRLF.
        self.open(f"/dead-letters/edit?id={row[0]}")
        self.browser.one("details:has(textarea[name=body]) summary").click()
        body = self.browser.one("textarea[name=body]")
        text = body.get_property("value")
        self.check("\n" in text, "the body has one line")
        body.clear()
        body.send_keys(text.replace("{", '{\n  "sentBy": "hand",', 1))
        self.type("[name=reason]", "To know that a person has sent it")
        self.use("button[name=step][value=preview]")
        self.heading("Edit 1 ")
        self.use("button[name=step][value=do]")
        self.check(self.path.startswith("/actions/"), f"editing leads to {self.path}")
        edited = self.database.execute("SELECT edited_body FROM dead_letters WHERE id = ?", row).fetchone()[0]
        self.check(edited and b'"sentBy"' in edited and b"\r" not in edited, f"the edited body is {edited!r}")
        self.use("a[href$='/undo']")
        self.use("form.change button")
        # The dry run of a replay, and the replay of the few that it begins with.
        self.open(f"/replays/new?{urllib.parse.urlencode({'state': 'open', 'code': 'missing-field'})}")
        before = self.database.execute("SELECT count(*) FROM replay_runs").fetchone()[0]
        self.use("form.change button[value=do]")
        self.check(self.path.startswith("/replays/"), f"a replay leads to {self.path}")
        after = self.database.execute("SELECT count(*) FROM replay_runs").fetchone()[0]
        self.check(after == before + 1, f"there are {after} replays, and there were {before}")
        self.log("ops")

    def owner(self):
        """Translates a label, looks at the impact of the draft, and applies it."""
        before = self.database.execute("SELECT max(version) FROM settings_versions").fetchone()[0]
        label = f"Too expensive {'on' if self.script else 'off'}"
        self.open("/reasons")
        self.open("/draft/translations?to=en")
        self.type("#f-label-0", label)
        self.use("form:has(#f-label-0) button")
        self.open("/draft")
        self.check(label in self.browser.driver.page_source, "the draft does not show the new label")
        self.use("form[action$='/preview'] button")
        self.type("[name=reason]", "Say it as customers do")
        self.use("form[action$='/apply'] button")
        version, reason, via = self.database.execute(
            "SELECT version, reason, via FROM settings_versions ORDER BY version DESC LIMIT 1"
        ).fetchone()
        self.check(
            (version, reason, via) == (before + 1, "Say it as customers do", "console"),
            f"version {version} was applied by {via} because of {reason}",
        )
        self.log("the settings owner")

    def management(self):
        """Asks a question of the report, and follows a figure to what it counts."""
        self.open("/report?period=last-month")
        self.use("main form button")
        self.check("period=" in self.browser.driver.current_url, f"the question leads to {self.browser.driver.current_url}")
        self.check(len(self.browser.all("a[href*='/report.csv']")) == 1, "the report has no CSV beside it")
        self.log("management")


def check(terminus, folder, require):
    for script in (False, True):
        way = Way(terminus, folder, script, require)
        try:
            way.everybody()
            way.ops()
            way.owner()
            way.management()
            way.leave()
        finally:
            way.end()
    by_keyboard(terminus, folder, require)


def by_keyboard(terminus, folder, require):
    """The skip link, a filter, and a dead letter by nothing but Tab and Enter; what has the focus can be seen."""
    console = ConsoleProcess(terminus, folder)
    browser = Browser(folder)
    driver = browser.driver
    press = lambda *keys: webdriver.ActionChains(driver).send_keys(*keys).perform()  # noqa: E731
    try:
        browser.width(1280)
        browser.sign_in(console)
        driver.get(console.origin + "/dead-letters")
        press(Keys.TAB, Keys.ENTER)
        require(driver.execute_script("return document.activeElement.id") == "content", "the skip link leads nowhere")
        browser.leave(lambda: browser.one("#f-code").send_keys("unknown-reason", Keys.ENTER))
        require("code=unknown-reason" in driver.current_url, f"Enter does not show the filter: {driver.current_url}")
        for _ in range(150):
            press(Keys.TAB)
            is_seen, html, target = driver.execute_script(
                "const e = document.activeElement, r = e.getBoundingClientRect();"
                "return [e.matches(':focus-visible') && r.bottom > 0 && r.top < innerHeight, e.outerHTML, "
                "e.getAttribute('href') || '']"
            )
            require(is_seen, f"the focus is not seen on {html[:160]}")
            if target.startswith("/dead-letters/0"):
                browser.leave(lambda: press(Keys.ENTER))
                break
        require("/dead-letters/0" in driver.current_url, "no dead letter is reached by the keyboard")
        for entry in browser.log():
            require(False, f"by the keyboard: the browser says {entry}")
    finally:
        browser.end()
        console.kill()
