package io.github.walnut.component.nut;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class AnswerStreamTest {

    private static final NutServer SERVER = new NutServer("localhost", 3493);

    @Property(tries = 300)
    @Requirement({"NUT-20", "NUT-24", "NUT-93"})
    void a_burst_of_answers_reads_the_same_however_it_is_split(
            @ForAll @Size(min = 1, max = 6) List<@net.jqwik.api.From("values") String> values,
            @ForAll @Size(max = 20) List<@IntRange(min = 0, max = 2000) Integer> cuts)
            throws NutException {
        byte[] stream = answers(values).getBytes(StandardCharsets.UTF_8);

        List<String> read = new ArrayList<>();
        LineDecoder decoder = split(stream, cuts);
        for (int i = 0; i < values.size(); i++) {
            NutAnswerReader reader =
                    new NutAnswerReader(
                            NutRequest.listVariables("u" + i), SERVER, NutClock.system());
            NutAnswer answer = null;
            while (answer == null) {
                answer = reader.accept(decoder.next());
            }
            read.add(answer.rows().get(1).value());
        }

        assertThat(read).isEqualTo(values);
        assertThat(decoder.isEmpty()).isTrue();
    }

    @Test
    @Requirement({"NUT-20", "NUT-93"})
    void every_single_cut_of_an_answer_reads_the_same() throws NutException {
        byte[] stream = answers(List.of("OL \"é\" #")).getBytes(StandardCharsets.UTF_8);
        for (int cut = 0; cut <= stream.length; cut++) {
            LineDecoder decoder = split(stream, List.of(cut));
            NutAnswerReader reader =
                    new NutAnswerReader(NutRequest.listVariables("u0"), SERVER, NutClock.system());
            NutAnswer answer = null;
            while (answer == null) {
                answer = reader.accept(decoder.next());
            }
            assertThat(answer.rows().get(1).value()).isEqualTo("OL \"é\" #");
        }
    }

    @Provide
    Arbitrary<String> values() {
        return Arbitraries.strings().withChars("aZ09 \"\\#é€").ofMaxLength(60);
    }

    private static String answers(List<String> values) {
        StringBuilder text = new StringBuilder();
        IntStream.range(0, values.size())
                .forEach(
                        i ->
                                text.append("BEGIN LIST VAR u%d\n".formatted(i))
                                        .append("VAR u%d ups.status \"OL\"\n".formatted(i))
                                        .append(
                                                "VAR u%d ups.model %s\n"
                                                        .formatted(
                                                                i, NutQuoting.quote(values.get(i))))
                                        .append("END LIST VAR u%d\n".formatted(i)));
        return text.toString();
    }

    private static LineDecoder split(byte[] stream, List<Integer> cuts) {
        LineDecoder decoder = new LineDecoder();
        int from = 0;
        for (int cut : cuts.stream().map(c -> Math.min(c, stream.length)).sorted().toList()) {
            feed(decoder, Arrays.copyOfRange(stream, from, cut));
            from = cut;
        }
        feed(decoder, Arrays.copyOfRange(stream, from, stream.length));
        return decoder;
    }

    private static void feed(LineDecoder decoder, byte[] bytes) {
        decoder.feed(bytes, bytes.length);
    }
}
