package io.github.walnut.api;

import com.fasterxml.jackson.databind.node.TextNode;
import io.github.walnut.run.RunRefusedException;
import io.github.walnut.security.ActionLink;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Links of messages. Whoever opens one sees what it does; only the button of that page does it,
 * once. The link is the whole proof: no session, no cookie and no other header of the request
 * counts, so that nothing of a browser can be misused for it and there is no CSRF to guard against.
 */
final class LinkOperations implements Resource {

    private static final String HTML = "text/html;charset=UTF-8";
    private static final String KIND = "link";

    private final MessageLinks links;
    private final AuditTrail trail;
    private final Clock clock;

    LinkOperations(ApiPorts ports, Clock clock) {
        this.links = ports.links();
        this.trail = ports.audit();
        this.clock = clock;
    }

    @Override
    public Map<String, OperationHandler> operations() {
        return Map.of("link-show", this::show, "link-use", this::use);
    }

    private Reply show(Call call) {
        return links.offer(call.text("token"))
                .map(offer -> page(200, pages().offer(offer, clock.instant())))
                .orElseGet(() -> gone(call));
    }

    private Reply use(Call call) {
        MessageLinks.Offer offer = links.offer(call.text("token")).orElse(null);
        if (offer == null) {
            return gone(call);
        }
        if (trail.closed() != null) {
            throw new Problem(
                    ProblemCode.STORE_UNAVAILABLE, "Nothing can be changed now: " + trail.closed());
        }
        if (!links.use(offer.link())) {
            return gone(call);
        }
        begin(call, offer);
        try {
            Instant until = links.act(offer.link());
            trail.writeInTime(entry(call, offer, "ok", until));
            return page(200, pages().done(offer, until, clock.instant()));
        } catch (RunRefusedException refused) {
            links.release(offer.link());
            ProblemCode code = RunControlOperations.code(refused.why());
            trail.writeInTime(entry(call, offer, code.word(), null));
            return refused(call, new Problem(code, refused.getMessage()));
        } catch (RuntimeException e) {
            trail.writeInTime(entry(call, offer, ProblemCode.INTERNAL.word(), null));
            throw e;
        }
    }

    /** Whoever is to be held back is held back, with the row or without it. */
    private void begin(Call call, MessageLinks.Offer offer) {
        boolean goesOn = offer.link().action() == ActionLink.Action.HOLD || trail.outage();
        try {
            Audited.begin(trail, entry(call, offer, Audited.BEGUN, null), goesOn);
        } catch (RuntimeException e) {
            links.release(offer.link());
            throw e;
        }
    }

    private static AuditTrail.Entry entry(
            Call call, MessageLinks.Offer offer, String outcome, Instant until) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("action", offer.link().action().word());
        if (until != null) {
            facts.put("held_until", until.toString());
        }
        return new AuditTrail.Entry(
                offer.link().channel(),
                KIND,
                call.envelope().address(),
                call.operation().id(),
                offer.link().runId().toString(),
                outcome,
                null,
                facts,
                call.envelope().requestId(),
                String.valueOf(offer.correlationId()));
    }

    private LinkPage pages() {
        return new LinkPage(links.site(), links.zone());
    }

    private Reply gone(Call call) {
        if (asksForPage(call)) {
            return page(404, pages().gone());
        }
        throw new Problem(
                ProblemCode.NOT_FOUND, "There is no such link, it was used, or its time is over");
    }

    private Reply refused(Call call, Problem problem) {
        if (asksForPage(call)) {
            return page(problem.code().status(), pages().refused(problem.getMessage()));
        }
        throw problem;
    }

    /** People see a page where programs get a problem. */
    private static boolean asksForPage(Call call) {
        String accept = call.envelope().accept();
        return accept != null && accept.contains("text/html");
    }

    private static Reply page(int status, String html) {
        return new Reply(status, TextNode.valueOf(html), Map.of("Content-Type", List.of(HTML)));
    }
}
