package dev.comanda.benchmark.load;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Requests as they travel, made before the clock starts. They lie outside the heap: the collector never moves them. */
final class Requests {
    private static final int CHUNK = 16 << 20;

    private final List<ByteBuffer> chunks = new ArrayList<>();
    private final List<ByteBuffer> requests = new ArrayList<>();
    private int chunk;

    /** Forgets all requests and keeps their memory. */
    void clear() {
        requests.clear();
        chunks.forEach(ByteBuffer::clear);
        chunk = 0;
    }

    void add(byte[] request) {
        if (chunk < chunks.size() && chunks.get(chunk).remaining() < request.length) {
            chunk++;
        }
        if (chunk == chunks.size()) {
            chunks.add(ByteBuffer.allocateDirect(CHUNK));
        }
        ByteBuffer space = chunks.get(chunk);
        requests.add(space.slice(space.position(), request.length));
        space.put(request);
    }

    int size() {
        return requests.size();
    }

    /** At its beginning, whether it was sent before or not. */
    ByteBuffer get(int index) {
        return requests.get(index).rewind();
    }
}
