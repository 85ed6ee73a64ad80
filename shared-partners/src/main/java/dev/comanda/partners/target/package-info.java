/** Where we may send to: the decision that keeps a registered URL from reaching into our own network. */
@NullMarked
package dev.comanda.partners.target;

import org.jspecify.annotations.NullMarked;
