"""People who sign in with a name and a password: one of each role."""

import base64
import hashlib

PASSWORD = "correct horse battery staple"


def line(name, roles):
    """A line of the file of users, with a hash that is cheap to check."""
    salt = hashlib.sha256(name.encode()).digest()[:16]
    made = hashlib.scrypt(PASSWORD.encode(), salt=salt, n=1 << 10, r=8, p=1, dklen=32)
    encode = lambda part: base64.b64encode(part).decode().rstrip("=")  # noqa: E731
    return f"{name}:$scrypt$ln=10,r=8,p=1${encode(salt)}${encode(made)}:{','.join(roles)}\n"


def environment(folder, people):
    """What a console needs so that people can sign in; each name has a list of roles."""
    file = folder / "users"
    file.write_text("".join(line(name, roles) for name, roles in people.items()), encoding="utf-8")
    file.chmod(0o600)
    return {"TERMINUS_CONSOLE_SIGN_IN": "users", "TERMINUS_CONSOLE_USERS_FILE": str(file)}
