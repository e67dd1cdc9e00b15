package io.github.walnut.api;

import io.github.walnut.publish.UpsView;
import io.github.walnut.ups.UpsId;
import io.github.walnut.ups.UpsNames.Meaning;
import java.util.List;

/** Finds a UPS by its id, or by its bare name while that is unique; case does not matter. */
final class UpsNames {

    private final UpsReads reads;

    UpsNames(UpsReads reads) {
        this.reads = reads;
    }

    UpsView find(String text) {
        List<UpsView> all = reads.all();
        Meaning meaning =
                new io.github.walnut.ups.UpsNames(
                                all.stream().map(ups -> UpsId.parse(ups.facts().upsId())).toList())
                        .find(text);
        if (meaning instanceof Meaning.Ambiguous ambiguous) {
            throw new Problem(
                    ProblemCode.AMBIGUOUS_UPS,
                    "'"
                            + text
                            + "' may be "
                            + String.join(
                                    " or ",
                                    ambiguous.candidates().stream().map(UpsId::toString).toList()));
        }
        if (meaning instanceof Meaning.One one) {
            return all.stream()
                    .filter(ups -> ups.facts().upsId().equalsIgnoreCase(one.id().toString()))
                    .findFirst()
                    .orElseThrow();
        }
        throw Problem.notFound("UPS", text);
    }
}
