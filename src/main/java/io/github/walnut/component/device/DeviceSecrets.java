package io.github.walnut.component.device;

/** Opens the secrets of one host, one at a time. */
@FunctionalInterface
public interface DeviceSecrets {

    /** A fresh copy that the caller wipes after use, or null when the field is not set. */
    char[] open(String field);
}
