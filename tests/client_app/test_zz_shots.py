"""Temporary."""
import re, subprocess, pathlib
from datetime import timedelta
import time_machine
from portal.core.clock import now
from portal.domain import mood
from tests.acts import at_work, edit, read_by, share, write
OUT = pathlib.Path("/tmp/jrn/shots")
def test_shots(sam, mara, as_):
    OUT.mkdir(exist_ok=True)
    body = "I asked again tonight and he said no. Not angry, just \u201cthat\u2019s not for me\u201d. I went quiet instead of saying it hurt.\n\nWhat I wanted was one question about my Thursday. Anything."
    for d, l in ((6,2),(5,3),(3,4),(2,3),(0,2)):
        with time_machine.travel(now()-timedelta(days=d)), at_work(sam): mood.check_in(sam, l)
    b=as_(sam)
    def shot(name, page):
        html=re.sub(r"/p/elm/static/", "file:///work/main/portal/static/", page.text)
        html=re.sub(r"\?v=[0-9a-f]+", "", html)
        (OUT/f"{name}.html").write_text(html)
    a1=write(sam, "Two hours that are mine. Saying so before Friday.", "What I need from a weekend")
    a2=write(sam, "We laughed about the dog for ten minutes. I want to remember that.", "Sunday walk")
    a3=write(sam, body, "After we talked")
    share(sam,a2,mara,until=now()+timedelta(days=7)); share(sam,a1,mara); edit(sam,a1,1,"Two hours. And a line more.","What I need from a weekend")
    read_by(mara,a2); read_by(mara,a1)
    shot("home", b.get("/home")); shot("notes", b.get("/notes")); shot("new", b.get("/notes/new"))
    shot("show", b.get(f"/notes/{a3}")); shot("show_earlier", b.get(f"/notes/{a1}")); shot("edit", b.get(f"/notes/{a1}/edit"))
    shot("history", b.get(f"/notes/{a1}/history?version=1")); shot("preview", b.get(f"/notes/{a3}/preview/{mara.person_id}"))
    shot("sharing", b.get("/sharing")); shot("log", b.get("/sharing/log")); shot("checkins", b.post("/check-ins", {"csrf_token": b.token()}))
    shot("found", b.get("/notes").form("Look").fill(words="dog").press())
    shot("stopped", b.get(f"/notes/{a2}").form("Stop").press("Stop"))
    f1=b.get(f"/notes/{a3}/edit").form("Keep"); f2=b.get(f"/notes/{a3}/edit").form("Keep")
    f1.fill(body="one").press("Keep"); shot("both", f2.fill(body="two").press("Keep"))
    shot("problem", b.get("/notes/new").form("Keep").press("Keep"))
