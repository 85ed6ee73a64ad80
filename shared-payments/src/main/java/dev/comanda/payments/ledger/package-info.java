/**
 * What a payment has come to, computed and never stored as a transition: providers' objects are facts, facts of one object
 * merge in any order and any number of times to the same end, and the state is a fold over them.
 */
@NullMarked
package dev.comanda.payments.ledger;

import org.jspecify.annotations.NullMarked;
