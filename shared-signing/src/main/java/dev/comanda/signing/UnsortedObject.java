package dev.comanda.signing;

import java.util.Arrays;
import java.util.List;

/**
 * An object whose keys did not arrive in order, with its members in order. Their texts stay where they were written;
 * only {@link #rewrite} copies them, each byte once. Moving them when the object ends would copy the innermost text again
 * for each object around it.
 *
 * @param from where its text starts, at the brace
 * @param to where its text ends, after the brace
 * @param inner the unsorted objects directly within it, in the order of their texts
 */
record UnsortedObject(int from, int to, List<Member> members, List<UnsortedObject> inner) {
    /**
     * One member of an object.
     *
     * @param key in UTF-8, where a lone surrogate is three bytes: the order of these bytes is that of the code points
     * @param from where its text starts, at the key's quote
     * @param to where its text ends
     * @param firstInner the index in {@code inner} of the first unsorted object in its value
     * @param endInner the index after the last one
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by the order of keys only
    record Member(byte[] key, int from, int to, int firstInner, int endInner) {
        boolean isBefore(Member other) {
            return Arrays.compareUnsigned(key, other.key) < 0;
        }
    }

    /** Sorts these members, and refuses a key that occurs twice. */
    static UnsortedObject of(int from, int to, List<Member> members, List<UnsortedObject> inner)
            throws NotCanonicalizable {
        Member[] sorted = members.toArray(Member[]::new);
        KeyOrder.sort(sorted);
        return new UnsortedObject(from, to, List.of(sorted), List.copyOf(inner));
    }

    /** Copies the text from {@code from} to {@code to}, with the members of these objects in order. */
    static void rewrite(JsonText text, int from, int to, List<UnsortedObject> objects, JsonText sorted) {
        int copied = from;
        for (UnsortedObject object : objects) {
            sorted.put(text, copied, object.from);
            char separator = '{';
            for (Member member : object.members) {
                sorted.put(separator);
                rewrite(text, member.from, member.to, object.inner.subList(member.firstInner, member.endInner), sorted);
                separator = ',';
            }
            sorted.put('}');
            copied = object.to;
        }
        sorted.put(text, copied, to);
    }
}
