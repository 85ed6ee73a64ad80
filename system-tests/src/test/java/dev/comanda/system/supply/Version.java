package dev.comanda.system.supply;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A release as Maven's central repository names it, ordered part by part: 4.1.9 before 4.1.10, and a candidate such as
 * 4.2.0.RC1 before 4.2.0 and 4.2.0.Final.
 */
record Version(String text) implements Comparable<Version> {
    private static final Set<String> RELEASED = Set.of("final", "ga", "jre", "android");

    @Override
    public int compareTo(Version other) {
        List<String> left = parts();
        List<String> right = other.parts();
        for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
            int order = compare(i < left.size() ? left.get(i) : "0", i < right.size() ? right.get(i) : "0");
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /** Numbers and words, apart from those that only say that it is released. */
    private List<String> parts() {
        List<String> parts = new ArrayList<>(
                List.of(text.toLowerCase(Locale.ROOT).split("[.+_-]|(?<=\\d)(?=[a-z])|(?<=[a-z])(?=\\d)")));
        parts.removeIf(part -> part.isEmpty() || RELEASED.contains(part));
        return parts;
    }

    private static int compare(String left, String right) {
        boolean leftNumber = Character.isDigit(left.charAt(0));
        boolean rightNumber = Character.isDigit(right.charAt(0));
        if (leftNumber && rightNumber) {
            return new BigInteger(left).compareTo(new BigInteger(right));
        }
        return leftNumber == rightNumber ? left.compareTo(right) : Boolean.compare(leftNumber, rightNumber);
    }
}
