package io.github.walnut.integration;

import io.github.walnut.inventory.Capability;
import io.github.walnut.inventory.Host;
import io.github.walnut.policy.ActionForm;
import io.github.walnut.policy.json.ParamsSchemas;
import io.github.walnut.run.DriverCall;
import io.github.walnut.run.DriverCall.Mode;
import io.github.walnut.run.DriverResult;
import io.github.walnut.run.Drivers;
import io.github.walnut.run.ErrorClass;
import io.github.walnut.ups.Clock;
import io.github.walnut.ups.RunningWait;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;

/** Answers calls by the kamelets of the host's type. */
public final class KameletDrivers implements Drivers {

    private static final Set<Mode> ABOUT_A_VERB = Set.of(Mode.PROBE, Mode.DRY_RUN, Mode.EXECUTE);
    private static final int REPLY = 4 * 1024 * 1024;
    private static final int INVENTORY_REPLY = 16 * 1024 * 1024;
    private static final long GRACE_MILLIS = 500;

    private final TypeRegistry types;
    private final DriverContext context;
    private final DeviceBridge bridge;
    private final HostSecrets secrets;
    private final ExecutorService threads;
    private final Clock clock;
    private final ReadGate reads = new ReadGate();
    private final ActionForm form = new ActionForm(new ParamsSchemas());
    private final CallBody bodies = new CallBody();
    private volatile Consumer<DriverResult> listener = result -> {};

    /**
     * @param threads one for each call that may be in flight
     */
    public KameletDrivers(
            TypeRegistry types,
            DriverContext context,
            DeviceBridge bridge,
            HostSecrets secrets,
            ExecutorService threads,
            Clock clock) {
        this.types = types;
        this.context = context;
        this.bridge = bridge;
        this.secrets = secrets;
        this.threads = threads;
        this.clock = clock;
    }

    @Override
    public DriverResult call(DriverCall call) {
        return traced(call, secrets).result();
    }

    /**
     * Who hears of every answer of a host that was asked, on the thread of the call; it must not
     * block.
     */
    public void onAnswer(Consumer<DriverResult> newListener) {
        listener = newListener;
    }

    /** A call over a connection that is made for it, so that every step of the way is told. */
    public Walk walk(DriverCall call) {
        Traced traced = traced(call, secrets, true);
        return new Walk(traced.result(), traced.trace().phases());
    }

    /** A call and what its transports did on the way. */
    Traced traced(DriverCall call, HostSecrets from) {
        return traced(call, from, call.mode() == Mode.TEST);
    }

    /**
     * @param fresh over a connection that is made for it, so that every step of the way is told
     */
    Traced traced(DriverCall call, HostSecrets from, boolean fresh) {
        Traced traced = answered(call, from, fresh);
        if (traced.trace().asked()) {
            listener.accept(traced.result());
        }
        return traced;
    }

    private Traced answered(DriverCall call, HostSecrets from, boolean fresh) {
        ResultBuilder result = new ResultBuilder(call, clock.now(), System.nanoTime());
        DeviceBridge.Trace trace = Traced.NOTHING;
        try {
            IntegrationType type = type(call.host());
            result.driver(type.manifest().driver());
            Capability.Verb verb = verb(call, type);
            result.verb(verb);
            checkHost(call);
            Map<String, Object> given = verb == null ? call.params() : formed(call, type, verb);
            String kamelet = kamelet(call, type);
            Exchange exchange = context.exchange(kamelet);
            bodies.put(call, given, type, exchange);
            trace = bridge.attach(exchange, terms(call, type, from, fresh));
            run(call, kamelet, exchange, trace);
            return new Traced(result.from(exchange, trace, this::error), trace);
        } catch (DriverFailure failure) {
            return new Traced(result.failed(failure.asError(), trace), trace);
        }
    }

    private void run(DriverCall call, String kamelet, Exchange exchange, DeviceBridge.Trace trace)
            throws DriverFailure {
        boolean reading = call.mode() != Mode.EXECUTE;
        if (reading) {
            reads.enter(call.host().id(), call.deadlineMillis());
        }
        Future<?> running = threads.submit(() -> process(call, kamelet, exchange, reading));
        try {
            RunningWait.get(running, Duration.ofMillis(call.deadlineMillis() + GRACE_MILLIS));
        } catch (TimeoutException silent) {
            running.cancel(false);
            throw new DriverFailure(
                    ErrorClass.TIMEOUT,
                    trace.sent() ? "no_answer_in_doubt" : "no_answer",
                    "Host "
                            + call.host().id()
                            + " did not answer within "
                            + call.deadlineMillis()
                            + " ms.");
        } catch (ExecutionException broken) {
            throw new DriverFailure(
                    ErrorClass.INTERNAL,
                    "driver_failed",
                    "The driver failed: " + broken.getCause().getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new DriverFailure(ErrorClass.CANCELLED, "interrupted", "The call was ended.");
        }
    }

    private Void process(DriverCall call, String kamelet, Exchange exchange, boolean reading)
            throws Exception {
        try {
            context.process(kamelet, exchange);
            return null;
        } finally {
            if (reading) {
                reads.leave(call.host().id());
            }
        }
    }

    private DriverResult.Error error(Throwable failure) {
        if (failure instanceof DriverFailure own) {
            return own.asError();
        }
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof HostSecrets.UnavailableException) {
                return new DriverFailure(
                                ErrorClass.UNAVAILABLE, "secrets_unavailable", each.getMessage())
                        .asError();
            }
        }
        return bridge.error(failure)
                .orElseGet(
                        () ->
                                new DriverResult.Error(
                                        ErrorClass.INTERNAL,
                                        "driver_failed",
                                        "The driver failed: "
                                                + failure.getClass().getSimpleName()
                                                + ".",
                                        Map.of(),
                                        null,
                                        false));
    }

    private IntegrationType type(Host host) throws DriverFailure {
        return types.find(host.typeId())
                .orElseThrow(
                        () ->
                                new DriverFailure(
                                        ErrorClass.UNSUPPORTED,
                                        "type_unavailable",
                                        "Type "
                                                + host.typeId()
                                                + " of host "
                                                + host.id()
                                                + " is not available."));
    }

    private static Capability.Verb verb(DriverCall call, IntegrationType type)
            throws DriverFailure {
        if (!ABOUT_A_VERB.contains(call.mode())) {
            return null;
        }
        Capability.Verb verb =
                type.manifest()
                        .capability(call.capability())
                        .map(capability -> capability.verbs().get(call.verb()))
                        .orElse(null);
        if (verb == null) {
            throw new DriverFailure(
                    ErrorClass.UNSUPPORTED,
                    "verb_unsupported",
                    "Type "
                            + type.id()
                            + " cannot do "
                            + call.capability()
                            + " "
                            + call.verb()
                            + ".");
        }
        return verb;
    }

    /** The parameters with their defaults; a dry run and a probe need no confirmation. */
    private Map<String, Object> formed(DriverCall call, IntegrationType type, Capability.Verb verb)
            throws DriverFailure {
        List<ActionForm.Fault> faults =
                form
                        .check(
                                type.manifest().capabilities(),
                                new ActionForm.Order(
                                        call.capability(),
                                        call.verb(),
                                        call.target() == null ? null : call.target().type(),
                                        call.params(),
                                        List.of()))
                        .stream()
                        .filter(
                                fault ->
                                        call.mode() == Mode.EXECUTE
                                                || !fault.code()
                                                        .equals(ActionForm.CONFIRM_REQUIRED))
                        .toList();
        if (!faults.isEmpty()) {
            throw new DriverFailure(
                    ErrorClass.VALIDATION,
                    "validation_error",
                    faults.stream().map(ActionForm.Fault::message).collect(Collectors.joining("; "))
                            + ".");
        }
        return ActionForm.filled(verb, call.params());
    }

    private static void checkHost(DriverCall call) throws DriverFailure {
        Host host = call.host();
        if (call.mode() == Mode.EXECUTE && !host.enabled()) {
            throw new DriverFailure(
                    ErrorClass.PRECONDITION_FAILED,
                    "host_disabled",
                    "Host " + host.id() + " is disabled.");
        }
        if (call.mode() == Mode.EXECUTE && host.state() == Host.State.NEEDS_REVIEW) {
            throw new DriverFailure(
                    ErrorClass.PRECONDITION_FAILED,
                    "host_needs_review",
                    "The connection of host " + host.id() + " was changed and not tested since.");
        }
    }

    private static String kamelet(DriverCall call, IntegrationType type) throws DriverFailure {
        Manifest manifest = type.manifest();
        String own =
                ABOUT_A_VERB.contains(call.mode())
                        ? manifest.capabilityKamelets().get(call.capability())
                        : null;
        String kamelet = own != null ? own : manifest.operations().get(operation(call.mode()));
        if (kamelet == null) {
            throw new DriverFailure(
                    ErrorClass.UNSUPPORTED,
                    "operation_unsupported",
                    "Type " + type.id() + " has no operation " + operation(call.mode()) + ".");
        }
        return kamelet;
    }

    private static String operation(Mode mode) {
        return ABOUT_A_VERB.contains(mode) ? "action" : mode.word();
    }

    private static DeviceBridge.Terms terms(
            DriverCall call, IntegrationType type, HostSecrets from, boolean fresh) {
        return new DeviceBridge.Terms(
                call.host(),
                type.manifest().transports(),
                from,
                call.mode() == Mode.EXECUTE,
                fresh,
                Duration.ofMillis(call.deadlineMillis()),
                call.mode() == Mode.INVENTORY ? INVENTORY_REPLY : REPLY);
    }
}
