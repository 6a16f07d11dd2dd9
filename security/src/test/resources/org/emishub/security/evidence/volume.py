"""How long the verifier takes over a ledger of many entries, and over one proof.

Usage: volume.py VERIFY.PY ENTRIES. Prints one JSON object; the tiles are made one after the other, so that a million entries need little memory.
"""
import hashlib
import importlib.util
import json
import os
import struct
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
import maker  # noqa: E402

spec = importlib.util.spec_from_file_location("verify", sys.argv[1])
verify = importlib.util.module_from_spec(spec)
spec.loader.exec_module(verify)


def leaf(pattern, sequence):
    h = hashlib.sha256(b"%d" % sequence).hexdigest()
    event = (b"RELEASED", b"RECEIPTED", b"REFUSED")[sequence % 3]
    message = hashlib.sha256(b"%d" % (sequence // 3)).hexdigest()
    return pattern % {b"h": h.encode(), b"m": message.encode(), b"s": sequence, b"e": event}


PATTERN = (b'{"actor":"%(h)s","agreement":{"bundleHash":"' + maker.BUNDLE.encode() + b'","id":"social-protection.attendance","version":3},'
           b'"child":"%(h)s","client":"social-protection/mis","code":"OK","contentHash":"%(h)s","event":"%(e)s",'
           b'"fields":["attendance.condition","attendance.rate","enrolment.status","school.district"],"messageIdHash":"%(m)s",'
           b'"provider":"education/emis","rule":"receipt: signed by the receiver","sequence":%(s)d,"side":"%(h)s","sideHash":"%(h)s",'
           b'"time":"2026-11-22T10:00:00.000Z","version":2,"withheld":2}')


def build(folder, entries):
    """Tiles of that many entries; the hashes of each level."""
    levels = [[]]
    for start in range(0, entries, 256):
        part = [leaf(PATTERN, sequence) for sequence in range(start, min(entries, start + 256))]
        levels[0] += [maker.sha(b"\0" + data) for data in part]
        name = maker.tile_name("entries", start // 256) + ("" if len(part) == 256 else ".p/%d" % len(part))
        maker.write({name: b"".join(struct.pack(">H", len(data)) + data for data in part)}, folder)
    while len(levels[-1]) > 1:
        below = levels[-1]
        levels.append([maker.sha(b"\1" + below[i] + below[i + 1]) for i in range(0, len(below) - 1, 2)])
    for level in range(0, len(levels), 8):
        nodes = levels[level]
        for start in range(0, len(nodes), 256):
            part = nodes[start:start + 256]
            name = maker.tile_name(str(level // 8), start // 256) + ("" if len(part) == 256 else ".p/%d" % len(part))
            maker.write({name: b"".join(part)}, folder)
    return levels


class Levels(maker.Merkle):
    """Roots and paths from the hashes of complete subtrees."""

    def __init__(self, levels):
        self.levels, self.known = levels, {}

    def mth(self, start, end):
        size = end - start
        if size & (size - 1) == 0:
            level = size.bit_length() - 1
            return self.levels[level][start >> level]
        k = self.split(size)
        return maker.sha(b"\1" + self.mth(start, start + k) + self.mth(start + k, end))


def main():
    entries = int(sys.argv[2])
    with tempfile.TemporaryDirectory() as folder:
        signer = maker.Signer(folder)
        ledger = os.path.join(folder, "ledger")
        merkle = Levels(build(ledger, entries))
        note = maker.checkpoint(signer, merkle, entries)
        held = maker.checkpoint(signer, merkle, entries // 2 + 7)
        maker.write({"ledger/checkpoint": note.encode(), "held": held.encode()}, folder)
        began = time.time()
        done = subprocess.run([sys.executable, sys.argv[1], ledger, "--key", signer.verifier_key, "--checkpoint", os.path.join(folder, "held")],
                              stdin=subprocess.DEVNULL, capture_output=True, check=False)
        whole = time.time() - began
        times, most = [], 0
        options = verify.Options(verify.Key(signer.verifier_key))
        for sequence in [0, 1, entries - 2, entries - 1] + [entries * i // 12 for i in range(1, 12)]:
            path = merkle.path(sequence, 0, entries)
            proof = "c2sp.org/tlog-proof@v1\nindex %d\n%s\n%s" % (sequence, "".join(maker.b64(h) + "\n" for h in path), note)
            options.leaf, options.openssl.seen = leaf(PATTERN, sequence), {}
            report = verify.Report()
            began = time.time()
            report.run(verify.check_proof, proof.encode(), options, report)
            times.append(time.time() - began)
            most = max(most, len(path))
            if report.exit() != 0:
                raise SystemExit("a proof does not hold: %s" % report.failures)
        print(json.dumps({"entries": entries, "exit": done.returncode, "seconds": round(whole, 1), "proofMillis": round(sorted(times)[len(times) // 2] * 1000, 1),
                          "proofMillisMost": round(max(times) * 1000, 1), "hashes": most}))


if __name__ == "__main__":
    main()
