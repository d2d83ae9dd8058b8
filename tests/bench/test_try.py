from tests.bench.asked import *
def test_try(practice, pages, engine):
    practice.grow(10)
    for p in pages.values(): p()
    def count():
        out={}
        for n,p in pages.items():
            p()
            with questions() as q: p()
            if engine=='sqlite':
                with sqlite_steps() as s: p()
                c=s.count
            else: c=0
            out[n]=(len(q), max(rows(practice.id,a) for a in q if a.reads), c)
        return out
    a=count(); practice.grow(40); b=count(); practice.grow(150); c=count()
    for n in a: print(f'{n:30}', a[n], b[n], c[n])
