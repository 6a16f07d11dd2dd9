package org.emishub.security.evidence;

import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.emishub.security.ledger.Entry;
import org.emishub.security.ledger.Ledger.LedgerUnavailable;
import org.emishub.security.member.Certificates;
import org.emishub.security.member.MemberSystem;

/** Which signing certificate each member was registered with, and from when on. Table: {@code V107__member_certificates.sql}. */
public final class CertificateHistory {
    private static final String NEWEST =
            "SELECT DISTINCT ON (system) system, certificate FROM member_certificate ORDER BY system, seen_at DESC";
    private static final String INSERT =
            "INSERT INTO member_certificate (system, seen_at, certificate) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";
    private static final String OF = "SELECT seen_at, certificate FROM member_certificate WHERE system = ?";

    private static final byte[] NONE = new byte[0];

    private final DataSource database;

    public CertificateHistory(DataSource database) {
        this.database = database;
    }

    /** Keeps what is registered now, where it is another than before; who is not registered any more has none. */
    public void keep(Collection<MemberSystem> systems, Instant now) {
        Map<String, byte[]> registered = new TreeMap<>();
        for (MemberSystem system : systems) {
            system.signing().ifPresent(signing -> registered.put(system.id().toString(), der(signing)));
        }
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement(INSERT)) {
            Map<String, byte[]> before = newest(connection);
            Set<String> all = new TreeSet<>(before.keySet());
            all.addAll(registered.keySet());
            for (String system : all) {
                byte[] certificate = registered.getOrDefault(system, NONE);
                if (!Arrays.equals(before.getOrDefault(system, NONE), certificate)) {
                    insert.setString(1, system);
                    insert.setTimestamp(2, Timestamp.from(now));
                    insert.setBytes(3, certificate);
                    insert.executeUpdate();
                }
            }
        } catch (SQLException e) {
            throw new LedgerUnavailable(e);
        }
    }

    private static Map<String, byte[]> newest(Connection connection) throws SQLException {
        Map<String, byte[]> newest = new TreeMap<>();
        try (PreparedStatement select = connection.prepareStatement(NEWEST);
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                newest.put(rows.getString(1), rows.getBytes(2));
            }
        }
        return newest;
    }

    /**
     * The signing certificates of the members that entries name, as far as they are known: of each entry those that were registered and valid when it was made.
     *
     * @return by the name of their file in a pack, {@code organisation.system-kid}
     */
    public Map<String, X509Certificate> of(Collection<Entry> entries) {
        Map<String, NavigableMap<Instant, byte[]>> known = new HashMap<>();
        Map<String, X509Certificate> found = new TreeMap<>();
        for (Entry entry : entries) {
            for (String system : List.of(entry.provider(), entry.client())) {
                Map.Entry<Instant, byte[]> then =
                        known.computeIfAbsent(system, this::history).floorEntry(entry.time());
                if (then != null && then.getValue().length > 0) {
                    X509Certificate certificate = read(then.getValue());
                    if (valid(certificate, entry.time())) {
                        found.put(system.replace('/', '.') + "-" + Certificates.kid(certificate), certificate);
                    }
                }
            }
        }
        return found;
    }

    private static boolean valid(X509Certificate certificate, Instant at) {
        return !at.isBefore(certificate.getNotBefore().toInstant())
                && !at.isAfter(certificate.getNotAfter().toInstant());
    }

    private NavigableMap<Instant, byte[]> history(String system) {
        NavigableMap<Instant, byte[]> history = new TreeMap<>();
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(OF)) {
            select.setString(1, system);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    history.put(rows.getTimestamp(1).toInstant(), rows.getBytes(2));
                }
            }
        } catch (SQLException e) {
            throw new LedgerUnavailable(e);
        }
        return history;
    }

    private static byte[] der(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate cannot be written", e);
        }
    }

    private static X509Certificate read(byte[] der) {
        try {
            return Certificates.of(der);
        } catch (CertificateException e) {
            throw new IllegalStateException("a certificate that was kept cannot be read", e);
        }
    }
}
