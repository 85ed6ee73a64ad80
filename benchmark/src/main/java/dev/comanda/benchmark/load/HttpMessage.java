package dev.comanda.benchmark.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** Finds the end of an HTTP/1.1 message, and reads nothing else of it. */
final class HttpMessage {
    private static final byte[] LENGTH = "content-length:".getBytes(ISO_8859_1);
    private static final byte[] CHUNKED = "transfer-encoding: chunked".getBytes(ISO_8859_1);
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(ISO_8859_1);

    private HttpMessage() {}

    /**
     * How long the message is that begins the buffer.
     *
     * @param limit how many bytes of the buffer have arrived
     * @return its bytes with head and body, or -1 while it is incomplete
     */
    static int length(byte[] buffer, int limit) {
        int body = endOfHead(buffer, limit);
        if (body < 0) {
            return -1;
        }
        int header = find(LENGTH, buffer, 0, body);
        if (header >= 0) {
            int end = body + number(buffer, header + LENGTH.length);
            return end <= limit ? end : -1;
        }
        if (find(CHUNKED, buffer, 0, body) < 0) {
            return body;
        }
        int last = find(LAST_CHUNK, buffer, body, limit);
        return last < 0 ? -1 : last + LAST_CHUNK.length;
    }

    /** The status of an answer: three digits after {@code HTTP/1.1}. */
    static int status(byte[] answer) {
        return (answer[9] - '0') * 100 + (answer[10] - '0') * 10 + (answer[11] - '0');
    }

    /** Where these lower-case bytes stand in the buffer, which may write them in any case; -1 if nowhere. */
    static int find(byte[] wanted, byte[] buffer, int from, int until) {
        for (int start = from; start <= until - wanted.length; start++) {
            int i = 0;
            while (i < wanted.length && lower(buffer[start + i]) == wanted[i]) {
                i++;
            }
            if (i == wanted.length) {
                return start;
            }
        }
        return -1;
    }

    private static int endOfHead(byte[] buffer, int limit) {
        for (int i = 3; i < limit; i++) {
            if (buffer[i] == '\n' && buffer[i - 1] == '\r' && buffer[i - 2] == '\n' && buffer[i - 3] == '\r') {
                return i + 1;
            }
        }
        return -1;
    }

    private static int number(byte[] buffer, int from) {
        int i = from;
        while (buffer[i] == ' ') {
            i++;
        }
        int number = 0;
        for (; buffer[i] >= '0' && buffer[i] <= '9'; i++) {
            number = number * 10 + (buffer[i] - '0');
        }
        return number;
    }

    private static int lower(byte letter) {
        return letter >= 'A' && letter <= 'Z' ? letter + 32 : letter;
    }
}
