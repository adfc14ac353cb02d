"""The table of routes and permissions, and which roles have which permission, as the sources say it."""

import re
from dataclasses import dataclass
from pathlib import Path

SOURCES = Path(__file__).resolve().parent.parent.parent / "Sources/Console"


@dataclass(frozen=True)
class Route:
    method: str
    pattern: str
    # A permission such as reports.read; None where everybody who signed in may.
    permission: str
    is_public: bool

    def matches(self, path):
        expression = re.sub(r"\\{\w+\\}", "[^/]+", re.escape(self.pattern))
        return re.fullmatch(expression, path) is not None


def permissions():
    """Swift's name of each permission, and its name outside."""
    text = (SOURCES / "SignIn/Permission.swift").read_text(encoding="utf-8")
    return dict(re.findall(r'case (\w+) = "([\w.-]+)"', text))


def routes():
    names = permissions()
    found = []
    # The HTTP API has a table and a check of its own.
    for file in sorted(file for file in SOURCES.rglob("*.swift") if "API" not in file.parts):
        for kind, method, pattern, access in re.findall(
            r'(?:\.(get|post)|Route)\(\s*(?:"(GET|POST|PUT|DELETE)",\s*)?"(/[^"]*)",\s*\.(?:permission\(\.)?(\w+)',
            file.read_text(encoding="utf-8"),
        ):
            if access not in names and access not in ("everybody", "signedIn"):
                raise SystemExit(f"check-console: {pattern} in {file.name} has the access {access}, which is not known")
            found.append(Route(kind.upper() or method, pattern, names.get(access), access == "everybody"))
    if len(found) < 20:
        raise SystemExit(f"check-console: only {len(found)} routes were found in {SOURCES}")
    return found


def find(table, method, path):
    """The route of a path; one without a name in its pattern goes first."""
    matching = [route for route in table if route.method == method and route.matches(path)]
    return min(matching, key=lambda route: route.pattern.count("{"), default=None)


def roles():
    """The permissions of each shipped role."""
    text = (SOURCES / "SignIn/Permission.swift").read_text(encoding="utf-8")
    names = permissions()
    found = {}
    for name, listed in re.findall(r'Role\(\s*name: "([\w-]+)",\s*permissions: \[([^\]]*)\]', text):
        found[name] = {names[permission] for permission in re.findall(r"\.(\w+)", listed)}
    return found
