package dev.comanda.payments.port;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.payments.port.GuardedCalls.Call;
import dev.comanda.payments.port.GuardedCalls.ServerTrouble;
import dev.comanda.payments.port.GuardedCalls.TurnedAway;
import java.io.IOException;
import java.net.ConnectException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuardedCallsTest {
    private final GuardedCalls calls = new GuardedCalls("test");

    @Test
    void repeatsOnceWhatNobodyAnswered() {
        assertThat(make(new IOException("reset"), "paid")).isEqualTo(new Call.Answered<>("paid"));
        assertThat(make(new IOException("reset"), new IOException("reset"), "never asked"))
                .isEqualTo(new Call.Lost<>("IOException", Remedy.REPEAT));
    }

    @Test
    void neverRepeatsWhatTheServerFailedAt() {
        assertThat(make(new ServerTrouble("HTTP 500"), "never asked"))
                .isEqualTo(new Call.Lost<>("HTTP 500", Remedy.LOOK));
    }

    @Test
    void knowsThatNothingWasSent() {
        assertThat(make(new ConnectException(), new ConnectException()))
                .isEqualTo(new Call.NotSent<>("ConnectException"));
        assertThat(make(new TurnedAway("too_many_calls"), new TurnedAway("too_many_calls")))
                .isEqualTo(new Call.NotSent<>("too_many_calls"));
    }

    @Test
    void aFirstTryThatMayHaveArrivedIsNotForgottenWhenTheSecondCannotConnect() {
        assertThat(make(new IOException("reset"), new ConnectException()))
                .isEqualTo(new Call.Lost<>("ConnectException", Remedy.REPEAT));
        assertThat(make(new IOException("reset"), new TurnedAway("too_many_calls")))
                .isEqualTo(new Call.Lost<>("too_many_calls", Remedy.REPEAT));
    }

    @Test
    void sendsNothingWhileTheProviderIsDown() {
        for (int i = 0; i < 10; i++) {
            make(new ConnectException(), new ConnectException());
        }
        assertThat(make("never asked")).isEqualTo(new Call.NotSent<>("CircuitBreakerOpenException"));
    }

    /** Makes one call whose tries end in turn as given: an exception is thrown, a text answered. */
    private Call<String> make(Object... endings) {
        Deque<Object> left = new ArrayDeque<>(List.of(endings));
        return calls.make(
                () -> {
                    if (left.remove() instanceof Exception e) {
                        throw e;
                    }
                    return (String) endings[endings.length - 1];
                },
                String.class);
    }
}
