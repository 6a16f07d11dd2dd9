package org.emishub.security.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.emishub.outside.OutsideMaterial;
import org.emishub.security.Vectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class MerkleTest {
    /** The eight leaves with which implementations of RFC 6962 are usually tested. */
    private static final List<String> LEAVES =
            List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");

    private static byte[] leaf(int i) {
        return Merkle.leaf(new byte[] {(byte) (i >> 8), (byte) i});
    }

    /** RFC 6962, section 2.1, word for word. */
    private static byte[] definition(int from, int to) {
        if (from == to) {
            return Merkle.empty();
        }
        if (to - from == 1) {
            return leaf(from);
        }
        int left = Integer.highestOneBit(to - from - 1);
        return Merkle.node(definition(from, from + left), definition(from + left, to));
    }

    private static MerkleTree tree(int size) {
        Map<String, byte[]> roots = new HashMap<>();
        Frontier frontier = new Frontier();
        for (int i = 0; i < size; i++) {
            frontier.append(leaf(i), (level, index, root) -> roots.put(level + "/" + index, root));
        }
        return new MerkleTree((level, index) -> roots.get(level + "/" + index));
    }

    @Test
    void grows_through_the_known_roots() {
        Frontier tree = new Frontier();
        assertThat(HexFormat.of().formatHex(tree.root()))
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        List<String> roots = List.of(
                "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
        for (int i = 0; i < LEAVES.size(); i++) {
            tree.append(Merkle.leaf(HexFormat.of().parseHex(LEAVES.get(i))), (level, index, root) -> {});
            assertThat(HexFormat.of().formatHex(tree.root())).isEqualTo(roots.get(i));
        }
    }

    @Property(tries = 100)
    void is_the_tree_of_the_definition_at_every_size(@ForAll @IntRange(max = 300) int size) throws SQLException {
        Frontier frontier = new Frontier();
        for (int i = 0; i < size; i++) {
            frontier.append(leaf(i), (level, index, root) -> {});
        }
        assertThat(frontier.root()).isEqualTo(definition(0, size));
        assertThat(tree(size).root(size)).isEqualTo(definition(0, size));
        assertThat(Frontier.of(size, frontier.bytes()).root()).isEqualTo(frontier.root());
    }

    @Property(tries = 200)
    void its_inclusion_proofs_verify_and_no_altered_one_does(
            @ForAll @IntRange(min = 1, max = 300) int size, @ForAll @IntRange(max = 299) int anyLeaf)
            throws SQLException {
        int index = anyLeaf % size;
        byte[] root = definition(0, size);
        List<byte[]> path = tree(size).inclusion(index, size);
        assertThat(MerkleProofs.included(leaf(index), index, size, path, root)).isTrue();
        assertThat(MerkleProofs.included(leaf(index + 1), index, size, path, root))
                .isFalse();
        assertThat(MerkleProofs.included(leaf(index), index, size + 512L, path, root))
                .isFalse();
        assertThat(MerkleProofs.included(leaf(index), size, size, path, root)).isFalse();
        List<byte[]> longer = new ArrayList<>(path);
        longer.add(root);
        assertThat(MerkleProofs.included(leaf(index), index, size, longer, root))
                .isFalse();
        if (!path.isEmpty()) {
            assertThat(MerkleProofs.included(leaf(index), index, size, path.subList(1, path.size()), root))
                    .isFalse();
        }
    }

    @Property(tries = 200)
    void its_consistency_proofs_verify_and_no_altered_one_does(
            @ForAll @IntRange(min = 1, max = 300) int size, @ForAll @IntRange(min = 1, max = 300) int anyOld)
            throws SQLException {
        int old = 1 + anyOld % size;
        byte[] root = definition(0, size);
        byte[] oldRoot = definition(0, old);
        List<byte[]> proof = tree(size).consistency(old, size);
        assertThat(MerkleProofs.consistent(old, oldRoot, size, root, proof)).isTrue();
        assertThat(MerkleProofs.consistent(old, leaf(999), size, root, proof)).isFalse();
        assertThat(MerkleProofs.consistent(old, oldRoot, size, leaf(999), proof))
                .isFalse();
        List<byte[]> longer = new ArrayList<>(proof);
        longer.add(root);
        assertThat(MerkleProofs.consistent(old, oldRoot, size, root, longer)).isFalse();
        if (!proof.isEmpty()) {
            assertThat(MerkleProofs.consistent(old, oldRoot, size, root, proof.subList(1, proof.size())))
                    .isFalse();
        }
    }

    @Test
    void has_no_proof_of_what_is_not_there() {
        assertThatThrownBy(() -> tree(5).inclusion(5, 5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tree(5).consistency(6, 5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Frontier.of(3, new byte[32])).isInstanceOf(IllegalArgumentException.class);
        assertThat(MerkleProofs.consistent(0, Merkle.empty(), 5, definition(0, 5), List.of()))
                .isFalse();
    }

    private static byte[] base64(JsonNode node) {
        return node.isNull() ? new byte[0] : Base64.getDecoder().decode(node.stringValue());
    }

    /** The vectors count in unsigned 64 bits: what is beyond ours is negative here, and refused. */
    private static long number(JsonNode node) {
        return new java.math.BigInteger(node.asString()).longValue();
    }

    private static List<byte[]> proof(JsonNode vector) {
        return vector.get("proof").valueStream().map(MerkleTest::base64).toList();
    }

    /** As the published vectors have it: trees of one size are held against each other by their roots alone. */
    @Test
    void refuses_whatever_is_not_a_proof() {
        byte[] root = definition(0, 8);
        byte[] hash = leaf(0);
        assertThat(MerkleProofs.included(hash, 0, 0, List.of(), Merkle.empty())).isFalse();
        assertThat(MerkleProofs.included(hash, -1, 8, List.of(), root)).isFalse();
        assertThat(MerkleProofs.included(new byte[0], 0, 1, List.of(), new byte[0]))
                .isFalse();
        assertThat(MerkleProofs.included(hash, 0, 2, List.of(new byte[0]), Merkle.node(hash, new byte[0])))
                .isFalse();
        assertThat(MerkleProofs.consistent(0, Merkle.empty(), 8, root, List.of()))
                .isFalse();
        assertThat(MerkleProofs.consistent(-1, root, 8, root, List.of())).isFalse();
        assertThat(MerkleProofs.consistent(8, root, 8, root, List.of(root))).isFalse();
        assertThat(MerkleProofs.consistent(8, root, 1, root, List.of())).isFalse();
        assertThat(MerkleProofs.consistent(1, hash, 2, Merkle.node(hash, new byte[0]), List.of(new byte[0])))
                .isFalse();
        assertThat(MerkleProofs.consistent(0, Merkle.empty(), 0, Merkle.empty(), List.of()))
                .isTrue();
        assertThat(MerkleProofs.consistent(0, Merkle.empty(), 0, root, List.of()))
                .isFalse();
    }

    @Test
    @OutsideMaterial
    void accepts_the_published_inclusion_proofs() {
        for (Path file : Vectors.files("merkle-rfc6962/inclusion")) {
            JsonNode vector = Vectors.json(file);
            assertThat(MerkleProofs.included(
                            base64(vector.get("leafHash")),
                            number(vector.has("leafIdx") ? vector.get("leafIdx") : vector.get("leafIndex")),
                            number(vector.get("treeSize")),
                            proof(vector),
                            base64(vector.get("root"))))
                    .as(file.toString())
                    .isEqualTo(!vector.get("wantErr").booleanValue());
        }
    }

    @Test
    @OutsideMaterial
    void accepts_the_published_consistency_proofs() {
        for (Path file : Vectors.files("merkle-rfc6962/consistency")) {
            JsonNode vector = Vectors.json(file);
            assertThat(MerkleProofs.consistent(
                            number(vector.get("size1")),
                            base64(vector.get("root1")),
                            number(vector.get("size2")),
                            base64(vector.get("root2")),
                            proof(vector)))
                    .as(file.toString())
                    .isEqualTo(!vector.get("wantErr").booleanValue());
        }
    }
}
