package org.emishub.outside;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

/** A time-stamping authority that is not ours: {@code openssl ts}. */
public final class OpensslAuthority {
    private static final String CONFIG =
            """
            [tsa]
            serial = serial
            crypto_device = builtin
            signer_digest = sha256
            default_policy = 1.2.3.4.1
            digests = %s
            accuracy = secs:1
            ess_cert_id_alg = sha256
            ordering = no
            tsa_name = no
            ess_cert_id_chain = no
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
            [other]
            basicConstraints = critical, CA:FALSE
            keyUsage = critical, digitalSignature
            extendedKeyUsage = critical, emailProtection
            """;

    private final Path folder;

    /** @param digests that it takes */
    public OpensslAuthority(Path folder, String digests) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("tsa.cnf"), CONFIG.formatted(digests));
            Files.writeString(folder.resolve("serial"), "01\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-keyout",
                "ca.key",
                "-out",
                "ca.pem",
                "-days",
                "30",
                "-subj",
                "/CN=Time CA",
                "-config",
                "tsa.cnf",
                "-extensions",
                "ca");
        certificate("tsa", "stamping", "rsa:2048");
        certificate("mail", "other", "rsa:2048");
    }

    private void certificate(String name, String extensions, String key) {
        run(
                "openssl",
                "req",
                "-newkey",
                key,
                "-nodes",
                "-keyout",
                name + ".key",
                "-out",
                name + ".csr",
                "-subj",
                "/CN=" + name,
                "-config",
                "tsa.cnf");
        run(
                "openssl",
                "x509",
                "-req",
                "-in",
                name + ".csr",
                "-CA",
                "ca.pem",
                "-CAkey",
                "ca.key",
                "-CAcreateserial",
                "-out",
                name + ".pem",
                "-days",
                "20",
                "-extfile",
                "tsa.cnf",
                "-extensions",
                extensions);
    }

    private String run(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            String out = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(String.join(" ", command) + ": " + out);
            }
            return out;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    public Path ca() {
        return folder.resolve("ca.pem");
    }

    /** {@code ca}, {@code tsa}, or {@code mail}, which is for something else. */
    public X509Certificate certificate(String name) {
        try (var in = Files.newInputStream(folder.resolve(name + ".pem"))) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        } catch (IOException | CertificateException e) {
            throw new IllegalStateException(e);
        }
    }

    public Path folder() {
        return folder;
    }

    /** Answers one request. */
    public synchronized byte[] answer(byte[] query) {
        try {
            Files.write(folder.resolve("query.tsq"), query);
            run(
                    "openssl",
                    "ts",
                    "-reply",
                    "-queryfile",
                    "query.tsq",
                    "-signer",
                    "tsa.pem",
                    "-inkey",
                    "tsa.key",
                    "-config",
                    "tsa.cnf",
                    "-section",
                    "tsa",
                    "-out",
                    "reply.tsr");
            return Files.readAllBytes(folder.resolve("reply.tsr"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What {@code openssl ts -verify} says of a stamp. */
    public String verify(byte[] response, String text) {
        try {
            Files.write(folder.resolve("stamp.tsr"), response);
            Files.writeString(folder.resolve("stamp.txt"), text);
            return run("openssl", "ts", "-verify", "-in", "stamp.tsr", "-data", "stamp.txt", "-CAfile", "ca.pem");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
