/** What a person sees who runs both businesses: separate processes, real HTTP, real databases. */
@NullMarked
package dev.comanda.system;

import org.jspecify.annotations.NullMarked;
