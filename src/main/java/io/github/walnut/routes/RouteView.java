package io.github.walnut.routes;

/**
 * One route as it is shown.
 *
 * @param status {@code started}, {@code stopped} or {@code failed}
 * @param fromUri without passwords
 * @param uptimeSeconds null while it does not run
 * @param optional may be stopped and started by hand
 * @param documentId of the operator's document that holds it, or null for a core route
 * @param version of that document, or null
 */
public record RouteView(
        String id,
        String description,
        String status,
        String fromUri,
        RouteCounts counts,
        Long uptimeSeconds,
        boolean optional,
        String documentId,
        Integer version) {

    public boolean user() {
        return documentId != null;
    }

    RouteView of(String document, int documentVersion, String described) {
        return new RouteView(
                id,
                described,
                status,
                fromUri,
                counts,
                uptimeSeconds,
                true,
                document,
                documentVersion);
    }
}
