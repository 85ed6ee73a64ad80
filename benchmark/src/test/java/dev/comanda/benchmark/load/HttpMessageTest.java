package dev.comanda.benchmark.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HttpMessageTest {
    @Test
    void endsWithTheBodyThatContentLengthAnnounces() {
        assertThat(length("HTTP/1.1 200 OK\r\nCONTENT-LENGTH: 5\r\n\r\nhelloHTTP"))
                .isEqualTo(43);
        assertThat(length("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell")).isEqualTo(-1);
    }

    @Test
    void endsWithTheHeadWhenNoBodyIsAnnounced() {
        assertThat(length("HTTP/1.1 204 No Content\r\n\r\n")).isEqualTo(27);
        assertThat(length("HTTP/1.1 204 No Content\r\n")).isEqualTo(-1);
    }

    @Test
    void endsWithTheLastChunk() {
        String head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        assertThat(length(head + "2\r\nhi\r\n0\r\n\r\n")).isEqualTo(head.length() + 12);
        assertThat(length(head + "2\r\nhi\r\n")).isEqualTo(-1);
    }

    @Test
    void readsTheStatus() {
        assertThat(HttpMessage.status("HTTP/1.1 429 Too Many Requests".getBytes(ISO_8859_1)))
                .isEqualTo(429);
    }

    private static int length(String message) {
        byte[] bytes = message.getBytes(ISO_8859_1);
        return HttpMessage.length(bytes, bytes.length);
    }
}
