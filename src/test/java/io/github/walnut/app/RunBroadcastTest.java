package io.github.walnut.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.run.RunListener;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@Requirement("EXE-71")
class RunBroadcastTest {

    @Test
    void whatever_a_listener_can_hear_is_handed_on() throws Exception {
        List<String> heard = new ArrayList<>();
        RunBroadcast broadcast = new RunBroadcast();
        broadcast.add(
                (RunListener)
                        Proxy.newProxyInstance(
                                getClass().getClassLoader(),
                                new Class<?>[] {RunListener.class},
                                (proxy, method, arguments) ->
                                        heard.add(method.getName()) ? null : null));
        for (Method method : RunListener.class.getMethods()) {
            method.invoke(broadcast, new Object[method.getParameterCount()]);
            assertThat(heard).as(method.getName()).contains(method.getName());
        }
    }
}
