package org.emishub.deployment.campaign.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class PostTest {
    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(ISO_8859_1));
    }

    private static String request(int length, String body) {
        return "POST /letters HTTP/1.1\r\nContent-Length: " + length + "\r\nIdempotency-Key: k\r\n\r\n" + body;
    }

    @Test
    void requests_follow_one_another() throws IOException {
        InputStream in = bytes(request(3, "one") + request(3, "two"));
        assertThat(Post.next(in, () -> 1L)).isNotNull().satisfies(post -> {
            assertThat(post.body()).asString(ISO_8859_1).isEqualTo("one");
            assertThat(post.headers()).containsEntry("idempotency-key", "k");
        });
        assertThat(Post.next(in, () -> 2L)).isNotNull().satisfies(post -> assertThat(post.head())
                .isEqualTo(2));
        assertThat(Post.next(in, () -> 3L)).isNull();
    }

    @Test
    void the_rest_of_one_whose_length_was_bent_is_not_the_beginning_of_the_next() throws IOException {
        InputStream in = bytes(request(3, "oneandtherest") + request(3, "two"));
        assertThat(Post.next(in, () -> 1L)).isNotNull();
        assertThatThrownBy(() -> Post.next(in, () -> 1L)).isInstanceOf(IOException.class);
    }
}
