package io.github.walnut.component.nut;

import java.util.List;
import java.util.Optional;

/** Asks the server what it would accept before a variable is set. */
final class NutSetCheck {

    private final NutSession session;
    private final NutLimits limits;

    NutSetCheck(NutSession session, NutLimits limits) {
        this.session = session;
        this.limits = limits;
    }

    /**
     * @return the value that the variable has now, where the server tells
     * @throws NutException READONLY, TOO-LONG or INVALID-VALUE when the value cannot fit
     */
    Optional<String> check(String ups, String variable, String value) throws NutException {
        NutAnswer writable = session.ask(NutRequest.listWritable(ups), limits);
        if (writable instanceof NutAnswer.Failed failed) {
            if (failed.error().endsConnection()) {
                throw new NutException(failed.error());
            }
            return Optional.empty();
        }
        String old =
                writable.rows().stream()
                        .filter(row -> row.name().equalsIgnoreCase(variable))
                        .map(NutAnswer.Row::value)
                        .findFirst()
                        .orElseThrow(() -> refused("READONLY", ups, variable, "is not in LIST RW"));
        Optional<String> objection =
                limitsOf(ups, variable).flatMap(check -> check.objection(value));
        if (objection.isPresent()) {
            throw refused(objection.get(), ups, variable, "cannot take '" + value + "'");
        }
        return Optional.of(old);
    }

    private Optional<ValueCheck> limitsOf(String ups, String variable) throws NutException {
        NutAnswer type = session.ask(NutRequest.get("TYPE", ups, variable), limits);
        if (type instanceof NutAnswer.Failed) {
            return Optional.empty();
        }
        String words = type.text();
        List<NutAnswer.Row> choices =
                words.contains("ENUM") ? rows(NutRequest.listChoices(ups, variable)) : List.of();
        List<NutAnswer.Row> ranges =
                words.contains("RANGE") ? rows(NutRequest.listRanges(ups, variable)) : List.of();
        return Optional.of(
                new ValueCheck(words, choices.stream().map(NutAnswer.Row::name).toList(), ranges));
    }

    private List<NutAnswer.Row> rows(NutRequest request) throws NutException {
        NutAnswer answer = session.ask(request, limits);
        return answer instanceof NutAnswer.Failed ? List.of() : answer.rows();
    }

    private NutException refused(String word, String ups, String variable, String why) {
        return new NutException(
                word,
                "SET VAR %s %s at %s was not sent: the variable %s"
                        .formatted(ups, variable, session.server(), why));
    }
}
