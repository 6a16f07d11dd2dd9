package org.emishub.routes.system;

import java.time.Clock;
import javax.net.ssl.SSLContext;
import javax.sql.DataSource;
import org.emishub.security.envelope.ProtocolSigner;
import org.emishub.security.envelope.ProtocolVerifier;
import org.emishub.security.member.SystemId;
import org.emishub.security.vault.ChildVault;

/**
 * What an adapter is handed to reach its system; no private key is among it.
 *
 * @param hub the hub's own name
 * @param tls shows the hub's certificate and trusts the registry's authority
 * @param dataSource for what the adapter itself keeps, in tables of its own migrations
 */
public record Means(
        SystemId hub,
        SSLContext tls,
        ProtocolSigner signer,
        ProtocolVerifier verifier,
        DataSource dataSource,
        ChildVault vault,
        Clock clock) {}
