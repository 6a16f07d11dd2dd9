"""Alters packs and tiles in every way that an operator, or a thief of the key, could; each must be refused: with exit code 1, or 3 where nothing can be said.

Usage: tamper.py VERIFY.PY PERCENT WHOLE-RUNS. Prints one JSON object. The auditor holds one older checkpoint and the ledger's key, and nothing else.
"""
import importlib.util
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
import maker  # noqa: E402

spec = importlib.util.spec_from_file_location("verify", sys.argv[1])
verify = importlib.util.module_from_spec(spec)
spec.loader.exec_module(verify)

HELD = 200
ENTRIES = 300


class World:
    """A ledger, a pack about a child and one about an agreement, its tiles, and what the auditor holds."""

    def __init__(self, folder):
        self.folder = folder
        self.signer = maker.Signer(folder)
        self.thief = maker.Signer(folder, "thief")
        self.witness = maker.Witness(folder)
        self.authority = maker.Authority(os.path.join(folder, "tsa"))
        self.another = maker.Authority(os.path.join(folder, "another"))
        self.openssl = verify.OpenSsl()
        self.key = verify.Key(self.signer.verifier_key)
        self.held = maker.checkpoint(self.signer, maker.Merkle(maker.Ledger(ENTRIES).leaves), HELD).encode()
        self.child = self.vouched("child", "child-1")
        self.agreement = self.vouched("agreement", "social-protection.attendance")
        self.erased = self.after_an_erasure()
        self.tiles = maker.tiles(maker.Ledger(ENTRIES).leaves, self.signer)

    def pack(self, ledger, kind="child", subject="child-1", signer=None):
        return maker.pack(ledger, signer or self.signer, [50, HELD, 256], kind, subject, verifier=open(sys.argv[1], "rb").read())

    def vouched(self, kind, subject):
        """A true one, which witness and authority have seen; they see none of those that are made up."""
        return maker.pack(maker.Ledger(ENTRIES), self.signer, [50, HELD, 256], kind, subject, verifier=open(sys.argv[1], "rb").read(),
                          witness=self.witness, authority=self.authority)

    def after_an_erasure(self):
        """Of a child whose log goes on after a key of it was destroyed."""
        ledger = maker.Ledger(240)
        ledger.erase("child-1")
        while len(ledger.leaves) < ENTRIES:
            ledger.release("child-%d" % (len(ledger.leaves) % 5))
        return self.pack(ledger)

    def options(self):
        with open(self.authority.ca, "rb") as file:
            authority = file.read()
        return verify.Options(self.key, [("held", self.held)], None, self.openssl, [verify.Key(self.witness.verifier_key, verify.WITNESS)], authority)

    def exit(self, what, files):
        """The verifier's answer, in this process."""
        report = verify.Report()
        if what == "pack":
            report.run(verify.check_pack, files, self.options(), report)
        elif what == "zip":
            report.run(lambda: verify.check_pack(verify.read_zip(files), self.options(), report))
        elif what == "proof":
            options = self.options()
            options.leaf = files["leaf"]
            report.run(verify.check_proof, files["proof"], options, report)
        else:
            folder = os.path.join(self.folder, "ledger")
            shutil.rmtree(folder, ignore_errors=True)
            maker.write(files, folder)
            report.run(verify.check_ledger, folder, self.options(), report)
        return report.exit()

    def whole(self, what, files):
        """The verifier's answer, as a program of its own that is given a folder or a zip."""
        place = tempfile.mkdtemp(dir=self.folder)
        held = os.path.join(place, "held")
        given = os.path.join(place, "given")
        with open(held, "wb") as file:
            file.write(self.held)
        if what == "zip":
            with open(given, "wb") as file:
                file.write(files)
        else:
            os.makedirs(given)
            maker.write(files, given)
        words, cwd = [sys.argv[1], given], None
        if what == "beside":
            words, cwd = ["verify.py", "."], given
        elif what == "proof":
            words = [sys.argv[1], os.path.join(given, "proof"), "--leaf", os.path.join(given, "leaf")]
        done = subprocess.run([sys.executable, *words, "--checkpoint", held, "--key", self.signer.verifier_key, "--witness", self.witness.verifier_key,
                               "--tsa", self.authority.ca],
                              stdin=subprocess.DEVNULL, capture_output=True, check=False, cwd=cwd)
        shutil.rmtree(place)
        if b"Traceback" in done.stdout + done.stderr:
            return "a trace"
        return done.returncode


# ---------------------------------------------------------------------------------- by somebody without the key: any file


def flip(data, dice):
    if not data:
        return b"x"
    at = dice.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << dice.randrange(8)]) + data[at + 1:]


def edit(files, dice):
    name = dice.choice(sorted(files))
    files[name] = flip(files[name], dice)


def delete(files, dice):
    del files[dice.choice(sorted(files))]


def insert(files, dice):
    name = dice.choice(sorted(files))
    stem, dot, end = name.rpartition(".")
    files[(stem + "9." + end) if dot else name + "9"] = files[name]


def swap(files, dice):
    names = sorted(files)
    one = dice.choice(names)
    other = dice.choice([name for name in names if files[name] != files[one]])
    files[one], files[other] = files[other], files[one]


def truncate(files, dice):
    name = dice.choice([name for name in sorted(files) if files[name]])
    files[name] = files[name][:dice.randrange(len(files[name]))]


def extend(files, dice):
    name = dice.choice(sorted(files))
    files[name] += bytes([dice.randrange(256)])


def relisted(files, dice):
    """The list made to agree; its signature is of the old one."""
    name = dice.choice([name for name in sorted(files) if name not in ("pack.json", "pack.sig")])
    files[name] = flip(files[name], dice)
    signature = files["pack.sig"]
    maker.seal_pack(files, NOBODY)
    files["pack.sig"] = signature


class Nobody:
    def note(self, text):
        return ""


NOBODY = Nobody()
def beside(world, dice, what):
    """The genuine verifier within the pack, and beside it a file that answers in the place of Python's library."""
    files = dict(dice.choice((world.child, world.agreement)))
    edit(files, dice) if dice.randrange(2) else None
    files["verify.py"] = world.child["verify.py"]
    files[dice.choice(("argparse", "os", "json", "base64", "hashlib", "tempfile", "zlib")) + ".py"] = b"import sys\nprint('VERIFIED')\nsys.exit(0)\n"
    return files


PLAIN = (edit, edit, edit, delete, insert, swap, truncate, extend)


def plain(world, dice, what):
    files = dict(world.tiles if what == "ledger" else dice.choice((world.child, world.agreement, world.erased)))
    if what == "zip":
        data = maker.zipped(files)
        kind = dice.randrange(4)
        return (flip(data, dice) if kind < 2 else data[:dice.randrange(len(data))] if kind == 2 else data + b"\0")
    act = dice.choice(PLAIN + ((relisted,) * 2 if what == "pack" else ()))
    act(files, dice)
    return files


# ------------------------------------------------------------------------------------- by somebody who has stolen the key


def altered(dice):
    """Another ledger in place of the one, different somewhere before the checkpoint that is held."""
    ledger = maker.Ledger(ENTRIES)
    kind = dice.choice(("edit", "delete", "insert", "swap"))
    at = dice.randrange(HELD - 1)
    if kind == "edit":
        leaf = json.loads(ledger.leaves[at])
        field = dice.choice(("code", "rule", "provider", "withheld", "time", "contentHash", "child"))
        leaf[field] = 3 + at if field == "withheld" else "2025-01-01T00:00:00.000Z" if field == "time" else dice.choice(("", "0" * 64))
        if maker.jcs(leaf) == ledger.leaves[at]:
            leaf["withheld"] += 1
        ledger.leaves[at] = maker.jcs(leaf)
    elif kind == "delete":
        for column in (ledger.leaves, ledger.sides, ledger.sealed):
            del column[at]
        renumber(ledger)
    elif kind == "insert":
        for column in (ledger.leaves, ledger.sides, ledger.sealed):
            column.insert(at, column[dice.randrange(len(column))])
        renumber(ledger)
    else:
        for column in (ledger.leaves, ledger.sides, ledger.sealed):
            column[at], column[at + 1] = column[at + 1], column[at]
        renumber(ledger)
    return ledger


def renumber(ledger):
    for sequence, data in enumerate(ledger.leaves):
        leaf = json.loads(data)
        if leaf["sequence"] != sequence:
            leaf["sequence"] = sequence
            ledger.leaves[sequence] = maker.jcs(leaf)


def rewritten(world, dice, what):
    """All of it made anew over an altered ledger, and signed with the stolen key."""
    ledger = altered(dice)
    return maker.tiles(ledger.leaves, world.signer) if what == "ledger" else world.pack(ledger, *kinds(dice))


def kinds(dice):
    return dice.choice((("child", "child-1"), ("agreement", "social-protection.attendance")))


def forked(world, dice, what):
    """One auditor was shown one ledger, the other is shown another that parts from it before what the first one holds."""
    # A release is several entries, and cutting one in two would leave sides and chains that name what is gone.
    ledger = maker.Ledger(dice.randrange(1, HELD - 8), seed=1)
    assert len(ledger.leaves) < HELD
    ledger.dice = random.Random(dice.randrange(1 << 30))
    ledger.release("child-1")
    while len(ledger.leaves) < ENTRIES:
        ledger.release("child-%d" % ledger.dice.randrange(5))
    return maker.tiles(ledger.leaves, world.signer) if what == "ledger" else world.pack(ledger, *kinds(dice))


def rolled_back(world, dice, what):
    """A true state of the ledger, from before what the auditor holds."""
    ledger = maker.Ledger(dice.randrange(3, HELD - 3))
    return maker.tiles(ledger.leaves, world.signer) if what == "ledger" else world.pack(ledger, *kinds(dice))


def other_key(world, dice, what):
    """A true ledger under a key that is not the hub's."""
    ledger = maker.Ledger(HELD + dice.randrange(1, 100))
    return maker.tiles(ledger.leaves, world.thief) if what == "ledger" else world.pack(ledger, *kinds(dice), signer=world.thief)


def resigned(world, dice, what):
    """The true tree, and other contents in the pack, signed with the stolen key."""
    if what == "ledger":
        return rewritten(world, dice, what)
    files = dict(world.child)
    kind = dice.choice(("vouched", "erased", "side", "side", "sealed", "gap", "gap", "disclosure", "text", "leaf", "proof", "consistency", "unlist"))
    if kind == "vouched":
        otherwise(world, files, dice)
        return maker.seal_pack(files, world.signer)
    if kind == "erased":
        files = dict(world.erased)
        unexplained(files, dice)
        return maker.seal_pack(files, world.signer)
    names = {"side": "sides/", "sealed": "sides/", "gap": "leaves/", "disclosure": "disclosures", "text": "agreements/", "leaf": "leaves/",
             "proof": "proofs/", "consistency": "consistency/", "unlist": "consistency/"}[kind]
    end = {"side": ".json", "sealed": ".sealed"}.get(kind, "")
    name = dice.choice([name for name in sorted(files) if name.startswith(names) and name.endswith(end)])
    if kind == "gap":
        sequence = name[len("leaves/"):-len(".json")]
        for gone in ("leaves/%s.json", "proofs/%s.txt", "sides/%s.json", "sides/%s.sealed"):
            del files[gone % sequence]
        maker.tell(files)
    elif kind == "unlist":
        del files[name]
    elif kind == "side" and dice.randrange(2):
        side = json.loads(files[name])
        side[dice.choice(("note", "actor", "child"))] = "another"
        files[name] = maker.jcs(side)
        maker.tell(files)
    else:
        files[name] = flip(files[name], dice)
    return maker.seal_pack(files, world.signer)


def otherwise(world, files, dice):
    """What witness and authority said, of another state, or said by others."""
    kind = dice.randrange(5)
    if kind == 0:
        lines = files["checkpoints.txt"].decode().split("\n")
        at = dice.choice([i for i, line in enumerate(lines) if world.witness.name in line])
        blob = bytearray(maker.base64.b64decode(lines[at].rpartition(" ")[2]))
        blob[dice.randrange(4, len(blob))] ^= 1 << dice.randrange(8)
        lines[at] = lines[at].rpartition(" ")[0] + " " + maker.b64(bytes(blob))
        files["checkpoints.txt"] = "\n".join(lines).encode()
    elif kind == 1:
        line = next(line for line in files["checkpoints.txt"].decode().split("\n") if world.witness.name in line)
        files["checkpoint"] += line.encode() + b"\n"
    elif kind == 2:
        files["checkpoint.tsr"] = world.another.stamp(files["checkpoint.tsr.txt"])
    elif kind == 3:
        files["checkpoint.tsr.txt"] = files["checkpoint"].partition(b"\n\n")[0] + b"\n"
    else:
        files["checkpoint.tsr"] = world.authority.stamp(b"another text\n")


def unexplained(files, dice):
    """What is erased, without what says so."""
    grave = next(name[len("leaves/"):-len(".json")] for name in sorted(files) if name.startswith("leaves/") and b'"event":"ERASED"' in files[name])
    side = next(name for name in sorted(files) if name.endswith(".sealed") and name[:-len("sealed")] + "json" not in files)
    before = side[len("sides/"):-len(".sealed")]
    kind = dice.randrange(4)
    if kind < 2:
        del files["leaves/%s.json" % grave], files["proofs/%s.txt" % grave]
    if kind in (1, 2):
        del files["leaves/%s.json" % before], files["proofs/%s.txt" % before]
    if kind:
        del files[side]
    maker.tell(files)


def turned(world, dice, what):
    """A pack without its list, altered, over a true ledger's tiles: checked as a ledger, it must not pass for a pack."""
    files = {name: data for name, data in world.child.items() if name not in ("pack.json", "pack.sig", "checkpoint", "checkpoints.txt")}
    edit(files, dice)
    return {**dict(dice.sample(sorted(files.items()), dice.randrange(1, 5))), **world.tiles}


def lone(world, dice, what):
    """A proof in a ledger that parts from the auditor's, of another size than the checkpoint that the auditor holds: nothing binds the two."""
    ledger = altered(dice)
    size = dice.choice((HELD - 1, HELD + 1, len(ledger.leaves)))
    merkle, index = maker.Merkle(ledger.leaves), dice.randrange(size)
    proof = "c2sp.org/tlog-proof@v1\nindex %d\n%s\n%s" % (index, "".join(maker.b64(hash) + "\n" for hash in merkle.path(index, 0, size)),
                                                           maker.checkpoint(world.signer, merkle, size))
    return {"proof": proof.encode(), "leaf": ledger.leaves[index]}


STOLEN = (rewritten, forked, rolled_back, other_key, resigned, resigned)


def main():
    percent, whole_runs = int(sys.argv[2]), int(sys.argv[3])
    began, missed, counts, caught = time.time(), [], {}, 0
    with tempfile.TemporaryDirectory(dir="/dev/shm" if os.path.isdir("/dev/shm") else None) as folder:
        world = World(folder)
        for what, files in (("pack", world.child), ("pack", world.agreement), ("pack", world.erased), ("zip", maker.zipped(world.child)), ("ledger", world.tiles)):
            if world.exit(what, dict(files) if what != "zip" else files) != 0 or world.whole(what, files) != 0:
                raise SystemExit("what was not altered does not hold")
        plan = [(plain, "pack")] * 29 + [(beside, "beside")] + [(plain, "ledger")] * 29 + [(turned, "ledger"), (lone, "proof")] + [(plain, "zip")] * 14 + [(None, "pack")] * 15 + [(None, "ledger")] * 10
        for number in range(90 * percent):
            dice = random.Random(number)
            kind, what = plan[number % 100]
            kind = kind or dice.choice(STOLEN)
            files = kind(world, dice, what)
            whole = what == "beside" or number % max(1, 90 * percent // max(1, whole_runs)) == 0
            found = world.whole(what, files) if whole else world.exit(what, files)
            # Of what is true in itself and only not bound to what is held, nothing can be said.
            refused = found == (3 if kind is lone else 1)
            caught += refused
            key = "%s %s" % (what, kind.__name__)
            counts[key] = counts.get(key, 0) + 1
            counts["whole runs"] = counts.get("whole runs", 0) + whole
            if not refused:
                missed.append("%d: %s gave %s" % (number, key, found))
    print(json.dumps({"mutations": 90 * percent, "caught": caught, "seconds": round(time.time() - began, 1), "counts": counts,
                      "missed": missed[:20]}))


if __name__ == "__main__":
    main()
