package dev.comanda.payments.variant;

import dev.comanda.payments.port.Account;
import dev.comanda.payments.port.GuardedCalls;
import dev.comanda.payments.port.ProviderMaker;
import dev.comanda.web.problem.ProblemException;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** The accounts that are configured, by name. One without a key is not there. */
@ApplicationScoped
public class Variants {
    private final Map<String, Variant> byName = new TreeMap<>();
    private final Optional<String> defaultName;
    private final String service;

    Variants(
            PaymentsConfig config,
            @All List<ProviderMaker> makers,
            @ConfigProperty(name = "quarkus.application.name") String service) {
        this.defaultName = config.defaultVariant();
        this.service = service;
        config.variants().forEach((name, settings) -> {
            if (isThere(settings)) {
                byName.put(name, make(account(name, settings, config), makers, config.deadline()));
            }
        });
    }

    static boolean isThere(PaymentsConfig.VariantConfig settings) {
        return settings.provider().equals("mock")
                || settings.secretKey().filter(key -> !key.isBlank()).isPresent();
    }

    private Account account(String name, PaymentsConfig.VariantConfig settings, PaymentsConfig config) {
        return new Account(
                name,
                service,
                settings.provider(),
                settings.secretKey(),
                settings.webhookSecrets().orElse(List.of()),
                settings.apiBase(),
                settings.account(),
                config.publicUrl());
    }

    private static Variant make(Account account, List<ProviderMaker> makers, Duration deadline) {
        ProviderMaker maker = makers.stream()
                .filter(one -> one.provider().equals(account.provider()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("comanda.payments.variants." + account.variant()
                        + ".provider is " + account.provider() + ", but must be stripe, mercadopago or mock"));
        return new Variant(account, maker.make(account, new GuardedCalls(account.variant(), deadline)));
    }

    public Optional<Variant> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The variant with that name, or the default one; a 400 that names the field when there is none. */
    public Variant choose(@Nullable String name) {
        Optional<String> wanted = name == null ? defaultName : Optional.of(name);
        return wanted.flatMap(this::find)
                .orElseThrow(() -> ProblemException.invalid("variant", "There is no such payment variant."));
    }

    /** The variant that an existing payment was made with. */
    public Variant of(String name) {
        return find(name)
                .orElseThrow(
                        () -> new IllegalStateException("payment variant " + name + " is not configured any more"));
    }

    public Collection<Variant> all() {
        return byName.values();
    }

    /** Whether {@code comanda_service} on a provider's object names this service, or nobody. */
    public boolean isOurs(@Nullable String named) {
        return named == null || named.equals(service);
    }

    public Optional<String> defaultName() {
        return defaultName;
    }
}
