package dev.comanda.mail;

/**
 * How many mails somebody outside can cause in 24 hours.
 *
 * @param about what the mails are counted by, such as {@code reservation:RES-1}
 * @param most of all mails about it
 * @param causedBy who causes this one, such as the id of a partner
 * @param mostByOne of the mails about it that one causes; less than {@code most}, so that nobody uses up the share of others
 */
public record DailyLimit(String about, int most, String causedBy, int mostByOne) {}
