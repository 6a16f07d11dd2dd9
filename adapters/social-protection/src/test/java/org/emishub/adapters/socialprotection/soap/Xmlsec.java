package org.emishub.adapters.socialprotection.soap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * Opens and verifies a SOAP message with tools that are not ours.
 *
 * <p>xmlsec1 before 1.3 knows OAEP with SHA-1 only, so openssl unwraps the content key; everything from there on is xmlsec1's.
 */
final class Xmlsec {
    private static final String XENC = "http://www.w3.org/2001/04/xmlenc#";
    private final Path folder;

    Xmlsec(Path folder) {
        this.folder = folder;
    }

    /** The decrypted and verified message. */
    Path open(byte[] message, PrivateKey key, X509Certificate signer) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        Document document = factory.newDocumentBuilder().parse(new ByteArrayInputStream(message));
        write("key.pem", pem("PRIVATE KEY", key.getEncoded()));
        write("signer.pem", pem("CERTIFICATE", signer.getEncoded()));
        Files.write(folder.resolve("wrapped.bin"), wrappedKey(document));
        Path at = folder.resolve("0.xml");
        Files.write(at, message);
        run(
                "openssl",
                "pkeyutl",
                "-decrypt",
                "-inkey",
                "key.pem",
                "-in",
                "wrapped.bin",
                "-out",
                "content.key",
                "-pkeyopt",
                "rsa_padding_mode:oaep",
                "-pkeyopt",
                "rsa_oaep_md:sha256",
                "-pkeyopt",
                "rsa_mgf1_md:sha256");

        var parts = document.getElementsByTagNameNS(XENC, "EncryptedData");
        assertThat(parts.getLength()).as("signature and body").isEqualTo(2);
        for (int i = 0; i < parts.getLength(); i++) {
            Path next = folder.resolve((i + 1) + ".xml");
            String id = ((Element) parts.item(i)).getAttribute("Id");
            run(
                    "xmlsec1",
                    "--decrypt",
                    "--aeskey",
                    "content.key",
                    "--id-attr:Id",
                    XENC + ":EncryptedData",
                    "--node-xpath",
                    "//*[@Id='" + id + "']",
                    "--output",
                    next.toString(),
                    at.toString());
            at = next;
        }
        String utility = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";
        run(
                "xmlsec1",
                "--verify",
                "--pubkey-cert-pem",
                "signer.pem",
                "--id-attr:Id",
                "http://schemas.xmlsoap.org/soap/envelope/:Body",
                "--id-attr:Id",
                utility + ":Timestamp",
                at.toString());
        return at;
    }

    private static byte[] wrappedKey(Document document) {
        Element key =
                (Element) document.getElementsByTagNameNS(XENC, "EncryptedKey").item(0);
        String value = key.getElementsByTagNameNS(XENC, "CipherValue").item(0).getTextContent();
        return Base64.getMimeDecoder().decode(value);
    }

    private void run(String... command) throws Exception {
        List<String> words = new ArrayList<>(Arrays.asList(command));
        Process process = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", words, said).isZero();
    }

    private void write(String name, String text) throws Exception {
        Files.writeString(folder.resolve(name), text);
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END " + label + "-----\n";
    }
}
