package io.github.walnut.api;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Every operation of the API, found by method and path. */
final class Contract {

    /** What a method and path come to. */
    sealed interface Match {
        /**
         * @param pathParameters decoded
         */
        record Found(Operation operation, Map<String, String> pathParameters) implements Match {}

        /**
         * @param allow the methods that the path has
         */
        record OtherMethod(String allow) implements Match {}

        record Unknown() implements Match {}
    }

    private final List<Operation> operations;

    Contract(List<Operation> operations) {
        List<Operation> sorted = new ArrayList<>(operations);
        sorted.sort(Comparator.comparingLong(operation -> operation.path().parameters()));
        this.operations = List.copyOf(sorted);
    }

    List<Operation> operations() {
        return operations;
    }

    Match match(String method, String rawPath) {
        Optional<List<String>> path = PathTemplate.decode(rawPath);
        if (path.isEmpty()) {
            return new Match.Unknown();
        }
        TreeSet<String> methods = new TreeSet<>();
        for (Operation operation : operations) {
            Optional<Map<String, String>> values = operation.path().match(path.get());
            if (values.isPresent() && operation.method().equals(method)) {
                return new Match.Found(operation, values.get());
            }
            values.ifPresent(v -> methods.add(operation.method()));
        }
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        return methods.isEmpty()
                ? new Match.Unknown()
                : new Match.OtherMethod(String.join(", ", methods));
    }
}
