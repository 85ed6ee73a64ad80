/** What an operator and a partner can see. */
@NullMarked
package dev.comanda.partners.operations;

import org.jspecify.annotations.NullMarked;
