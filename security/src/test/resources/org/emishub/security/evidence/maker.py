"""Makes ledgers and case packs by the documents alone: shares nothing with the hub, and nothing with verify.py, which it is there to try."""
import base64
import hashlib
import hmac
import json
import os
import random
import struct
import subprocess
import zlib

ORIGIN = "hub.example/ledger"


def sha(data):
    return hashlib.sha256(data).digest()


def b64(data):
    return base64.b64encode(data).decode()


def jcs(value):
    """Canonical JSON of what this maker writes: ASCII names, integers, no odd characters."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


class Signer:
    def __init__(self, folder, name="key"):
        self.folder, self.pem = folder, os.path.join(folder, name + ".pem")
        subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", self.pem], check=True, capture_output=True)
        der = subprocess.run(["openssl", "pkey", "-in", self.pem, "-pubout", "-outform", "DER"], check=True, capture_output=True).stdout
        self.typed = b"\1" + der[-32:]
        self.id = sha(ORIGIN.encode() + b"\n" + self.typed)[:4]
        self.verifier_key = "%s+%s+%s" % (ORIGIN, self.id.hex(), b64(self.typed))
        self.made = {}

    def note(self, text):
        return text + "\n\u2014 %s %s\n" % (ORIGIN, b64(self.id + self.sign(text)))

    def sign(self, text):
        if text not in self.made:
            path = os.path.join(self.folder, "to-sign")
            with open(path, "wb") as file:
                file.write(text.encode())
            self.made[text] = subprocess.run(["openssl", "pkeyutl", "-sign", "-inkey", self.pem, "-rawin", "-in", path], check=True,
                                             capture_output=True).stdout
        return self.made[text]


class Witness:
    """Cosigns (C2SP tlog-cosignature, Ed25519) whatever it is shown."""

    def __init__(self, folder, name="witness.example/w1"):
        self.signer, self.name = Signer(folder, "witness"), name
        self.typed = b"\4" + self.signer.typed[1:]
        self.id = sha(name.encode() + b"\n" + self.typed)[:4]
        self.verifier_key = "%s+%s+%s" % (name, self.id.hex(), b64(self.typed))

    def cosign(self, note, seconds=1795255200):
        signature = self.signer.sign("cosignature/v1\ntime %d\n%s\n" % (seconds, note.partition("\n\n")[0]))
        return note + "\u2014 %s %s\n" % (self.name, b64(self.id + struct.pack(">Q", seconds) + signature))


TSA = """[tsa]
serial = serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
[req]
distinguished_name = dn
[dn]
[ca]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
[stamping]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
"""


class Authority:
    """A time-stamping authority (RFC 3161): openssl ts."""

    def __init__(self, folder):
        self.folder = folder
        os.makedirs(folder)
        for name, text in (("tsa.cnf", TSA), ("serial", "01\n")):
            with open(os.path.join(folder, name), "w") as file:
                file.write(text)
        key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-config", "tsa.cnf"]
        self.run("req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem", "-days", "30", "-subj", "/CN=Time CA", "-extensions", "ca")
        self.run("req", *key, "-keyout", "tsa.key", "-out", "tsa.csr", "-subj", "/CN=tsa")
        self.run("x509", "-req", "-in", "tsa.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-out", "tsa.pem", "-days", "20", "-extfile",
                 "tsa.cnf", "-extensions", "stamping")
        self.ca = os.path.join(folder, "ca.pem")

    def run(self, *words):
        subprocess.run(["openssl", *words], cwd=self.folder, check=True, capture_output=True)

    def stamp(self, text):
        with open(os.path.join(self.folder, "text"), "wb") as file:
            file.write(text)
        self.run("ts", "-query", "-data", "text", "-sha256", "-cert", "-out", "query")
        self.run("ts", "-reply", "-queryfile", "query", "-signer", "tsa.pem", "-inkey", "tsa.key", "-config", "tsa.cnf", "-section", "tsa", "-out", "reply")
        with open(os.path.join(self.folder, "reply"), "rb") as file:
            return file.read()


# RFC 6962, section 2.1, word for word.


class Merkle:
    def __init__(self, leaves):
        self.hashes = [sha(b"\0" + leaf) for leaf in leaves]
        self.known = {}

    def mth(self, start, end):
        if start == end:
            return sha(b"")
        if end - start == 1:
            return self.hashes[start]
        if (start, end) not in self.known:
            k = self.split(end - start)
            self.known[start, end] = sha(b"\1" + self.mth(start, start + k) + self.mth(start + k, end))
        return self.known[start, end]

    @staticmethod
    def split(n):
        k = 1
        while k * 2 < n:
            k *= 2
        return k

    def path(self, m, start, end):
        if end - start == 1:
            return []
        k = self.split(end - start)
        if m < k:
            return self.path(m, start, start + k) + [self.mth(start + k, end)]
        return self.path(m - k, start + k, end) + [self.mth(start, start + k)]

    def proof(self, m, n):
        return self.subproof(m, 0, n, True)

    def subproof(self, m, start, end, whole):
        n = end - start
        if m == n:
            return [] if whole else [self.mth(start, end)]
        k = self.split(n)
        if m <= k:
            return self.subproof(m, start, start + k, whole) + [self.mth(start + k, end)]
        return self.subproof(m - k, start + k, end, False) + [self.mth(start, start + k)]


AGREEMENT = b"id: social-protection.attendance\nversion: 3\n"
BUNDLE = sha(AGREEMENT).hex()


def commit(salt, label, value):
    return hmac.new(salt, label.encode() + b"\0" + value, hashlib.sha256).hexdigest() if value else ""


class Ledger:
    """Entries of several children, each with a chain; every third release is delivered."""

    def __init__(self, entries, seed=1, children=5):
        self.dice = random.Random(seed)
        self.leaves, self.sides, self.sealed, self.heads, self.slots, self.destroyed = [], [], [], {}, {}, {}
        while len(self.leaves) < entries:
            self.release("child-%d" % self.dice.randrange(children))

    def release(self, child):
        number = len(self.leaves)
        self.append("RELEASED", "message-%d" % number, child, fields=["attendance.condition", "attendance.rate"], agreement=True)
        if number % 3 == 0:
            self.append("RECEIPTED", "message-%d" % number, child, rule="receipt: signed by the receiver", agreement=True)

    def append(self, event, message, child, rule="", fields=(), agreement=False, actor="worker@social-protection/mis", note="\u0434\u0430, told",
               erased=()):
        sequence = len(self.leaves)
        salt = bytes(self.dice.randrange(256) for _ in range(32))
        side = {"version": 3, "salt": salt.hex(), "child": child, "actor": actor, "note": note}
        if child:
            count, previous, previous_sequence = self.heads.get(child, (0, "", -1))
            side["chain"] = {"number": count + 1, "previous": previous, "previousSequence": previous_sequence}
            side["decision"] = {"facts": [1, 2.5, -0.001, True, None, 1e21]}
        opened = jcs(side)
        slot = self.slots.setdefault(child, sequence)
        sealed = struct.pack(">BIQ", 1, 2026, slot) + bytes(self.dice.randrange(256) for _ in range(47))
        leaf = {"version": 2, "sequence": sequence, "event": event, "time": "2026-11-%02dT10:%02d:%02d.000Z" % (
                    1 + sequence // 3600 % 28, sequence // 60 % 60, sequence % 60),
                "messageIdHash": sha(message.encode()).hex(), "code": "OK", "rule": rule, "provider": "education/emis",
                "client": "social-protection/mis", "withheld": 2, "child": commit(salt, "child", child.encode()),
                "actor": commit(salt, "actor", actor.encode()), "contentHash": sha(b"c%d" % sequence).hex(), "sideHash": sha(sealed).hex(),
                "side": commit(salt, "side", opened), "fields": list(fields)}
        if agreement:
            leaf["agreement"] = {"id": "social-protection.attendance", "version": 3, "bundleHash": BUNDLE}
        if erased:
            leaf["erased"] = list(erased)
        data = jcs(leaf)
        if child:
            self.heads[child] = (count + 1, sha(b"\0" + data).hex(), sequence)
        self.leaves.append(data)
        self.sides.append(opened)
        self.sealed.append(sealed)
        return sequence

    def of_child(self, child):
        """From the first on that can be opened."""
        return [n for n, side in enumerate(self.sides) if json.loads(side)["child"] == child and self.sealed[n][:13] not in self.destroyed]

    def erase(self, child):
        """Destroys the child's key; what comes after it is under another one, and goes on the same chain."""
        slot = self.slots.pop(child)
        self.destroyed[struct.pack(">BIQ", 1, 2026, slot)] = self.append(
            "ERASED", "erasure-%d" % slot, "", rule="NO_LONGER_NECESSARY", erased=["2026/%d" % slot])


def checkpoint(signer, merkle, size):
    return signer.note("%s\n%d\n%s\n" % (ORIGIN, size, b64(merkle.mth(0, size))))


def seal_pack(files, signer, changed=()):
    """Lists the files and signs the list."""
    listing = json.loads(files["pack.json"])
    listing.update(changed)
    listing["files"] = {name: sha(data).hex() for name, data in files.items() if name not in ("pack.json", "pack.sig")}
    files["pack.json"] = jcs(listing)
    files["pack.sig"] = signer.note("emishub case pack v1\n%s\n" % sha(files["pack.json"]).hex()).encode()
    return files


DISCLOSED = ("ASKED", "RELEASED", "VIEWED", "BREAK_GLASS")


def tell(files):
    """The two lists of disclosures, from the entries and sides in the pack."""
    leaves = sorted((json.loads(data) for name, data in files.items() if name.startswith("leaves/")), key=lambda leaf: leaf["sequence"])
    rows = []
    for leaf in leaves:
        if leaf["event"] not in DISCLOSED:
            continue
        after = [other["time"] for other in leaves if other["event"] in ("DELIVERED", "RECEIPTED") and other["sequence"] > leaf["sequence"]
                 and other["messageIdHash"] == leaf["messageIdHash"]] if leaf["event"] == "RELEASED" else []
        side = json.loads(files.get("sides/%d.json" % leaf["sequence"], b"{}"))
        rows.append([("sequence", leaf["sequence"]), ("time", leaf["time"]), ("event", leaf["event"]),
                     ("agreement", leaf.get("agreement", {}).get("id", "")), ("version", leaf.get("agreement", {}).get("version", 0)),
                     ("provider", leaf["provider"]), ("client", leaf["client"]), ("code", leaf["code"]), ("rule", leaf["rule"]),
                     ("fields", leaf["fields"]), ("withheld", leaf["withheld"]), ("delivered", (after or [""])[0]),
                     ("actor", side.get("actor", "")), ("note", side.get("note", ""))])
    names = "sequence,time,event,agreement,version,provider,client,code,rule,fields,withheld,delivered,actor,note".split(",")
    table = [names] + [[" ".join(value) if isinstance(value, list) else str(value) for _, value in row] for row in rows]
    files["disclosures.jsonl"] = b"".join(jcs(dict(row)) + b"\n" for row in rows)
    files["disclosures.csv"] = "".join(",".join('"%s"' % text.replace('"', '""') for text in row) + "\r\n" for row in table).encode()


def pack(ledger, signer, sizes, kind="child", subject="child-1", verifier=b"# a verifier\n", look_up=True, witness=None, authority=None):
    """The files of a pack about a child (with sides), a message or an agreement (without). All but the newest state are cosigned, and the one before it is stamped."""
    if look_up:
        asked = ledger.append("LOOKED_UP", "ask-%d" % len(ledger.leaves), subject if kind == "child" else "", rule="evidence export")
    size = len(ledger.leaves)
    merkle = Merkle(ledger.leaves)
    sizes = sorted(set(n for n in sizes if n < size) | {size})
    about = ledger.of_child(subject) if kind == "child" else [
        n for n, leaf in enumerate(ledger.leaves) if (sha(subject.encode()).hex() == json.loads(leaf)["messageIdHash"] if kind == "message" else
                                                      json.loads(leaf).get("agreement", {}).get("id") == subject)]
    erased = []
    if kind == "child" and about:
        erased = [n for n in [json.loads(ledger.sides[about[0]])["chain"]["previousSequence"]] if n >= 0]
    elif kind == "message":
        erased = [n for n in about if ledger.sealed[n][:13] in ledger.destroyed]
    about = sorted({*about, *erased, *(ledger.destroyed[ledger.sealed[n][:13]] for n in erased)})
    if look_up and asked not in about:
        about.append(asked)
    newest = checkpoint(signer, merkle, size)
    files = {"README.txt": b"Evidence.\n", "verify.py": verifier, "checkpoint": newest.encode(),
             "checkpoints.txt": "".join((witness.cosign if witness and n < size else str)(checkpoint(signer, merkle, n)) + "\n" for n in sizes).encode(),
             "certificates/hub-%s.pem" % ("A" * 43): b"-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n", "agreements/%s.yaml" % BUNDLE: AGREEMENT}
    if authority:
        files["checkpoint.tsr.txt"] = checkpoint(signer, merkle, sizes[-2]).partition("\n\n")[0].encode() + b"\n"
        files["checkpoint.tsr"] = authority.stamp(files["checkpoint.tsr.txt"])
    for n in about:
        proof = "c2sp.org/tlog-proof@v1\nindex %d\n%s\n" % (n, "".join(b64(h) + "\n" for h in merkle.path(n, 0, size)))
        files["leaves/%d.json" % n] = ledger.leaves[n]
        files["proofs/%d.txt" % n] = (proof + newest).encode()
        if n in erased:
            files["sides/%d.sealed" % n] = ledger.sealed[n]
        elif kind == "child" and n not in ledger.destroyed.values():
            files["sides/%d.json" % n], files["sides/%d.sealed" % n] = ledger.sides[n], ledger.sealed[n]
    for n in sizes[:-1]:
        files["consistency/%d-%d.txt" % (n, size)] = "".join(b64(h) + "\n" for h in merkle.proof(n, size)).encode()
    tell(files)
    made = json.loads(ledger.leaves[asked])["time"] if look_up else "2026-11-22T10:00:00Z"
    listing = {"version": 2, "made": made, "origin": ORIGIN, "verifierKey": signer.verifier_key,
               "subject": {"kind": kind, "id": subject}, "from": "", "to": "", "size": size, "lookUp": asked if look_up else -1,
               "checkpoints": "all", "files": {}}
    files["pack.json"] = jcs(listing)
    return seal_pack(files, signer)


def key_note(old, new):
    """The note with which one key of a ledger names the next; both sign it."""
    text = "emishub ledger key v1\n%s\n%s\n" % (old.verifier_key, new.verifier_key)
    return old.note(text) + new.note(text).rpartition("\n\n")[2]


def enter_key(ledger, note):
    """Enters that the key changed; the entry's place."""
    at = ledger.append("KEY_CHANGED", "x", "", rule="key: checkpoint, handed over")
    leaf = json.loads(ledger.leaves[at])
    leaf["contentHash"] = sha(note.encode()).hex()
    ledger.leaves[at] = jcs(leaf)
    return at


def proof(ledger, at, signer, size):
    """A place in the ledger's first entries, as text (C2SP tlog-proof)."""
    merkle = Merkle(ledger.leaves[:size])
    return "c2sp.org/tlog-proof@v1\nindex %d\n%s\n" % (at, "".join(b64(h) + "\n" for h in merkle.path(at, 0, size))) + checkpoint(signer, merkle, size)


def key_changes(ledger, at, note, old, size):
    """keys.json of one change, whose entry the older key signed in a state of this size."""
    change = {"note": note, "leaf": ledger.leaves[at].decode(), "proof": proof(ledger, at, old, size)}
    return jcs({"version": 1, "changes": [change]})


def tile_name(kind, index):
    parts = ["%03d" % (index % 1000)]
    while index >= 1000:
        index //= 1000
        parts.insert(0, "x%03d" % (index % 1000))
    return "tile/%s/%s" % (kind, "/".join(parts))


def tiles(leaves, signer):
    """A ledger's folder as files by name (C2SP tlog-tiles)."""
    merkle = Merkle(leaves)
    files = {"checkpoint": checkpoint(signer, merkle, len(leaves)).encode()}
    level, width = 0, 1
    while len(leaves) >= width:
        nodes = [merkle.mth(i * width, (i + 1) * width) for i in range(len(leaves) // width)]
        for index in range(0, len(nodes), 256):
            part = nodes[index:index + 256]
            name = tile_name(str(level), index // 256)
            files[name if len(part) == 256 else name + ".p/%d" % len(part)] = b"".join(part)
        level, width = level + 1, width * 256
    for index in range(0, len(leaves), 256):
        part = leaves[index:index + 256]
        name = tile_name("entries", index // 256)
        files[name if len(part) == 256 else name + ".p/%d" % len(part)] = b"".join(struct.pack(">H", len(leaf)) + leaf for leaf in part)
    return files


def write(files, folder):
    for name, data in files.items():
        path = os.path.join(folder, *name.split("/"))
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(data)


def zipped(files):
    """Each byte as the documents say: stored, sorted, without dates."""
    out, central = b"", b""
    for name in sorted(files):
        data = files[name]
        fields = (0, 0, 0, 0x21, zlib.crc32(data), len(data), len(data), len(name), 0)
        central += struct.pack("<IHHHHHHIIIHHHHHII", 0x02014B50, 10, 10, *fields, 0, 0, 0, 0, len(out)) + name.encode()
        out += struct.pack("<IHHHHHIIIHH", 0x04034B50, 10, *fields) + name.encode() + data
    return out + central + struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, len(files), len(files), len(central), len(out), 0)
