/**
 * Who may call: the operator by a token, a partner by its key on what is its own, and anybody where a method says so.
 * Whatever is not said to be open is the operator's.
 */
@NullMarked
package dev.comanda.web.access;

import org.jspecify.annotations.NullMarked;
