"""Faults in what a refusal leaves behind."""

from tests.sabotage import QUICK, Fault

TESTS = f"tests/core/test_whole.py {QUICK}"

FAULTS = [
    Fault(
        "what a page refuses stays half done",
        "portal/core/whole.py",
        "            savepoint.rollback()\n",
        "            savepoint.commit()\n",
        TESTS,
    ),
    Fault(
        "the trail tells of what was refused",
        "portal/core/whole.py",
        "            info.update(waiting, wrote=wrote)\n",
        "            info.update(wrote=wrote)\n",
        TESTS,
    ),
    Fault(
        "what a refused act leaves after its own units is kept",
        "portal/core/whole.py",
        "            abandon()\n",
        "            pass\n",
        TESTS,
    ),
    Fault(
        "a problem beside a field, and what it refuses is kept",
        "portal/web/forms.py",
        "        with whole():\n            yield\n    except Invalid as problem:\n        field",
        "        yield\n    except Invalid as problem:\n        field",
        f"tests/access/test_refused.py -k ana {QUICK}",
    ),
]
