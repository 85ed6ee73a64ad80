package dev.comanda.partners.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class VettedTargetsTest {
    private static final String URL = "http://shop.example/hooks";

    private final AtomicInteger lookups = new AtomicInteger();
    private final AtomicLong nanos = new AtomicLong();
    private volatile String address = "127.0.0.1";
    private final VettedTargets targets = new VettedTargets(
            Targets.policy(List.of("127.0.0.0/8"), _ -> {
                lookups.incrementAndGet();
                return new InetAddress[] {InetAddress.ofLiteral(address)};
            }),
            nanos::get);

    @Test
    void aNameIsLookedUpOnceInFiveSeconds() {
        assertThat(targets.vet("beta", URL)).isInstanceOf(Vetting.Allowed.class);
        nanos.addAndGet(Duration.ofMillis(4999).toNanos());
        assertThat(targets.vet("beta", URL)).isInstanceOf(Vetting.Allowed.class);
        assertThat(lookups).hasValue(1);
        nanos.addAndGet(Duration.ofMillis(2).toNanos());
        address = "10.0.0.1";
        assertThat(targets.vet("beta", URL)).isInstanceOf(Vetting.Refused.class);
        assertThat(lookups).hasValue(2);
    }

    @Test
    void whatOnePartnerMayCallIsVettedForEachOther() {
        targets.vet("beta", URL);
        targets.vet("gamma", URL);
        targets.vet("beta", URL + "/other");
        assertThat(lookups).hasValue(3);
    }

    @Test
    void aRefusalIsNotKept() {
        address = "10.0.0.1";
        assertThat(targets.vet("beta", URL)).isInstanceOf(Vetting.Refused.class);
        address = "127.0.0.1";
        assertThat(targets.vet("beta", URL)).isInstanceOf(Vetting.Allowed.class);
    }
}
