package io.github.walnut.integration;

import java.util.List;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.NoSuchLanguageException;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.ComponentResolver;
import org.apache.camel.spi.DataFormatResolver;
import org.apache.camel.spi.LanguageResolver;
import org.apache.camel.spi.PropertiesFunction;
import org.apache.camel.spi.Resource;
import org.apache.camel.spi.ResourceLoader;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.service.ServiceSupport;

/**
 * A CamelContext for what others wrote. It knows the components that it is told of and no others,
 * and resolves no placeholder (INT-2, SEC-51).
 */
public final class ClosedContext {

    private static final List<String> CLOSED_FUNCTIONS =
            List.of(
                    "env",
                    "sys",
                    "service",
                    "service.name",
                    "service.host",
                    "service.port",
                    "bean");

    private ClosedContext() {}

    /**
     * @param schemes of the components that are found on the class path
     */
    public static DefaultCamelContext of(String name, Set<String> schemes) {
        DefaultCamelContext camel = new DefaultCamelContext(false);
        camel.getCamelContextExtension().setName(name);
        camel.disableJMX();
        camel.setStreamCaching(false);
        camel.setAllowUseOriginalMessage(false);
        closeProperties(camel);
        ComponentResolver resolver =
                PluginHelper.getComponentResolver(camel.getCamelContextExtension());
        camel.getCamelContextExtension()
                .addContextPlugin(
                        ComponentResolver.class,
                        (scheme, context) ->
                                schemes.contains(scheme)
                                        ? resolver.resolveComponent(scheme, context)
                                        : null);
        return camel;
    }

    /** No placeholder of a context reads the environment, system properties or beans. */
    public static void closeProperties(CamelContext camel) {
        PropertiesComponent properties = (PropertiesComponent) camel.getPropertiesComponent();
        properties.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER);
        properties.setSystemPropertiesMode(PropertiesComponent.SYSTEM_PROPERTIES_MODE_NEVER);
        CLOSED_FUNCTIONS.forEach(
                function -> properties.addPropertiesFunction(new Closed(function)));
    }

    /** Takes components away that only came along on the class path. */
    public static void refuse(CamelContext camel, Set<String> schemes) {
        ComponentResolver resolver =
                PluginHelper.getComponentResolver(camel.getCamelContextExtension());
        camel.getCamelContextExtension()
                .addContextPlugin(
                        ComponentResolver.class,
                        (scheme, context) ->
                                schemes.contains(scheme)
                                        ? null
                                        : resolver.resolveComponent(scheme, context));
    }

    /** Leaves these languages and data formats, and no files, addresses or class path to read. */
    public static void restrict(
            DefaultCamelContext camel, Set<String> languages, Set<String> dataFormats) {
        LanguageResolver language =
                PluginHelper.getLanguageResolver(camel.getCamelContextExtension());
        DataFormatResolver dataFormat =
                PluginHelper.getDataFormatResolver(camel.getCamelContextExtension());
        camel.getCamelContextExtension()
                .addContextPlugin(
                        LanguageResolver.class,
                        (name, context) -> {
                            if (!languages.contains(name)) {
                                throw new NoSuchLanguageException(name);
                            }
                            return language.resolveLanguage(name, context);
                        });
        camel.getCamelContextExtension()
                .addContextPlugin(
                        DataFormatResolver.class,
                        (name, context) ->
                                dataFormats.contains(name)
                                        ? dataFormat.createDataFormat(name, context)
                                        : null);
        camel.getCamelContextExtension().addContextPlugin(ResourceLoader.class, new NoResources());
    }

    /** A property function that may not be used. */
    private record Closed(String name) implements PropertiesFunction {

        @Override
        public String getName() {
            return name;
        }

        @Override
        public String apply(String remainder) {
            throw new IllegalArgumentException("the property function " + name + " is closed here");
        }
    }

    private static final class NoResources extends ServiceSupport implements ResourceLoader {

        private CamelContext camel;

        @Override
        public Resource resolveResource(String uri) {
            throw new IllegalArgumentException("no resource can be read here: " + uri);
        }

        @Override
        public void setCamelContext(CamelContext context) {
            camel = context;
        }

        @Override
        public CamelContext getCamelContext() {
            return camel;
        }
    }
}
