import time
from tests.bench.asked import *
from tests.bench.test_questions import asked_by
from sqlalchemy import event
from sqlalchemy.engine import Engine
import collections
def test_try(practice, pages, engine, settings):
    tot=collections.Counter(); num=collections.Counter()
    def b(conn,cur,st,par,ctx,many): ctx._t=time.time()
    def a(conn,cur,st,par,ctx,many):
        k=re.sub(r'\s+',' ',st)[:70]+'...'+re.sub(r'\s+',' ',st)[-100:]; tot[k]+=time.time()-ctx._t; num[k]+=1
    event.listen(Engine,'before_cursor_execute',b); event.listen(Engine,'after_cursor_execute',a)
    T=time.time()
    def lap(n):
        nonlocal T; print(n, f'{time.time()-T:.1f}'); T=time.time()
    practice.grow(10); lap('grow10')
    for p in pages.values(): asked_by(p)
    lap('pages'); tot.clear(); num.clear()
    practice.grow(95); lap('grow'); practice.grow(95); lap('grow')
    for k,v in tot.most_common(6): print(f'   {v:.2f}s x{num[k]} {k}')
    tot.clear(); num.clear()
    asked={n:asked_by(p) for n,p in pages.items()}; lap('pages')
    for k,v in tot.most_common(6): print(f'   {v:.2f}s x{num[k]} {k}')
    tot.clear()
    for n in asked: 
        for each in asked[n]:
            if each.reads: rows(practice.id, each)
    lap('rows')
    for k,v in tot.most_common(6): print(f'   {v:.2f}s x{num[k]} {k}')
