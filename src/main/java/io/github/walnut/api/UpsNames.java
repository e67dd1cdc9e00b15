package io.github.walnut.api;

import io.github.walnut.publish.UpsView;
import io.github.walnut.ups.UpsId;
import io.github.walnut.ups.UpsNames.Meaning;

/** Finds a UPS by its id, or by its bare name while that is unique; case does not matter. */
final class UpsNames {

    private final UpsReads reads;

    UpsNames(UpsReads reads) {
        this.reads = reads;
    }

    /**
     * What a filter means: the id of the UPS, or the text itself, for one that is gone has left
     * things behind. Null stays null.
     */
    String meant(String text) {
        return text == null || !(meaning(text) instanceof Meaning.One one)
                ? text
                : one.id().toString();
    }

    private Meaning meaning(String text) {
        Meaning meaning =
                new io.github.walnut.ups.UpsNames(
                                reads.all().stream()
                                        .map(ups -> UpsId.parse(ups.facts().upsId()))
                                        .toList())
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
        return meaning;
    }

    UpsView find(String text) {
        if (meaning(text) instanceof Meaning.One one) {
            return reads.all().stream()
                    .filter(ups -> ups.facts().upsId().equalsIgnoreCase(one.id().toString()))
                    .findFirst()
                    .orElseThrow();
        }
        throw Problem.notFound("UPS", text);
    }
}
