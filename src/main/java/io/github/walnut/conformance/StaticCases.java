package io.github.walnut.conformance;

import io.github.walnut.integration.InputError;
import io.github.walnut.integration.PackageException;
import io.github.walnut.integration.PackageReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** What the folder of a type tells without a peer: C01 and C02. */
public final class StaticCases {

    private static final String MANIFEST = "manifest";
    private static final String ALLOWED = "allow-list";

    private StaticCases() {}

    /**
     * @throws IOException when the folder cannot be read
     */
    public static List<Verdict> of(Path folder, PackageReader reader) throws IOException {
        try {
            int kamelets = reader.read(folder).kamelets().size();
            return List.of(
                    Verdict.passed("C01", MANIFEST, "plugin.yaml is in order"),
                    Verdict.passed("C02", ALLOWED, kamelets + " kamelets use what they may"));
        } catch (PackageException refused) {
            List<InputError> forbidden =
                    refused.errors().stream().filter(StaticCases::inKamelet).toList();
            List<InputError> others =
                    refused.errors().stream().filter(error -> !inKamelet(error)).toList();
            return List.of(
                    verdict("C01", MANIFEST, others, "plugin.yaml is in order"),
                    forbidden.isEmpty()
                            ? Verdict.skipped("C02", ALLOWED, "the manifest comes first")
                            : verdict("C02", ALLOWED, forbidden, ""));
        }
    }

    private static boolean inKamelet(InputError error) {
        return error.pointer().contains(".kamelet.yaml");
    }

    private static Verdict verdict(
            String id, String name, List<InputError> errors, String otherwise) {
        return errors.isEmpty()
                ? Verdict.passed(id, name, otherwise)
                : Verdict.failed(
                        id,
                        name,
                        errors.stream().map(StaticCases::text).collect(Collectors.joining("; ")));
    }

    private static String text(InputError error) {
        String place = error.pointer().isEmpty() ? "" : " " + error.pointer();
        return error.code() + place + ": " + error.message();
    }
}
