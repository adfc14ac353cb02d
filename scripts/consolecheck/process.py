"""`terminus console` as a process."""

import signal
import subprocess
import time
import urllib.parse

from .http import Visitor


class ConsoleProcess:
    """A console over the ledger of a folder, on a free port of 127.0.0.1."""

    def __init__(self, terminus, folder, *arguments, address="127.0.0.1:0", environment=None):
        self.log = folder / "console.log"
        self._offset = self.log.stat().st_size if self.log.exists() else 0
        began = time.monotonic()
        self.process = subprocess.Popen(
            [terminus, "console", *(["--console-address", address] if address else []), *arguments],
            env={
                "PATH": "/usr/bin:/bin", "HOME": str(folder), "LANG": "C.UTF-8", "USER": "alex",
                "TERMINUS_LEDGER_PATH": str(folder / "ledger.sqlite"), "TERMINUS_HTTP_ADDRESS": "127.0.0.1:9",
                "SWIFT_BACKTRACE": "enable=no", **(environment or {}),
            },
            cwd=folder, stdout=subprocess.PIPE, stderr=self.log.open("a"), text=True,
        )
        line = self.process.stdout.readline()
        if "http" not in line:
            raise SystemExit(f"check-console: the console did not start: {self.log.read_text(encoding='utf-8')}")
        self.seconds_to_start = time.monotonic() - began
        # A link that signs in, or the address of the form.
        self.link = line[line.index("http"):].strip()
        place = urllib.parse.urlsplit(self.link)
        self.origin = f"{place.scheme}://{place.netloc}"

    @property
    def own_log(self):
        """What it has logged since it started."""
        return self.log.read_text(encoding="utf-8")[self._offset:]

    def visitor(self, language="en", link=None):
        """Somebody who has signed in by the one-time link."""
        place = urllib.parse.urlsplit(link or self.link)
        visitor = Visitor(f"{place.scheme}://{place.netloc}", language)
        answer = visitor.post(place.path, urllib.parse.parse_qsl(place.query))
        if answer.status != 303:
            raise SystemExit(f"check-console: signing in is answered with {answer.status}: {answer.text[:2000]}")
        return visitor

    def end(self):
        """Returns the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=20)

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
