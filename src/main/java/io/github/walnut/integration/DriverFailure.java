package io.github.walnut.integration;

import io.github.walnut.run.DriverResult;
import io.github.walnut.run.ErrorClass;
import java.util.Map;

/** A call ends because a check of ours, or the driver's own judgement, says so. */
final class DriverFailure extends Exception {

    private static final long serialVersionUID = 1;

    private final ErrorClass errorClass;
    private final String code;

    DriverFailure(ErrorClass errorClass, String code, String message) {
        super(message);
        this.errorClass = errorClass;
        this.code = code;
    }

    DriverResult.Error asError() {
        return new DriverResult.Error(errorClass, code, getMessage(), Map.of(), null, false);
    }
}
