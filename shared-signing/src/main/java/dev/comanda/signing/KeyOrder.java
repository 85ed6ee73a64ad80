package dev.comanda.signing;

import dev.comanda.signing.UnsortedObject.Member;
import java.util.Arrays;

/**
 * Sorts members by key, five bytes of the keys at a time, as numbers. To compare whole keys would cost several times as
 * much in an object of a hundred thousand, most of it in waiting for memory. The work is linear in the bytes of the keys,
 * apart from the sorting of the numbers.
 */
final class KeyOrder {
    private static final int BYTES = 5;
    private static final int BITS_OF_BYTE = 9;

    /** Enough for the members of the longest document: each takes at least five bytes of it. */
    private static final int BITS_OF_INDEX = 18;

    private KeyOrder() {}

    /** Sorts them in place, and refuses a key that occurs twice. */
    static void sort(Member[] members) throws NotCanonicalizable {
        sort(members, 0, members.length, 0);
    }

    /** Sorts the members from {@code from} to {@code to}, whose keys share the first bytes. */
    private static void sort(Member[] members, int from, int to, int known) throws NotCanonicalizable {
        int shared = shared(members, from, to, known);
        Member[] unsorted = Arrays.copyOfRange(members, from, to);
        long[] order = new long[unsorted.length];
        for (int i = 0; i < order.length; i++) {
            order[i] = (part(unsorted[i].key(), shared) << BITS_OF_INDEX) | i;
        }
        Arrays.sort(order);
        for (int i = 0; i < order.length; i++) {
            members[from + i] = unsorted[(int) order[i] & ((1 << BITS_OF_INDEX) - 1)];
        }
        int end;
        for (int start = 0; start < order.length; start = end) {
            end = start + 1;
            while (end < order.length && order[end] >> BITS_OF_INDEX == order[start] >> BITS_OF_INDEX) {
                end++;
            }
            if (end - start > 1) {
                sort(members, from + start, from + end, shared + BYTES);
            }
        }
    }

    /** How many bytes all these keys share, so that the next ones differ somewhere. */
    private static int shared(Member[] members, int from, int to, int known) throws NotCanonicalizable {
        byte[] first = members[from].key();
        int start = Math.min(known, first.length);
        int shared = first.length;
        for (int i = from + 1; i < to; i++) {
            byte[] other = members[i].key();
            int same = Arrays.mismatch(first, start, first.length, other, start, other.length);
            if (same < 0) {
                throw new NotCanonicalizable("a key twice in one object");
            }
            shared = Math.min(shared, start + same);
        }
        return shared;
    }

    /** The next bytes as a number; the end of the key counts less than any byte. */
    private static long part(byte[] key, int from) {
        long part = 0;
        for (int i = from; i < from + BYTES; i++) {
            part = (part << BITS_OF_BYTE) | (i < key.length ? (key[i] & 0xFF) + 1 : 0);
        }
        return part;
    }
}
