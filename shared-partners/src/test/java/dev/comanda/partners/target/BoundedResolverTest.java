package dev.comanda.partners.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class BoundedResolverTest {
    @Test
    void endsALookupThatTakesTooLong() {
        CountDownLatch never = new CountDownLatch(1);
        Resolver slow = host -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new UnknownHostException(host);
        };
        assertThatThrownBy(() -> new BoundedResolver(slow, Duration.ofMillis(50)).resolve("slow.example"))
                .isInstanceOf(UnknownHostException.class);
    }

    @Test
    void looksUpOnAThreadThatCarriesNobodyElse() throws Exception {
        InetAddress[] found = {InetAddress.getLoopbackAddress()};
        Resolver resolver = new BoundedResolver(
                _ -> Thread.currentThread().isVirtual() ? new InetAddress[0] : found, Duration.ofSeconds(5));
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        assertThat(resolver.resolve("shop.example")).isSameAs(found);
                        found[0] = InetAddress.ofLiteral("192.0.2.1");
                    } catch (UnknownHostException e) {
                        throw new AssertionError(e);
                    }
                })
                .join();
        assertThat(found[0]).isEqualTo(InetAddress.ofLiteral("192.0.2.1"));
    }

    @Test
    void aNameNobodyKnowsStaysUnknown() {
        Resolver resolver = new BoundedResolver(
                host -> {
                    throw new UnknownHostException(host);
                },
                Duration.ofSeconds(5));
        assertThatThrownBy(() -> resolver.resolve("nowhere.example")).isInstanceOf(UnknownHostException.class);
    }
}
