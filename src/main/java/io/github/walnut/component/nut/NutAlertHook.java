package io.github.walnut.component.nut;

/**
 * Registered as a bean, it adds reasons of the host application for reading a UPS at the fast
 * interval.
 */
@FunctionalInterface
public interface NutAlertHook {

    /** Asked before each fast round; must not block. */
    boolean alert(NutServer server, String ups);
}
