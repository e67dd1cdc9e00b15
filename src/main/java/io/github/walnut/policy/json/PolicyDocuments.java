package io.github.walnut.policy.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.inventory.Inventory;
import io.github.walnut.policy.ActionForm;
import io.github.walnut.policy.Findings;
import io.github.walnut.policy.Locations;
import io.github.walnut.policy.Policy;
import io.github.walnut.policy.PolicyReading;
import io.github.walnut.policy.PolicySummary;
import io.github.walnut.policy.PolicyValidator;
import io.github.walnut.policy.SiteView;
import io.github.walnut.policy.UpsMeanings;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;

/** Reads policy documents of both formats, as JSON or YAML, into the one model. */
public final class PolicyDocuments {
    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    private static final ActionForm UNCHECKED = new ActionForm((schema, values) -> List.of());

    private final boolean formatOne;
    private final DocumentParser parser = new DocumentParser();
    private final ActionForm form = new ActionForm(new ParamsSchemas());

    public PolicyDocuments() {
        this(true);
    }

    private PolicyDocuments(boolean formatOne) {
        this.formatOne = formatOne;
    }

    /** Documents of format 1 leave a blocker. */
    public static PolicyDocuments withoutFormatOne() {
        return new PolicyDocuments(false);
    }

    /**
     * Never throws for what the document holds: whatever is wrong becomes a finding.
     *
     * @param mediaType {@code application/yaml} for YAML, anything else is JSON
     */
    public PolicyReading read(String text, String mediaType) {
        Findings findings = new Findings();
        JsonNode root = parser.parse(text, mediaType, findings);
        if (root == null) {
            return unreadable(findings);
        }
        PolicyReader reader = reader(new Fields(root, "", findings));
        if (reader == null) {
            return unreadable(findings);
        }
        Policy policy = reader.read();
        return findings.unreadable()
                ? unreadable(findings)
                : reading(policy, findings, new Locations(reader.locations), UpsMeanings.NONE);
    }

    /**
     * The model alone, without findings, hashes or summary: for documents that were checked when
     * they were saved.
     *
     * @param inventory fills in names and defaults of its hosts' types; null leaves them as written
     * @return null when the document no longer reads
     */
    public Policy model(String text, String mediaType, Inventory inventory) {
        Findings findings = new Findings();
        JsonNode root = parser.saved(text, mediaType, findings);
        PolicyReader reader = root == null ? null : reader(new Fields(root, "", findings));
        if (reader == null) {
            return null;
        }
        Policy policy = reader.read();
        if (findings.unreadable()) {
            return null;
        }
        return inventory == null
                ? policy
                : new PolicyValidator(inventory, SiteView.ofUps(List.of()), UNCHECKED)
                        .named(policy, new Locations(reader.locations));
    }

    /**
     * The same document as JSON, which reads ten times as fast as YAML; null when it is JSON
     * already, or cannot be read.
     */
    public String asJson(String text, String mediaType) {
        JsonNode root =
                DocumentParser.isYaml(mediaType)
                        ? parser.parse(text, mediaType, new Findings())
                        : null;
        return root == null ? null : root.toString();
    }

    /**
     * Checks what was read against hosts, capabilities, targets and UPSs, and adds the findings of
     * phase compile. The model of the answer has aliases and defaults of the host's type filled in,
     * so its hashes can differ from those of the mere reading.
     *
     * @param upsIds of every known UPS, as {@code upsname@server}
     */
    public PolicyReading compile(
            PolicyReading reading, Inventory inventory, Collection<String> upsIds) {
        return compile(reading, inventory, SiteView.ofUps(upsIds));
    }

    /** As above, with what else is known of the surroundings. */
    public PolicyReading compile(PolicyReading reading, Inventory inventory, SiteView site) {
        if (reading.policy() == null) {
            return reading;
        }
        Findings findings = new Findings();
        findings.addAll(reading.findings());
        PolicyValidator validator = new PolicyValidator(inventory, site, form);
        UpsMeanings meanings = validator.resolve(reading.policy(), reading.locations(), findings);
        Policy policy =
                validator.check(meanings.in(reading.policy()), reading.locations(), findings);
        return reading(policy, findings, reading.locations(), meanings);
    }

    private static PolicyReading reading(
            Policy policy, Findings findings, Locations locations, UpsMeanings meanings) {
        CanonicalForm form = new CanonicalForm(policy);
        return new PolicyReading(
                policy,
                findings.sorted(),
                form.json(),
                form.hash(),
                form.behaviourHash(),
                new PolicySummary(policy).text(),
                locations,
                meanings);
    }

    private static PolicyReading unreadable(Findings findings) {
        return new PolicyReading(null, findings.sorted(), null, null, null, null);
    }

    private PolicyReader reader(Fields root) {
        JsonNode version = root.get("version");
        boolean first = version == null ? root.has("trigger_group") : isFirst(version);
        if (first && !formatOne) {
            root.schema(
                    "version",
                    "format_1_disabled",
                    "Policy format 1 is not enabled",
                    "\"2.0\"; or WALNUT_POLICY_V1_ENABLED=true");
            return null;
        }
        if (first) {
            return new V1Reader(root);
        }
        if (version == null || isSecond(version)) {
            return new V2Reader(root);
        }
        root.schema("version", "unknown_version", "Unknown version " + version, "1 or \"2.0\"");
        return null;
    }

    private static boolean isFirst(JsonNode version) {
        return version.isTextual()
                ? version.textValue().equals("1") || version.textValue().equals("1.0")
                : version.isNumber() && version.decimalValue().compareTo(BigDecimal.ONE) == 0;
    }

    private static boolean isSecond(JsonNode version) {
        return version.isTextual()
                ? version.textValue().equals("2") || version.textValue().equals("2.0")
                : version.isNumber() && version.decimalValue().compareTo(TWO) == 0;
    }
}
