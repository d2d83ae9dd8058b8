"""Temporary."""
import time, cProfile, pstats
from uuid import UUID
from portal.core.db import db, unit_of_work
from portal.core.actor import Role
from portal.domain import journal, vault
from tests.cast import add_person, found_practice
def test_speed(house):
    sam = add_person(found_practice("elm"), "Sam", Role.CLIENT)
    words = ("Wörter und words about the day we had at the sea and the dog. " * 40)[:2000]
    t=time.time()
    with unit_of_work(sam.practice_id):
        for n in range(10000):
            journal.write(sam, words + str(n))
    print("wrote", time.time()-t)
    for i in range(4):
        with unit_of_work(sam.practice_id, writes=False):
            t=time.perf_counter(); found=list(journal.search(sam, "zebra nowhere")); print("search", time.perf_counter()-t)
    with unit_of_work(sam.practice_id, writes=False):
        t=time.perf_counter(); n=sum(1 for x in vault.read_all(sam.keys, ["entry"])); print("read_all", time.perf_counter()-t, n)
    with unit_of_work(sam.practice_id, writes=False):
        t=time.perf_counter(); journal.shelf(sam); print("shelf", time.perf_counter()-t)
    pr=cProfile.Profile()
    with unit_of_work(sam.practice_id, writes=False):
        pr.enable(); list(journal.search(sam, "zebra nowhere")); pr.disable()
    pstats.Stats(pr).sort_stats("tottime").print_stats(14)
