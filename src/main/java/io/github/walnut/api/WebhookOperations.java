package io.github.walnut.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.config.WebhookRecord;
import io.github.walnut.publish.Json;
import io.github.walnut.security.AddressRange;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Calls of other programs. The body is looked at last: a stranger learns nothing from how it is
 * read.
 */
final class WebhookOperations implements Resource {

    private final Webhooks hooks;
    private final Rates rates;
    private final BodyReader bodies = new BodyReader();
    private final Json json;
    private final Clock clock;

    WebhookOperations(Webhooks hooks, Json json, Clock clock) {
        this.hooks = hooks;
        this.rates = new Rates(RateLimits.DEFAULT, clock);
        this.json = json;
        this.clock = clock;
    }

    @Override
    public Map<String, OperationHandler> operations() {
        return Map.of("webhook-receive", this::receive, "webhook-rotate", this::rotate);
    }

    private Reply receive(Call call) {
        String name = call.text("name");
        WebhookRecord hook =
                hooks.find(name)
                        .filter(WebhookRecord::enabled)
                        .orElseThrow(() -> Problem.notFound("webhook", name));
        byte[] body = call.upload().bytes();
        limitRate(hook, call.envelope().address());
        checkAddress(hook, call.envelope().address());
        if (!WebhookProof.holds(hook, hooks.secrets(name), call, body, clock.instant())) {
            throw refused(
                    hook,
                    Webhooks.Result.NO_PROOF,
                    new Problem(ProblemCode.NOT_AUTHENTICATED, "The call does not prove itself"));
        }
        Webhooks.Received received =
                hooks.receive(
                        new Webhooks.Arrival(
                                hook,
                                WebhookProof.deliveryId(hook, call),
                                call.upload().sha256(),
                                object(hook, call, body),
                                call.envelope().address(),
                                call.envelope().requestId()));
        return Reply.accepted(
                json.object()
                        .put("event_id", received.eventId().toString())
                        .put("duplicate", received.duplicate()));
    }

    private Problem refused(WebhookRecord hook, Webhooks.Result why, Problem problem) {
        hooks.refused(hook.name(), why);
        return problem;
    }

    /** By address, so that a stranger's calls take nothing from those who may call. */
    private void limitRate(WebhookRecord hook, String address) {
        Rates.Standing standing =
                rates.ofHook(hook.name(), AddressRange.party(address), hook.ratePerMinute());
        if (standing.exceeded()) {
            throw refused(
                    hook,
                    Webhooks.Result.RATE_LIMITED,
                    new Problem(
                                    ProblemCode.RATE_LIMITED,
                                    "More than " + standing.limit() + " calls came in a minute")
                            .retryAfter(standing.next()));
        }
    }

    private void checkAddress(WebhookRecord hook, String address) {
        boolean allowed =
                hook.allowIps().isEmpty()
                        || hook.allowIps().stream()
                                .anyMatch(range -> new AddressRange(range).contains(address));
        if (!allowed) {
            throw refused(
                    hook,
                    Webhooks.Result.WRONG_ADDRESS,
                    new Problem(
                            ProblemCode.FORBIDDEN, "This webhook takes no calls from " + address));
        }
    }

    private Map<String, Object> object(WebhookRecord hook, Call call, byte[] body) {
        try {
            JsonNode node = bodies.late(call.operation(), call.mediaType(), body);
            Map<String, Object> object = new LinkedHashMap<>();
            node.properties()
                    .forEach(member -> object.put(member.getKey(), json.value(member.getValue())));
            return object;
        } catch (Problem problem) {
            boolean media = problem.code() == ProblemCode.UNSUPPORTED_MEDIA_TYPE;
            throw refused(
                    hook, media ? Webhooks.Result.MEDIA_TYPE : Webhooks.Result.SYNTAX, problem);
        }
    }

    private Reply rotate(Call call) {
        String name = call.text("name");
        if (hooks.find(name).isEmpty()) {
            throw Problem.notFound("webhook", name);
        }
        Webhooks.Rotated rotated =
                hooks.rotate(name)
                        .orElseThrow(
                                () ->
                                        new Problem(
                                                ProblemCode.CONFLICT,
                                                "This webhook takes API tokens and has no secret"));
        return Reply.ok(
                json.object()
                        .put("secret", rotated.secret())
                        .put("old_until", Json.at(rotated.oldUntil())));
    }
}
