package org.emishub.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.emishub.deployment.config.HubConfig;
import org.emishub.deployment.keys.PrivateFiles;
import org.emishub.deployment.operation.Operations;
import org.emishub.deployment.operation.OperationsServlet;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;

/** What the management port has beside health and metrics. */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
class Management {
    @Bean
    ServletRegistrationBean<OperationsServlet> operationsDoor(Operations operations, HubConfig config) {
        try {
            String token = PrivateFiles.password(config.data().resolve(OperationsServlet.TOKEN))
                    .reveal();
            return new ServletRegistrationBean<>(
                    new OperationsServlet(operations, token), OperationsServlet.PATH + "*");
        } catch (IOException e) {
            throw new UncheckedIOException("the operator's token cannot be kept in the data folder", e);
        }
    }
}
