package dev.comanda.database.encryption;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a text attribute of an entity encrypted in the database, such as a guest's phone number. Rows that were written
 * before the column was encrypted are read as they are. The value is bound to nothing but its kind, since a converter does
 * not know the row.
 */
@Converter
@ApplicationScoped
public class SealedText implements AttributeConverter<@Nullable String, @Nullable String> {
    /** What the values are bound to. */
    public static final String OWNER = "contact";

    private final ColumnCipher cipher;

    public SealedText(ColumnCipher cipher) {
        this.cipher = cipher;
    }

    @Override
    public @Nullable String convertToDatabaseColumn(@Nullable String clear) {
        return clear == null ? null : cipher.sealText(clear, OWNER);
    }

    @Override
    public @Nullable String convertToEntityAttribute(@Nullable String stored) {
        return stored == null ? null : cipher.openText(stored, OWNER);
    }
}
