package io.github.walnut.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.inventory.Feeds;
import io.github.walnut.policy.json.PolicyDocuments;
import io.github.walnut.virtual.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyUpsTest {

    private static final Path DOCUMENTS = Path.of("src/test/resources/policies/v2");

    private final Site site = new Site();
    private final PolicyUps ups = new PolicyUps(site);

    private static Policy policy(String file) throws IOException {
        String document = Files.readString(DOCUMENTS.resolve(file));
        return new PolicyDocuments().read(document, "application/yaml").policy();
    }

    @Test
    @Requirement("API-40")
    void a_name_means_the_ups_with_and_without_its_server() throws IOException {
        Policy named = policy("shed-on-battery.yaml");
        assertThat(ups.listens(named, "rack-a@lab")).isTrue();
        assertThat(ups.listens(named, "RACK-A")).isTrue();
        assertThat(ups.listens(named, "rack-b@lab")).isFalse();
    }

    @Test
    @Requirement("API-40")
    void feeds_are_those_of_the_hosts_on_which_it_acts() throws IOException {
        Policy fed = policy("fed-twice.yaml");
        assertThat(ups.listens(fed, "rack-b@lab")).isFalse();
        site.add("nas-7", new Feeds(List.of("rack-a@lab", "rack-b"), 1));
        assertThat(ups.listens(fed, "rack-b@lab")).isTrue();
        assertThat(ups.listens(fed, "desk@lab")).isFalse();
    }

    @Test
    @Requirement("API-40")
    void a_policy_by_the_calendar_listens_to_none() throws IOException {
        assertThat(ups.listens(policy("month-end.yaml"), "rack-a@lab")).isFalse();
    }
}
