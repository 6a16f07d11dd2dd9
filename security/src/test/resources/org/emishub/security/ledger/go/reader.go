// Reads the ledger's files with Go's own transparency-log packages (golang.org/x/mod/sumdb), which check every tile against the signed root.
package main

import (
	"bufio"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type folder string

func (f folder) Height() int { return 8 }

func (f folder) SaveTiles([]tlog.Tile, [][]byte) {}

// C2SP tlog-tiles leave out the height that Go's checksum database names.
func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range tiles {
		data, err := os.ReadFile(filepath.Join(string(f), strings.Replace(tile.Path(), "tile/8/", "tile/", 1)))
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

func must(err error) {
	if err != nil {
		fmt.Println("does not hold:", err)
		os.Exit(1)
	}
}

func read(path string) string {
	data, err := os.ReadFile(path)
	must(err)
	return string(data)
}

func checkpoint(text string, verifier note.Verifier) tlog.Tree {
	opened, err := note.Open([]byte(text), note.VerifierList(verifier))
	must(err)
	lines := strings.Split(opened.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err)
	root, err := tlog.ParseHash(lines[2])
	must(err)
	return tlog.Tree{N: size, Hash: root}
}

func main() {
	dir, older, proof, leaf := os.Args[1], os.Args[3], os.Args[4], os.Args[5]
	verifier, err := note.NewVerifier(os.Args[2])
	must(err)
	tree := checkpoint(read(filepath.Join(dir, "checkpoint")), verifier)
	tiles := tlog.TileHashReader(tree, folder(dir))

	old := checkpoint(read(older), verifier)
	consistent, err := tlog.ProveTree(tree.N, old.N, tiles)
	must(err)
	must(tlog.CheckTree(consistent, tree.N, tree.Hash, old.N, old.Hash))

	for n := int64(0); n < tree.N; n++ {
		hashes, err := tiles.ReadHashes([]int64{tlog.StoredHashIndex(0, n)})
		must(err)
		if n%97 == 0 {
			path, err := tlog.ProveRecord(tree.N, n, tiles)
			must(err)
			must(tlog.CheckRecord(path, tree.N, tree.Hash, n, hashes[0]))
		}
	}

	parts := strings.SplitN(read(proof), "\n\n", 2)
	lines := bufio.NewScanner(strings.NewReader(parts[0]))
	lines.Scan()
	lines.Scan()
	index, err := strconv.ParseInt(strings.TrimPrefix(lines.Text(), "index "), 10, 64)
	must(err)
	var path tlog.RecordProof
	for lines.Scan() {
		raw, err := base64.StdEncoding.DecodeString(lines.Text())
		must(err)
		var hash tlog.Hash
		copy(hash[:], raw)
		path = append(path, hash)
	}
	proven := checkpoint(parts[1], verifier)
	must(tlog.CheckRecord(path, proven.N, proven.Hash, index, tlog.RecordHash([]byte(read(leaf)))))
	fmt.Printf("holds: %d entries\n", tree.N)
}
