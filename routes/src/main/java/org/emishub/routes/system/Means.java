package org.emishub.routes.system;

import java.time.Clock;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.sql.DataSource;
import org.emishub.security.envelope.ProtocolSigner;
import org.emishub.security.envelope.ProtocolVerifier;
import org.emishub.security.member.SystemId;
import org.emishub.security.vault.ChildVault;

/**
 * All that an adapter may use of the hub to reach a system; no key is among it, only what uses one.
 *
 * @param hub the hub's own name
 * @param tls for calling others: shows the hub's certificate, trusts the registry's authority only
 * @param dataSource for tables of the adapter's own, made by its {@code db/migration/<module>}
 * @param vault seals what the adapter keeps of a child
 */
public record Means(
        SystemId hub,
        Supplier<SSLContext> tls,
        ProtocolSigner signer,
        ProtocolVerifier verifier,
        DataSource dataSource,
        ChildVault vault,
        Clock clock) {}
