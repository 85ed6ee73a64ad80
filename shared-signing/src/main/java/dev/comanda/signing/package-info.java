/**
 * How two businesses know that a webhook came from the other one and that nobody changed it.
 *
 * <p>Both hold the same {@link dev.comanda.signing.Secret}. A request carries two signatures over the same bytes, so
 * that a receiver of either kind finds the one it understands:
 *
 * <pre>
 * POST /webhooks/partner/chuwue-grill
 * webhook-id: evt_01J9ZK4T2N                      the event, the same over all retries
 * webhook-timestamp: 1769968800                   seconds since 1970, of this attempt
 * webhook-signature: v1,&lt;base64&gt; [v1,&lt;base64&gt;]   HMAC-SHA256(key, id "." timestamp "." body), one per secret
 * X-HMAC-Signature: &lt;64 hex digits&gt;               HMAC-SHA256(secret, canonical JSON of the body)
 * X-Partner-Signature: &lt;the same&gt;
 *
 * {"data":{...},"event_id":"evt_01J9ZK4T2N",...}   sent in canonical form already
 * </pre>
 *
 * <p><b>Standard Webhooks</b> (the open specification of that name, version 1) is the first. Its key is the decoded
 * part of a secret {@code whsec_<base64>}, and the UTF-8 bytes of any other secret. A copied request is worthless five
 * minutes later, and while a secret is being replaced the header carries a signature for each.
 *
 * <p><b>The HMAC header</b> is the second, for partners of the first generation. Its key is the UTF-8 bytes of the whole
 * secret. It covers the {@linkplain dev.comanda.signing.CanonicalJson canonical form}, so a body may be spaced and
 * ordered differently from what was signed; it covers no time, so the receiver must bound the age that the body claims.
 *
 * <p>To send: {@link dev.comanda.signing.CanonicalJson#of} gives the bytes to store and to send,
 * {@link dev.comanda.signing.Signer#sign} the headers of one attempt. To receive:
 * {@link dev.comanda.signing.Verifier#verify} reads the bytes as they arrived and comes to a
 * {@link dev.comanda.signing.Verdict}; every one but {@code Valid} is the same 401.
 */
@NullMarked
package dev.comanda.signing;

import org.jspecify.annotations.NullMarked;
