"""The console behind Debian's nginx and Apache, under a path of its own and HTTPS, by the examples of docs/console.md; and on a
Unix socket, where nginx says who has signed in."""

import os
import re
import socket
import subprocess
import time
from pathlib import Path

from .http import Visitor
from .process import ConsoleProcess

ROOT = Path(__file__).resolve().parent.parent.parent
BASE = "/terminus"
NGINX = """
{user}daemon off;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
worker_processes 1;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxied; fastcgi_temp_path {folder}/f;
    uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    server {{
        listen 127.0.0.1:{port} ssl;
        ssl_certificate {tls}/broker.pem;
        ssl_certificate_key {tls}/broker-key.pem;
{example}
    }}
}}
"""
APACHE = """
ServerRoot {folder}
ServerName 127.0.0.1
PidFile {folder}/apache.pid
ErrorLog {folder}/apache.log
DefaultRuntimeDir {folder}
Mutex sysvsem default
User www-data
Group www-data
{modules}
Listen 127.0.0.1:{port}
<VirtualHost 127.0.0.1:{port}>
SSLEngine on
SSLCertificateFile {tls}/broker.pem
SSLCertificateKeyFile {tls}/broker-key.pem
{example}
</VirtualHost>
"""
SOCKET = "nginx on a Unix socket"
SIGNED_IN = """
    proxy_set_header X-Forwarded-User kim;
    proxy_set_header X-Forwarded-Groups staff;
"""
MODULES = ("mpm_event", "authz_core", "ssl", "proxy", "proxy_http", "headers")


def example(language):
    """The example of the guide in a language of its own."""
    text = (ROOT / "docs/console.md").read_text(encoding="utf-8")
    found = re.search(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    if not found:
        raise SystemExit(f"check-console: docs/console.md has no example in {language}")
    return found.group(1)


def free_port():
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        return place.getsockname()[1]


def wait_for(port, process, log):
    until = time.monotonic() + 20
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as place:
            if place.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise SystemExit(f"check-console: no proxy answers: {log.read_text(encoding='utf-8') if log.exists() else ''}")


def check(terminus, folder, require, crawl):
    """Yields the name of each proxy behind which the console works."""
    tls = folder / "tls"
    subprocess.run([ROOT / "scripts/make-certificates", tls], check=True, capture_output=True)
    for name in ("nginx", "Apache", SOCKET):
        port = free_port()
        environment = {"TERMINUS_CONSOLE_BASE_PATH": BASE, "TERMINUS_CONSOLE_PUBLIC_URL": f"https://127.0.0.1:{port}"}
        server = "Apache" if name == "Apache" else "nginx"
        directives = example(server.lower())
        if name == SOCKET:
            path = folder / "console.sock"
            environment |= {
                "TERMINUS_CONSOLE_ADDRESS": f"unix:{path}", "TERMINUS_CONSOLE_SIGN_IN": "proxy",
                "TERMINUS_CONSOLE_TRUSTED_PROXIES": "unix", "TERMINUS_CONSOLE_GROUPS": "{staff: [ops, settings-owner, auditor]}",
            }
            directives = directives.replace("http://127.0.0.1:9465;", f"http://unix:{path};\n{SIGNED_IN}")
        else:
            environment["TERMINUS_CONSOLE_ADDRESS"] = f"127.0.0.1:{(behind := free_port())}"
            directives = directives.replace(":9465", f":{behind}")
        console = ConsoleProcess(
            terminus, folder, *([] if name == SOCKET else ["--write"]), environment=environment, address=None
        )
        values = {
            "folder": folder, "tls": tls, "port": port, "user": "user root;\n" if os.geteuid() == 0 else "",
            "example": directives,
            "modules": "\n".join(f"LoadModule {one}_module /usr/lib/apache2/modules/mod_{one}.so" for one in MODULES),
        }
        settings = folder / f"{server.lower()}.conf"
        settings.write_text((NGINX if server == "nginx" else APACHE).format(**values), encoding="utf-8")
        command = (
            ["/usr/sbin/nginx", "-c", settings, "-p", folder] if server == "nginx"
            else ["/usr/sbin/apache2", "-f", settings, "-D", "FOREGROUND"]
        )
        log = folder / f"{server.lower()}.log"
        proxy = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        try:
            wait_for(port, proxy, log)
            visitor = Visitor(console.origin) if name == SOCKET else console.visitor()
            require(visitor.origin == f"https://127.0.0.1:{port}", f"behind {name} the link leads to {visitor.origin}")
            answers = crawl(visitor, 1, f"{BASE}/", BASE)
            require(len(answers) > 20, f"behind {name} only {len(answers)} pages are found")
            for path, answer in answers.items():
                require(answer.status in (200, 303), f"behind {name} {path} is answered with {answer.status}")
                if answer.is_page and "/report.html" not in path:
                    page = answer.page
                    outside = [link for link in page.links if not link.startswith((f"{BASE}/", "#"))]
                    outside += [form.action for form in page.forms if not form.action.startswith(f"{BASE}/")]
                    require(not outside, f"behind {name} {path} leads to {outside[:3]}")
            for path in (BASE, "/causes", "/"):
                status = visitor.get(path).status
                require(status in (301, 303, 403, 404), f"behind {name} {path} is answered with {status}")
            foreign = visitor.post(f"{BASE}/language", [], {"Sec-Fetch-Site": None, "Origin": "https://evil.example"})
            require(foreign.status == 403, f"behind {name} a foreign origin is answered with {foreign.status}")
            plain = visitor.post(f"{BASE}/language", [("language", "nl"), ("return", "/")], {"Sec-Fetch-Site": None})
            require(plain.status == 303, f"behind {name} its own origin is answered with {plain.status}")
            require(plain.headers.get("location") == f"{BASE}/", f"behind {name} it leads to {plain.headers.get('location')}")
            require("Secure" in plain.headers.get("set-cookie", ""), f"behind {name} a cookie may leave HTTPS")
            if name == SOCKET:
                access = visitor.get(f"{BASE}/access")
                require("kim" in access.text, f"behind {name} the console does not know who has signed in")
            else:
                require(visitor.post(f"{BASE}/sign-out", []).status == 303, f"behind {name} nobody can sign out")
            yield name
        finally:
            proxy.terminate()
            proxy.wait(timeout=20)
            console.kill()
