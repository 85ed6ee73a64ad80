package dev.comanda.benchmark.load;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * The {@link Load} as a process of its own, so that its CPU time can be told from the service's. Commands:
 * {@code prepare FIRST COUNT KIND [ARGUMENT...]} with a kind of {@link RequestKind}, then
 * {@code run PORT CONNECTIONS MILLIS INTERVAL_MICROS}.
 */
public final class LoadGenerator {
    private LoadGenerator() {}

    public static void main(String... arguments) throws Exception {
        Requests requests = new Requests();
        Commands.serve(words -> switch (words[0]) {
            case "prepare" -> prepare(requests, words);
            case "run" ->
                new Load(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(words[1])),
                                requests,
                                Duration.ofMillis(Long.parseLong(words[3])),
                                Duration.ofNanos(1_000 * Long.parseLong(words[4])))
                        .run(Integer.parseInt(words[2]));
            default -> throw new IllegalArgumentException(words[0]);
        });
    }

    private static int prepare(Requests requests, String[] words) {
        RequestKind kind = RequestKind.of(words, 3);
        int first = Integer.parseInt(words[1]);
        requests.clear();
        for (int i = first; i < first + Integer.parseInt(words[2]); i++) {
            requests.add(kind.request(i));
        }
        return requests.size();
    }
}
