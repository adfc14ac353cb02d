"""What changes something: form, preview, deed; and who must not."""

import sqlite3
import subprocess
import time
import urllib.parse

from .http import Visitor
from .process import ConsoleProcess


def filled(form, **values):
    """The fields of a form as a person sends them: buttons are given by name, others keep what they hold."""
    names = set(values)
    return [(name, value) for name, value in form.fields if name not in names | {"step"}] + list(values.items())


def form_to(answer, path):
    """The last form of a page that posts to a path: a preview's own."""
    forms = [form for form in answer.page.forms if form.method == "post" and form.action.split("?")[0] == path]
    if not forms:
        raise AssertionError(f"no form posts to {path}: {answer.status} {answer.text[-1500:]}")
    return forms[-1]


class Changes:
    """Dead letters through a console, while somebody else changes them by the command line."""

    def __init__(self, terminus, folder, require):
        self.terminus, self.folder, self.require = terminus, folder, require
        self.console = ConsoleProcess(terminus, folder, "--write")
        self.visitor = self.console.visitor()
        self.database = sqlite3.connect(f"file:{folder / 'ledger.sqlite'}?mode=ro", uri=True)

    def end(self):
        self.console.kill()

    def command(self, *arguments):
        done = subprocess.run(
            [self.terminus, *arguments], cwd=self.folder, capture_output=True, text=True, check=False,
            env={"PATH": "/usr/bin:/bin", "HOME": str(self.folder), "LANG": "C.UTF-8", "USER": "robin",
                 "TERMINUS_LEDGER_PATH": str(self.folder / "ledger.sqlite"), "SWIFT_BACKTRACE": "enable=no"},
        )
        self.require(done.returncode == 0, f"terminus {' '.join(arguments)}: {done.stdout}{done.stderr}")

    def value(self, sql, *arguments):
        return self.database.execute(sql, arguments).fetchone()[0]

    def contracts(self, count):
        """Contracts of open dead letters, a dead letter each."""
        rows = self.database.execute(
            "SELECT contract_id FROM dead_letters WHERE state = 'open' AND contract_id LIKE 'C-w-%' "
            "GROUP BY contract_id HAVING count(*) = 1 ORDER BY contract_id LIMIT ?", (count,)
        )
        return [row[0] for row in rows]

    def state(self, contract):
        return self.value("SELECT state FROM dead_letters WHERE contract_id = ?", contract)

    def preview(self, visitor, contract, reason="Sent by a test system"):
        path = "/dead-letters/discard"
        form = form_to(visitor.get(f"{path}?{urllib.parse.urlencode({'contract': contract})}"), path)
        return visitor.post(path, filled(form, reason=reason, step="preview"))

    def check(self):
        require, path = self.require, "/dead-letters/discard"
        one, two = self.contracts(2)
        form = form_to(self.preview(self.visitor, one), path)
        deed = filled(form, step="do")

        # Everything that is not this preview, confirmed by who has seen it.
        without = [(name, value) for name, value in deed if name != "token"]
        self.refused(self.visitor, path, without, "without a token")
        self.refused(self.visitor, path, without + [("token", "0" * 64)], "with a token that nobody made", (403, 409))
        self.refused(Visitor(self.console.origin), path, deed, "without a session", (401, 303))
        # Of another session of the same person: it needs a console of its own, whose key is another one.
        other = ConsoleProcess(self.terminus, self.folder, "--write")
        try:
            self.refused(other.visitor(), path, deed, "of another session", (403, 409))
        finally:
            other.kill()
        self.refused(self.visitor, path, deed, "of a foreign origin", headers={"Sec-Fetch-Site": "cross-site"})
        foreign = {"Sec-Fetch-Site": None, "Origin": "https://evil.example"}
        self.refused(self.visitor, path, deed, "of a foreign origin", headers=foreign)
        require(self.state(one) == "open", "a refused form has discarded a dead letter")

        # Once, and the same page again for the second time.
        before = self.value("SELECT count FROM dead_letter_audit_head")
        first = self.visitor.post(path, deed)
        require(first.status == 303, f"discarding is answered with {first.status}: {first.text[:600]}")
        self.wait(lambda: self.state(one) == "discarded", "the dead letter is not discarded")
        second = self.visitor.post(path, deed)
        require(
            (second.status, second.headers.get("location")) == (303, first.headers.get("location")),
            f"the second time is answered with {second.status} {second.headers.get('location')}",
        )
        require(self.value("SELECT count FROM dead_letter_audit_head") == before + 1, "a form sent twice was done twice")
        via = self.value("SELECT via FROM dead_letter_audit ORDER BY number DESC LIMIT 1")
        require(via == "console", f"the audit trail says that it was done by {via}")

        # Somebody else was faster: 409, a new preview, and what was typed is kept.
        reason = "Typed by hand, and not to be lost"
        deed = filled(form_to(self.preview(self.visitor, two, reason), path), step="do")
        self.command("dead-letters", "mend", "--contract", two, "--set", "/channel=web", "--yes", "--reason", "Meanwhile")
        stale = self.visitor.post(path, deed)
        require(stale.status == 409, f"after a change the form is answered with {stale.status}")
        require(reason in stale.text, "after a change the reason that was typed is lost")
        require(self.state(two) == "open", "after a change the dead letter was discarded all the same")
        again = self.visitor.post(path, filled(form_to(stale, path), step="do"))
        require(again.status == 303, f"the new preview is answered with {again.status}")
        self.wait(lambda: self.state(two) == "discarded", "the new preview discards nothing")

        self.read_only(deed)

    def read_only(self, deed):
        """A console without --write, and its pages."""
        console = ConsoleProcess(self.terminus, self.folder)
        try:
            visitor = console.visitor()
            self.refused(visitor, "/dead-letters/discard", deed, "of a console that only reads")
            page = visitor.get("/dead-letters?state=open")
            actions = [form.action for form in page.page.forms if form.method == "post"]
            self.require(
                not [action for action in actions if "discard" in action or "replay" in action],
                f"a console that only reads has the forms {actions}",
            )
        finally:
            console.kill()

    def refused(self, visitor, path, form, what, expected=(403,), headers=None):
        before = self.value("SELECT hex(hash) FROM dead_letter_audit_head")
        status = visitor.post(path, form, headers).status
        self.require(status in expected, f"a form {what} is answered with {status}, not with {expected[0]}")
        self.require(self.value("SELECT hex(hash) FROM dead_letter_audit_head") == before, f"a form {what} was done")

    def wait(self, condition, text, seconds=30):
        until = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > until:
                self.require(False, text)
                return False
            time.sleep(0.05)
        return True

    # --- a replay whose console is killed ---------------------------------------------------------------------------------

    def replay_killed(self):
        """Replays what settings accept by now, kills the console on the way, and resumes: each dead letter is resolved once."""
        require = self.require
        self.command("reasons", "edit", "price", "--alias", "te-duur", "--yes", "--reason", "Some say it like this")
        query = urllib.parse.urlencode({"state": "open", "value": "te-duur", "canary": "", "rate": "15"})
        form = form_to(self.visitor.get(f"/replays/new?{query}"), "/replays")
        other = self.visitor.post("/replays", filled(form, canary="3", reason="They are accepted now", step="do"))
        require(other.status == 409, f"a replay with another canary than its preview is answered with {other.status}")
        started = self.visitor.post("/replays", filled(form, reason="They are accepted now", step="do"))
        require(started.status == 303, f"a replay is answered with {started.status}: {started.text[:800]}")
        number = self.value("SELECT max(number) FROM replay_runs")
        total = self.value("SELECT total FROM replay_runs WHERE number = ?", number)
        taken = "SELECT accepted + already_recorded + rejected + not_open FROM replay_runs WHERE number = ?"
        self.wait(lambda: self.value(taken, number) >= 10, "the replay does not begin")
        self.console.kill()
        done = self.value(taken, number)
        require(10 <= done < total, f"{done} of {total} were judged when the console was killed")

        self.console = ConsoleProcess(self.terminus, self.folder, "--write")
        self.visitor = self.console.visitor()
        page = self.visitor.get(f"/replays/{number}")
        form = form_to(page, f"/replays/{number}/resume")
        resumed = self.visitor.post(f"/replays/{number}/resume", filled(form, rate="", canary=""))
        require(resumed.status == 303, f"resuming is answered with {resumed.status}")
        self.wait(lambda: self.value(taken, number) == total, "the resumed replay does not end")
        twice = self.value(
            "SELECT count(*) FROM (SELECT dead_letter FROM dead_letter_audit WHERE action = 'resolved' AND dead_letter IN "
            "(SELECT dead_letters.id FROM replay_run_letters JOIN dead_letters ON dead_letters.number = letter WHERE run = ?) "
            "GROUP BY dead_letter HAVING count(*) <> 1)", number,
        )
        resolved = self.value(
            "SELECT count(*) FROM replay_run_letters JOIN dead_letters ON dead_letters.number = letter "
            "WHERE run = ? AND state = 'resolved'", number,
        )
        recorded = self.value(
            "SELECT count(DISTINCT termination) FROM replay_run_letters JOIN dead_letters ON dead_letters.number = letter "
            "JOIN termination_revisions ON termination_revisions.id = resolved_by WHERE run = ?", number,
        )
        accepted = self.value("SELECT accepted FROM replay_runs WHERE number = ?", number)
        require(
            twice == 0 and resolved == recorded == accepted > 0,
            f"of {total}: {accepted} accepted, {resolved} resolved, {recorded} terminations, {twice} not exactly once",
        )
        return done, total
