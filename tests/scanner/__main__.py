"""Lets a scanner loose on a whole installation, signed in as a client and as a therapist: `make scan`.

The installation is made for this in a folder that goes away again, filled with the made-up practice, and served by the
real web server over TLS. The scanner (wapiti) follows every link and sends every form it finds, with thousands of
hostile values. It must find nothing above "informational"; what it finds is printed, and the command fails.
"""

import argparse
import contextlib
import datetime as dt
import http.client
import json
import os
import re
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlencode

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from portal.launch.installation import HOST, Installation, cli

ROOT = Path(__file__).resolve().parent.parent.parent
WAPITI = ROOT / ".venv-scan" / "bin" / "wapiti"
WHO = {"client": "sam", "therapist": "mara"}
# All that attack what is here. Harbour asks no directory: the module `ldap` holds two answers side by side and calls a
# page open when they differ, and each of our pages carries a fresh token.
MODULES = (
    "cookieflags,crlf,csp,csrf,exec,file,htaccess,http_headers,methods,permanentxss,redirect,shellshock,sql,"
    "upload,xss,xxe"
)
# What would end the session that scans, or take away the account it scans as.
LEAVES = (
    *("out", "out-everywhere", "leave", "me/again*", "me/devices/*", "me/password*", "me/second*", "me/back-in*"),
    *("me/data/close", "me/data/delete/everything"),
)
FREE = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
REFUSED = HTTPStatus.BAD_REQUEST
PATIENCE = 90.0  # seconds until the web server answers


def main() -> int:
    """Scan as each of them; 0 when nothing above informational was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=30.0, help="at most, for each person")
    parser.add_argument("who", nargs="*", choices=[*WHO, []], help="only these")
    asked = parser.parse_args()
    found = 0
    with tempfile.TemporaryDirectory(prefix="harbour-scan-") as folder, serving(Path(folder)) as (url, told):
        for who in asked.who or WHO:
            found += scan(who, url, sign_in(url, WHO[who], told), Path(folder), asked.minutes)
    print("Nothing above informational." if not found else f"{found} things above informational.")
    return 1 if found else 0


@contextlib.contextmanager
def serving(folder: Path) -> Iterator[tuple[str, str]]:
    """A whole installation on a free port, over TLS; its address, and what the making of it said."""
    port = free_port()
    url = f"https://{HOST}:{port}"
    given = os.environ | {"PORTAL_DATA_DIR": str(folder / "data"), "PORTAL_PUBLIC_URL": url, "PORT": str(port)}
    here = Installation.from_env(given)
    here.make_folders()
    here.write_secrets()
    here.migrate()
    env = here.environment()
    told = subprocess.run(cli("demo"), env=env, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
    certificate, key = self_signed(folder)
    options = ("--bind", f"{HOST}:{port}", "--worker-class", "gthread", "--workers", "2", "--threads", "4")
    tls = ("--certfile", str(certificate), "--keyfile", str(key), "--log-level", "error", "--no-control-socket")
    command = (sys.executable, "-m", "gunicorn", "--preload", *options, *tls, "wsgi:build()")
    server = subprocess.Popen(command, env=env, cwd=ROOT)
    try:
        wait_for(url)
        yield url, told
    finally:
        server.terminate()
        server.wait(timeout=30)


def free_port() -> int:
    with socket.socket() as line:
        line.bind((HOST, 0))
        port: int = line.getsockname()[1]
        return port


def self_signed(folder: Path) -> tuple[Path, Path]:
    """A certificate for this machine that lives as long as the scan, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    today = dt.datetime.now(dt.UTC) - dt.timedelta(hours=1)
    built = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    built = built.not_valid_before(today).not_valid_after(today + dt.timedelta(days=1))
    made = built.sign(key, hashes.SHA256())
    paths = folder / "cert.pem", folder / "key.pem"
    paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    paths[1].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain),
    )
    return paths


def wait_for(url: str) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with contextlib.suppress(OSError, http.client.HTTPException):
            if asked(url, "GET", "/in")[0] == HTTPStatus.OK:
                return
        time.sleep(0.2)
    sys.exit("The web server does not answer.")


def sign_in(url: str, name: str, told: str) -> dict[str, str]:
    """The cookies of somebody who has signed in on the page."""
    password = re.search(r"this password: (.+)", told)
    address = re.search(rf"\S*\b{name}@\S+", told)
    if not password or not address:
        sys.exit("The made-up practice no longer says who can sign in.")
    _, page, cookies = asked(url, "GET", "/in")
    token = FREE.search(page)
    form = {"csrf_token": token[1] if token else "", "sign_in_name": address[0], "password": password[1]}
    status, page, fresh = asked(url, "POST", "/in", urlencode(form), cookies)
    if status != HTTPStatus.FOUND:
        sys.exit(f"{name} could not sign in: {status}")
    return cookies | fresh


def asked(
    url: str, method: str, path: str, body: str = "", cookies: dict[str, str] | None = None
) -> tuple[int, str, dict[str, str]]:
    """One request: the status, the page, and the cookies that came with it."""
    trust = ssl.create_default_context()
    trust.check_hostname, trust.verify_mode = False, ssl.CERT_NONE  # it is our own, made a moment ago
    line = http.client.HTTPSConnection(url.removeprefix("https://"), context=trust, timeout=10)
    carried = {"Cookie": "; ".join(f"{key}={value}" for key, value in (cookies or {}).items())}
    line.request(method, path, body, carried | {"Content-Type": "application/x-www-form-urlencoded"})
    with line.getresponse() as answer:
        fresh = dict(cookie.split(";")[0].split("=", 1) for cookie in answer.headers.get_all("Set-Cookie", []))
        return answer.status, answer.read().decode(errors="replace"), fresh


def scan(who: str, url: str, cookies: dict[str, str], folder: Path, minutes: float) -> int:
    """Let the scanner loose with these cookies; how many things it found above informational."""
    report = folder / f"{who}.json"
    jar = folder / f"{who}.cookies.json"  # not a header: a header is forgotten at the first redirect
    kept = {
        key: {"value": value, "secure": True, "expires": None, "port": None, "version": 0}
        for key, value in cookies.items()
    }
    jar.write_text(json.dumps({HOST: {"/": kept}}), encoding="utf-8")
    leaves = [word for path in LEAVES for word in ("-x", f"{url}/{path}")]
    quiet = ("--no-bugreport", "--flush-session", "--store-session", str(folder / f"{who}.session"), "-v", "0")
    limits = ("--max-scan-time", str(minutes * 60), "--max-attack-time", "120", "--max-files-per-dir", "8")
    report_to = ("-f", "json", "-o", str(report), "--verify-ssl", "0")
    command = (WAPITI, "-u", f"{url}/", "-c", jar, "-m", MODULES, *leaves, *quiet, *limits, *report_to)
    subprocess.run([str(word) for word in command], check=False, cwd=folder)
    told = json.loads(report.read_text(encoding="utf-8"))
    pages = told["infos"]["crawled_pages_nbr"]
    still_in = asked(url, "GET", "/me", cookies=cookies)[0] == HTTPStatus.OK
    print(f"{who}: {pages} pages; still signed in: {still_in}")
    grave = [
        (kind, one)
        for kind, found in (told["vulnerabilities"] | told["anomalies"]).items()
        for one in found
        if one["level"] > 0
    ]
    false = [one for kind, one in grave if kind == "Cross Site Request Forgery" and is_refused(url, one, cookies)]
    for kind, one in grave:
        alarm = " (asked again with a wrong token: refused, a false alarm)" if one in false else ""
        print(f"{who}: {kind} (level {one['level']}) {one['method']} {one['path']} {one['info']}{alarm}")
    return len(grave) - len(false) + (not still_in)


def is_refused(url: str, one: dict[str, str], cookies: dict[str, str]) -> bool:
    """Whether a form sent with a wrong token is refused, asked by ourselves.

    The scanner sends a form that has a file with two headers for its kind. The web server refuses that before any token
    is looked at, so both its trials get the same answer, and it takes the token for unchecked.
    """
    return asked(url, one["method"], one["path"], urlencode({"csrf_token": "wrong"}), cookies)[0] == REFUSED


if __name__ == "__main__":
    sys.exit(main())
