package dev.comanda.partners.registry;

import dev.comanda.web.json.SingleLine;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What of a partner can be changed; what is absent stays. */
record PartnerChange(
        @Nullable @SingleLine(max = 100) String name,

        @Nullable @Size(min = 1, max = 2000) String webhookUrl,
        @Nullable @Size(min = 1, max = 254) @Email String contactEmail,

        @Nullable @Size(min = 1, max = 50) List<@NotNull @Pattern(regexp = Registration.EVENTS) @Size(max = 100) String> events,

        @Nullable @Size(max = 50) List<@NotNull @Pattern(regexp = Registration.EVENTS) @Size(max = 100) String> maySend) {}
