package dev.comanda.partners.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InnerTargetTest {
    @Test
    void anEntryNamesAHostItsBlockItsPortAndPerhapsAPartner() {
        assertThat(InnerTarget.of("marketplace=172.30.0.11/32:8010"))
                .isEqualTo(new InnerTarget(Optional.empty(), "marketplace", Cidr.of("172.30.0.11/32"), 8010));
        assertThat(InnerTarget.of("findyourwork@Market.Internal=[fd00::5/128]:80"))
                .isEqualTo(new InnerTarget(Optional.of("findyourwork"), "market.internal", Cidr.of("fd00::5/128"), 80));
        assertThat(InnerTarget.of("[FD00::5]=[fd00::5/128]:80").host()).isEqualTo("[fd00::5]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "172.30.0.0/24",
                "::1/128",
                "marketplace",
                "marketplace:8010",
                "marketplace=172.30.0.11:8010",
                "marketplace=172.30.0.11/32",
                "marketplace=172.30.0.11/33:8010",
                "marketplace=172.30.0.11/32:0",
                "marketplace=172.30.0.11/32:65536",
                "marketplace=172.30.0.11/32:http",
                "marketplace=[172.30.0.11/32]:8010",
                "marketplace=fd00::5/128:8010",
                "marketplace=[fd00::5%1/128]:8010",
                "*=172.30.0.11/32:8010",
                "=172.30.0.11/32:8010",
                "@marketplace=172.30.0.11/32:8010",
                "Find Your Work@marketplace=172.30.0.11/32:8010",
                "http://marketplace=172.30.0.11/32:8010",
                "marketplace=172.30.0.11/32:8010;x=10.0.0.1/32:80"
            })
    void whatIsNoEntryIsRefused(String text) {
        assertThatThrownBy(() -> InnerTarget.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x=169.254.169.254/32:80",
                "x=168.63.129.16/32:80",
                "x=[fd00:ec2::254/128]:80",
                "metadata.google.internal=10.0.0.1/32:80"
            })
    void anEntryForMetadataIsRefused(String text) {
        assertThatThrownBy(() -> InnerTarget.of(text)).hasMessageContaining("metadata service of a cloud");
    }
}
