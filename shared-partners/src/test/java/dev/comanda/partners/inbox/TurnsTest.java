package dev.comanda.partners.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private final List<Due> table = new ArrayList<>();
    private int looks;

    private final Turns turns = new Turns((max, _) -> {
        looks++;
        return table.stream().limit(max).toList();
    });

    @Test
    void aTurnHasOneEventOfEachLaneOfOnePartnerInTheOrderOfTheirKeys() {
        add("a", "y", 0);
        add("b", "x", 0);
        add("a", "x", 0);
        add("a", "y", 0);

        List<Turn> next = turns.next(2);

        assertThat(next).extracting(Turn::partnerId).containsExactly("a", "b");
        assertThat(next.getFirst().keys()).containsExactly("x", "y");
        assertThat(next.getLast().keys()).containsExactly("x");
    }

    @Test
    void whileSlotsAreFreeEachEventHasItsOwn() {
        IntStream.range(0, 8).forEach(i -> add("a", "lane-" + i, 0));
        assertThat(turns.next(8)).hasSize(8);
    }

    @Test
    void oneLookServesFourTurnsOfSixteenEvents() {
        IntStream.range(0, 64).forEach(i -> add("a", "lane-" + (100 + i), 0));
        for (int i = 0; i < 4; i++) {
            assertThat(turns.next(1))
                    .singleElement()
                    .satisfies(turn -> assertThat(turn.events()).hasSize(16));
        }
        assertThat(looks).isEqualTo(1);
        assertThat(turns.next(1)).isEmpty();
        assertThat(looks).isEqualTo(2);
    }

    @Test
    void aLaneInHandIsNotGivenAgainUntilItsTurnHasEnded() {
        add("a", "x", 0);
        Turn turn = turns.next(1).getFirst();
        assertThat(turns.next(1)).isEmpty();
        turns.ended(turn);
        assertThat(turns.next(1)).containsExactly(turn);
    }

    @Test
    void anEventThatHasFailedIsAlone() {
        add("a", "x", 0);
        add("a", "y", 1);
        add("a", "z", 0);
        assertThat(turns.next(1).getFirst().keys()).containsExactly("x", "z");
        assertThat(turns.next(1).getFirst().keys()).containsExactly("y");
    }

    private void add(String partner, String lane, int tries) {
        table.add(new Due(table.size() + 1, partner, lane, tries));
    }
}
