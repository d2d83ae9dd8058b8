"""A real worker whose drawing fails with somebody's words in the exception: HARBOUR_RAISES holds them."""

import os
import sys

from portal import worker
from portal.domain import summaries


def raise_words(gathered):
    raise RuntimeError(f"cannot draw: {os.environ['HARBOUR_RAISES']}")


if __name__ == "__main__":
    summaries.draw = raise_words
    worker.main(sys.argv[1:])
