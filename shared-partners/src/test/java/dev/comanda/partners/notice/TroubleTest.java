package dev.comanda.partners.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.partners.registry.PartnerStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TroubleTest {
    private static final Instant NOW = Instant.parse("2026-02-01T18:00:00Z");
    private static final Instant QUARTER_HOUR_AGO = Instant.parse("2026-02-01T17:45:00Z");

    @Test
    void isWorthAMailAfterFifteenMinutesOfFailures() {
        assertThat(trouble(PartnerStatus.ACTIVE, 5, QUARTER_HOUR_AGO, 0).isWorthAMail(NOW))
                .isTrue();
        assertThat(trouble(PartnerStatus.ACTIVE, 5, QUARTER_HOUR_AGO.plusNanos(1), 0)
                        .isWorthAMail(NOW))
                .isFalse();
        assertThat(trouble(PartnerStatus.ACTIVE, 4, QUARTER_HOUR_AGO, 0).isWorthAMail(NOW))
                .as("not blocked yet")
                .isFalse();
        assertThat(trouble(PartnerStatus.PAUSED, 5, QUARTER_HOUR_AGO, 0).isWorthAMail(NOW))
                .as("the operator's own pause")
                .isFalse();
    }

    @Test
    void isWorthAMailWhenSendingStoppedOrAnEventWasGivenUp() {
        assertThat(trouble(PartnerStatus.AUTO_PAUSED, 0, null, 0).isWorthAMail(NOW))
                .isTrue();
        assertThat(trouble(PartnerStatus.ACTIVE, 0, null, 1).isWorthAMail(NOW)).isTrue();
        assertThat(trouble(PartnerStatus.ACTIVE, 0, null, 0).isWorthAMail(NOW)).isFalse();
    }

    @Test
    void showsTheEndpointWithoutItsQueryAndItsWordsOnOneLine() {
        assertThat(trouble(PartnerStatus.ACTIVE, 0, null, 1).values())
                .containsEntry("endpoint", "https://beta.example:8443/hooks")
                .containsEntry("name", "Beta Pay us here: https[:]//evil[.]example")
                .doesNotContainValue("hush");
    }

    private static Trouble trouble(PartnerStatus status, int failures, @Nullable Instant failingSince, long dead) {
        return new Trouble(
                "beta",
                "Beta\nPay us here: https://evil.example",
                "https://beta.example:8443/hooks?token=hush",
                "it@beta.example",
                status,
                failures,
                failingSince,
                null,
                null,
                null,
                0,
                dead);
    }
}
