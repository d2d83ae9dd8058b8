"""What each answer must say to the browser, whatever it is: page, file, redirect, refusal, breakdown."""

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "object-src": "'none'",
}
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cache-Control": "no-store",
}
TELLING = ("Server", "X-Powered-By", "Via", "Access-Control-Allow-Origin")  # ours is left to no page of others


def amiss(answer):
    """The headers of this answer that are not as they must be, by name; none is right."""
    policy = dict(
        part.strip().split(" ", 1) for part in answer.headers.get("Content-Security-Policy", "x y").split(";")
    )
    wrong = [name for name, said in ALWAYS.items() if answer.headers.get(name) != said]
    wrong += [name for name in TELLING if name in answer.headers]
    wrong += [] if policy == POLICY else ["Content-Security-Policy"]
    return wrong + ([] if named(answer) else ["Content-Type"])


def named(answer):
    """What has a body says what it is; text says its signs, too."""
    kind = answer.headers.get("Content-Type", "")
    is_text = kind.startswith("text/") or "xml" in kind
    return "charset=utf-8" in kind if is_text else bool(kind) or not answer.content_length
