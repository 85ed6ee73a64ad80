package dev.comanda.partners.inbox;

/** What storing a webhook came to. */
enum Receipt {
    ACCEPTED,
    /** The same event with the same content is there already. */
    DUPLICATE,
    /** The same event id came before with other content. */
    CONFLICTING,
    /** The partner has as many open events here as it may have; nothing was stored. */
    TOO_MANY_OPEN,
    /** The partner was removed while its webhook was on its way in. */
    UNKNOWN_PARTNER,
    /** The partner is being removed, or retention has just removed the event's first copy. Nothing was stored. */
    NOT_NOW
}
