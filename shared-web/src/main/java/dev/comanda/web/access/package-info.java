/**
 * Who may call: a token by its {@link dev.comanda.web.access.Scope}s, a partner by its key on what is its own, and anybody
 * where a method says so. A resource method that says nothing is refused to everybody.
 */
@NullMarked
package dev.comanda.web.access;

import org.jspecify.annotations.NullMarked;
