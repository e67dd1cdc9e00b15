package io.github.walnut.guard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** How routes of operators and drivers differ: what each may use. All else is one guard. */
public interface StepRules {

    /** The words of the steps. */
    Set<String> steps();

    /** The languages of expressions. */
    Set<String> languages();

    int mostSteps();

    /** Levels of steps within steps. */
    int deepest();

    /** Whether log lines are constant text at DEBUG. */
    boolean quietLogs();

    /** The content of a {@code to} as Camel is given it; what is not allowed leaves a fault. */
    ObjectNode to(JsonNode content, Place at);
}
