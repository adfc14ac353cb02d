"""A browser without a screen: asks, keeps cookies, follows no redirect, and reads what a page links to."""

import http.client
import ssl
import urllib.parse
from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Form:
    method: str
    action: str
    # Name and value of each field, in the order of the page.
    fields: list = field(default_factory=list)


class Page(HTMLParser):
    """Links, forms, ids and headings of a page."""

    def __init__(self, text):
        super().__init__()
        self.links, self.forms, self.ids, self.headings = [], [], [], 0
        self._area = self._select = None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if "id" in values:
            self.ids.append(values["id"])
        form = self.forms[-1] if self.forms else None
        if tag == "a" and values.get("href"):
            self.links.append(values["href"])
        elif tag == "h1":
            self.headings += 1
        elif tag == "form":
            self.forms.append(Form(values.get("method", "get").lower(), values.get("action", "")))
        elif tag == "input" and form and values.get("name"):
            if values.get("type") not in ("checkbox", "radio") or "checked" in values:
                form.fields.append((values["name"], values.get("value") or ("on" if values.get("type") == "checkbox" else "")))
        elif tag == "button" and form and values.get("name"):
            form.fields.append((values["name"], values.get("value") or ""))
        elif tag == "textarea" and form and values.get("name"):
            self._area = values["name"]
            form.fields.append((values["name"], ""))
        elif tag == "select" and form and values.get("name"):
            self._select = values["name"]
        elif tag == "option" and self._select and form:
            if "selected" in values or all(name != self._select for name, _ in form.fields):
                form.fields = [one for one in form.fields if one[0] != self._select]
                form.fields.append((self._select, values.get("value") or ""))

    def handle_endtag(self, tag):
        if tag == "textarea":
            self._area = None
        elif tag == "select":
            self._select = None

    def handle_data(self, text):
        if self._area:
            name, value = self.forms[-1].fields[-1]
            self.forms[-1].fields[-1] = (name, value + text)


@dataclass
class Answer:
    status: int
    headers: dict
    body: bytes

    @property
    def text(self):
        return self.body.decode("utf-8", errors="replace")

    @property
    def is_page(self):
        return self.headers.get("content-type", "").startswith("text/html")

    @property
    def page(self):
        return Page(self.text)


class Visitor:
    """Somebody with a browser: one connection at a time, and the cookies of one session."""

    def __init__(self, origin, language="en"):
        self.origin = origin
        self.language = language
        self.cookies = {}
        self._connection = None

    def _connect(self):
        place = urllib.parse.urlsplit(self.origin)
        if place.scheme == "https":
            # The certificate is a test's own.
            return http.client.HTTPSConnection(place.netloc, timeout=60, context=ssl._create_unverified_context())
        return http.client.HTTPConnection(place.netloc, timeout=60)

    def ask(self, method, path, form=None, headers=None):
        """
        - form: name and value of each field
        - headers: take the place of a browser's own; a value of None leaves a header out
        """
        sent = {
            "Accept-Language": self.language, "Sec-Fetch-Site": "same-origin", "Origin": self.origin,
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        body = None
        if method == "GET" or method == "HEAD":
            del sent["Origin"]
        elif form is not None:
            body = form if isinstance(form, bytes) else urllib.parse.urlencode(form).encode()
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        sent.update(headers or {})
        sent = {name: value for name, value in sent.items() if value}
        for attempt in (1, 2):
            if self._connection is None:
                self._connection = self._connect()
            try:
                self._connection.request(method, path, body=body, headers=sent)
                response = self._connection.getresponse()
                answer = Answer(
                    response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()
                )
                cookies = response.headers.get_all("Set-Cookie") or []
                break
            except (http.client.HTTPException, ConnectionError):
                # An idle connection was closed by the console.
                self._connection.close()
                self._connection = None
                if attempt == 2:
                    raise
        for cookie in cookies:
            name, value = cookie.split(";")[0].split("=", 1)
            if value:
                self.cookies[name] = value
            else:
                self.cookies.pop(name, None)
        return answer

    def get(self, path):
        return self.ask("GET", path)

    def post(self, path, form, headers=None):
        return self.ask("POST", path, form, headers)
