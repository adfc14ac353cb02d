"""axe-core 4.12, out of the wheel of PyPI's axe-playwright-python. It is not part of the repository (MPL-2.0)."""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = "axe-playwright-python==0.1.8"
SHA256 = "fdd263c998388f1a8e67cad02677e612d946248bd44d163be5e8650ea31f95f8"
# The rules of WCAG 2.2 AA, and some best practices on which people who hear a page rely.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RULES = ["landmark-unique", "landmark-one-main", "page-has-heading-one", "heading-order", "region"]


def source(file=None):
    """The script; None where PyPI cannot be reached."""
    if file:
        return Path(file).read_text(encoding="utf-8")
    kept = ROOT / ".build/axe" / f"{SHA256[:16]}.min.js"
    if kept.exists():
        return kept.read_text(encoding="utf-8")
    pip = shutil.which("pip3") or shutil.which("pip")
    if pip is None:
        subprocess.run([ROOT / "scripts/install", "python3-pip"], check=True)
        pip = "/usr/bin/pip3"
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [pip, "download", "--quiet", "--no-deps", "--only-binary", ":all:", "--dest", folder, PACKAGE],
            capture_output=True, text=True, check=False,
        )
        wheels = list(Path(folder).glob("*.whl"))
        if done.returncode != 0 or not wheels:
            if os.environ.get("TERMINUS_REQUIRE_PYPI"):
                sys.exit(f"check-console: PyPI does not give {PACKAGE}, and TERMINUS_REQUIRE_PYPI is set: {done.stderr}")
            return None
        if hashlib.sha256(wheels[0].read_bytes()).hexdigest() != SHA256:
            sys.exit(f"check-console: {wheels[0].name} is not the file whose axe-core was reviewed")
        with zipfile.ZipFile(wheels[0]) as wheel:
            name = next(name for name in wheel.namelist() if name.endswith("axe.min.js"))
            text = wheel.read(name).decode("utf-8")
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(text, encoding="utf-8")
    return text
