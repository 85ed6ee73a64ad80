package dev.comanda.partners.registry;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.comanda.web.json.Given;
import dev.comanda.web.json.SingleLine;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What of a partner can be changed; what is absent stays. A {@code may_send} of null is the default again. */
@SuppressWarnings("NullableOptional") // three answers are possible, which is what Given is for
record PartnerChange(
        @Nullable @SingleLine(max = 100)
        @Pattern(regexp = Registration.ONE_DIRECTION, message = Registration.DIRECTION_RULE) String name,

        @Nullable @Size(min = 1, max = 2000) String webhookUrl,
        @Nullable @Size(min = 1, max = 254) @Email String contactEmail,

        @Nullable @Size(min = 1, max = 50) List<
                        @NotNull @Pattern(regexp = Registration.EVENTS, message = Registration.EVENTS_RULE) @Size(max = 100) String>
                events,

        @JsonDeserialize(using = Given.class) @Nullable Optional<
                        @Size(max = 50) List<
                                @NotNull @Pattern(regexp = Registration.EVENTS, message = Registration.EVENTS_RULE) @Size(max = 100) String>>
                maySend) {}
