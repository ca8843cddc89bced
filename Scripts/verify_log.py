#!/usr/bin/env python3
"""Verifies a ledger's log.db with nothing but Python's standard library.

Written from the article "The log format" alone, as a second opinion on `iocledger verify`.

    Scripts/verify_log.py LEDGER [--root HEX] [--through SEQ]

--root compares with a root that was kept outside; --through looks at the first SEQ events only, for an older root.
Prints the number of events and the root; ends with 4 where something is wrong.
"""
import argparse, hashlib, hmac, sqlite3, struct, sys
from pathlib import Path

TYPES = (None, "indicator.ingested", "observation.recorded", "lookup.started", "lookup.failed", "lookup.withheld",
         "connector.paused", "sighting.recorded", "relationship.asserted", "relationship.retracted", "entity.imported",
         "label.added", "label.removed", "note.added", "tlp.set", "judgement.set", "judgement.cleared",
         "observation.retracted", "scorecard.published", "scorecard.activated", "payload.erased")


class Fault(Exception):
    pass


def require(holds, fault):
    if not holds:
        raise Fault(fault)


def sha256(data):
    return hashlib.sha256(data).digest()


def text(value):
    return struct.pack(">I", len(value.encode())) + value.encode()


def read_varint(data, at):
    value = shift = 0
    while True:
        require(at < len(data) and shift <= 63, "its facts cannot be read")
        value |= (data[at] & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if data[at - 1] < 0x80:
            require(data[at - 1] > 0 or shift == 7, "a number in its facts is longer than it need be")
            return value, at


def varint(value):
    return bytes([value]) if value < 0x80 else bytes([value & 0x7F | 0x80]) + varint(value >> 7)


def end_of_value(data, at, depth=0):
    require(at < len(data), "its facts end too early")
    tag, at = data[at], at + 1
    require(tag <= 5 and (tag < 5 or depth < 4), "its facts hold an unknown value")
    if tag == 2:
        at = read_varint(data, at)[1]
    elif tag == 3:
        at += 8
    elif tag == 4:
        length, at = read_varint(data, at)
        at += length
    elif tag == 5:
        count, at = read_varint(data, at)
        for _ in range(count):
            at = end_of_value(data, at, depth + 1)
    require(at <= len(data), "its facts end too early")
    return at


def read_facts(stored, symbols):
    """From the stored form: the canonical form, and for each symbol the bytes of its value."""
    count, at = read_varint(stored, 0)
    canonical, values, previous = varint(count), {}, None
    for _ in range(count):
        symbol, start = read_varint(stored, at)
        require(symbol in symbols, "its facts name a missing symbol")
        name = symbols[symbol].encode()
        require(previous is None or previous < name, "its facts are out of order")
        at = end_of_value(stored, start)
        values[symbol], previous = stored[start:at], name
        canonical += varint(len(name)) + name + values[symbol]
    require(at == len(stored), "bytes follow its last fact")
    return canonical, values


class Tree:
    """The frontier: the roots of the complete subtrees, the largest first."""

    def __init__(self):
        self.size, self.roots = 0, []

    def add(self, leaf):
        """Adds a leaf; gives the root over 1,024 leaves that it completes, if it does."""
        node, covered, kept = leaf, 1, None
        while self.size & covered:
            node, covered = sha256(b"\x01" + self.roots.pop() + node), covered * 2
            kept = node if covered == 1024 else kept
        self.roots.append(node)
        self.size += 1
        return kept

    def root(self):
        root = self.roots[-1] if self.roots else sha256(b"")
        for left in reversed(self.roots[:-1]):
            root = sha256(b"\x01" + left + root)
        return root


class Verifier:
    def __init__(self, database):
        self.database, self.tree = database, Tree()
        self.one = lambda sql: database.execute(sql).fetchone()
        require(self.one("PRAGMA application_id") == (0x494F434C,), "this is no log of iocledger")
        require(self.one("PRAGMA user_version") == (1,), "this verifier does not know the version of the log")
        require(self.one("PRAGMA integrity_check(1)") == ("ok",), "SQLite finds the file damaged")
        self.symbols = self.dictionary("SELECT id, text FROM symbol ORDER BY id")
        self.streams = self.dictionary("SELECT id, kind, value FROM stream ORDER BY id")
        self.payloads = {hash for (hash,) in database.execute("SELECT hash FROM payload")}
        self.subtrees = database.execute("SELECT number, root FROM subtree ORDER BY number")
        self.versions, self.ids, self.used_symbols, self.used_payloads = [0], set(), set(), set()
        self.erased, self.last = set(), None

    def dictionary(self, sql):
        rows = list(self.database.execute(sql))
        require([row[0] for row in rows] == list(range(1, len(rows) + 1)), f"there are gaps in: {sql}")
        require(len({row[1:] for row in rows}) == len(rows), f"something is there twice in: {sql}")
        return {row[0]: row[1] if len(row) == 2 else row[1:] for row in rows}

    def event(self, row):
        (seq, event_id, stream, version, code, schema, source, actor, tlp, observed, received, recorded, correlation,
         cause, stored, payload, stored_leaf) = row
        require(seq == self.tree.size + 1, "it is missing")
        require(self.last is None or recorded >= self.last, "it was recorded before the one in front of it")
        require(cause is None or 1 <= cause < seq, "its cause does not come before it")
        require(tlp is None or 0 <= tlp <= 254, "it has an impossible marking")
        require(event_id not in self.ids, "its id occurred before")
        require(1 <= stream <= len(self.versions), "its stream is numbered out of order")
        if stream == len(self.versions):
            self.versions.append(0)
        require(version == self.versions[stream] + 1, "its version is out of order")
        require(stream in self.streams and 1 <= code < len(TYPES) and {source, actor} <= self.symbols.keys(),
                "it names something that the dictionaries do not hold")
        kind, value = self.streams[stream]
        facts, values = read_facts(stored, self.symbols)
        leaf = sha256(b"".join((
            b"\x00\x01", struct.pack(">q", seq), event_id, text(self.symbols[kind]), text(value),
            struct.pack(">q", version), text(TYPES[code]), struct.pack(">q", schema), text(self.symbols[source]),
            text(self.symbols[actor]), bytes([255 if tlp is None else tlp]),
            struct.pack(">qqq", observed, received, recorded), b"\x01" + correlation if correlation else b"\x00",
            struct.pack(">q", cause or 0), struct.pack(">I", len(facts)), facts,
            b"\x01" + payload if payload else b"\x00")))
        require(leaf == stored_leaf, "it does not match its leaf hash")
        require(payload is None or payload in self.payloads, "its payload is missing")
        self.used_payloads |= {payload} - {None}
        self.used_symbols |= values.keys() | {source, actor, kind}
        if TYPES[code] == "payload.erased":
            self.erased |= {value[2:].decode() for symbol, value in values.items() if self.symbols[symbol] == "hash"}
        self.ids.add(event_id)
        self.versions[stream], self.last = version, recorded
        if (root := self.tree.add(leaf)) is not None:
            require(self.subtrees.fetchone() == (seq // 1024 - 1, root), "the root kept of its 1,024 events is another")

    def rest(self):
        head = self.one("SELECT seq, recorded_at, frontier FROM head")
        require(head == (self.tree.size, self.last or 0, b"".join(self.tree.roots)),
                f"the head does not fit the {self.tree.size} events: the tail was cut off, or the head was changed")
        require(self.subtrees.fetchone() is None, "there are more subtree roots than events")
        require(len(self.streams) == len(self.versions) - 1 and self.used_symbols == self.symbols.keys()
                and self.used_payloads == self.payloads, "there are dictionary rows or payloads that no event uses")
        id, created, secret, seal = self.one("SELECT id, created_at, secret, seal FROM ledger")
        identity = varint(len(id.encode())) + id.encode() + varint(created << 1 ^ created >> 63) + secret
        require(sha256(identity) == seal, "the ledger's identity was changed")
        for hash, salt, mac, data in self.database.execute("SELECT hash, salt, mac, bytes FROM payload"):
            if data is None:
                require(hash.hex() in self.erased and salt is None and mac is None,
                        f"the payload {hash.hex()} is gone, and no event says that it was erased")
            else:
                require(hash.hex() not in self.erased, f"the payload {hash.hex()} was erased, and is there again")
                require(sha256(salt + data) == hash and hmac.digest(secret, data, "sha256") == mac,
                        f"the payload {hash.hex()} was changed")


def verify(database, through):
    verifier = Verifier(database)
    for row in database.execute(
            "SELECT seq, event_id, stream, version, type, schema_version, source, actor, tlp, observed_at, received_at,"
            " recorded_at, correlation_id, causation_seq, facts, payload_hash, leaf_hash FROM event WHERE seq <= ?"
            " ORDER BY seq", (through or 1 << 62,)):
        try:
            verifier.event(row)
        except Fault as fault:
            raise Fault(f"event {verifier.tree.size + 1}: {fault}") from None
    if through is None:
        verifier.rest()
    return verifier.tree


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ledger", type=Path)
    parser.add_argument("--root", type=str.lower)
    parser.add_argument("--through", type=int)
    arguments = parser.parse_args()
    try:
        database = sqlite3.connect((arguments.ledger / "log.db").resolve().as_uri() + "?mode=ro", uri=True)
        database.execute("BEGIN")
        tree = verify(database, arguments.through)
        root = tree.root().hex()
        require(arguments.root in (None, root), f"the root over {tree.size} events is {root}")
    except (Fault, sqlite3.Error) as fault:
        print(f"not sound: {fault}")
        return 4
    print(f"sound: {tree.size} events, root {root}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
