package io.github.walnut.component.nut;

/**
 * Registered as a bean, it hears about servers. It is called on polling threads and must return
 * soon.
 */
@FunctionalInterface
public interface NutServerListener {
    void on(NutServerEvent event);
}
