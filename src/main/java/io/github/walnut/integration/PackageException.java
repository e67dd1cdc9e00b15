package io.github.walnut.integration;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A package that cannot be installed; it holds all errors of the phase that failed. */
public final class PackageException extends Exception {

    private static final long serialVersionUID = 1;

    private final String code;
    private final transient List<InputError> errors;
    private final transient Map<String, Object> details = new LinkedHashMap<>();

    PackageException(String code, List<InputError> errors) {
        super(
                code
                        + ": "
                        + errors.stream()
                                .map(error -> error.pointer() + " " + error.message())
                                .collect(Collectors.joining("; ")));
        this.code = code;
        this.errors = List.copyOf(errors);
    }

    PackageException(String code, String message) {
        this(code, List.of(new InputError(code, "", message)));
    }

    PackageException with(String name, Object value) {
        details.put(name, value);
        return this;
    }

    /** What a program may want to know beside the code, such as {@code existing_version}. */
    public Map<String, Object> details() {
        return details;
    }

    public String code() {
        return code;
    }

    public List<InputError> errors() {
        return errors;
    }
}
