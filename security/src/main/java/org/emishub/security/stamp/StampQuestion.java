package org.emishub.security.stamp;

import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.emishub.security.stamp.NotStamped.Why;

/** One question to an authority: SHA-256 of a text, a nonce of its own, the certificate asked for. */
public final class StampQuestion {
    /** Its media type. */
    public static final String QUERY = "application/timestamp-query";

    /** That of its answer. */
    public static final String REPLY = "application/timestamp-reply";

    private static final int NONCE_BITS = 64;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final TimeStampRequest request;
    private final byte[] imprint;

    private StampQuestion(TimeStampRequest request, byte[] imprint) {
        this.request = request;
        this.imprint = imprint;
    }

    /** Asks for a text's time. */
    public static StampQuestion of(String text) {
        TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
        generator.setCertReq(true);
        byte[] imprint = Authorities.imprint(text);
        BigInteger nonce = new BigInteger(NONCE_BITS, RANDOM).setBit(NONCE_BITS);
        return new StampQuestion(generator.generate(TSPAlgorithms.SHA256, imprint, nonce), imprint);
    }

    /** TimeStampReq, DER. */
    public byte[] bytes() {
        try {
            return request.getEncoded();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Takes the answer.
     *
     * @param tolerance how far its time may be from {@code now}
     * @throws NotStamped when it is not an answer to this question, or not one to trust
     */
    public Stamp answered(byte[] response, Authorities authorities, Instant now, Duration tolerance) throws NotStamped {
        TimeStampResponse read = Authorities.parsed(response);
        if (read.getStatus() != PKIStatus.GRANTED && read.getStatus() != PKIStatus.GRANTED_WITH_MODS) {
            throw new NotStamped(Why.REJECTED, "status " + read.getStatus());
        }
        try {
            read.validate(request);
        } catch (TSPException e) {
            throw new NotStamped(Why.OF_ANOTHER_TEXT, "imprint, nonce or policy is not what was asked");
        }
        Stamp stamp = authorities.check(response, imprint);
        if (Duration.between(stamp.time(), now).abs().compareTo(tolerance) > 0) {
            throw new NotStamped(Why.TIME_OFF, "more than " + tolerance + " from ours");
        }
        return stamp;
    }
}
