/** Webhooks that were not accepted, and why: for the operator who is asked where an event went. */
@NullMarked
package dev.comanda.partners.refused;

import org.jspecify.annotations.NullMarked;
