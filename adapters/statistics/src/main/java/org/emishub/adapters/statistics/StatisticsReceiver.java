package org.emishub.adapters.statistics;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.emishub.adapters.statistics.sdmx.Dataset;
import org.emishub.adapters.statistics.sdmx.DimensionMap;
import org.emishub.adapters.statistics.sdmx.SdmxFormat;
import org.emishub.adapters.statistics.structure.DataStructure;
import org.emishub.adapters.statistics.structure.StructureReader;
import org.emishub.routes.system.BoundedCall;
import org.emishub.routes.system.Delivered;
import org.emishub.routes.system.SystemFault;
import org.emishub.routes.system.TableReceiver;
import org.emishub.routes.system.Wire;
import org.emishub.security.disclosure.table.TableDisclosure;
import org.emishub.security.hash.Sha256;

/** A statistics office that takes tables as SDMX over HTTP POST. */
public final class StatisticsReceiver implements TableReceiver {
    private static final int MOST_DETAIL = 480;
    private static final Pattern FINDING =
            Pattern.compile("line [0-9]{1,9}(?: column [A-Z_]{1,40})? [A-Z][A-Z_0-9]{1,40}");

    private final BoundedCall office;
    private final URI endpoint;
    private final SdmxFormat format;
    private final DataStructure structure;
    private final DimensionMap dimensions;

    /**
     * Connects one office.
     *
     * @param system the office, {@code organisation/system}
     * @param office with mutual TLS where the office is not the sandbox's own
     * @param endpoint where data messages are posted
     */
    public StatisticsReceiver(String system, BoundedCall office, URI endpoint, SdmxFormat format) {
        this.office = office;
        this.endpoint = endpoint;
        this.format = format;
        this.structure = enrolment();
        this.dimensions = DimensionMap.standard(system);
    }

    /** The definition shipped with this adapter, {@code EMISHUB:EMIS_ENROLMENT(1.0)}. */
    public static DataStructure enrolment() {
        try (InputStream in = StatisticsReceiver.class.getResourceAsStream("EMIS_ENROLMENT.xml")) {
            if (in == null) {
                throw new IllegalStateException("EMIS_ENROLMENT.xml is missing from the class path");
            }
            return StructureReader.read(in, "EMIS_ENROLMENT", "1.0");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Wire translate(String messageId, TableDisclosure table) {
        Dataset dataset = new Dataset(
                structure,
                "EMIS-" + messageId.replaceAll("[^A-Za-z0-9_-]", "-"),
                table.asOf(),
                dimensions.observations(table, structure));
        return new Wire(format.mediaType(), format.write(dataset));
    }

    @Override
    public Delivered deliver(String idempotencyKey, Wire wire) {
        return judged(office.send(HttpRequest.newBuilder(endpoint)
                .header("Content-Type", wire.mediaType())
                .header("Idempotency-Key", idempotencyKey)
                .POST(HttpRequest.BodyPublishers.ofByteArray(wire.bytes()))
                .build()));
    }

    private static Delivered judged(HttpResponse<byte[]> response) {
        byte[] answer = response.body();
        int status = response.statusCode();
        if (status / 100 == 2) {
            return new Delivered(
                    false,
                    answer,
                    response.sslSession().map(StatisticsReceiver::peer).orElse(""));
        }
        boolean permanent = status == 400 || status == 409 || status == 413 || status == 415 || status == 422;
        throw new SystemFault(
                permanent ? "REJECTED" : "BAD_ANSWER", "HTTP " + status + " " + detail(answer), permanent);
    }

    /** Of the office's words only what names a line, a column and an error code is kept; it might repeat what it was sent. */
    private static String detail(byte[] answer) {
        String findings = FINDING.matcher(new String(answer, StandardCharsets.UTF_8))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.joining("; "));
        return findings.substring(0, Math.min(MOST_DETAIL, findings.length()));
    }

    private static String peer(SSLSession session) {
        try {
            Certificate[] chain = session.getPeerCertificates();
            return Sha256.hex(chain[0].getEncoded());
        } catch (SSLPeerUnverifiedException e) {
            return "";
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("every JDK encodes a certificate it verified", e);
        }
    }
}
