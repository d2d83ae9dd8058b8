from tests.bench.asked import *
def test_try(practice, pages, engine):
    practice.grow(100)
    for n in ("client: a note","client: notes","therapist: inbox","client: today"):
        p=pages[n]; p()
        with questions() as q: p()
        print("=====",n)
        for a in q:
            print(re.sub(r'\s+',' ',a.statement)[:150], '...', a.statement[-260:].replace('\n',' '))
            if engine=='sqlite':
                for l in sqlite_plan(a): print('      ', l)
            else:
                for l in postgresql_plan(practice.id,a): print('      ', l['Node Type'], l.get('Relation Name'), l.get('Alias'), l.get('Index Name'), l.get('Index Cond'), '| F', l.get('Filter'))
