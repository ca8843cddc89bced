#!/usr/bin/env python3
"""Verifies a ledger's log.db with nothing but Python's standard library.

Written from the article "The log format" alone, as a second opinion on `iocledger verify`.

    Scripts/verify_log.py LEDGER [--root HEX] [--through SEQ] [--checkpoint FILE [--key VKEY]]
    Scripts/verify_log.py --proof FILE [--key VKEY]

--root compares with a root that was kept outside; --through looks at the first SEQ events only, for an older root.
--checkpoint compares with a signed checkpoint and checks its signature, by the key in the ledger's keys folder unless
--key gives one that was kept outside.
--proof checks what `iocledger events --proof` printed, by the key inside it unless --key gives one; it needs no ledger.
Prints the number of events and the root; ends with 4 where something is wrong.
"""
import argparse, base64, hashlib, hmac, json, sqlite3, struct, sys, zlib
from pathlib import Path

TYPES = (None, "indicator.ingested", "observation.recorded", "lookup.started", "lookup.failed", "lookup.withheld",
         "connector.paused", "sighting.recorded", "relationship.asserted", "relationship.retracted", "entity.imported",
         "label.added", "label.removed", "note.added", "tlp.set", "judgement.set", "judgement.cleared",
         "observation.retracted", "scorecard.published", "scorecard.activated", "payload.erased", "observation.restored",
         "marking.stated", "indicator.delisted")

# The steps of the schema, and the digest over all that sqlite_schema holds after them, as the article gives them.
MIGRATIONS = [(1, "0001_event_log", "665bdb99df7578364604fe8efd3d2bb96c209c4866c113be22998864f167dcde")]
SCHEMA = "21bf1432c9d861d48e2fd95338214a6419379445e4f4b6e9a634ad313fd4d4b7"


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


def original(data, size):
    """The bytes of a payload as they were before they were compressed."""
    if size is None:
        return data
    stream = zlib.decompressobj()
    try:
        require(0 < size <= min(1032 * len(data), 128 << 20), "impossible")
        data = stream.decompress(data, size + 1)
        require(stream.eof and not stream.unused_data and len(data) == size, "another size")
        return data
    except (Fault, zlib.error):
        return None


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


# Ed25519, RFC 8032 §5.1: points in the affine coordinates of the curve -x² + y² = 1 + d x² y².
P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D, ROOT = -121665 * pow(121666, -1, P) % P, pow(2, (P - 1) // 4, P)


def plus(a, b):
    product = D * a[0] * b[0] * a[1] * b[1] % P
    return ((a[0] * b[1] + a[1] * b[0]) * pow(1 + product, -1, P) % P,
            (a[1] * b[1] + a[0] * b[0]) * pow(1 - product, -1, P) % P)


def times(number, point):
    result = (0, 1)
    while number:
        result, point, number = plus(result, point) if number & 1 else result, plus(point, point), number >> 1
    return result


def decode_point(data):
    number = int.from_bytes(data, "little")
    y, sign = number & (1 << 255) - 1, number >> 255
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if x * x % P == square else x * ROOT % P
    require(y < P and x * x % P == square and not (x == 0 and sign), "this is no point of the curve")
    return (x if x & 1 == sign else P - x, y)


def is_signed(key, message, signature):
    base = decode_point((4 * pow(5, -1, P) % P).to_bytes(32, "little"))
    s = int.from_bytes(signature[32:], "little")
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    return len(signature) == 64 and s < L and times(s, base) == plus(
        decode_point(signature[:32]), times(challenge, decode_point(key)))


def read_checkpoint(note, vkey):
    """The origin, size and root of a signed checkpoint, once a signature of the key was found good."""
    name, key_id, key = vkey.strip().split("+", 2)
    key, (body, signatures) = base64.b64decode(key, validate=True), note.rsplit("\n\n", 1)
    body += "\n"
    require(key[:1] == b"\x01" and len(key) == 33, "this is no Ed25519 key")
    require(sha256(name.encode() + b"\n" + key)[:4].hex() == key_id, "the key's id does not fit")
    own = [line.split(" ")[2] for line in signatures.splitlines() if line.startswith(f"\u2014 {name} ")]
    own = [data for data in map(base64.b64decode, own) if data[:4].hex() == key_id]
    require(own, f"the checkpoint is not signed by {vkey.strip()}")
    require(all(is_signed(key[1:], body.encode(), data[4:]) for data in own), "the checkpoint's signature is not good")
    origin, size, root = body.split("\n")[:3]
    return origin, int(size), base64.b64decode(root, validate=True)


class Verifier:
    def __init__(self, database):
        self.database, self.tree = database, Tree()
        self.one = lambda sql: database.execute(sql).fetchone()
        require(self.one("PRAGMA application_id") == (0x494F434C,), "this is no log of iocledger")
        require(self.one("PRAGMA user_version") == (1,), "this verifier does not know the version of the log")
        require(self.one("PRAGMA integrity_check(1)") == ("ok",), "SQLite finds the file damaged")
        self.symbols = self.dictionary("SELECT id, text FROM symbol ORDER BY id")
        self.streams = self.dictionary("SELECT id, kind, value FROM stream ORDER BY id")
        self.payloads = {hash: id for id, hash in database.execute("SELECT id, hash FROM payload ORDER BY id")}
        self.subtrees = database.execute("SELECT number, root FROM subtree ORDER BY number")
        self.versions, self.ids, self.used_symbols, self.used_payloads = [0], set(), set(), 0
        self.erased, self.last = set(), None

    def schema(self):
        """Whatever is in the file was put there by the known steps, and each of these is as it was shipped."""
        rows = self.database.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name")
        digest = sha256("\n".join("\t".join(map(str, row)) for row in rows).encode()).hex()
        require(digest == SCHEMA, "the tables, indexes and triggers are not those of the known schema")
        steps = list(self.database.execute("SELECT number, name, lower(hex(sha256)), applied_at FROM migration ORDER BY 1"))
        require([step[:3] for step in steps] == MIGRATIONS, "the log names other steps of the schema than the known ones")
        times = [step[3] for step in steps]
        require(all(type(time) is int for time in times) and times == sorted(times)
                and times[:1] == [self.one("SELECT created_at FROM ledger")[0]],
                "the log names other times for the steps of its schema than those at which they were applied")

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
        number = self.payloads[payload] if payload else 0
        require(0 <= number <= self.used_payloads + 1, "its payload is numbered out of order")
        self.used_payloads = max(self.used_payloads, number)
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
        require(self.one("SELECT count(*), max(one) FROM head") == (1, 1) == self.one("SELECT count(*), max(one) FROM ledger"),
                "the head or the ledger's identity is not the one row that there is")
        require(self.subtrees.fetchone() is None, "there are more subtree roots than events")
        kept, macs = self.one("SELECT count(*), count(mac) FROM payload")
        require(len(self.streams) == len(self.versions) - 1 and self.used_symbols == self.symbols.keys()
                and self.used_payloads == len(self.payloads), "there are dictionary rows or payloads that no event uses")
        require(kept == len(self.payloads) and macs == self.one("SELECT count(DISTINCT mac) FROM payload")[0],
                "a payload is there twice")
        id, created, secret, seal = self.one("SELECT id, created_at, secret, seal FROM ledger")
        identity = varint(len(id.encode())) + id.encode() + varint(created << 1 ^ created >> 63) + secret
        require(sha256(identity) == seal, "the ledger's identity was changed")
        for hash, salt, mac, data, size in self.database.execute("SELECT hash, salt, mac, bytes, size FROM payload"):
            if data is None:
                require(hash.hex() in self.erased and salt is None and mac is None and size is None,
                        f"the payload {hash.hex()} is gone, and no event says that it was erased")
            else:
                require(hash.hex() not in self.erased, f"the payload {hash.hex()} was erased, and is there again")
                data = original(data, size)
                require(data is not None and sha256(salt + data) == hash and hmac.digest(secret, data, "sha256") == mac,
                        f"the payload {hash.hex()} was changed")
        # At the end: an event that was changed says more than the guard that was dropped for it.
        self.schema()


def verify(database, through, size):
    """Checks the log; gives its tree, its origin, and the root it had at a size."""
    verifier, earlier = Verifier(database), sha256(b"") if size == 0 else None
    for row in database.execute(
            "SELECT seq, event_id, stream, version, type, schema_version, source, actor, tlp, observed_at, received_at,"
            " recorded_at, correlation_id, causation_seq, facts, payload_hash, leaf_hash FROM event WHERE seq <= ?"
            " ORDER BY seq", (through or 1 << 62,)):
        try:
            verifier.event(row)
            earlier = verifier.tree.root() if verifier.tree.size == size else earlier
        except Fault as fault:
            raise Fault(f"event {verifier.tree.size + 1}: {fault}") from None
    if through is None:
        verifier.rest()
    return verifier.tree, "iocledger/" + verifier.one("SELECT id FROM ledger")[0], earlier


def once(members):
    """An object none of whose members is there twice."""
    require(len({name for name, _ in members}) == len(members), "a member is there twice")
    return dict(members)


def root_by(path, leaf, index, size):
    """Where an inclusion proof leads, RFC 9162 section 2.1.3.2."""
    require(0 <= index < size, "the index is not below the size of the tree")
    node, place, last = leaf, index, size - 1
    for sibling in path:
        require(last > 0, "the path is too long")
        if place & 1 or place == last:
            node = sha256(b"\x01" + sibling + node)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            node = sha256(b"\x01" + node + sibling)
        place, last = place >> 1, last >> 1
    require(last == 0, "the path is too short")
    return node


def check_proof(proof, vkey):
    """Checks one proof, all of whose parts must say the same; gives the event's position, and the checkpoint's origin."""
    event, leaf = base64.b64decode(proof["canonical_bytes"], validate=True), bytes.fromhex(proof["leaf_hash"])
    require(sha256(b"\x00" + event) == leaf, "the leaf hash is not that of the event")
    require(event[:1] == b"\x01" and len(event) > 9, "this verifier does not know the event's canonical bytes")
    seq = struct.unpack(">q", event[1:9])[0]
    require(all(type(proof[name]) is int for name in ("seq", "index", "tree_size")), "a position is no whole number")
    require(proof["seq"] == seq and proof["index"] == seq - 1, "seq and index are not those of the event")
    origin, size, root = read_checkpoint(proof["checkpoint"], vkey or proof["key"])
    require(proof["tree_size"] == size, "the size of the tree is not the checkpoint's")
    require(root_by(map(bytes.fromhex, proof["path"]), leaf, seq - 1, size) == root and proof["root"] == root.hex(),
            "the path, the root and the checkpoint's root are not one")
    return seq, origin


def check_proofs(file, vkey):
    text = file.read_text("utf-8")
    try:
        proofs = json.loads(text, object_pairs_hook=once)
    except ValueError:
        proofs = [json.loads(line, object_pairs_hook=once) for line in text.splitlines()]
    for proof in proofs if isinstance(proofs, list) else [proofs]:
        seq, origin = check_proof(proof, vkey)
        print(f"proven: event {seq} is in the log {origin}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ledger", type=Path, nargs="?")
    parser.add_argument("--proof", type=Path)
    parser.add_argument("--root", type=str.lower)
    parser.add_argument("--through", type=int)
    parser.add_argument("--checkpoint", type=Path)
    parser.add_argument("--key")
    arguments = parser.parse_args()
    if (arguments.ledger is None) == (arguments.proof is None):
        parser.error("name a ledger, or a file of proofs with --proof")
    try:
        if arguments.proof:
            check_proofs(arguments.proof, arguments.key)
            return 0
        database = sqlite3.connect((arguments.ledger / "log.db").resolve().as_uri() + "?mode=ro", uri=True)
        database.execute("BEGIN")
        signed = (None, None, None)
        if arguments.checkpoint:
            key = arguments.key or (arguments.ledger / "keys" / "checkpoint.vkey").read_text("utf-8")
            signed = read_checkpoint(arguments.checkpoint.read_bytes().decode(), key)
        tree, origin, earlier = verify(database, arguments.through, signed[1])
        root = tree.root().hex()
        require(arguments.root in (None, root), f"the root over {tree.size} events is {root}")
        require(signed[0] in (None, origin), f"the checkpoint is of {signed[0]}, and this log is {origin}")
        require(signed[1] is None or signed[1] <= tree.size, f"the log was cut: the checkpoint has {signed[1]} events")
        require(signed[2] == earlier, f"the log was rewritten: its first {signed[1]} events have another root")
    except OSError as error:
        parser.error(f"{error}")
    except (Fault, sqlite3.Error, ValueError, KeyError, TypeError, AttributeError) as fault:
        print(f"not sound: {fault}")
        return 4
    print(f"sound: {tree.size} events, root {root}")
    if arguments.checkpoint:
        print(f"extends the checkpoint of {signed[1]} events")
    return 0


if __name__ == "__main__":
    sys.exit(main())
