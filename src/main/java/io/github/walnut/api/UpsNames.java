package io.github.walnut.api;

import io.github.walnut.publish.UpsView;
import java.util.List;

/** Finds a UPS by its id, or by its bare name while that is unique; case does not matter. */
final class UpsNames {

    private final UpsReads reads;

    UpsNames(UpsReads reads) {
        this.reads = reads;
    }

    UpsView find(String text) {
        List<UpsView> found =
                reads.all().stream()
                        .filter(
                                ups ->
                                        ups.facts().upsId().equalsIgnoreCase(text)
                                                || ups.name().equalsIgnoreCase(text))
                        .toList();
        if (found.isEmpty()) {
            throw Problem.notFound("UPS", text);
        }
        if (found.size() > 1) {
            throw new Problem(
                    ProblemCode.AMBIGUOUS_UPS,
                    "'"
                            + text
                            + "' may be "
                            + String.join(
                                    " or ",
                                    found.stream().map(ups -> ups.facts().upsId()).toList()));
        }
        return found.get(0);
    }
}
