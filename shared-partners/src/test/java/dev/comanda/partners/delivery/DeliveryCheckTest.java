package dev.comanda.partners.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.database.start.StartupCheck;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryCheckTest {
    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "5s,5", "5s;5m", "-1s", "99999999999999999999s", "9999999999999999d*9999"})
    void aScheduleThatCannotBeReadStopsTheStart(String schedule) {
        assertThat(missing(schedule)).singleElement().asString().startsWith("COMANDA_DELIVERY_SCHEDULE is not valid: ");
    }

    @Test
    void aGoodScheduleAndNoneAreFine() {
        assertThat(missing("100ms*6,5s,5m,2h,1d")).isEmpty();
        assertThat(missing("")).isEmpty();
    }

    @Test
    void isAskedBeforeAServiceStarts() {
        assertThat(ServiceLoader.load(StartupCheck.class)).hasAtLeastOneElementOfType(DeliveryCheck.class);
    }

    private static List<String> missing(String schedule) {
        Map<String, String> settings = Map.of("comanda.delivery.schedule", schedule);
        return new DeliveryCheck()
                .missing(
                        "demo",
                        new SmallRyeConfigBuilder()
                                .withSources(new PropertiesConfigSource(settings, "test", 100))
                                .build());
    }
}
