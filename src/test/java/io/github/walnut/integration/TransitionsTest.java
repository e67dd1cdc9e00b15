package io.github.walnut.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.run.ErrorClass;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Requirement("DRV-7")
class TransitionsTest {

    @ParameterizedTest(name = "{0} of {1}: {2}")
    @CsvSource({
        "shutdown,running,sent",
        "shutdown,paused,refused",
        "shutdown,suspended,nothing",
        "shutdown,stopped,nothing",
        "stop,running,sent",
        "stop,paused,sent",
        "stop,suspended,sent",
        "stop,stopped,nothing",
        "off,on,sent",
        "off,off,nothing",
        "on,off,sent",
        "on,on,nothing",
        "on,up,nothing",
        "start,running,nothing",
        "start,paused,refused",
        "start,suspended,sent",
        "start,stopped,sent",
        "suspend,running,sent",
        "suspend,paused,nothing",
        "suspend,stopped,refused",
        "resume,running,nothing",
        "resume,paused,sent",
        "resume,suspended,sent",
        "resume,stopped,refused",
        "reboot,running,sent",
        "reboot,paused,refused",
        "reboot,suspended,refused",
        "reboot,stopped,refused",
        "reset,unknown,refused",
        "cycle,unknown,refused",
        "cycle,off,sent",
        "cycle,on,sent",
        "shutdown,unknown,sent",
        "start,unknown,sent",
        "shutdown,transitional,conflict",
        "start,transitional,conflict"
    })
    void each_verb_from_each_state_is_sent_refused_or_needless(
            String verb, String status, String outcome) {
        assertThat(outcome(verb, status)).isEqualTo(outcome);
    }

    private static String outcome(String verb, String status) {
        List<String> wanted = Transitions.wanted(verb, false, "");
        DriverFailure obstacle = Transitions.obstacle(verb, status);
        if (obstacle != null) {
            return obstacle.asError().errorClass() == ErrorClass.CONFLICT ? "conflict" : "refused";
        }
        return Transitions.alreadyThere(verb, wanted, status) ? "nothing" : "sent";
    }
}
