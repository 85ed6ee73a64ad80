package dev.comanda.partners.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.255.255, 11.0.0.0",
        "172.16.0.0/12, 172.31.255.255, 172.32.0.0",
        "192.168.1.0/24, 192.168.1.0, 192.168.2.0",
        "192.0.2.128/25, 192.0.2.255, 192.0.2.127",
        "192.0.2.7/32, 192.0.2.7, 192.0.2.6",
        "fd00::/8, fdff::1, fe00::1",
        "2001:db8::/33, 2001:db8:7fff::, 2001:db8:8000::",
        "::1/128, ::1, ::2"
    })
    void endsWhereItsPrefixEnds(String block, String inside, String outside) {
        assertThat(Cidr.of(block).contains(InetAddress.ofLiteral(inside))).isTrue();
        assertThat(Cidr.of(block).contains(InetAddress.ofLiteral(outside))).isFalse();
    }

    @Test
    void anEmptyPrefixHoldsItsOwnFamilyOnly() {
        assertThat(Cidr.of("0.0.0.0/0").contains(InetAddress.ofLiteral("203.0.113.9")))
                .isTrue();
        assertThat(Cidr.of("0.0.0.0/0").contains(InetAddress.ofLiteral("2001:db8::1")))
                .isFalse();
        assertThat(Cidr.of("::/0").contains(InetAddress.ofLiteral("203.0.113.9")))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.0.0.0",
                "10/8",
                "10.0/16",
                "10.0.0.0/33",
                "::/129",
                "10.0.0.0/-1",
                "10.0.0.0/8/8",
                "/8",
                "10.0.0.0/",
                "localhost/8",
                "0x0a.0.0.0/8",
                "010.0.0.0/8",
                "10.0.0.256/8",
                "[::1]/128",
                "fe80::1%1/64"
            })
    void whatIsNoBlockIsRefused(String text) {
        assertThatThrownBy(() -> Cidr.of(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
