package io.github.walnut;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** The names of all headers that some component on the class path listens to. */
public final class ComponentHeaders {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> MORE =
            List.of(
                    "CamelSqlQuery",
                    "CamelSqlParameters",
                    "CamelFileName",
                    "CamelExecCommandExecutable",
                    "CamelBeanMethodName",
                    "CamelJacksonUnmarshalType",
                    "CamelToEndpoint",
                    "CamelRedelivered",
                    "operationName",
                    "operationNamespace",
                    "websocket.connectionKey",
                    "websocket.sendToAll",
                    "org.apache.camel.redeliveries",
                    "breadcrumbId");

    private ComponentHeaders() {}

    /** Read from the descriptions that components carry with them. */
    public static Set<String> names() throws IOException {
        Set<String> names = new TreeSet<>(MORE);
        for (String entry :
                System.getProperty("java.class.path").split(java.io.File.pathSeparator)) {
            if (entry.matches(".*/camel-[^/]*\\.jar")) {
                try (JarFile jar = new JarFile(entry)) {
                    for (JarEntry file :
                            jar.stream().filter(ComponentHeaders::described).toList()) {
                        JsonNode description = JSON.readTree(jar.getInputStream(file));
                        description.path("headers").fieldNames().forEachRemaining(names::add);
                    }
                }
            }
        }
        return names;
    }

    private static boolean described(JarEntry file) {
        return file.getName().matches("META-INF/org/apache/camel/component/.*\\.json");
    }
}
