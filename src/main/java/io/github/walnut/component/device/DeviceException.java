package io.github.walnut.component.device;

import java.util.LinkedHashMap;
import java.util.Map;

/** A target did not do what it was asked. The message is a sentence of ours. */
public final class DeviceException extends Exception {

    private static final long serialVersionUID = 1;
    private static final int REMOTE_LIMIT = 300;

    private final String errorClass;
    private final String code;
    private final boolean inDoubt;
    private final Integer retryAfterSeconds;
    private final transient Map<String, Object> details;

    private DeviceException(
            String errorClass,
            String code,
            String message,
            boolean inDoubt,
            Integer retryAfterSeconds,
            Map<String, Object> details,
            Throwable cause) {
        super(message, cause);
        this.errorClass = errorClass;
        this.code = code;
        this.inDoubt = inDoubt;
        this.retryAfterSeconds = retryAfterSeconds;
        this.details = Map.copyOf(details);
    }

    static DeviceException of(String errorClass, String code, String message) {
        return new DeviceException(errorClass, code, message, false, null, Map.of(), null);
    }

    static DeviceException of(String errorClass, String code, String message, Throwable cause) {
        return new DeviceException(errorClass, code, message, false, null, Map.of(), cause);
    }

    /** Sent, and whether it was carried out is not known. */
    static DeviceException inDoubt(String code, String message) {
        return new DeviceException("timeout", code, message, true, null, Map.of(), null);
    }

    DeviceException with(String detail, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(details);
        more.put(detail, value);
        return new DeviceException(
                errorClass, code, getMessage(), inDoubt, retryAfterSeconds, more, getCause());
    }

    /** The target's own words, cleaned and cut. */
    DeviceException remote(String text) {
        String clean =
                text.replaceAll("\u001b(?:\\[[0-?]*[ -/]*[@-~])?", "")
                        .replaceAll("[\\p{Cntrl}\u0080-\u009f\u202a-\u202e\u2066-\u2069]+", " ");
        return with("remote", clean.substring(0, Math.min(REMOTE_LIMIT, clean.length())).strip());
    }

    DeviceException retryAfter(int seconds) {
        return new DeviceException(
                errorClass, code, getMessage(), inDoubt, seconds, details, getCause());
    }

    /** One of the words that callers know, for example {@code unreachable}. */
    public String errorClass() {
        return errorClass;
    }

    public String code() {
        return code;
    }

    public boolean inDoubt() {
        return inDoubt;
    }

    /** Null when the target did not say. */
    public Integer retryAfterSeconds() {
        return retryAfterSeconds;
    }

    public Map<String, Object> details() {
        return details;
    }
}
