"""What a receipt calls a thing: kept in the language it was given in, read in that of whoever reads."""

from portal.core.language import speaking
from portal.domain import receipts
from portal.domain.consent.kinds import KINDS
from portal.domain.consent.streams import STREAMS
from portal.domain.receipts.named import NAMES
from tests.acts import at_work, share, write


def test_a_receipt_calls_things_in_the_language_of_whoever_reads_it(sam, mara):
    share(sam, write(sam), mara)
    with at_work(sam), speaking("de"):
        assert receipts.index(sam).receipts[0].words == "Notiz, Version 1"
    kinds = [kind.word + with_it for kind in KINDS.values() for with_it in {"", kind.with_it}]
    streams = [str(words) for words, _ in STREAMS.values()]
    assert [name for name in (*kinds, *streams, *(f"{each}, so far" for each in streams)) if name not in NAMES] == []
    with at_work(sam), speaking("de"):
        kinds = [str(kind.word) + str(with_it) for kind in KINDS.values() for with_it in {"", kind.with_it}]
        assert [name for name in kinds if name not in NAMES] == []
