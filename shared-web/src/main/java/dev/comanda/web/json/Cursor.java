package dev.comanda.web.json;

import dev.comanda.web.problem.ProblemException;
import java.nio.ByteBuffer;
import java.util.Base64;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Where the next page begins, as text the caller hands back unread. The first byte is the version of the form, so that a
 * later form can be told from this one. Usable as {@code @QueryParam("cursor") @Nullable Cursor}.
 *
 * @param id of the last row of the page before; the next page holds what comes after it in the list's order
 */
@Schema(type = SchemaType.STRING)
public record Cursor(long id) {
    private static final byte VERSION = 1;
    private static final int BYTES = 1 + Long.BYTES;

    /** Reads what {@link #toString()} wrote; anything else is a 400 that names {@code cursor}. */
    public static Cursor fromString(String text) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            if (bytes.remaining() == BYTES && bytes.get() == VERSION) {
                Cursor cursor = new Cursor(bytes.getLong());
                if (cursor.toString().equals(text)) {
                    return cursor;
                }
            }
        } catch (IllegalArgumentException notBase64) {
            // Refused below, like every other text that was not handed out here.
        }
        throw ProblemException.invalid("cursor", "cursor is not one that was handed out here.");
    }

    @Override
    public String toString() {
        byte[] bytes = ByteBuffer.allocate(BYTES).put(VERSION).putLong(id).array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
