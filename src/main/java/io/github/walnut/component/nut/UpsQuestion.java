package io.github.walnut.component.nut;

import io.github.walnut.component.nut.NutAnswer.Failed;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The requests that make one poll of one UPS, and what their answers amount to. */
record UpsQuestion(UpsWatch watch, PollKind kind, List<String> variables) {

    /**
     * @param variables asked one by one; empty for the whole list
     */
    UpsQuestion {
        variables = List.copyOf(variables);
    }

    static UpsQuestion of(UpsWatch watch, PollKind kind) {
        return new UpsQuestion(
                watch,
                kind,
                kind == PollKind.FAST ? watch.fastSet() : watch.singleValues().variables());
    }

    List<NutRequest> requests() {
        return variables.isEmpty()
                ? List.of(NutRequest.listVariables(watch.ups()))
                : variables.stream().map(v -> NutRequest.getVariable(watch.ups(), v)).toList();
    }

    /**
     * @param asked when it was asked, in milliseconds of the monotonic clock
     * @param now epoch milliseconds, for a poll that failed
     */
    UpsPoll read(List<NutAnswer> answers, long asked, long now) {
        Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        NutError error =
                variables.isEmpty()
                        ? readList(answers.get(0), values)
                        : readValues(answers, values);
        if (error == null) {
            error = check(values);
        }
        return error == null
                ? new UpsPoll(
                        watch.ups(),
                        kind,
                        Collections.unmodifiableMap(values),
                        null,
                        asked,
                        completed(answers))
                : failed(error, now);
    }

    UpsPoll failed(NutError error, long now) {
        return new UpsPoll(watch.ups(), kind, error, now);
    }

    private static long completed(List<NutAnswer> answers) {
        return answers.stream().mapToLong(NutAnswer::at).max().orElseThrow();
    }

    private static NutError readList(NutAnswer answer, Map<String, String> values) {
        if (answer instanceof Failed failed) {
            return failed.error();
        }
        ((NutAnswer.Rows) answer).rows().forEach(row -> values.put(row.name(), row.value()));
        return null;
    }

    private NutError readValues(List<NutAnswer> answers, Map<String, String> values) {
        for (int i = 0; i < answers.size(); i++) {
            String variable = variables.get(i);
            if (answers.get(i) instanceof Failed failed) {
                if (variable.equals(UpsPoll.STATUS) || !unsupported(failed.error())) {
                    return failed.error();
                }
                watch.dropFromFastSet(variable);
                watch.singleValues().drop(variable);
            } else {
                values.put(variable, ((NutAnswer.Text) answers.get(i)).text());
            }
        }
        return null;
    }

    private static boolean unsupported(NutError error) {
        return error.word().equals("VAR-NOT-SUPPORTED") || error.word().equals("VAR-UNKNOWN");
    }

    private NutError check(Map<String, String> values) {
        if (!values.containsKey(UpsPoll.STATUS)) {
            return new NutError(
                    NutError.PROTOCOL, "LIST VAR " + watch.ups() + " has no ups.status");
        }
        if (StatusFlags.of(values.get(UpsPoll.STATUS)).waiting()) {
            return new NutError(
                    NutError.WAIT, "the driver of " + watch.ups() + " has no data yet (WAIT)");
        }
        return null;
    }
}
