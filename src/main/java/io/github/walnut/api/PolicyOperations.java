package io.github.walnut.api;

import io.github.walnut.policy.Finding;
import io.github.walnut.policy.PolicyEdits;
import io.github.walnut.policy.PolicyReading;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.policy.json.DocumentTree;
import io.github.walnut.policy.json.PolicyBundle;
import io.github.walnut.policy.json.PolicySchemas;
import io.github.walnut.publish.Json;
import io.github.walnut.security.Role;
import io.github.walnut.ups.Ids;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/** Storing and reading policies. */
final class PolicyOperations implements Resource {

    private static final int LONGEST_DOCUMENT = 256 * 1024;
    private static final String FORMAT_1_DISABLED = "format_1_disabled";

    private final PolicyStore store;
    private final PolicyReader reader;
    private final UpsNames names;
    private final PolicyViews views;
    private final PolicyReplacement replacement;
    private final Actors actors;
    private final Pages pages;
    private final Ids ids;
    private final Clock clock;

    PolicyOperations(ApiPorts ports, Actors actors, Json json, Pages pages, Ids ids, Clock clock) {
        this.store = ports.policies();
        this.reader = ports.policyReader();
        this.names = new UpsNames(ports.ups());
        this.views = new PolicyViews(ports, json);
        this.replacement = new PolicyReplacement(ports, views, clock);
        this.actors = actors;
        this.pages = pages;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public Map<String, OperationHandler> operations() {
        return Map.of(
                "policies-list", this::list,
                "policy-get", this::get,
                "policy-create", this::create,
                "policy-update", this::update,
                "policy-delete", this::delete,
                "policy-validate", this::validate,
                "policy-schema", call -> Reply.ok(PolicySchemas.of(call.number("format"))));
    }

    private Reply list(Call call) {
        String upsId = names.meant(call.text("ups_id"));
        List<StoredPolicy> found =
                store.all().stream().filter(policy -> asked(call, policy, upsId)).toList();
        return pages.reply(
                pages.cut(call, found, policy -> policy.id().toString()),
                policy -> views.write(policy, call.flag("document")));
    }

    private boolean asked(Call call, StoredPolicy policy, String upsId) {
        String words = call.text("q");
        String name = policy.policy() == null ? "" : policy.policy().name();
        return (call.choice("enabled") == null || call.choice("enabled") == policy.enabled())
                && (call.choice("armed") == null || call.choice("armed") == policy.armed())
                && (call.text("status") == null
                        || call.text("status").equals(policy.status().word()))
                && (upsId == null || views.listens(policy, upsId))
                && (call.text("host_id") == null || views.acts(policy, call.text("host_id")))
                && (words == null
                        || name.toLowerCase(Locale.ROOT).contains(words.toLowerCase(Locale.ROOT)));
    }

    private Reply get(Call call) {
        StoredPolicy policy = existing(store, call);
        Reply reply =
                Acceptance.prefersYaml(call.envelope().accept())
                        ? Reply.text(
                                PolicyBundle.yaml(policy.document(), policy.mediaType()),
                                DocumentTree.YAML)
                        : Reply.ok(views.write(policy, true));
        return reply.withVersion(policy.versionInt()).with("Vary", List.of("Accept"));
    }

    private Reply validate(Call call) {
        return Reply.ok(views.validation(reader.submitted(bounded(call), call.mediaType(), null)));
    }

    private Reply create(Call call) {
        PolicyReading reading = savable(call, null);
        StoredPolicy policy =
                PolicyEdits.create(
                        ids.next(),
                        reading,
                        call.document(),
                        call.mediaType(),
                        call.principal().role() == Role.ADMIN,
                        edit(call));
        refusingTwins(() -> store.create(policy, null));
        return Reply.created(views.write(policy, true), "/api/policies/" + policy.id())
                .withVersion(1);
    }

    private Reply update(Call call) {
        StoredPolicy before = existing(store, call);
        boolean admin = call.principal().role() == Role.ADMIN;
        if (!admin && before.enabled()) {
            throw new Problem(
                    ProblemCode.FORBIDDEN, "An operator may change disabled policies only");
        }
        ETags.check(call, before.versionInt());
        PolicyReading reading = savable(call, before.id());
        StoredPolicy after =
                PolicyEdits.replace(
                        before, reading, call.document(), call.mediaType(), admin, edit(call));
        List<Finding> findings =
                refusingTwins(() -> replacement.save(before, after, call.text("note")));
        return Reply.ok(views.writeReplaced(after, findings)).withVersion(after.versionInt());
    }

    private Reply delete(Call call) {
        StoredPolicy policy = existing(store, call);
        ETags.check(call, policy.versionInt());
        if (!views.openRuns(policy.id()).isEmpty()) {
            throw new Problem(ProblemCode.IN_USE, "A run of this policy is not over");
        }
        store.delete(policy.id());
        return Reply.noContent();
    }

    static String bounded(Call call) {
        if (call.document().length() > LONGEST_DOCUMENT) {
            throw new Problem(ProblemCode.TOO_LARGE, "A policy document has at most 256 KiB");
        }
        return call.document();
    }

    private PolicyReading savable(Call call, UUID self) {
        return unblocked(reader.forSaving(bounded(call), call.mediaType(), self));
    }

    static PolicyReading unblocked(PolicyReading reading) {
        if (reading.findings().stream().anyMatch(f -> f.code().equals(FORMAT_1_DISABLED))) {
            throw new Problem(ProblemCode.FORMAT_1_DISABLED, "Policy format 1 is not enabled");
        }
        List<Finding> misfits =
                reading.findings().stream()
                        .filter(finding -> finding.code().equals("driver_mismatch"))
                        .toList();
        if (!misfits.isEmpty()) {
            throw new Problem(ProblemCode.DRIVER_MISMATCH, misfits.get(0).message())
                    .withErrors(misfits);
        }
        if (reading.blocked()) {
            throw new Problem(
                            ProblemCode.POLICY_BLOCKED,
                            "The document has blockers, first: "
                                    + reading.findings().get(0).message())
                    .withErrors(reading.findings());
        }
        return reading;
    }

    private PolicyEdits.Edit edit(Call call) {
        return new PolicyEdits.Edit(actors.name(call), clock.instant());
    }

    static StoredPolicy existing(PolicyStore store, Call call) {
        UUID id = call.uuid("id");
        return store.find(id).orElseThrow(() -> Problem.notFound("policy", id.toString()));
    }

    static void refusingTwins(Runnable write) {
        refusingTwins(
                () -> {
                    write.run();
                    return null;
                });
    }

    static <T> T refusingTwins(Supplier<T> write) {
        try {
            return write.get();
        } catch (PolicyStore.DuplicateException twin) {
            throw new Problem(
                            ProblemCode.DUPLICATE,
                            "Policy " + twin.existing() + " has the same meaning")
                    .with("existing_id", twin.existing().toString())
                    .with("existing_policy_id", twin.existing().toString())
                    .with("message", "A policy with the same meaning exists already");
        } catch (PolicyStore.ConflictException raced) {
            throw new Problem(ProblemCode.VERSION_MISMATCH, raced.getMessage());
        }
    }
}
