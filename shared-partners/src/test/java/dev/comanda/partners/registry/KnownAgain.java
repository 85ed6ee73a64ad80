package dev.comanda.partners.registry;

import dev.comanda.partners.LogLines;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A start of the service with one partner in its configuration, as often as a test wants. */
@ApplicationScoped
public class KnownAgain {
    private final Partners partners;
    private final PartnerSecrets secrets;
    private final Registry registry;
    private final RemovedPartners removed;
    private final InstantSource clock;

    KnownAgain(
            Partners partners,
            PartnerSecrets secrets,
            Registry registry,
            RemovedPartners removed,
            InstantSource clock) {
        this.partners = partners;
        this.secrets = secrets;
        this.registry = registry;
        this.removed = removed;
        this.clock = clock;
    }

    /** What it logs of the partner. */
    public List<String> create(String code, String url, String secret) {
        LogLines log = new LogLines();
        try (log) {
            new KnownPartners(new Configured(code, url, secret), partners, secrets, registry, removed, clock)
                    .create(new StartupEvent());
        }
        return log.lines().stream().filter(line -> line.contains(code)).toList();
    }

    private record Configured(String code, String url, String secret) implements PartnersConfig, PartnersConfig.Known {
        @Override
        public String selfId() {
            return "alpha";
        }

        @Override
        public List<String> publishes() {
            return List.of();
        }

        @Override
        public Map<String, Known> known() {
            return Map.of(code, this);
        }

        @Override
        public Optional<Set<String>> allowUnversionedSignatures() {
            return Optional.empty();
        }

        @Override
        public String name() {
            return code;
        }

        @Override
        public Optional<String> webhookUrl() {
            return Optional.of(url);
        }

        @Override
        public Optional<String> webhookSecret() {
            return Optional.of(secret);
        }
    }
}
