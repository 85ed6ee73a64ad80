package dev.comanda.partners.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublicAddressesTest {
    /** First and last of each block, and its public neighbours where it has some. */
    @ParameterizedTest
    @CsvSource(textBlock = """
                    0.0.0.0,         0.255.255.255,                            , 1.0.0.0
                    10.0.0.0,        10.255.255.255,  9.255.255.255            , 11.0.0.0
                    100.64.0.0,      100.127.255.255, 100.63.255.255           , 100.128.0.0
                    127.0.0.0,       127.255.255.255, 126.255.255.255          , 128.0.0.0
                    169.254.0.0,     169.254.255.255, 169.253.255.255          , 169.255.0.0
                    172.16.0.0,      172.31.255.255,  172.15.255.255           , 172.32.0.0
                    192.0.0.0,       192.0.0.255,     191.255.255.255          , 192.0.1.0
                    192.0.2.0,       192.0.2.255,     192.0.1.255              , 192.0.3.0
                    192.88.99.0,     192.88.99.255,   192.88.98.255            , 192.88.100.0
                    192.168.0.0,     192.168.255.255, 192.167.255.255          , 192.169.0.0
                    198.18.0.0,      198.19.255.255,  198.17.255.255           , 198.20.0.0
                    198.51.100.0,    198.51.100.255,  198.51.99.255            , 198.51.101.0
                    203.0.113.0,     203.0.113.255,   203.0.112.255            , 203.0.114.0
                    224.0.0.0,       239.255.255.255, 223.255.255.255          ,
                    240.0.0.0,       255.255.255.255,                          ,
                    2001::,          2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff,   , 2001:200::
                    2001:db8::,      2001:db8:ffff:ffff:ffff:ffff:ffff:ffff, 2001:db7::1, 2001:db9::
                    2002::,          2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff, 2001:ffff::1, 2003::
                    3fff::,          3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff, 3ffe:ffff::1, 3fff:1000::
                    """)
    void aBlockIsNotPublicFromItsFirstToItsLastAddress(String first, String last, String before, String after) {
        assertThat(isPublic(first)).as(first).isFalse();
        assertThat(isPublic(last)).as(last).isFalse();
        if (before != null) {
            assertThat(isPublic(before)).as(before).isTrue();
        }
        if (after != null) {
            assertThat(isPublic(after)).as(after).isTrue();
        }
    }

    /** Loopback, unspecified, local, multicast, and every IPv6 form of 169.254.169.254 or 127.0.0.1. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "::",
                "::1",
                "::169.254.169.254",
                "::ffff:169.254.169.254",
                "::ffff:7f00:1",
                "::ffff:0:127.0.0.1",
                "64:ff9b::169.254.169.254",
                "64:ff9b:1::a9fe:a9fe",
                "2002:a9fe:a9fe::",
                "2002:7f00:1::1",
                "2001:0:7f00:1::",
                "2001::a9fe:a9fe",
                "100::1",
                "fc00::1",
                "fd12:3456::1",
                "fe80::1",
                "fec0::1",
                "ff02::1",
                "5f00::1",
                "4000::1",
                "1fff::1"
            })
    void aFormThatLeadsSomewhereElseIsNotPublic(String address) {
        assertThat(isPublic(address)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"8.8.8.8", "::ffff:8.8.8.8", "2606:4700:4700::1111", "2a00:1450:4001::1", "2001:4860::8888"})
    void whatTheWorldCanReachIsPublic(String address) {
        assertThat(isPublic(address)).isTrue();
    }

    private static boolean isPublic(String address) {
        return PublicAddresses.contains(InetAddress.ofLiteral(address));
    }
}
