package dev.comanda.mail;

import org.jspecify.annotations.Nullable;

/**
 * How many mails somebody outside can cause in 24 hours.
 *
 * @param about what the mails are counted by, such as {@code reservation:RES-1}; null where they are not counted
 * @param most of all mails about it
 * @param causedBy who causes this one, such as the id of a partner; null where it does not matter
 * @param mostByOne of the mails about it that one causes; less than {@code most}, so that nobody uses up the share of others
 */
public record DailyLimit(
        @Nullable String about, int most, @Nullable String causedBy, int mostByOne) {
    static final DailyLimit NONE = new DailyLimit(null, Integer.MAX_VALUE, null, Integer.MAX_VALUE);

    /** The same limit whoever causes the mails. */
    public static DailyLimit of(String about, int most) {
        return new DailyLimit(about, most, null, Integer.MAX_VALUE);
    }
}
