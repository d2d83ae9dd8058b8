"""Reading packs: one file for each questionnaire and version, word for word, read strictly or not at all."""

import json
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from portal.core.errors import PortalError
from portal.domain.measures import strict
from portal.domain.measures.ours import as_read
from portal.domain.measures.packs import (
    Band,
    Change,
    Cutoff,
    Group,
    Item,
    Library,
    Licence,
    Loinc,
    Missing,
    Option,
    Pack,
    Precision,
    Published,
)

OURS = Path(__file__).parents[2] / "assets" / "measures"
OF_THE_PRACTICE = "measures"  # a folder in the data folder: packs that the practice is licensed for
FORMAT = 1
LARGEST = 512 * 1024  # bytes of a pack


class BadPack(PortalError):
    """A file of a questionnaire cannot be used; the sentence says which, where and why."""


@cache
def library(data_dir: Path) -> Library:
    """Ours, and the practice's own from its data folder. Read once; a new pack is there after the next start.

    Raises:
        BadPack: a file cannot be used. Half a questionnaire would be worse than no start.
    """
    own = data_dir / OF_THE_PRACTICE
    found: dict[tuple[str, str], Pack] = {}
    for path in [*sorted(OURS.glob("*.json")), *(sorted(own.glob("*.json")) if own.is_dir() else ())]:
        pack = read_pack(path)
        if pack.key in found:
            raise BadPack(f"{path}: {pack.short} in version {pack.version} is there already. Give it another version.")
        found[pack.key] = pack
    return Library(found)


def read_pack(path: Path) -> Pack:
    """One file.

    Raises:
        BadPack: unreadable, a name nobody knows, words that do not fit their fingerprint, numbers that do not agree.
    """
    try:
        return parse(
            json.loads(_bytes(path).decode("utf-8"), object_pairs_hook=strict.once, parse_constant=strict.no_number)
        )
    except RecursionError:
        raise BadPack(f"{path} cannot be used as a questionnaire: it is nested too deeply.") from None
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as problem:
        raise BadPack(f"{path} cannot be used as a questionnaire: {problem}.") from problem


def _bytes(path: Path) -> bytes:
    data = path.read_bytes()
    if len(data) > LARGEST:
        raise ValueError(f"it is larger than {LARGEST // 1024} KiB")
    return data


def parse(said: Any) -> Pack:
    """What a file says, checked part by part; raises ValueError with a sentence."""
    strict.only(said, "the file", _NEEDED, _OPTIONAL)
    if said["format"] != FORMAT:
        raise ValueError(f"this Harbour reads format {FORMAT}")
    stem, options = strict.text(said, "stem", may_be_empty=True), said.get("options")
    items = tuple(_item(part, number, stem, options) for number, part in enumerate(strict.listed(said, "items"), 1))
    if not items:
        raise ValueError("there is no question in it")
    if len(set(names := [item.id for item in items])) < len(names):
        raise ValueError("two questions have the same id")
    scoring = strict.only(said["scoring"], "scoring", ("times", "range", "scheme", "missing"))
    after = _item(said["follow_up"], len(items) + 1, "", None) if said.get("follow_up") else None
    low, high = strict.pair(scoring["range"], "the range")
    bands: Any = said.get("bands") or {"source": "none", "rows": []}
    pack = Pack(
        id=strict.word(said, "id"),
        version=strict.word(said, "version"),
        language=strict.word(said, "language"),
        name=strict.text(said, "name"),
        short=strict.text(said, "short"),
        about=as_read(strict.text(said, "about")),
        recall=strict.text(said, "recall", may_be_empty=True),
        is_suggested=strict.one_of(said.get("suggested", False), (True, False)),
        lower_is_better=strict.one_of(said["direction"], ("lower_is_better", "higher_is_better")) == "lower_is_better",
        licence=_licence(said["licence"]),
        stem=stem,
        items=items,
        follow_up=after,
        times=strict.whole(scoring["times"], "times"),
        scheme=strict.text(scoring, "scheme"),
        low=low,
        high=high,
        missing=_missing(scoring["missing"], len(items)),
        bands=tuple(_band(part) for part in strict.listed(strict.only(bands, "bands", ("source", "rows")), "rows")),
        bands_source=strict.text(bands, "source"),
        cutoffs=tuple(_cutoff(part) for part in said.get("cutoffs", ())),
        change=_change(said["change"]) if said.get("change") else None,
        loinc=_loinc(said["loinc"]) if said.get("loinc") else None,
    )
    _agrees(pack)
    return pack


_NEEDED = ("format", "id", "version", "language", "name", "short", "about", "recall", "direction", "licence", "stem",
           "items", "scoring")  # fmt: skip
_OPTIONAL = ("suggested", "options", "follow_up", "bands", "cutoffs", "change", "loinc", "notes")


def _agrees(pack: Pack) -> None:
    """Numbers in different parts of a pack that must fit each other."""
    if not pack.version.isdigit():
        raise ValueError("the version is a whole number")
    if (pack.low, pack.high) != extremes(pack):
        raise ValueError(f"the answers give totals from {extremes(pack)}, the range says {(pack.low, pack.high)}")
    edges = [(band.low, band.high) for band in pack.bands]
    if edges and (edges[0][0], edges[-1][1]) != (pack.low, pack.high):
        raise ValueError("the bands do not reach from the lowest total to the highest")
    if any(later[0] != earlier[1] + 1 for earlier, later in pairwise(edges)):
        raise ValueError("between two bands there is a hole or an overlap")


def extremes(pack: Pack) -> tuple[int, int]:
    """The lowest and the highest total that answers can give; turning a question round changes neither."""
    low, high = (sum(getattr(item, end) for item in pack.items) for end in ("lowest", "highest"))
    return low * pack.times, high * pack.times


# ------------------------------------------------------------------ parts


def _item(said: Any, number: int, stem: str, shared: Any) -> Item:
    where = f"question {number}"
    strict.only(
        said, where, ("id", "text", "sha256"), ("stem", "options", "ends", "reverse", "risk_from", "loinc", "codes")
    )
    listed = said.get("options", shared)
    codes: Mapping[str, str] = {name: strict.text(said["codes"], name) for name in said.get("codes", {})}
    if not isinstance(listed, list) or len(listed) < 2:  # noqa: PLR2004 - one answer is no choice
        raise ValueError(f"{where} has no list of answers")
    options = tuple(_option(part, where, codes) for part in listed)
    if len({option.value for option in options}) < len(options) or len({option.text for option in options}) < len(
        options
    ):
        raise ValueError(f"two answers to {where} are the same")
    ends = said.get("ends")
    item = Item(
        id=strict.word(said, "id"),
        number=number,
        text=strict.text(said, "text"),
        stem=strict.text(said, "stem") if "stem" in said else stem,
        ends=(strict.text(ends, 0), strict.text(ends, 1)) if ends else None,
        options=options,
        reverse=strict.one_of(said.get("reverse", False), (True, False)),
        risk_from=strict.whole(said["risk_from"], "risk_from") if "risk_from" in said else None,
        loinc=strict.text(said, "loinc") if "loinc" in said else None,
    )
    if said["sha256"] != item.fingerprint():
        raise ValueError(f"the words of {where} are not those of its sha256; theirs would be {item.fingerprint()}")
    return item


def _option(said: Any, where: str, codes: Mapping[str, str]) -> Option:
    strict.only(said, f"an answer to {where}", ("value", "text"), ("loinc",))
    value = strict.whole(said["value"], "the value of an answer")
    own = strict.text(said, "loinc") if "loinc" in said else None
    return Option(value, strict.text(said, "text"), codes.get(str(value), own))


def _licence(said: Any) -> Licence:
    strict.only(said, "licence", ("statement", "notice", "conditions", "sources"))
    conditions = strict.text(said, "conditions", may_be_empty=True)
    listed = strict.listed(said, "sources")
    sources = tuple(strict.text(listed, at) for at in range(len(listed)))
    return Licence(strict.text(said, "statement"), strict.text(said, "notice"), conditions, sources)


def _missing(said: Any, items: int) -> Missing:
    strict.only(said, "missing", ("at_most", "fill", "source"))
    at_most = strict.whole(said["at_most"], "at_most")
    fill = strict.one_of(said["fill"], ("nothing", "prorate", "rounded_mean"))
    if not 0 <= at_most < items or (at_most == 0) != (fill == "nothing"):
        raise ValueError("what is done about missing answers does not fit how many may be missing")
    return Missing(at_most, fill, strict.text(said, "source"))


def _band(said: Any) -> Band:
    strict.only(said, "a band", ("from", "to", "label", "said"))
    low, high = strict.pair([said["from"], said["to"]], "a band")
    return Band(low, high, strict.text(said, "label"), as_read(strict.text(said, "said")))


def _cutoff(said: Any) -> Cutoff:
    strict.only(said, "a cut-off", ("value", "side", "said", "source", "checked"))
    side = strict.one_of(said["side"], ("at_or_above", "at_or_below", "below"))
    checked = strict.one_of(said["checked"], (True, False))
    return Cutoff(
        strict.number(said["value"], "a cut-off"),
        side,
        as_read(strict.text(said, "said")),
        strict.text(said, "source"),
        checked,
    )


def _change(said: Any) -> Change:
    strict.only(said, "change", ("uses", "why"), ("precision", "published", "clinical", "general", "groups_source"))
    precision = published = None
    if part := said.get("precision"):
        strict.only(part, "precision", ("sd", "reliability", "source", "checked"))
        sd, reliability = strict.number(part["sd"], "sd"), strict.number(part["reliability"], "reliability")
        if not (sd > 0 and 0 < reliability < 1):
            raise ValueError("a spread is above 0, and a reliability lies between 0 and 1")
        precision = Precision(
            sd, reliability, strict.text(part, "source"), strict.one_of(part["checked"], (True, False))
        )
    if part := said.get("published"):
        strict.only(part, "published", ("points", "source"), ("confidence",))
        confidence = strict.whole(part["confidence"], "confidence") if "confidence" in part else None
        published = Published(strict.number(part["points"], "points"), confidence, strict.text(part, "source"))
    uses = strict.one_of(said["uses"], ("computed", "published"))
    if (precision if uses == "computed" else published) is None:
        raise ValueError("the figure that is used for change is not there")
    groups = [Group(strict.number(said[of]["mean"], of), strict.number(said[of]["sd"], of)) if of in said else None
              for of in ("clinical", "general")]  # fmt: skip
    source = strict.text(said, "groups_source") if "groups_source" in said else ""
    return Change(precision, published, uses, strict.text(said, "why"), groups[0], groups[1], source)


def _loinc(said: Any) -> Loinc:
    strict.only(said, "loinc", (), ("panel", "total", "answers"))
    return Loinc(*(strict.text(said, name) if name in said else None for name in ("panel", "total", "answers")))
