package dev.comanda.partners.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OutboxTest {
    @Test
    void aTypeIsMeantByItselfByEachOfItsPrefixesAndByEverything() {
        assertThat(Outbox.patterns("event.table.moved"))
                .containsExactly("event.table.moved", "*", "event.*", "event.table.*");
        assertThat(Outbox.patterns("plain")).containsExactly("plain", "*");
    }
}
