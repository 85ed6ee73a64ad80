/** Mails to a partner whose endpoint fails: what we saw and what the partner can do. */
@NullMarked
package dev.comanda.partners.notice;

import org.jspecify.annotations.NullMarked;
