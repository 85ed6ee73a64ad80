package dev.comanda.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Ends the receiver at each step of a commit that many webhooks share. Whoever has a 200 is stored, and a resend of all
 * others is accepted or a duplicate.
 */
@Timeout(180)
final class GroupCommitKillTest {
    private static final int BEFORE_THE_BLOW = 400;

    @TempDir
    private static Path folder;

    private static KilledReceiver receiver;

    /** Of all events, so that a resend is the same text. */
    private final Instant time = Instant.now();

    @BeforeAll
    static void open() throws Exception {
        receiver = new KilledReceiver("group-commit-kill", folder, "nothing.at_all");
    }

    @AfterAll
    static void close() throws Exception {
        receiver.stop();
    }

    @ParameterizedTest
    @ValueSource(strings = {"QUEUED", "STORING", "STORED", "ANSWERED", "SIGKILL", "DATABASE"})
    void aSenderWithA200IsStoredAndAResendOfTheOthersCountsOnce(String blow) throws Exception {
        KilledReceiver.Burst burst = receiver.strike(blow, Integer.MAX_VALUE, BEFORE_THE_BLOW, this::send);
        assertThat(stored(blow)).as("stored before the resend").containsAll(burst.acknowledged());
        List<Callable<String>> again = new ArrayList<>();
        burst.sent()
                .forEach(id -> again.add(() -> (burst.acknowledged().contains(id) ? "was acknowledged, is " : "is ")
                        + send(id).expect(200).at("/status")));
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            assertThat(senders.invokeAll(again))
                    .extracting(Future::get)
                    .isSubsetOf("was acknowledged, is duplicate", "is duplicate", "is accepted");
        }
        assertThat(stored(blow)).isEqualTo(burst.sent());
        assertThat(receiver.database.count("select count(*) from inbound_event where starts_with(event_id, ?)", blow))
                .isEqualTo(burst.sent().size());
    }

    private static Set<String> stored(String blow) {
        return receiver.database.set("select event_id from inbound_event where starts_with(event_id, ?)", blow);
    }

    private Answer send(String id) {
        return receiver.send(id, "unknown.type", "{}", time);
    }
}
