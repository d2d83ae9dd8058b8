"""Mail on its way out: over TLS and without, to servers that take it, refuse it, dawdle, lie or break off."""

import pytest
from flask import Flask

from config import BadSettings, MailServer, Secrets, Settings
from portal.core import mail
from portal.core.mail import Away, Letter, Refused
from tests.mailbox import PASSWORD, SENDER, USER, broken_server, mailbox

TO = "sam@example.org"


@pytest.fixture
def certificate(tmp_path, monkeypatch):
    """Where a server's certificate will lie, which this process then trusts."""
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "server.crt"))
    return tmp_path


def post(url, to=TO, *, sender_name="Willow House", subject="A subject", body="Two lines.\nNo more.\n", password=None):
    app = Flask("post")
    mail.init_app(app, url and MailServer.from_url(url, SENDER, password))
    with app.app_context():
        mail.send(Letter(to, sender_name, subject, body, "0b5c"))


@pytest.mark.parametrize("tls", ["none", "starttls", "tls"])
def test_a_mail_arrives_as_it_was_written(certificate, tls):
    with mailbox(certificate, tls) as box:
        post(box.url, body="Zwölf Häuser.\n")
    [(sender, to, message)] = box.letters
    assert (sender, to) == (SENDER, [TO])
    assert message["From"] == f"Willow House <{SENDER}>"
    assert (message["To"], message["Subject"]) == (TO, "A subject")
    assert message.get_content_type() == "text/plain"
    assert message.get_content().replace("\r\n", "\n") == "Zwölf Häuser.\n"
    assert message["Message-ID"] == "<0b5c@willow.example.org>"
    assert message["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize("tls", ["starttls", "tls"])
def test_a_server_nobody_vouches_for_gets_nothing(tmp_path, tls):
    with mailbox(tmp_path, tls) as box:
        with pytest.raises(Away, match="SSLCertVerificationError"):
            post(box.url)
        assert box.letters == []


def test_a_server_that_does_not_know_starttls_gets_nothing():
    with mailbox() as box:
        with pytest.raises(Away):
            post(box.url.replace("smtp+plain", "smtp"))
        assert box.letters == []


def test_we_sign_in_with_a_password_over_tls(certificate):
    with mailbox(certificate, "starttls", user=USER) as box:
        post(box.url, password=PASSWORD)
        with pytest.raises(Away, match="SMTPAuthenticationError"):
            post(box.url, password="another")
    assert len(box.letters) == 1


@pytest.mark.parametrize(("answer", "kind"), [("451 later", Away), ("554 never, sam@example.org", Refused)])
def test_not_now_is_another_thing_than_never_and_the_servers_words_are_dropped(answer, kind):
    with mailbox() as box:
        box.answers = [answer]
        with pytest.raises(kind, match=f"^{answer[:3]}$"):
            post(box.url)
        box.rejects = answer
        with pytest.raises(kind, match=f"^{answer[:3]}$"):
            post(box.url)


@pytest.mark.parametrize("says", [b"", b"\xff\xfe\r\n", b"554 go away\r\n", b"220 here\r\n", None])
def test_a_broken_or_silent_server_is_away(says, monkeypatch):
    monkeypatch.setattr(mail, "PATIENCE", 0.2)
    with broken_server(says) as url, pytest.raises(Away):
        post(url)


def test_without_a_server_or_with_one_that_is_gone_nothing_is_sent():
    for url in (None, "smtp+plain://127.0.0.1:1"):
        with pytest.raises(Away):
            post(url)


@pytest.mark.parametrize(
    "hostile",
    ["Willow\r\nBcc: eve@example.org", "Willow\nSubject: x\n\nHello", "W\u2028Bcc: eve@x.org", "W\x00\u202eesuoH"],
)
def test_no_word_becomes_a_header(hostile):
    with mailbox() as box:
        post(box.url, sender_name=hostile, subject=hostile)
    [(_, to, message)] = box.letters
    assert to == [TO]
    assert message["Bcc"] is None
    assert len(message.get_all("Subject")) == 1
    assert message.get_content().startswith("Two lines.")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("sam@example.org", "sam@example.org"),
        ("  Sam.O+mail@Example.ORG ", "Sam.O+mail@example.org"),
        ("sam@bücher.example", "sam@xn--bcher-kva.example"),
        ("sam", None),
        ("sam@", None),
        ("@example.org", None),
        ("sam@localhost", None),
        ("sam@@example.org", None),
        ("sam okoro@example.org", None),
        ("sam@example..org", None),
        ("sam@example.org\r\nBcc: eve@example.org", None),
        ("sam@example.org,eve@example.org", None),
        ("<sam@example.org>", None),
        ("-oX@example.org", None),
        ("s\u0430m@example.org", None),
        ("a" * 65 + "@example.org", None),
        ("a@" + "b" * 63 + ".example" * 40, None),
        ("\ud83d@example.org", None),
        ("sam\x00@example.org", None),
    ],
)
def test_what_is_an_address_and_what_is_none(typed, kept):
    assert mail.an_address(typed) == kept


def test_what_is_no_address_never_reaches_a_server():
    with mailbox() as box:
        for to in ("sam", "sam@example.org\r\nRCPT TO:<eve@example.org>", "sam@Example.org"):
            with pytest.raises(Refused):
                post(box.url, to)
        assert box.letters == []


# ------------------------------------------------------------------ settings


@pytest.fixture
def given(tmp_path):
    Secrets.write_new(tmp_path / "secrets")
    return {"PORTAL_DATA_DIR": str(tmp_path), "PORTAL_MAIL_FROM": SENDER}


def test_only_the_worker_reads_the_password_from_its_file(given, tmp_path):
    (tmp_path / "secrets" / "smtp_password").write_text(f"{PASSWORD}\n")
    given["PORTAL_SMTP_URL"] = "smtps://harbour@mail.example.org"
    settings = Settings.from_env(given, opens_bundles=True)
    assert settings.mail == MailServer("mail.example.org", 465, "tls", SENDER, "harbour", PASSWORD)
    assert PASSWORD not in repr(settings)
    assert Settings.from_env(given).mail.password is None


def test_nothing_set_is_no_mail(given):
    del given["PORTAL_MAIL_FROM"]
    assert Settings.from_env(given).mail is None


@pytest.mark.parametrize(
    "url",
    [
        "",
        "mail.example.org",
        "http://mail.example.org",
        "smtp://",
        "smtp://h:99999999",
        "smtp+plain://user@h",
        "smtp://h/x",
    ],
)
def test_an_address_of_a_server_that_cannot_be_is_refused(given, url):
    with pytest.raises(BadSettings, match="PORTAL_SMTP_URL is"):
        Settings.from_env({**given, "PORTAL_SMTP_URL": url})


@pytest.mark.parametrize("sender", [None, "", "post", "Post <post@example.org>", "post@example.org\r\nBcc: x@y.z"])
def test_who_mail_is_from_is_one_plain_address(given, sender):
    given |= {"PORTAL_SMTP_URL": "smtp://mail.example.org", "PORTAL_MAIL_FROM": sender}
    with pytest.raises(BadSettings, match="PORTAL_MAIL_FROM is"):
        Settings.from_env({name: value for name, value in given.items() if value is not None})


def test_a_sender_without_a_server_is_noticed(given):
    with pytest.raises(BadSettings, match="is missing"):
        Settings.from_env(given)
