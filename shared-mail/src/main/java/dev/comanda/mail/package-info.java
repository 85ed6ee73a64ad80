/** Mails that are written with the facts they tell of and sent afterwards, each with a Message-ID of its own. */
@NullMarked
package dev.comanda.mail;

import org.jspecify.annotations.NullMarked;
