package org.emishub.security.envelope;

import java.time.Instant;
import org.emishub.security.member.SystemId;
import tools.jackson.databind.JsonNode;

/**
 * What an envelope says, as the claims of a nested JWT (RFC 7519): {@code jti, iss, aud, agr, knd, iat, exp, irt, content}.
 *
 * @param id {@code [A-Za-z0-9._:-]{1,64}}, unique per sender
 * @param agreementId the agreement it is sent under; {@code status} for a question of that kind, which needs none
 * @param kind {@code query}, {@code answer}, {@code event}, {@code batch}, {@code verdicts}, {@code status}, {@code package-state}, {@code package-result}
 * @param inReplyTo lower-case hex SHA-256 of the signed payload it answers; empty when it answers none
 */
public record Message(
        String id,
        SystemId sender,
        SystemId recipient,
        String agreementId,
        String kind,
        Instant issuedAt,
        Instant expiresAt,
        String inReplyTo,
        JsonNode content) {}
