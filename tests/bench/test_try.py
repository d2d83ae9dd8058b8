from tests.bench.asked import *
from sqlalchemy import create_engine
def test_try(practice, pages, settings):
    practice.grow(100)
    e=create_engine(settings.owner_database_url)
    with e.begin() as c: c.exec_driver_sql("ANALYZE")
    with e.begin() as c:
        for r in c.exec_driver_sql("select tbl,idx,stat from sqlite_stat1 order by 1,2"): print(r)
    e.dispose(); db.session.remove(); db.engine.dispose()
    for n in ("client: a note","client: notes","therapist: inbox","client: today"):
        p=pages[n]; p()
        with sqlite_steps() as s: p()
        print("=====",n, s.count)
        with questions() as q: p()
        for a in q:
            if 'anon_1' not in a.statement and 'FROM entry' not in a.statement: continue
            print(re.sub(r'\s+',' ',a.statement)[:100])
            for l in sqlite_plan(a): print('      ', l)
    def count():
        out={}
        for n,p in pages.items():
            with sqlite_steps() as s: p()
            out[n]=s.count
        return out
    a=count(); practice.grow(100); b=count(); practice.grow(200); c=count()
    for n in a: print(f'{n:30}', a[n], b[n], c[n])
