package dev.comanda.payments.mercadopago;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** MercadoPago's API as far as it is used. Bodies are JSON texts: amounts keep the decimals we gave them. */
@Path("/")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public interface MercadoPagoApi {
    @POST
    @Path("v1/payments")
    Response pay(
            @HeaderParam("Authorization") String bearer, @HeaderParam("X-Idempotency-Key") String key, String body);

    @GET
    @Path("v1/payments/{id}")
    Response payment(@HeaderParam("Authorization") String bearer, @PathParam("id") String id);

    @PUT
    @Path("v1/payments/{id}")
    Response change(
            @HeaderParam("Authorization") String bearer,
            @HeaderParam("X-Idempotency-Key") String key,
            @PathParam("id") String id,
            String body);

    @POST
    @Path("v1/payments/{id}/refunds")
    Response refund(
            @HeaderParam("Authorization") String bearer,
            @HeaderParam("X-Idempotency-Key") String key,
            @PathParam("id") String id,
            String body);

    /** The newest first. */
    @GET
    @Path("v1/payments/search")
    Response search(
            @HeaderParam("Authorization") String bearer,
            @QueryParam("external_reference") String reference,
            @QueryParam("sort") String sort,
            @QueryParam("criteria") String criteria,
            @QueryParam("limit") int limit);

    @GET
    @Path("v1/chargebacks/{id}")
    Response chargeback(@HeaderParam("Authorization") String bearer, @PathParam("id") String id);

    @POST
    @Path("checkout/preferences")
    Response open(
            @HeaderParam("Authorization") String bearer, @HeaderParam("X-Idempotency-Key") String key, String body);

    @GET
    @Path("checkout/preferences/{id}")
    Response preference(@HeaderParam("Authorization") String bearer, @PathParam("id") String id);

    @PUT
    @Path("checkout/preferences/{id}")
    Response changePreference(
            @HeaderParam("Authorization") String bearer,
            @HeaderParam("X-Idempotency-Key") String key,
            @PathParam("id") String id,
            String body);
}
