package dev.comanda.web.json;

import dev.comanda.web.problem.ProblemException;
import dev.comanda.web.problem.ProblemType;
import java.io.IOException;
import java.io.InputStream;

/** A body in memory, never more than 1 MiB of it, whatever length was announced. */
public final class BoundedBody {
    /** The most that any body may have, in bytes. */
    public static final int MAX_BYTES = 1024 * 1024;

    private BoundedBody() {}

    static byte[] read(InputStream stream) throws IOException {
        byte[] body = stream.readNBytes(MAX_BYTES + 1);
        if (body.length > MAX_BYTES) {
            throw tooLarge();
        }
        return body;
    }

    /** The 413 for a body that has more. */
    public static ProblemException tooLarge() {
        return ProblemException.of(ProblemType.TOO_LARGE, "The body is larger than 1 MiB.");
    }
}
