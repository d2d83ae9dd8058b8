"""The vault: a consent is a key. The only code that turns private words into rows and rows into words.

    password --Argon2id and pepper--> lock --> private key of a principal
    private key --HPKE--> key of a grant: one consent, owner to reader, scope, purpose, words agreed to, end
    grant key --AES-256-GCM--> key of an item: one row for each item that the consent covers
    item key --AES-256-GCM--> the words: one version of one text

Ending a consent needs no key; giving one needs the owner's. A person's journal is a grant from them to themselves.
"""

from portal.domain.access import live, usable
from portal.domain.vault.bundles import Bundle, open_bundle, open_by_worker, pack, seal_to_worker, unpack
from portal.domain.vault.fsck import fsck
from portal.domain.vault.grants import end, end_all_between, end_between, give, sweep
from portal.domain.vault.items import fulfil, go_on_from, promise, readers_by_rule, replace, write, write_many
from portal.domain.vault.locks import (
    holders,
    let_hold,
    new_code,
    open_held,
    open_invitation,
    open_with_code,
    open_with_password,
    set_code,
    set_invitation,
    set_invitations,
    set_password,
    stop_hold,
)
from portal.domain.vault.principals import new_people, new_principal, practice_principal, principal_of, retire
from portal.domain.vault.reading import Text, all_ids, latest_readable, open_among, read, read_all, read_one
from portal.domain.vault.renewal import rekey
from portal.domain.vault.replaying import replay
from portal.domain.vault.reunion import closed_of, follow, reunite
from portal.domain.vault.revocations import Noted, note, noted_since
from portal.domain.vault.rotation import renew, rotate
from portal.domain.vault.seals import CHOSEN, OWN, RECORD
from portal.domain.vault.sharing import drop_superseded, opened_to_since, share, take_up, unshare
from portal.domain.vault.shredding import drop, forget, shred

__all__ = [
    "CHOSEN",
    "OWN",
    "RECORD",
    "Bundle",
    "Noted",
    "Text",
    "all_ids",
    "closed_of",
    "drop",
    "drop_superseded",
    "end",
    "end_all_between",
    "end_between",
    "follow",
    "forget",
    "fsck",
    "fulfil",
    "give",
    "go_on_from",
    "holders",
    "latest_readable",
    "let_hold",
    "live",
    "new_code",
    "new_people",
    "new_principal",
    "note",
    "noted_since",
    "open_among",
    "open_bundle",
    "open_by_worker",
    "open_held",
    "open_invitation",
    "open_with_code",
    "open_with_password",
    "opened_to_since",
    "pack",
    "practice_principal",
    "principal_of",
    "promise",
    "read",
    "read_all",
    "read_one",
    "readers_by_rule",
    "rekey",
    "renew",
    "replace",
    "replay",
    "retire",
    "reunite",
    "rotate",
    "seal_to_worker",
    "set_code",
    "set_invitation",
    "set_invitations",
    "set_password",
    "share",
    "shred",
    "stop_hold",
    "sweep",
    "take_up",
    "unpack",
    "unshare",
    "usable",
    "write",
    "write_many",
]
