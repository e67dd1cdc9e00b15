package io.github.walnut.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.policy.Finding;
import io.github.walnut.policy.Policy;
import io.github.walnut.policy.PolicyChecks;
import io.github.walnut.policy.PolicyReading;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.publish.Json;
import io.github.walnut.run.Run;
import io.github.walnut.ups.Severity;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** Writes policies and what a check of a document found. */
final class PolicyJson {

    /**
     * What belongs to a policy and is kept elsewhere; each part is null when there is none.
     *
     * @param destructive it may stop something
     */
    record Surroundings(
            boolean armedGlobally,
            boolean destructive,
            Integer targets,
            String summary,
            PolicyChecks checks,
            Run lastRun,
            Instant nextDueAt,
            Instant suppressedUntil) {}

    private final Json json;
    private final ObjectMapper documents = new ObjectMapper();

    PolicyJson(Json json) {
        this.json = json;
    }

    ObjectNode write(StoredPolicy stored, Surroundings around, boolean withDocument) {
        Policy policy = stored.policy();
        ObjectNode node = json.object();
        node.put("id", stored.id().toString());
        node.put("name", policy == null ? null : policy.name());
        node.put("description", policy == null ? null : policy.description());
        node.put("enabled", stored.enabled());
        node.put("armed", stored.armed());
        node.put("effective", effective(stored, around.armedGlobally()));
        node.put("status", stored.status().word());
        node.put("priority", policy == null ? null : policy.priority());
        node.put("summary", around.summary());
        node.put("destructive", around.destructive());
        node.put("hash", stored.hash());
        node.put("behaviour_hash", stored.behaviourHash());
        node.put("version_int", stored.versionInt());
        node.put("media_type", stored.mediaType());
        if (withDocument) {
            node.set("document", document(stored.document(), stored.mediaType()));
        }
        node.set("findings", findings(stored.findings()));
        node.put("severity", stored.severity().word());
        node.set("hosts", json.texts(hosts(policy)));
        node.set("ups", json.texts(ups(policy)));
        node.put("target_count", around.targets());
        Instant validated = around.checks().validatedAt();
        node.put("last_validation", Json.at(validated == null ? stored.updatedAt() : validated));
        surroundings(node, around);
        node.put("created_at", Json.at(stored.createdAt()));
        node.put("created_by", stored.createdBy());
        node.put("updated_at", Json.at(stored.updatedAt()));
        node.put("updated_by", stored.updatedBy());
        return node;
    }

    /**
     * @param ir the compiled form, or null when there is a blocker
     */
    ObjectNode validation(PolicyReading reading, JsonNode ir) {
        ObjectNode node = json.object();
        boolean ok = !reading.blocked();
        JsonNode model = reading.canonical() == null ? null : parse(reading.canonical());
        node.put("ok", ok);
        node.put("severity", reading.severity().word());
        node.put("hash", reading.hash());
        node.put("behaviour_hash", reading.behaviourHash());
        node.put("summary", reading.summary());
        node.set("model", model);
        node.set("ir", ir);
        node.set("findings", findings(reading.findings()));
        node.set("schema", published(reading.findings(), "schema"));
        node.set("compile", published(reading.findings(), "compile"));
        node.set("errors", messages(reading.findings(), Severity.ERROR, Severity.BLOCKER));
        node.set("warnings", messages(reading.findings(), Severity.WARN, Severity.WARN));
        return node;
    }

    JsonNode findings(List<Finding> findings) {
        return json.array(
                findings,
                finding ->
                        json.object()
                                .put("severity", finding.severity().word())
                                .put("phase", finding.phase())
                                .put("pointer", finding.pointer())
                                .put("code", finding.code())
                                .put("message", finding.message())
                                .put("hint", finding.hint()));
    }

    static List<String> hosts(Policy policy) {
        return policy == null
                ? List.of()
                : policy.actions().stream().map(Policy.Action::hostId).distinct().sorted().toList();
    }

    private static List<String> ups(Policy policy) {
        boolean all =
                policy == null
                        || policy.triggers().stream()
                                .anyMatch(trigger -> trigger.ups().names().isEmpty());
        return all
                ? List.of()
                : policy.triggers().stream()
                        .flatMap(trigger -> trigger.ups().names().stream())
                        .distinct()
                        .sorted(Comparator.naturalOrder())
                        .toList();
    }

    private static String effective(StoredPolicy stored, boolean armedGlobally) {
        if (!stored.enabled()) {
            return "off";
        }
        return stored.armed() && armedGlobally ? "live" : "dry_run";
    }

    /** JSON as a tree, YAML as the text that it is. */
    JsonNode document(String document, String mediaType) {
        return mediaType.equals(BodyReader.JSON)
                ? parse(document)
                : documents.getNodeFactory().textNode(document);
    }

    private JsonNode parse(String text) {
        try {
            return documents.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored policy document is not JSON", e);
        }
    }

    private void surroundings(ObjectNode node, PolicyJson.Surroundings around) {
        PolicyChecks.DryRun dryRun = around.checks().lastDryRun();
        if (dryRun == null) {
            node.putNull("last_dry_run");
        } else {
            node.putObject("last_dry_run")
                    .put("ts", Json.at(dryRun.ts()))
                    .put("severity", dryRun.severity().word())
                    .put("transcript_id", dryRun.transcriptId().toString())
                    .put("version_int", dryRun.versionInt());
        }
        PolicyChecks.Preflight preflight = around.checks().lastPreflight();
        if (preflight != null) {
            node.putObject("last_preflight")
                    .put("ts", Json.at(preflight.ts()))
                    .put("severity", preflight.severity().word())
                    .set("findings", findings(preflight.findings()));
        }
        Run run = around.lastRun();
        if (run == null) {
            node.putNull("last_run");
        } else {
            node.putObject("last_run")
                    .put("id", run.id().toString())
                    .put("at", Json.at(run.createdAt()))
                    .put("mode", run.mode().word())
                    .put("result", run.result())
                    .put("severity", severity(run));
        }
        node.put("next_due_at", Json.at(around.nextDueAt()));
        node.put("suppressed_until", Json.at(around.suppressedUntil()));
    }

    private static String severity(Run run) {
        return run.severity() == null ? Severity.INFO.word() : run.severity().word();
    }

    private JsonNode published(List<Finding> findings, String phase) {
        return json.array(
                findings.stream()
                        .filter(finding -> finding.phase().equals(phase))
                        .filter(finding -> finding.severity().atLeast(Severity.ERROR))
                        .toList(),
                finding ->
                        json.object()
                                .put("path", finding.pointer().isEmpty() ? "/" : finding.pointer())
                                .put("message", finding.message()));
    }

    private JsonNode messages(List<Finding> findings, Severity least, Severity most) {
        return json.texts(
                findings.stream()
                        .filter(finding -> finding.severity().atLeast(least))
                        .filter(finding -> most.atLeast(finding.severity()))
                        .map(Finding::message)
                        .toList());
    }
}
