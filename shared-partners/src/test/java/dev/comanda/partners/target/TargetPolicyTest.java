package dev.comanda.partners.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
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
            "evil.example", List.of("10.1.2.3"),
            "moved.example", List.of("10.1.2.4"),
            "mixed.example", List.of("93.184.216.34", "10.1.2.3"),
            "mapped.example", List.of("::ffff:10.1.2.3"),
            "six.example", List.of("fd00::7"),
            "meta.example", List.of("93.184.216.34", "169.254.169.254"),
            "imds.example", List.of("169.254.169.254"),
            "empty.example", List.of());

    /** Entries that lead to every private address which the refused URLs below resolve to, each for another name. */
    private static final List<String> ALLOW = List.of(
            "inner.example=10.1.2.3/32:8010",
            "beta@six.example=[fd00::7/128]:8010",
            "mixed.example=0.0.0.0/0:9000",
            "imds.example=169.0.0.0/8:80",
            "meta.example=0.0.0.0/0:80",
            "local.example=127.0.0.0/8:443",
            "local.example=[::/0]:443");

    private final TargetPolicy production = new TargetPolicy(List.of(), List.of(), true, TargetPolicyTest::resolve);
    private final TargetPolicy intranet = new TargetPolicy(ALLOW, List.of(), true, TargetPolicyTest::resolve);
    private final TargetPolicy demo =
            new TargetPolicy(List.of(), List.of("127.0.0.0/8"), false, TargetPolicyTest::resolve);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://good.example/hooks", "https://good.example", "https://good.example:443/a?b=c%20d",
                "https://good.example:8443/", "https://93.184.216.34/", "https://[2606:2800:220:1::1]/"
            })
    void callsPublicAddressesByHttpsOnTwoPorts(String url) {
        assertThat(production.vet("beta", url)).isInstanceOf(Vetting.Allowed.class);
        assertThat(intranet.vet("beta", url)).isInstanceOf(Vetting.Allowed.class);
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
                    https://mixed.example/              | The host has both public addresses and others.
                    https://meta.example/               | The host is the metadata service of a cloud, which is never called.
                    https://imds.example/               | The host is the metadata service of a cloud, which is never called.
                    https://169.254.169.254/            | The host is the metadata service of a cloud, which is never called.
                    https://[fd00:ec2::254]/            | The host is the metadata service of a cloud, which is never called.
                    https://[fd20:ce::254]/             | The host is the metadata service of a cloud, which is never called.
                    https://168.63.129.16/              | The host is the metadata service of a cloud, which is never called.
                    https://100.100.100.200/            | The host is the metadata service of a cloud, which is never called.
                    https://192.0.0.192/                | The host is the metadata service of a cloud, which is never called.
                    https://metadata.google.internal/   | The host is the metadata service of a cloud, which is never called.
                    https://METADATA.google.internal./  | The host is the metadata service of a cloud, which is never called.
                    https://[2606:4700::1%1]/           | An IPv6 address in a webhook URL has no scope id.
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
        assertThat(production.vet("beta", url)).isEqualTo(new Vetting.Refused(reason));
        assertThat(intranet.vet("beta", url))
                .as("with an allow-list that names other hosts, ports or partners")
                .isEqualTo(new Vetting.Refused(reason));
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
        for (List<String> allow : List.of(List.<String>of(), ALLOW)) {
            assertThat(new TargetPolicy(allow, List.of(), true, InetAddress::getAllByName).vet("beta", url))
                    .isInstanceOf(Vetting.Refused.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://inner.example:8010/hooks",
                "https://inner.example:8010/hooks",
                "http://INNER.Example:8010/",
                "http://inner.example.:8010/",
                "http://six.example:8010/"
            })
    void anEntryPermitsItsHostOnItsPortByHttpToo(String url) {
        assertThat(intranet.vet("beta", url)).isInstanceOf(Vetting.Allowed.class);
    }

    /** Each resolves into a block of the allow-list. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://evil.example:8010/",
                "http://evil.example:5432/",
                "http://evil.example:22/",
                "http://inner.example:5432/",
                "http://inner.example/",
                "https://inner.example/",
                "http://10.1.2.3:8010/",
                "http://10.1.2.3:2375/",
                "https://evil.example/",
                "https://evil.example:8443/",
                "http://sub.inner.example:8010/",
                "http://user@inner.example:8010/",
                "http://mapped.example:8010/",
                "http://mixed.example:9000/",
                "https://mixed.example:9000/",
                "http://mixed.example/",
                "http://imds.example/",
                "http://meta.example/",
                "http://good.example/"
            })
    void aNameThatIsNotOnTheListDoesNotLeadIntoOurNetworks(String url) {
        assertThat(intranet.vet("beta", url)).isInstanceOf(Vetting.Refused.class);
    }

    @Test
    void anEntryOfOnePartnerIsOfNoUseToAnother() {
        assertThat(intranet.vet("beta", "http://six.example:8010/")).isInstanceOf(Vetting.Allowed.class);
        assertThat(intranet.vet("gamma", "http://six.example:8010/")).isInstanceOf(Vetting.Refused.class);
        assertThat(intranet.vet("gamma", "http://inner.example:8010/")).isInstanceOf(Vetting.Allowed.class);
    }

    @Test
    void aListedNameThatMovesOutOfItsBlockIsRefused() {
        TargetPolicy policy =
                new TargetPolicy(List.of("moved.example=10.1.2.3/32:8010"), List.of(), true, TargetPolicyTest::resolve);
        assertThat(policy.vet("beta", "http://moved.example:8010/"))
                .isEqualTo(
                        new Vetting.Refused("The host has an address that is not public: private, local or reserved."));
    }

    @Test
    void ofAListedNameOnlyTheListedAddressIsCalled() throws UnknownHostException {
        InetAddress[] both = {InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("::1")};
        TargetPolicy policy = new TargetPolicy(List.of("localhost=127.0.0.1/32:8010"), List.of(), true, host -> both);
        assertThat(policy.vet("beta", "http://localhost:8010/"))
                .isInstanceOfSatisfying(
                        Vetting.Allowed.class,
                        allowed -> assertThat(allowed.addresses()).containsExactly(both[0]));
    }

    @Test
    void metadataIsNotCalledWhereEveryHostMayBe() {
        TargetPolicy open = new TargetPolicy(List.of(), List.of("0.0.0.0/0", "::/0"), true, TargetPolicyTest::resolve);
        assertThat(open.vet("beta", "http://10.1.2.3:99/")).isInstanceOf(Vetting.Allowed.class);
        for (String host : List.of("169.254.169.254", "168.63.129.16", "100.100.100.200", "[fd00:ec2::254]")) {
            assertThat(open.vet("beta", "http://" + host + "/"))
                    .isEqualTo(
                            new Vetting.Refused("The host is the metadata service of a cloud, which is never called."));
        }
    }

    @Test
    void aDemoCallsNothingButItsOwnMachine() {
        assertThat(demo.vet("beta", "http://127.0.0.1:8010/webhooks/partner/")).isInstanceOf(Vetting.Allowed.class);
        assertThat(demo.vet("beta", "https://good.example/"))
                .isEqualTo(new Vetting.Refused(
                        "Only addresses of the configured networks may be called in this profile."));
        assertThat(demo.vet("beta", "http://inner.example/")).isInstanceOf(Vetting.Refused.class);
    }

    @Test
    void looksUpOnceAndHandsOutExactlyWhatItChecked() {
        Deque<String> answers = new ArrayDeque<>(List.of("93.184.216.34", "127.0.0.1"));
        TargetPolicy policy = new TargetPolicy(
                List.of(), List.of(), true, _ -> new InetAddress[] {InetAddress.ofLiteral(answers.removeFirst())});
        assertThat(policy.vet("beta", "https://rebinding.example/"))
                .isInstanceOfSatisfying(Vetting.Allowed.class, allowed -> {
                    assertThat(allowed.addresses()).containsExactly(InetAddress.ofLiteral("93.184.216.34"));
                    assertThat(allowed.host()).isEqualTo("rebinding.example");
                });
        assertThat(answers).as("asked once").hasSize(1);
        assertThat(policy.vet("beta", "https://rebinding.example/")).isInstanceOf(Vetting.Refused.class);
    }

    private static InetAddress[] resolve(String host) throws UnknownHostException {
        if (host.matches("[0-9.]+|\\[.*]")) {
            return InetAddress.getAllByName(host);
        }
        List<String> addresses = NAMES.get(host.toLowerCase(Locale.ROOT).replaceFirst("\\.$", ""));
        if (addresses == null) {
            throw new UnknownHostException(host);
        }
        return Stream.of(addresses.toArray(String[]::new))
                .map(InetAddress::ofLiteral)
                .toArray(InetAddress[]::new);
    }
}
