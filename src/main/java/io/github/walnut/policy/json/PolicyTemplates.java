package io.github.walnut.policy.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.policy.Findings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Documents to begin from, each with the few questions whose answers make it one's own. An answer
 * goes to every place in the document that its question points to.
 */
public final class PolicyTemplates {

    private static final List<String> IDS =
            List.of(
                    "stop-guests",
                    "hypervisor-low-runtime",
                    "storage-last",
                    "network-last",
                    "notify-only",
                    "staged-shed");

    /**
     * @param questions at most five, each with {@code id}, {@code label}, {@code kind}, {@code
     *     default} and {@code pointers} into the document
     * @param document of format 2, in which every question has its default
     */
    public record Template(
            String id, String title, String description, JsonNode questions, ObjectNode document) {}

    private PolicyTemplates() {}

    /** In the order in which they are offered. */
    public static List<Template> all() {
        return IDS.stream().map(PolicyTemplates::read).toList();
    }

    private static Template read(String id) {
        String name = "/templates/" + id + ".yaml";
        try (InputStream in = PolicyTemplates.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from the program");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            Findings findings = new Findings();
            JsonNode root = DocumentTree.yaml(text, findings);
            if (root == null) {
                throw new IllegalStateException(name + ": " + findings.sorted());
            }
            return new Template(
                    id,
                    root.path("title").asText(),
                    root.path("description").asText(),
                    root.path("questions"),
                    (ObjectNode) root.path("document"));
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be read", e);
        }
    }
}
