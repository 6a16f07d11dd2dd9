#!/usr/bin/env python3
"""A second reader of the ledger's files, written from the texts of C2SP alone (tlog-tiles, tlog-checkpoint, signed-note, tlog-proof) and RFC 6962.

usage: tlog_reader.py FOLDER VERIFIERKEY [--older CHECKPOINT] [--proof FILE LEAF]
Reads only what the checkpoint calls for, from the tree's top. Exit 0 when all of it holds, 1 with a sentence when not.
"""
import base64
import hashlib
import os
import struct
import subprocess
import sys
import tempfile

H = 8
W = 1 << H


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def leaf(data):
    return sha(b"\x00", data)


def node(left, right):
    return sha(b"\x01", left, right)


def must(holds, why):
    if not holds:
        print("does not hold: " + why)
        sys.exit(1)


def note(text, vkey):
    """The three lines of a checkpoint whose signature by the key was verified with openssl."""
    name, key_id, key = vkey.split("+", 2)
    key = base64.b64decode(key, validate=True)
    must(key[0] == 1 and len(key) == 33, "the key is not Ed25519")
    must(sha(name.encode(), b"\n", key)[:4].hex() == key_id, "the key is not the one its id names")
    body, separator, signatures = text.rpartition("\n\n")
    must(separator, "no note")
    body += "\n"
    found = 0
    for line in signatures.split("\n")[:-1]:
        dash, signer, value = line.split(" ")
        must(dash == "\u2014", "a line that is no signature")
        raw = base64.b64decode(value, validate=True)
        if signer == name and raw[:4].hex() == key_id:
            must(ed25519(key[1:], body.encode(), raw[4:]), "the signature is not by the key")
            found += 1
    must(found, "not signed by the key")
    lines = body.split("\n")
    must(lines[0] == name, "another log's")
    must(lines[1] == str(int(lines[1])), "the size is not a number")
    root = base64.b64decode(lines[2], validate=True)
    must(len(root) == 32, "the root is not a hash")
    return int(lines[1]), root


def ed25519(public, message, signature):
    with tempfile.TemporaryDirectory() as folder:
        def file(name, data):
            path = os.path.join(folder, name)
            with open(path, "wb") as out:
                out.write(data)
            return path
        key = file("key", bytes.fromhex("302a300506032b6570032100") + public)
        return subprocess.run(
            ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", key, "-rawin",
             "-in", file("text", message), "-sigfile", file("signature", signature)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0


class Log:
    def __init__(self, folder, size):
        self.folder, self.size, self.cache = folder, size, {}

    def resource(self, kind, n, of):
        groups = []
        rest = n
        while True:
            groups.insert(0, "%03d" % (rest % 1000))
            rest //= 1000
            if not rest:
                break
        path = "/".join(["x" + g for g in groups[:-1]] + [groups[-1]])
        if of < W:
            path += ".p/%d" % of
        try:
            with open(os.path.join(self.folder, "tile", kind, path), "rb") as data:
                return data.read()
        except FileNotFoundError:
            must(False, "tile/%s/%s is missing" % (kind, path))

    def width(self, level, n):
        return min(W, (self.size >> (H * level)) - n * W)

    def tile(self, level, n):
        if (level, n) not in self.cache:
            width = self.width(level, n)
            data = self.resource(str(level), n, width)
            must(len(data) == 32 * width, "a tile of level %d has another width" % level)
            self.cache[level, n] = [data[i:i + 32] for i in range(0, len(data), 32)]
        return self.cache[level, n]

    def complete(self, height, index):
        """The root of the complete subtree of 2**height leaves."""
        level, up = divmod(height, H)
        first = index << up
        row = self.tile(level, first // W)[first % W:first % W + (1 << up)]
        while len(row) > 1:
            row = [node(row[i], row[i + 1]) for i in range(0, len(row), 2)]
        return row[0]

    def mth(self, start, end):
        """MTH(D[start:end]) of RFC 6962."""
        count = end - start
        if count == 0:
            return sha()
        if count & (count - 1) == 0:
            return self.complete(count.bit_length() - 1, start // count)
        k = 1 << ((count - 1).bit_length() - 1)
        return node(self.mth(start, start + k), self.mth(start + k, end))

    def entries(self, n):
        width = self.width(0, n)
        data = self.resource("entries", n, width)
        found = []
        while data:
            (length,) = struct.unpack(">H", data[:2])
            must(len(data) >= 2 + length, "a bundle is cut short")
            found.append(data[2:2 + length])
            data = data[2 + length:]
        must(len(found) == width, "a bundle has another number of entries")
        return found


def inclusion(index, size, leaf_hash, path, root):
    """RFC 9162, 2.1.3.2."""
    fn, sn, r = index, size - 1, leaf_hash
    for p in path:
        must(sn, "the proof is too long")
        if fn & 1 or fn == sn:
            r = node(p, r)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = node(r, p)
        fn, sn = fn >> 1, sn >> 1
    must(sn == 0 and r == root, "the proof does not lead to the root")


def main(arguments):
    folder, vkey = arguments[:2]
    rest = arguments[2:]
    with open(os.path.join(folder, "checkpoint"), encoding="utf-8") as text:
        size, root = note(text.read(), vkey)
    log = Log(folder, size)
    must(log.mth(0, size) == root, "the tiles are not the tree that was signed")
    for n in range((size + W - 1) // W):
        must([leaf(entry) for entry in log.entries(n)] == log.tile(0, n), "a bundle is not of its tile")
        if n < size // W:
            must(log.complete(H, n) == log.tile(1, n // W)[n % W], "a tile is not the one above it")
    while rest:
        word = rest.pop(0)
        if word == "--older":
            with open(rest.pop(0), encoding="utf-8") as text:
                old_size, old_root = note(text.read(), vkey)
            must(old_size <= size and log.mth(0, old_size) == old_root, "the older checkpoint is not its beginning")
        else:
            with open(rest.pop(0), encoding="utf-8") as text:
                head, checkpoint = text.read().split("\n\n", 1)
            lines = head.split("\n")
            must(lines[0] == "c2sp.org/tlog-proof@v1" and lines[1].startswith("index "), "no proof")
            with open(rest.pop(0), "rb") as data:
                leaf_hash = leaf(data.read())
            proven = note(checkpoint, vkey)
            path = [base64.b64decode(line, validate=True) for line in lines[2:]]
            inclusion(int(lines[1][6:]), proven[0], leaf_hash, path, proven[1])
    print("holds: %d entries" % size)


main(sys.argv[1:])
