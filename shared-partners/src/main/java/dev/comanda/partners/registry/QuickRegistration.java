package dev.comanda.partners.registry;

import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The short form for a partner we know by name. */
record QuickRegistration(
        @NotNull @Size(min = 1, max = 2000) String webhookUrl,
        @Nullable @Size(min = 1, max = 254) @Email String contactEmail,

        @Nullable @Size(max = 50) List<
                        @NotNull @Pattern(regexp = Registration.EVENTS, message = Registration.EVENTS_RULE) @Size(max = 100) String>
                maySend,

        @Nullable @Size(max = 128) String sharedSecret) {

    Registration as(String code, String name) {
        return new Registration(name, webhookUrl, code, contactEmail, null, maySend, sharedSecret);
    }
}
