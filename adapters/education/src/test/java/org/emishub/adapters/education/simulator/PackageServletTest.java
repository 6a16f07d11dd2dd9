package org.emishub.adapters.education.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.emishub.adapters.education.Fixture;
import org.emishub.adapters.education.TestCountry;
import org.emishub.adapters.education.TestServer;
import org.emishub.adapters.education.intake.ErrorList;
import org.emishub.adapters.education.snapshot.Loaded;
import org.junit.jupiter.api.Test;

class PackageServletTest {
    @Test
    void hands_out_a_package_that_the_hub_can_read() throws Exception {
        Fixture hub = new Fixture();
        ErrorList errors = new ErrorList(10);
        try (TestServer server =
                new TestServer("/package", new PackageServlet(TestCountry.emis(30)), Optional.empty())) {
            URI uri = server.uri();
            HttpResponse<byte[]> response = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
            List<Object> unmapped = new ArrayList<>();
            Loaded loaded =
                    hub.snapshot.load(Fixture.posted(response.body()), "p", Fixture.TODAY, errors, unmapped::add);
            assertThat(loaded.refused()).isZero();
            assertThat(errors.first()).isEmpty();
            assertThat(unmapped).isEmpty();
        }
    }
}
