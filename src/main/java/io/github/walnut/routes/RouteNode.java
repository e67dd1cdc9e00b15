package io.github.walnut.routes;

/**
 * One step of a route.
 *
 * @param type the word of the step, for example {@code split}
 * @param label what stands on its box, without passwords
 * @param parent id of the step that holds it, or null at the top
 */
public record RouteNode(String id, String type, String label, String parent, RouteCounts counts) {}
