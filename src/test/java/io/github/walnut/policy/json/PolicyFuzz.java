package io.github.walnut.policy.json;

import com.fasterxml.jackson.core.JsonPointer;
import io.github.walnut.inventory.BadSelector;
import io.github.walnut.inventory.Capability.Effect;
import io.github.walnut.inventory.FakeInventory;
import io.github.walnut.inventory.SelectorResolver;
import io.github.walnut.inventory.Selectors;
import io.github.walnut.policy.DurationText;
import io.github.walnut.policy.Finding;
import io.github.walnut.policy.LearnedTimes;
import io.github.walnut.policy.PolicyReading;
import io.github.walnut.policy.SiteView;
import io.github.walnut.ups.Severity;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * What a fuzzer feeds: the same bytes as a document in both syntaxes, as a selector, a query and a
 * duration. Whatever they are, the answer is a model or findings. Bytes that begin with {@code FE}
 * are UTF-16, so that halves of surrogate pairs come through too.
 */
public final class PolicyFuzz {
    private static final PolicyDocuments DOCUMENTS = new PolicyDocuments();
    private static final SiteView SITE =
            new SiteView(
                    Map.of(
                            "rack-b@lab",
                            OptionalDouble.of(600),
                            "feed-a@lab",
                            OptionalDouble.empty()),
                    Map.of("pve-b", Set.of("core-sw/poe-port:2/C1")),
                    2,
                    LearnedTimes.NONE);
    private static final FakeInventory INVENTORY = inventory();

    private PolicyFuzz() {}

    /** Loads what is needed, so that the first input is not taken for a slow one. */
    public static void fuzzerInitialize() {
        Golden.files()
                .forEach(
                        file ->
                                fuzzerTestOneInput(
                                        Golden.text(file).getBytes(StandardCharsets.UTF_8)));
    }

    /** The name and the shape that the fuzzer looks for. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        String text = text(bytes);
        document(text, DocumentTree.JSON);
        document(text, DocumentTree.YAML);
        if (text.length() <= Format.MAX_TEXT) {
            selector(text);
            duration(text);
        }
    }

    private static String text(byte[] bytes) {
        if (bytes.length == 0 || bytes[0] != (byte) 0xFE) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
        StringBuilder text = new StringBuilder();
        for (int i = 1; i + 1 < bytes.length; i += 2) {
            text.append((char) ((bytes[i] & 0xFF) << 8 | bytes[i + 1] & 0xFF));
        }
        return text.toString();
    }

    static PolicyReading document(String text, String mediaType) {
        PolicyReading reading = DOCUMENTS.read(text, mediaType);
        holds(reading);
        if (reading.policy() == null) {
            return reading;
        }
        String json = DOCUMENTS.asJson(text, mediaType);
        require(
                json == null
                        || DOCUMENTS.model(json, DocumentTree.JSON, null).equals(reading.policy()),
                "what is kept as JSON is the same model");
        PolicyReading compiled = DOCUMENTS.compile(reading, INVENTORY, SITE);
        holds(compiled);
        require(
                DOCUMENTS.read(reading.canonical(), DocumentTree.JSON) != null,
                "the canonical form is JSON");
        PolicyReading edited = DOCUMENTS.read(PriorityEdit.set(text, mediaType, 333), mediaType);
        require(edited.policy() != null && edited.policy().priority() == 333, "priority was set");
        require(
                edited.behaviourHash().equals(reading.behaviourHash()),
                "an edit of the priority changes nothing else");
        return compiled;
    }

    private static void holds(PolicyReading reading) {
        require(reading.policy() != null || reading.blocked(), "no model without a blocker");
        for (Finding finding : reading.findings()) {
            JsonPointer.compile(finding.pointer());
            require(!finding.message().isBlank(), "a message");
            Objects.requireNonNull(finding.severity());
        }
        require(
                reading.severity() == Severity.INFO || !reading.findings().isEmpty(),
                "a severity comes from findings");
    }

    private static void selector(String text) {
        for (boolean rangesOnly : List.of(true, false)) {
            try {
                new SelectorResolver(INVENTORY)
                        .resolve(Selectors.ofText(text, rangesOnly), "core-sw", "poe-port");
            } catch (BadSelector e) {
                require(!e.getMessage().isBlank(), "a reason");
            }
        }
        try {
            new SelectorResolver(INVENTORY).resolve(Selectors.ofQuery(text), "pve-b", "vm");
        } catch (BadSelector e) {
            require(!e.getMessage().isBlank(), "a reason");
        }
    }

    private static void duration(String text) {
        try {
            require(
                    DurationText.parse(DurationText.format(DurationText.parse(text)))
                            .equals(DurationText.parse(text)),
                    "a duration reads back");
        } catch (IllegalArgumentException e) {
            require(!e.getMessage().isBlank(), "a reason");
        }
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    private static FakeInventory inventory() {
        Map<String, Object> patient =
                Map.of(
                        "type",
                        "object",
                        "properties",
                        Map.of("timeout_s", Map.of("type", "integer", "maximum", 600)));
        Map<String, Object> state =
                Map.of(
                        "type", "object",
                        "required", List.of("state"),
                        "properties", Map.of("state", Map.of("enum", List.of("on", "off"))));
        return new FakeInventory()
                .withHost(
                        "pve-b",
                        FakeInventory.capability(
                                "vm.lifecycle",
                                "vm",
                                FakeInventory.verb("shutdown", Effect.IDEMPOTENT, false, patient),
                                FakeInventory.verb("stop", Effect.IDEMPOTENT, false, Map.of())))
                .targets("pve-b", "vm", "201", "202", "203", "204", "206", "231", "232")
                .withHost(
                        "core-sw",
                        FakeInventory.capability(
                                "poe.port",
                                "poe-port",
                                FakeInventory.verb("set", Effect.IDEMPOTENT, true, state)))
                .targets("core-sw", "poe-port", "2/C1", "2/C2", "2/C6", "2/D1", "2/D2", "3/A1")
                .withHost(
                        "nas-1",
                        FakeInventory.capability(
                                "power.control",
                                "host",
                                FakeInventory.verb("shutdown", Effect.READABLE, true, Map.of())))
                .withSelf(
                        "lab-ssh",
                        FakeInventory.capability(
                                "service.control",
                                "service",
                                FakeInventory.verb("restart", Effect.BLIND, false, Map.of())));
    }
}
