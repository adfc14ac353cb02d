"""Debian's chromium, driven by chromium-driver and python3-selenium."""

import tempfile

from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support import expected_conditions
from selenium.webdriver.support.wait import WebDriverWait

from . import axe

WIDTHS = (320, 390, 1280)
# Breaches of the policy are kept for the check, besides what the browser writes to its console.
RECORDER = """
window.breaches = [];
document.addEventListener('securitypolicyviolation', e => window.breaches.push(
    e.violatedDirective + ' ' + e.blockedURI + ' ' + e.sourceFile));
"""

# What keeps the tables of a phone from being read: one that scrolls sideways, a value without the name of its column, and a
# word of a difference that is broken although a line has room for it.
NARROW = r"""
const faults = [];
for (const sheet of document.querySelectorAll('.sheet.stacked')) {
    if (!sheet.offsetParent) continue;
    const name = sheet.getAttribute('aria-label');
    if (sheet.scrollWidth > sheet.clientWidth) faults.push('the table ' + name + ' is wider than the screen');
    for (const cell of sheet.querySelectorAll('tbody td:not(.place):not(.pick)')) {
        if (!cell.offsetParent) continue;
        const label = getComputedStyle(cell, '::before').content;
        if (!cell.dataset.label || !label.includes(cell.dataset.label.replace(/"/g, '\\"')))
            faults.push('a value of the table ' + name + ' has no name: ' + cell.textContent.slice(0, 40));
    }
}
for (const change of document.querySelectorAll('.change-text')) {
    if (!change.offsetParent) continue;
    const walker = document.createTreeWalker(change, NodeFilter.SHOW_TEXT);
    for (let text; (text = walker.nextNode());) {
        for (const word of text.data.matchAll(/[\p{L}\p{N}_]+/gu)) {
            const range = document.createRange();
            range.setStart(text, word.index);
            range.setEnd(text, word.index + word[0].length);
            const parts = [...range.getClientRects()];
            const width = parts.reduce((sum, part) => sum + part.width, 0);
            if (new Set(parts.map(part => Math.round(part.top))).size > 1 && width <= change.clientWidth)
                faults.push('the word ' + word[0].slice(0, 40) + ' is broken');
        }
    }
}
return faults;
"""


class Browser:
    """A chromium with a profile of its own."""

    def __init__(self, folder, language="en", script=True):
        chrome = webdriver.ChromeOptions()
        chrome.binary_location = "/usr/bin/chromium"
        for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-dev-shm-usage",
                         "--disable-background-networking", "--disable-extensions",
                         f"--user-data-dir={tempfile.mkdtemp(dir=folder)}", f"--lang={language}"):
            chrome.add_argument(argument)
        preferences = {"intl.accept_languages": language}
        if not script:
            preferences["profile.managed_default_content_settings.javascript"] = 2
        chrome.add_experimental_option("prefs", preferences)
        chrome.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.driver = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=chrome)
        self.driver.set_page_load_timeout(60)
        self.driver.set_script_timeout(60)
        if script:
            self.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": RECORDER})

    def width(self, pixels, height=900):
        self.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": pixels, "height": height, "deviceScaleFactor": 1, "mobile": pixels < 600},
        )

    def scheme(self, is_dark):
        self.driver.execute_cdp_cmd(
            "Emulation.setEmulatedMedia",
            {"features": [{"name": "prefers-color-scheme", "value": "dark" if is_dark else "light"}]},
        )

    def one(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    @property
    def heading(self):
        return self.one("h1").text

    def button(self, *texts):
        """The first button with one of these texts."""
        for button in self.all("button"):
            if button.text.strip() in texts:
                return button
        raise AssertionError(f"no button is named {' or '.join(texts)}; there are: {[one.text for one in self.all('button')]}")

    def leave(self, action):
        """Does what leads to another page, and waits until it is there."""
        before = self.one("html")
        action()
        # Another document has another root. Asking for the old one while the browser leaves it fails in several ways.
        WebDriverWait(self.driver, 30, ignored_exceptions=[WebDriverException]).until(lambda _: self.one("html") != before)
        WebDriverWait(self.driver, 30).until(expected_conditions.presence_of_element_located((By.CSS_SELECTOR, "footer")))

    def sign_in(self, console):
        self.driver.get(console.link)
        self.leave(self.one("main form button").click)

    def take_session(self, origin, cookies):
        """Goes on with a session that somebody else has begun."""
        for name, value in cookies.items():
            self.driver.execute_cdp_cmd("Network.setCookie", {"name": name, "value": value, "url": origin + "/"})

    def log(self):
        """What the browser has written to its console, and breaches of the content security policy."""
        entries = [entry["message"] for entry in self.driver.get_log("browser")]
        return entries + (self.driver.execute_script("return window.breaches || []") or [])

    def faults(self, script, tags=None, rules=None):
        """What axe finds on the page: by tags, or by rules."""
        run = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": tags or axe.TAGS}
        on = {rule: {"enabled": True} for rule in (axe.RULES if not rules else [])}
        if not self.driver.execute_script("return Boolean(window.axe)"):
            self.driver.execute_script(script)
        found = self.driver.execute_async_script(
            "const done = arguments[1]; axe.run(document, arguments[0]).then(done, "
            "e => done({violations: [{id: String(e), nodes: []}]}))",
            {"runOnly": run, "rules": on, "resultTypes": ["violations"]},
        )
        return [
            f"{violation['id']}: " + "; ".join(node["html"][:160] for node in violation["nodes"][:2])
            for violation in found["violations"]
        ]

    def narrow_faults(self):
        """Why its tables cannot be read on the screen of a phone."""
        return self.driver.execute_script(NARROW)

    def picture(self, file, pixels, most=4000):
        """Of the whole page, up to a height."""
        height = self.driver.execute_script("return document.documentElement.scrollHeight")
        self.width(pixels, min(max(height, 600), most))
        self.driver.save_screenshot(str(file))
        self.width(pixels)

    def end(self):
        self.driver.quit()
