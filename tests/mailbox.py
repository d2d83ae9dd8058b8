"""A real mail server for the tests: it keeps what it takes, asks for TLS and a password, refuses or breaks off.

`mailbox(tls="starttls")` runs until the block ends; `box.letters` is what came, in order.
"""

import contextlib
import email
import email.policy
import logging
import socket
import ssl
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from config import MailServer

USER, PASSWORD = "harbour", "a password of the post office"
SENDER = "post@willow.example.org"
logging.getLogger("mail.log").setLevel(logging.WARNING)  # what this server says of letters is no log of the house


@dataclass
class Box:
    """What came: (sender, recipients, the mail as a message). `answers` are given to the next mails instead of 250."""

    url: str = ""
    letters: list = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    rejects: str | None = None
    office: object = None  # what an application of this process needs to post here

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802 - aiosmtpd calls it so
        if self.rejects:
            return self.rejects
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - and this
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer.startswith("250"):
            message = email.message_from_bytes(envelope.content, policy=email.policy.default)
            self.letters.append((envelope.mail_from, envelope.rcpt_tos, message))
        return answer

    @property
    def subjects(self):
        return [message["Subject"] for _, _, message in self.letters]

    @property
    def env(self):
        """What a process of the house is told, so that its mail comes here."""
        return {"PORTAL_SMTP_URL": self.url, "PORTAL_MAIL_FROM": SENDER}


@pytest.fixture
def box(built):
    """A mail server this installation is set to use."""
    with mailbox() as box:
        office = built.extensions["portal.mail"]
        server = MailServer.from_url(box.url, SENDER, None)
        built.extensions["portal.mail"] = box.office = server
        public_url, built.extensions["portal.site"] = built.extensions["portal.site"], "https://harbour.example.org"
        yield box
        built.extensions["portal.mail"], built.extensions["portal.site"] = office, public_url


@contextlib.contextmanager
def mailbox(folder=None, tls="none", *, user=None):
    """A server on a port of its own. With TLS its certificate lies in `folder`, as SSL_CERT_FILE says to clients."""
    box, port = Box(), _a_free_port()
    context = _context(folder) if tls != "none" else None
    more = {"server_hostname": "localhost"}
    more |= {"tls_context": context, "require_starttls": True} if tls == "starttls" else {}
    if user:
        more |= {"authenticator": _knows, "auth_required": True}
    controller = Controller(box, hostname="127.0.0.1", port=port, ssl_context=context if tls == "tls" else None, **more)
    if tls == "tls":
        controller._trigger_server = lambda: _knock(port)  # its own way would not trust our certificate
    controller.start()
    scheme = {"none": "smtp+plain", "starttls": "smtp", "tls": "smtps"}[tls]
    box.url = f"{scheme}://{f'{user}@' if user else ''}127.0.0.1:{port}"
    try:
        yield box
    finally:
        controller.stop()


def _knows(_server, _session, _envelope, _mechanism, data):
    return AuthResult(success=(data.login, data.password) == (USER.encode(), PASSWORD.encode()), handled=False)


@contextlib.contextmanager
def broken_server(says):
    """A server that says these bytes to whoever comes, and nothing else: `None` keeps silent, b"" hangs up."""
    listener = socket.create_server(("127.0.0.1", 0))
    stop, held = threading.Event(), []

    def serve():
        listener.settimeout(0.05)
        while not stop.is_set():
            with contextlib.suppress(TimeoutError):
                line, _ = listener.accept()
                held.append(line)
                if says is not None:
                    line.sendall(says)
                    line.close()

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield f"smtp+plain://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        stop.set()
        thread.join()
        listener.close()
        for line in held:
            line.close()


def _knock(port):
    anybody = ssl.create_default_context()
    anybody.check_hostname, anybody.verify_mode = False, ssl.CERT_NONE
    with anybody.wrap_socket(socket.create_connection(("127.0.0.1", port), timeout=5)) as line:
        line.recv(1)


def _a_free_port():
    with socket.create_server(("127.0.0.1", 0)) as found:
        return found.getsockname()[1]


def _context(folder: Path) -> ssl.SSLContext:
    """A certificate of our own for 127.0.0.1, good for a day."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "tests")])
    moment = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(moment - timedelta(hours=1))
        .not_valid_after(moment + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "server.crt").write_bytes(certificate.public_bytes(pem))
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "server.key").write_bytes(private)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.crt", folder / "server.key")
    return context
