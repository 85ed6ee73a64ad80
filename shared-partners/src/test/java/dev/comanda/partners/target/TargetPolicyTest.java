package dev.comanda.partners.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetPolicyTest {
    private static final Map<String, List<String>> NAMES = Map.of(
            "good.example", List.of("93.184.216.34", "2606:2800:220:1::1"),
            "inner.example", List.of("10.1.2.3"),
            "mixed.example", List.of("93.184.216.34", "10.1.2.3"),
            "mapped.example", List.of("::ffff:10.1.2.3"),
            "meta.example", List.of("93.184.216.34", "169.254.169.254"),
            "empty.example", List.of());

    private final TargetPolicy production = new TargetPolicy(List.of(), true, TargetPolicyTest::resolve);
    private final TargetPolicy intranet = new TargetPolicy(List.of("10.1.0.0/16"), true, TargetPolicyTest::resolve);
    private final TargetPolicy demo = new TargetPolicy(List.of("127.0.0.0/8"), false, TargetPolicyTest::resolve);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://good.example/hooks", "https://good.example", "https://good.example:443/a?b=c%20d",
                "https://good.example:8443/", "https://93.184.216.34/", "https://[2606:2800:220:1::1]/"
            })
    void callsPublicAddressesByHttpsOnTwoPorts(String url) {
        assertThat(production.vet(url)).isInstanceOf(Vetting.Allowed.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    http://good.example/                | Outside the configured networks a webhook URL is https.
                    https://good.example:8080/          | Outside the configured networks the port is 443 or 8443.
                    https://good.example:80/            | Outside the configured networks the port is 443 or 8443.
                    https://good.example:0/             | The port is not valid.
                    https://good.example:65536/         | The port is not valid.
                    https://user@good.example/          | A webhook URL has no user info and no fragment.
                    https://user:word@good.example/     | A webhook URL has no user info and no fragment.
                    https://good.example/#part          | A webhook URL has no user info and no fragment.
                    https://inner.example/              | The host has an address that is not public: private, local or reserved.
                    https://mixed.example/              | The host has an address that is not public: private, local or reserved.
                    https://meta.example/               | The host has an address that is not public: private, local or reserved.
                    https://mapped.example/             | The host has an address that is not public: private, local or reserved.
                    https://127.0.0.1/                  | The host has an address that is not public: private, local or reserved.
                    https://[::1]/                      | The host has an address that is not public: private, local or reserved.
                    https://[::ffff:127.0.0.1]/         | The host has an address that is not public: private, local or reserved.
                    https://[64:ff9b::a9fe:a9fe]/       | The host has an address that is not public: private, local or reserved.
                    https://nowhere.example/            | The host does not resolve.
                    https://empty.example/              | The host does not resolve.
                    https://2130706433/                 | An IPv4 address is written as four decimal numbers without leading zeros.
                    https://127.1/                      | An IPv4 address is written as four decimal numbers without leading zeros.
                    https://0177.0.0.1/                 | An IPv4 address is written as four decimal numbers without leading zeros.
                    https://93.184.216.034/             | An IPv4 address is written as four decimal numbers without leading zeros.
                    https://93.184.216.34./             | An IPv4 address is written as four decimal numbers without leading zeros.
                    ftp://good.example/                 | A webhook URL is absolute: https://host/path.
                    file:///etc/passwd                  | A webhook URL is absolute: https://host/path.
                    //good.example/                     | A webhook URL is absolute: https://host/path.
                    /hooks                              | A webhook URL is absolute: https://host/path.
                    https:good.example                  | A webhook URL is absolute: https://host/path.
                    https:///hooks                      | A webhook URL is absolute: https://host/path.
                    https://good.example:443x/          | A webhook URL is absolute: https://host/path.
                    https://gòod.example/               | A webhook URL is absolute: https://host/path.
                    https://good.example/a b            | This is no URL.
                    https://good.example\\@10.1.2.3/    | This is no URL.
                    """)
    void saysWhyItRefuses(String url, String reason) {
        assertThat(production.vet(url)).isEqualTo(new Vetting.Refused(reason));
    }

    /** Some address parsers read these as 127.0.0.1; whatever ours makes of them, none may be called. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://0x7f000001/", "https://0x7f.0.0.1/", "https://0X7F.1/", "https://017700000001/",
                "https://127.0.1/", "https://1/", "https://127.0.0.1.:443/", "https://00000177.1/",
                "https://[::127.0.0.1]/", "https://[0:0:0:0:0:ffff:7f00:1]/", "https://[fe80::1%25lo]/"
            })
    void refusesEveryOtherWayToWriteLoopback(String url) {
        assertThat(new TargetPolicy(List.of(), true, InetAddress::getAllByName).vet(url))
                .isInstanceOf(Vetting.Refused.class);
    }

    @Test
    void theAllowListPermitsHttpAndAnyPortForItsBlocksOnly() {
        assertThat(intranet.vet("http://inner.example:5678/hooks")).isInstanceOf(Vetting.Allowed.class);
        assertThat(intranet.vet("http://10.1.255.255/")).isInstanceOf(Vetting.Allowed.class);
        assertThat(intranet.vet("http://10.2.0.0/")).isInstanceOf(Vetting.Refused.class);
        assertThat(intranet.vet("https://good.example/")).isInstanceOf(Vetting.Allowed.class);
        assertThat(intranet.vet("http://good.example/")).isInstanceOf(Vetting.Refused.class);
        assertThat(intranet.vet("https://user@inner.example/")).isInstanceOf(Vetting.Refused.class);
    }

    @Test
    void aNameBothInsideAndPublicKeepsToThePublicRules() {
        assertThat(intranet.vet("https://mixed.example/")).isInstanceOf(Vetting.Allowed.class);
        assertThat(intranet.vet("http://mixed.example/")).isInstanceOf(Vetting.Refused.class);
        assertThat(intranet.vet("https://mixed.example:9000/")).isInstanceOf(Vetting.Refused.class);
        assertThat(intranet.vet("https://meta.example/")).isInstanceOf(Vetting.Refused.class);
    }

    @Test
    void aDemoCallsNothingButItsOwnMachine() {
        assertThat(demo.vet("http://127.0.0.1:8010/webhooks/partner/")).isInstanceOf(Vetting.Allowed.class);
        assertThat(demo.vet("https://good.example/"))
                .isEqualTo(new Vetting.Refused(
                        "Only addresses of the configured networks may be called in this profile."));
        assertThat(demo.vet("http://inner.example/")).isInstanceOf(Vetting.Refused.class);
    }

    @Test
    void looksUpOnceAndHandsOutExactlyWhatItChecked() {
        Deque<String> answers = new ArrayDeque<>(List.of("93.184.216.34", "127.0.0.1"));
        TargetPolicy policy = new TargetPolicy(
                List.of(), true, _ -> new InetAddress[] {InetAddress.ofLiteral(answers.removeFirst())});
        assertThat(policy.vet("https://rebinding.example/")).isInstanceOfSatisfying(Vetting.Allowed.class, allowed -> {
            assertThat(allowed.addresses()).containsExactly(InetAddress.ofLiteral("93.184.216.34"));
            assertThat(allowed.host()).isEqualTo("rebinding.example");
        });
        assertThat(answers).as("asked once").hasSize(1);
        assertThat(policy.vet("https://rebinding.example/")).isInstanceOf(Vetting.Refused.class);
    }

    private static InetAddress[] resolve(String host) throws UnknownHostException {
        if (host.matches("[0-9.]+|\\[.*]")) {
            return InetAddress.getAllByName(host);
        }
        List<String> addresses = NAMES.get(host);
        if (addresses == null) {
            throw new UnknownHostException(host);
        }
        return Stream.of(addresses.toArray(String[]::new))
                .map(InetAddress::ofLiteral)
                .toArray(InetAddress[]::new);
    }
}
