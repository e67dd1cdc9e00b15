package io.github.walnut;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;

/** The table of packages: what each may use of ours, and what of others. */
@AnalyzeClasses(packages = "io.github.walnut", importOptions = ArchitectureTest.NoTests.class)
class ArchitectureTest {

    /** Wherever the build puts its classes: those of tests stand in a folder of this name. */
    static final class NoTests implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/test-classes/");
        }
    }

    private static final String ROOT = "io.github.walnut.";

    @ArchTest
    static final ArchRule rooms_have_no_cycles =
            slices().matching(ROOT + "(*)..").should().beFreeOfCycles().allowEmptyShould(true);

    @ArchTest
    static final ArchRule components_use_nothing_of_ours_but_the_form_of_messages =
            mayUse("component", "message");

    @ArchTest static final ArchRule message_uses_nothing_of_ours = mayUse("message");

    @ArchTest static final ArchRule ups_uses_nothing_of_ours = mayUse("ups");

    @ArchTest static final ArchRule inventory_uses_nothing_of_ours = mayUse("inventory");

    @ArchTest static final ArchRule simulation_uses_nothing_of_ours = mayUse("simulation");

    @ArchTest
    static final ArchRule notify_uses_ups_and_message = mayUse("notify", "ups", "message");

    @ArchTest
    static final ArchRule policy_uses_ups_and_inventory =
            mayUse("policy", "ups", "inventory", "document");

    @ArchTest
    static final ArchRule rules_use_the_model = mayUse("rules", "ups", "inventory", "policy");

    @ArchTest
    static final ArchRule run_uses_the_model = mayUse("run", "ups", "inventory", "policy");

    @ArchTest
    static final ArchRule dispatch_uses_run =
            mayUse("dispatch", "ups", "policy", "run", "inventory", "integration");

    @ArchTest
    static final ArchRule integration_uses_the_model =
            mayUse(
                    "integration",
                    "ups",
                    "inventory",
                    "policy",
                    "run",
                    "message",
                    "document",
                    "guard");

    @ArchTest
    static final ArchRule conformance_plays_drivers =
            mayUse("conformance", "integration", "inventory", "run");

    @ArchTest
    static final ArchRule publish_reads_the_domain =
            mayUse("publish", "ups", "inventory", "policy", "run", "message");

    @ArchTest static final ArchRule document_uses_nothing_of_ours = mayUse("document");

    @ArchTest static final ArchRule guard_uses_nothing_of_ours = mayUse("guard");

    @ArchTest static final ArchRule security_uses_nothing_of_ours = mayUse("security");

    @ArchTest static final ArchRule config_uses_nothing_of_ours = mayUse("config");

    @ArchTest
    static final ArchRule the_store_keeps_the_domain =
            mayUse("store", "ups", "inventory", "policy", "run", "routes", "security", "notify");

    @ArchTest
    static final ArchRule routes_of_operators_are_checked_and_run =
            mayUse(
                    "routes",
                    "component.walnut",
                    "ups",
                    "policy",
                    "integration",
                    "document",
                    "guard");

    @ArchTest
    static final ArchRule the_road_joins_what_is_decided_with_what_is_kept =
            mayUse("road", "component.nut", "ups", "policy", "rules", "run", "publish", "store");

    @ArchTest
    static final ArchRule the_laboratory_is_the_road_on_virtual_time =
            mayUse(
                    "virtual",
                    "ups",
                    "inventory",
                    "policy",
                    "rules",
                    "run",
                    "dispatch",
                    "road",
                    "simulation");

    @ArchTest
    static final ArchRule the_cli_talks_to_the_api_or_its_ports_and_reads_policies_itself =
            mayUse("cli", "config", "simulation", "policy", "ups", "security");

    @ArchTest
    static final ArchRule nobody_uses_what_puts_the_program_together =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(ROOT + "app..", "io.github.walnut")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(ROOT + "app..");

    @ArchTest
    static final ArchRule api_and_cli_do_not_know_each_other =
            noClasses()
                    .that()
                    .resideInAPackage("..walnut.api..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("..walnut.cli..")
                    .allowEmptyShould(true);

    @ArchTest
    static final ArchRule the_core_is_pure =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            ROOT + "ups..",
                            ROOT + "inventory..",
                            ROOT + "policy..",
                            ROOT + "rules..",
                            ROOT + "run..",
                            ROOT + "message..",
                            ROOT + "document..",
                            ROOT + "notify..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "org.apache.camel..",
                            "java.sql..",
                            "javax.sql..",
                            "java.net..",
                            "io.vertx..",
                            "org.slf4j..")
                    .orShould()
                    .callMethod(java.time.Instant.class, "now")
                    .orShould()
                    .callMethod(System.class, "currentTimeMillis")
                    .orShould()
                    .callMethod(System.class, "nanoTime")
                    .orShould()
                    .callMethod(java.util.UUID.class, "randomUUID")
                    .orShould()
                    .dependOnClassesThat()
                    .areAssignableTo(Thread.class)
                    .orShould()
                    .dependOnClassesThat()
                    .areAssignableTo(java.util.Random.class)
                    .allowEmptyShould(true);

    @ArchTest
    static final ArchRule only_rules_know_drools = onlyIn("rules", "org.kie..", "org.drools..");

    @ArchTest
    static final ArchRule documents_settings_and_simulation_know_no_framework =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            ROOT + "publish..",
                            ROOT + "config..",
                            ROOT + "simulation..",
                            ROOT + "document..",
                            ROOT + "guard..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("org.apache.camel..", "io.vertx..", "io.netty..");

    @ArchTest
    static final ArchRule only_the_store_knows_jdbc =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(ROOT + "store..", "io.github.walnut")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "java.sql..",
                            "org.springframework.jdbc..",
                            "org.sqlite..",
                            "org.flywaydb..")
                    .allowEmptyShould(true);

    @ArchTest
    static final ArchRule within_policy_only_the_readers_know_jackson =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            ROOT + "policy",
                            ROOT + "ups..",
                            ROOT + "inventory..",
                            ROOT + "run..",
                            ROOT + "notify..",
                            ROOT + "rules..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("com.fasterxml..", "com.networknt..")
                    .allowEmptyShould(true);

    private static ArchRule onlyIn(String room, String... libraries) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + room + "..")
                .and()
                .resideInAPackage("io.github.walnut..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(libraries)
                .allowEmptyShould(true);
    }

    private static ArchRule mayUse(String room, String... others) {
        return classes()
                .that()
                .resideInAPackage(ROOT + room + "..")
                .should()
                .onlyDependOnClassesThat(
                        new DescribedPredicate<JavaClass>(
                                "are not ours, or stand in " + room + Arrays.toString(others)) {
                            @Override
                            public boolean test(JavaClass target) {
                                String name = target.getPackageName() + ".";
                                return !name.startsWith(ROOT)
                                        || name.startsWith(ROOT + room + ".")
                                        || Arrays.stream(others)
                                                .anyMatch(o -> name.startsWith(ROOT + o + "."));
                            }
                        })
                .allowEmptyShould(true);
    }
}
