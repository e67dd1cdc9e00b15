package io.github.walnut;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.github.walnut.component.device.DeviceSecrets;
import io.github.walnut.store.HostSecrets;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A record that prints itself prints no secret, in whichever log or error it may end. */
@AnalyzeClasses(packages = "io.github.walnut", importOptions = ArchitectureTest.NoTests.class)
@Requirement("SEC-44")
class SecretRecordsTest {

    private static final String CANARY = "canary-of-a-record";
    private static final Pattern SECRET =
            Pattern.compile(
                    "(?i).*(passwords?|passphrase|secrets?|passwordhash|privatekey|accesstoken|refreshtoken)");

    @ArchTest
    static void records_with_secrets_do_not_print_them(JavaClasses classes) throws Exception {
        int seen = 0;
        for (JavaClass each : classes) {
            if (each.isRecord() && holdsSecretText(each.reflect())) {
                assertThat(made(each.reflect()).toString())
                        .as(each.getName())
                        .doesNotContain(CANARY);
                seen++;
            }
        }
        assertThat(seen).isGreaterThan(4);
    }

    @ArchTest
    static final ArchRule only_devices_open_secrets_of_hosts =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("io.github.walnut.component.device..")
                    .should()
                    .callMethod(DeviceSecrets.class, "open", String.class);

    @ArchTest
    static final ArchRule nobody_reaches_past_the_vault =
            noClasses()
                    .that()
                    .doNotHaveFullyQualifiedName("io.github.walnut.app.HostVault")
                    .should()
                    .callMethod(HostSecrets.class, "open", String.class, String.class);

    private static boolean holdsSecretText(Class<?> type) {
        return Stream.of(type.getRecordComponents())
                .anyMatch(each -> CANARY.equals(value(each)) || value(each) instanceof Map);
    }

    private static boolean secret(String name) {
        return SECRET.matcher(name).matches();
    }

    private static Object made(Class<?> type) throws ReflectiveOperationException {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types =
                Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Constructor<?> constructor = type.getDeclaredConstructor(types);
        constructor.setAccessible(true);
        return constructor.newInstance(Stream.of(components).map(c -> value(c)).toArray());
    }

    private static Object value(RecordComponent component) {
        Class<?> type = component.getType();
        if (type.isPrimitive()) {
            return Array.get(Array.newInstance(type, 1), 0);
        }
        if (type == String.class) {
            return secret(component.getName()) ? CANARY : "text";
        }
        boolean texts = component.getGenericType().getTypeName().endsWith("java.lang.String>");
        boolean map = type == Map.class && texts && secret(component.getName());
        return map ? Map.of("field", CANARY) : null;
    }
}
