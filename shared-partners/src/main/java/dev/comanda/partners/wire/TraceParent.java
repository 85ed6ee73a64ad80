package dev.comanda.partners.wire;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * W3C trace context (version 00, the {@code traceparent} header): one trace id from the request that caused an event to
 * the last effect of it in another company's service, a new span id per step. It is in every log line's context.
 */
public record TraceParent(String text) {
    private static final Pattern VALID = Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");
    private static final String KEY = "traceparent";
    private static final String TRACE_ID = "traceId";

    /** A caller's header when it is well-formed, else a new trace. */
    public static TraceParent of(@Nullable String header) {
        return header != null && VALID.matcher(header).matches() ? new TraceParent(header) : fresh();
    }

    /** What the work at hand belongs to; a new trace outside of any. */
    public static TraceParent current() {
        return of((String) MDC.get(KEY));
    }

    /** The same trace, a new step of it. */
    public TraceParent child() {
        return new TraceParent(text.substring(0, 36) + hex(8) + text.substring(52));
    }

    public String traceId() {
        return text.substring(3, 35);
    }

    /** Makes this the current one until {@link #leave()}. */
    public void enter() {
        MDC.put(KEY, text);
        MDC.put(TRACE_ID, traceId());
    }

    public static void leave() {
        MDC.remove(KEY);
        MDC.remove(TRACE_ID);
    }

    private static TraceParent fresh() {
        return new TraceParent("00-" + hex(16) + "-" + hex(8) + "-01");
    }

    private static String hex(int bytes) {
        byte[] random = new byte[bytes];
        do {
            ThreadLocalRandom.current().nextBytes(random);
        } while (random[0] == 0);
        return HexFormat.of().formatHex(random);
    }
}
