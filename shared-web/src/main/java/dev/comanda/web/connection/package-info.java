/** Connections before any request is known: how many one address may hold, and how long each step may take. */
@NullMarked
package dev.comanda.web.connection;

import org.jspecify.annotations.NullMarked;
