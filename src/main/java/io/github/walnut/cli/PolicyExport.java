package io.github.walnut.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "export",
        description = "Policies as a bundle, or one document as it was written; all without ID.")
final class PolicyExport implements Callable<Integer> {

    @ParentCommand private PoliciesCommand policies;

    @Parameters(paramLabel = "ID", arity = "0..*")
    private List<String> ids = List.of();

    @Option(names = "--document", description = "The document of the one ID, byte for byte")
    private boolean document;

    @Option(names = "--yaml", description = "The bundle, or with --document the document, as YAML")
    private boolean yaml;

    @Option(names = "-o", paramLabel = "FILE", description = "Write it there, not to the terminal")
    private Path file;

    @Override
    public Integer call() {
        String query =
                ids.stream()
                        .map(id -> "id=" + policies.one(id).path("id").asText())
                        .collect(Collectors.joining("&"));
        String path = "api/policies/export?" + (document ? "as=document&" : "") + query;
        boolean inYaml = document && yaml;
        if (inYaml && ids.size() != 1) {
            throw new CliException(CliException.USAGE, "--document needs exactly one ID");
        }
        String text =
                policies.walnut()
                        .api()
                        .text(
                                inYaml ? policies.path(ids.get(0)) : path,
                                yaml ? "application/yaml" : "application/json");
        if (file == null) {
            policies.walnut().output().raw(document ? text : text.stripTrailing() + "\n");
            return 0;
        }
        TextFiles.write(file, text);
        policies.walnut().output().done("Written to " + file + ".");
        return 0;
    }
}
