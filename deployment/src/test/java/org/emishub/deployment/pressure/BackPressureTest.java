package org.emishub.deployment.pressure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BackPressureTest {
    @Test
    void a_gauge_that_trembles_about_its_limit_changes_once() {
        Gauge gauge = new Gauge(85, 83);
        assertThat(gauge.set(84.9)).isFalse();
        assertThat(gauge.over()).isFalse();
        assertThat(gauge.set(85)).isTrue();
        assertThat(gauge.over()).isTrue();
        assertThat(gauge.set(84)).isFalse();
        assertThat(gauge.set(86)).isFalse();
        assertThat(gauge.over()).isTrue();
        assertThat(gauge.set(82.9)).isTrue();
        assertThat(gauge.over()).isFalse();
        assertThat(gauge.set(84)).isFalse();
    }
}
