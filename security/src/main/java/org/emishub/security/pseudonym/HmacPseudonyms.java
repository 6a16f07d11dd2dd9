package org.emishub.security.pseudonym;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.emishub.security.member.SystemId;

/**
 * Pseudonyms by HMAC-SHA-256 (RFC 2104) under a key of its own for each receiver, domain and epoch.
 *
 * <p>That key is HMAC-SHA-256 of the epoch's master key and their names (a key derivation by NIST SP 800-108, one block), so it can be handed to one
 * receiver's auditor without telling anything of another's.
 */
public final class HmacPseudonyms implements Pseudonyms {
    static final String HMAC = "HmacSHA256";
    static final int KEY_BYTES = 32;
    private static final String LABEL = "emis-hub pseudonym 1";

    private final List<Epoch> epochs;
    private final Clock clock;
    private final Map<String, SecretKey> keys = new ConcurrentHashMap<>();

    /**
     * Pseudonyms of the epoch that has begun last.
     *
     * @param epochs in any order, of different names and first days; one has begun
     */
    public HmacPseudonyms(List<Epoch> epochs, Clock clock) {
        this.epochs = epochs.stream()
                .sorted(Comparator.comparing(Epoch::from).reversed())
                .toList();
        this.clock = clock;
        if (epochs.stream().map(Epoch::name).distinct().count() < epochs.size()
                || epochs.stream().map(Epoch::from).distinct().count() < epochs.size()) {
            throw new IllegalArgumentException("two epochs of pseudonyms have one name or one first day");
        }
        today();
    }

    /**
     * Pseudonyms of one epoch for ever.
     *
     * @param masterKey 32 secret bytes; copied
     * @param epoch all pseudonyms change with it ({@code 2026})
     */
    public HmacPseudonyms(byte[] masterKey, String epoch) {
        this(
                List.of(new Epoch(
                        epoch, LocalDate.EPOCH, Optional.empty(), MasterKey.of(new SecretKeySpec(masterKey, HMAC)))),
                Clock.systemUTC());
    }

    @Override
    public String of(SystemId receiver, String domain, String childId) {
        return of(today(), receiver, domain, childId);
    }

    /** The pseudonyms of a child that are understood now, today's first: the ones before it stay so for as long as their epoch says. */
    public List<String> understood(SystemId receiver, String domain, String childId) {
        LocalDate day = day();
        Epoch today = today();
        return epochs.stream()
                .filter(e -> e.equals(today)
                        || (e.from().isBefore(today.from())
                                && e.until().filter(last -> !last.isBefore(day)).isPresent()))
                .map(e -> of(e, receiver, domain, childId))
                .toList();
    }

    private String of(Epoch epoch, SystemId receiver, String domain, String childId) {
        // No part can hold a NUL, so no two contexts are spelt alike.
        String context = String.join("\0", LABEL, receiver.toString(), domain, epoch.name());
        SecretKey key = keys.get(context);
        return Base32.encode(hmac(key == null ? derive(epoch, domain, context) : key, childId));
    }

    private SecretKey derive(Epoch epoch, String domain, String context) {
        if (domain.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a domain is a word");
        }
        return keys.computeIfAbsent(context, c -> new SecretKeySpec(epoch.key().hmac(c), HMAC));
    }

    private static byte[] hmac(SecretKey key, String text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has no " + HMAC, e);
        }
    }

    private Epoch today() {
        LocalDate day = day();
        return epochs.stream()
                .filter(epoch -> !epoch.from().isAfter(day))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no epoch of pseudonyms has begun"));
    }

    private LocalDate day() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    /** Says nothing of the keys. */
    @Override
    public String toString() {
        return "HmacPseudonyms" + epochs.stream().map(Epoch::name).toList();
    }
}
