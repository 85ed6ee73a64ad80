package dev.comanda.marketplace.booking;

import dev.comanda.marketplace.catalogue.Provider;
import org.jspecify.annotations.Nullable;

/** Who does the work of one booking, and where mails reach them. Partners see the provider, never the address. */
record Assignee(Provider provider, @Nullable String email) {
    /** An address that is not given again for the same provider is still theirs. */
    Assignee after(Assignee known) {
        return email == null && provider.equals(known.provider) ? known : this;
    }

    @Override
    public String toString() {
        return "Assignee[" + provider + "]";
    }
}
