from tests.bench.asked import *
BIG={"entry","item","item_key","grant_","opening","audit","checkin","principal","person","assignment","summary","quotation","job","session"}
def test_try(practice, pages, engine):
    practice.grow(60)
    seen=set()
    for n,p in pages.items():
        p()
        with questions() as q: p()
        for a in q:
            if a.statement in seen or not a.reads: continue
            seen.add(a.statement)
            nodes=postgresql_plan(practice.id,a)
            for l in nodes:
                t=l.get('Relation Name')
                if t in BIG:
                    cond=l.get('Index Cond') or ''
                    narrow=len(re.findall(r' AND ',cond))
                    flag = '' if l['Node Type'] in('Index Scan','Index Only Scan','Bitmap Heap Scan') and (narrow) else '<<<<'
                    if flag: print(n,'|',l['Node Type'], t, l.get('Alias'), l.get('Index Name'), cond,'| F', (l.get('Filter') or '')[:150], flag)
