package dev.comanda.restaurant.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReservationDetailsTest {
    @Test
    void fiftyGuestsMakeACorporateEventAndFortyNineDoNot() {
        assertThat(dinner(50, null).isCorporate()).isTrue();
        assertThat(dinner(49, null).isCorporate()).isFalse();
    }

    @Test
    void twoGuestsWhoAskForADjMakeACorporateEvent() {
        assertThat(dinner(2, null, "dj").isCorporate()).isTrue();
    }

    @Test
    void changesNameOnlyWhatChangedWithItsNewValue() {
        var next = new ReservationDetails(
                "Cena", LocalDate.of(2026, 2, 16), "20:30", 80, "María García", "0991234567", null, List.of("dj"));

        assertThat(dinner(50, null).changesTo(next))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "date", "2026-02-16", "time", "20:30", "guests", 80, "services_requested", List.of("dj")));
    }

    @Test
    void anEmailAddressIsAChangeThatNobodyOutsideSees() {
        assertThat(dinner(50, null)).isNotEqualTo(dinner(50, "maria@example.com"));
        assertThat(dinner(50, null).changesTo(dinner(50, "maria@example.com"))).isEmpty();
    }

    @Test
    void fingerprintsAreEqualExactlyWhenTheDetailsAre() {
        assertThat(dinner(50, null, "dj").identity())
                .isEqualTo(dinner(50, null, "dj").identity());
        assertThat(dinner(50, null, "dj", "foto").identity())
                .isNotEqualTo(dinner(50, null, "djfoto").identity())
                .isNotEqualTo(dinner(50, null, "dj", "foto", "").identity());
        assertThat(dinner(50, "null").identity()).isNotEqualTo(dinner(50, null).identity());
    }

    private static ReservationDetails dinner(int guests, @Nullable String email, String... services) {
        return new ReservationDetails(
                "Cena",
                LocalDate.of(2026, 2, 15),
                "19:00",
                guests,
                "María García",
                "0991234567",
                email,
                List.of(services));
    }
}
