package io.github.walnut.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.github.walnut.Requirement;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class OutputTest {

    private static final String EVIL = "a\u001b[2J\u009b1mb\r\u0007\u202ec";

    private final StringWriter out = new StringWriter();
    private final Output output = new Output(new PrintWriter(out), false, false);

    @Test
    @Requirement("SEC-56")
    void what_others_call_themselves_does_not_steer_the_terminal() {
        ArrayNode rows = Output.JSON.createArrayNode();
        rows.addObject().put("name", EVIL + "\nforged").putArray("labels").add(EVIL).add("\nx");
        output.table(rows, "NAME", "/name", "LABELS", "/labels");
        output.line("the host " + EVIL + " is gone\nnext");
        assertThat(out.toString().lines())
                .containsExactly(
                        "NAME" + " ".repeat(18) + "LABELS",
                        "a?[2J?1mb???c?forged  a?[2J?1mb???c ?x",
                        "the host a?[2J?1mb???c is gone",
                        "next");
    }
}
