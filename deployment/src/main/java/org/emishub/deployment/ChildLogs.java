package org.emishub.deployment;

import java.time.Clock;
import java.util.function.Function;
import javax.sql.DataSource;
import org.emishub.deployment.config.HubConfig;
import org.emishub.deployment.door.UsageServlet;
import org.emishub.deployment.operation.UsageOperations;
import org.emishub.routes.HubRoutes;
import org.emishub.routes.gateway.Gateway;
import org.emishub.routes.store.AgreementTexts;
import org.emishub.routes.usage.ChildLog;
import org.emishub.routes.usage.ChildUsage;
import org.emishub.security.ledger.EntryReader;
import org.emishub.security.ledger.Ledger;
import org.emishub.security.member.MemberSystem;
import org.emishub.security.member.Members;
import org.emishub.security.usage.UsageJson;
import org.emishub.security.usage.UsageWords;
import org.emishub.security.vault.ChildVault;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Children's own logs, for portals and for the operator. */
@Configuration(proxyBeanMethods = false)
class ChildLogs {
    @Bean
    ChildUsage childUsage(
            HubConfig config, HubRoutes routes, DataSource database, ChildVault vault, Ledger ledger, Clock clock) {
        ChildLog log = new ChildLog(new EntryReader(database, vault), hash -> AgreementTexts.text(database, hash));
        return new ChildUsage(
                routes.facts().representation(),
                log,
                ledger,
                vault,
                config.privacy().majority(),
                config.delivery().noDataAfter(),
                clock);
    }

    @Bean
    UsageOperations usageOperations(HubConfig config, ChildUsage usage, Members members) {
        return new UsageOperations(usage, config.name(), json(config, members));
    }

    @Bean
    ServletRegistrationBean<UsageServlet> usageDoor(
            HubConfig config, ChildUsage usage, Gateway gateway, Members members) {
        return new ServletRegistrationBean<>(
                new UsageServlet(usage, gateway, config.privacy().usageFrom(), json(config, members)),
                UsageServlet.PATH);
    }

    private static Function<UsageWords, UsageJson> json(HubConfig config, Members members) {
        return words -> new UsageJson(words, config.name(), system -> members.find(system)
                .map(MemberSystem::organisationName)
                .orElse(""));
    }
}
