package io.github.walnut.policy;

import io.github.walnut.ups.Severity;
import io.github.walnut.ups.UpsId;
import io.github.walnut.ups.UpsNames;
import io.github.walnut.ups.UpsNames.Meaning;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Resolves the UPSs that a policy names. A bare name means one UPS: the one that it meant when the
 * policy was saved, else the only one of that name.
 */
final class UpsResolver {

    private final Set<String> known;
    private final UpsNames names;
    private final UpsMeanings before;
    private final boolean old;
    private final Locations locations;
    private final Findings findings;
    private final Map<String, List<String>> meanings = new TreeMap<>();

    /**
     * @param before what was resolved when the policy was saved; null for one that was saved before
     *     names were resolved: its ambiguous names go on to mean every UPS that they mean now
     */
    UpsResolver(Set<String> known, UpsMeanings before, Locations locations, Findings findings) {
        this.known = known;
        this.names =
                new UpsNames(
                        known.stream()
                                .filter(id -> !UpsMeanings.bare(id))
                                .map(UpsId::parse)
                                .toList());
        this.before = before == null ? UpsMeanings.NONE : before;
        this.old = before == null;
        this.locations = locations;
        this.findings = findings;
    }

    /** Adds what it finds, and returns what the bare names of the policy mean. */
    UpsMeanings resolve(Policy policy) {
        for (int i = 0; i < policy.triggers().size(); i++) {
            String pointer = locations.trigger(i, "ups");
            policy.triggers().get(i).ups().names().forEach(name -> resolve(name, pointer, true));
        }
        Stream.concat(policy.all().stream(), policy.any().stream())
                .filter(condition -> condition.ups() != null)
                .forEach(one -> resolve(one.ups(), one.pointer() + "/ups", true));
        for (PolicyTest test : policy.tests()) {
            Stream.concat(
                            test.ups().keySet().stream(),
                            test.when().stream().flatMap(each -> each.ups().keySet().stream()))
                    .distinct()
                    .sorted()
                    .forEach(name -> resolve(name, test.pointer(), false));
        }
        return new UpsMeanings(meanings);
    }

    /** A UPS of a declared feed; it may be named by a bare name as well. */
    void feed(String name, String pointer) {
        if (!(names.find(name) instanceof Meaning.One)) {
            tell(names.find(name), name, pointer, Severity.WARN);
        }
    }

    /**
     * @param mustExist a test may play a UPS that there is not
     */
    private void resolve(String name, String pointer, boolean mustExist) {
        if (UpsMeanings.bare(name) && !before.of(name).isEmpty()) {
            settled(name, pointer, mustExist);
            return;
        }
        Meaning meaning = names.find(name);
        if (meaning instanceof Meaning.One one) {
            if (UpsMeanings.bare(name)) {
                meanings.put(name, List.of(one.id().toString()));
            }
        } else if (meaning instanceof Meaning.Ambiguous several && old) {
            meanings.put(name, texts(several));
            meansSeveral(name, texts(several), pointer);
        } else if (mustExist || meaning instanceof Meaning.Ambiguous) {
            tell(meaning, name, pointer, Severity.BLOCKER);
        }
    }

    private void settled(String name, String pointer, boolean mustExist) {
        List<String> meant = before.of(name);
        meanings.put(name, meant);
        if (meant.size() > 1) {
            meansSeveral(name, meant, pointer);
        } else if (names.find(name) instanceof Meaning.Ambiguous several) {
            findings.compile(
                    Severity.WARN,
                    pointer,
                    "ups_name_shared",
                    "Several UPSs have the name '"
                            + name
                            + "' now: "
                            + String.join(", ", texts(several))
                            + ". This policy means "
                            + meant.get(0),
                    "Write " + meant.get(0));
        }
        boolean gone = meant.stream().noneMatch(id -> names.find(id) instanceof Meaning.One);
        if (gone && mustExist) {
            findings.compile(
                    Severity.ERROR,
                    pointer,
                    "unknown_ups",
                    "Unknown UPS '" + meant.get(0) + "', which '" + name + "' means here",
                    Nearest.hint(name, known));
        }
    }

    private void meansSeveral(String name, List<String> meant, String pointer) {
        findings.compile(
                Severity.WARN,
                pointer,
                "ambiguous_ups",
                "'"
                        + name
                        + "' means "
                        + String.join(" and ", meant)
                        + ", as it did when the policy was saved. Saving it again needs ids",
                "Name each UPS by its id");
    }

    private void tell(Meaning meaning, String name, String pointer, Severity ifAmbiguous) {
        if (meaning instanceof Meaning.Ambiguous several) {
            findings.compile(
                    ifAmbiguous,
                    pointer,
                    "ambiguous_ups",
                    "'" + name + "' may be " + String.join(" or ", texts(several)),
                    "Write the id, or a list of ids");
        } else {
            findings.compile(
                    Severity.ERROR,
                    pointer,
                    "unknown_ups",
                    "Unknown UPS '" + name + "'",
                    Nearest.hint(name, known));
        }
    }

    private static List<String> texts(Meaning.Ambiguous several) {
        return several.candidates().stream().map(UpsId::toString).sorted().toList();
    }
}
