package io.github.walnut.app;

import io.github.walnut.inventory.HostContact;
import io.github.walnut.run.DriverCall;
import io.github.walnut.run.DriverResult;
import io.github.walnut.run.ErrorClass;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What an answer of a driver tells about its host. */
final class HostContacts {

    private static final Set<ErrorClass> NO_ANSWER =
            EnumSet.of(ErrorClass.UNREACHABLE, ErrorClass.TIMEOUT);

    /** Nothing was sent, or nothing can be told from what came. */
    private static final Set<ErrorClass> NOT_TRIED =
            EnumSet.of(
                    ErrorClass.VALIDATION,
                    ErrorClass.UNSUPPORTED,
                    ErrorClass.BUDGET_EXCEEDED,
                    ErrorClass.CANCELLED,
                    ErrorClass.INTERNAL);

    /** A dry run may have nothing to ask, and an order may be one that nobody answers. */
    private static final Set<DriverCall.Mode> ASKING =
            EnumSet.of(
                    DriverCall.Mode.INVENTORY,
                    DriverCall.Mode.STATE,
                    DriverCall.Mode.PROBE,
                    DriverCall.Mode.HEARTBEAT,
                    DriverCall.Mode.TEST);

    private HostContacts() {}

    /** Empty when the host was not asked. */
    static Optional<HostContact> of(DriverResult result, Instant at) {
        if (!ASKING.contains(result.mode())) {
            return Optional.empty();
        }
        if (result.ok()) {
            return Optional.of(new HostContact(at, true, result.durationMillis()));
        }
        ErrorClass error = result.error().errorClass();
        if (NOT_TRIED.contains(error)) {
            return Optional.empty();
        }
        boolean answered = !NO_ANSWER.contains(error);
        return Optional.of(
                new HostContact(at, answered, answered ? result.durationMillis() : null));
    }
}
