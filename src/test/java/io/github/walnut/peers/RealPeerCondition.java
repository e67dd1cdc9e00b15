package io.github.walnut.peers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

class RealPeerCondition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<RealPeer> asked =
                AnnotationSupport.findAnnotation(context.getElement(), RealPeer.class);
        String profile = asked.map(RealPeer::profile).orElse("");
        if (!profile.isEmpty() && !profile.equals(System.getProperty("test.profile"))) {
            return skipped(context, "it takes minutes: mvn -P" + profile);
        }
        List<String> absent =
                asked.map(RealPeer::value).map(Arrays::asList).orElse(List.of()).stream()
                        .filter(program -> !present(program))
                        .toList();
        if (absent.isEmpty()) {
            return ConditionEvaluationResult.enabled("every peer is installed");
        }
        String reason = "peer not installed: " + String.join(", ", absent);
        if ("required".equals(System.getProperty("test.peers"))) {
            throw new IllegalStateException(reason + " (-Dpeers=required)");
        }
        return skipped(context, reason);
    }

    private static ConditionEvaluationResult skipped(ExtensionContext context, String reason) {
        System.err.println("SKIPPED " + name(context) + ": " + reason);
        SkippedPeers.of(context).add(name(context), reason);
        return ConditionEvaluationResult.disabled(reason);
    }

    private static String name(ExtensionContext context) {
        String type = context.getRequiredTestClass().getSimpleName();
        return context.getTestMethod().map(method -> type + "." + method.getName()).orElse(type);
    }

    private static boolean present(String program) {
        if (program.contains("/")) {
            Path path = Path.of(program);
            return path.isAbsolute() ? Files.isExecutable(path) : Files.exists(path);
        }
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
