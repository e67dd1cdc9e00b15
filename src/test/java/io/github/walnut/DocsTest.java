package io.github.walnut;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pages lead where they say. */
class DocsTest {

    private static final Pattern FENCED = Pattern.compile("(?ms)^ *```.*?^ *```");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.+)$");

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(Path.of("README.md")));
        for (String folder : List.of("docs", "docker")) {
            try (Stream<Path> files = Files.walk(Path.of(folder))) {
                files.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
            }
        }
        return pages;
    }

    @Test
    void every_relative_link_leads_to_a_file_and_a_heading_that_exist() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path page : pages()) {
            String text = FENCED.matcher(Files.readString(page)).replaceAll("");
            Matcher link = LINK.matcher(text);
            while (link.find()) {
                if (!link.group(1).matches("[a-z]+:.*") && !leads(page, link.group(1))) {
                    broken.add(page + " -> " + link.group(1));
                }
            }
        }

        assertThat(broken).isEmpty();
    }

    private static boolean leads(Path page, String link) throws IOException {
        int hash = link.indexOf('#');
        String file = hash < 0 ? link : link.substring(0, hash);
        Path target = file.isEmpty() ? page : page.resolveSibling(file).normalize();
        if (!Files.exists(target)) {
            return false;
        }
        return hash < 0 || headings(target).contains(link.substring(hash + 1));
    }

    private static List<String> headings(Path page) throws IOException {
        return HEADING.matcher(Files.readString(page))
                .results()
                .map(heading -> anchor(heading.group(1)))
                .toList();
    }

    private static String anchor(String heading) {
        return heading.toLowerCase(java.util.Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }

    @Test
    void every_page_can_be_reached_from_the_index() throws IOException {
        String index = Files.readString(Path.of("docs/README.md"));
        List<String> missing = new ArrayList<>();
        for (Path page : pages()) {
            String relative = Path.of("docs").relativize(page).toString();
            boolean listed =
                    !page.startsWith("docs")
                            || relative.equals("README.md")
                            || index.contains("(" + relative + ")");
            if (!listed) {
                missing.add(relative);
            }
        }

        assertThat(missing).isEmpty();
    }

    @Test
    void the_readme_is_short_and_names_the_two_commands() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("README.md"));

        assertThat(lines).hasSizeLessThanOrEqualTo(150);
        assertThat(lines).anyMatch(line -> line.strip().equals("mvn -Pdemo"));
        assertThat(lines).anyMatch(line -> line.strip().equals("mvn verify"));
    }
}
