package io.github.walnut.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.walnut.Requirement;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the values of an exchange weigh. */
class ExchangeWeightTest {

    private static final long MOST = RouteGuard.LARGEST;

    @Test
    @Requirement("SEC-93")
    void texts_weigh_their_characters_and_all_else_what_it_takes_in_memory() throws Exception {
        assertThat(ExchangeWeight.of(null, MOST)).isZero();
        assertThat(ExchangeWeight.of("abc", MOST)).isEqualTo(3);
        assertThat(ExchangeWeight.of(new byte[7], MOST)).isEqualTo(7);
        assertThat(ExchangeWeight.of(5, MOST)).isEqualTo(16);
        assertThat(ExchangeWeight.of(List.of(), MOST)).isEqualTo(64);
        assertThat(ExchangeWeight.of(List.of("abc", 5), MOST)).isEqualTo(64 + 2 * 16 + 3 + 16);
        assertThat(ExchangeWeight.of(Map.of("key", List.of()), MOST)).isEqualTo(64 + 19 + 64);
        assertThat(ExchangeWeight.of(BigInteger.TWO.pow(8_000), MOST)).isEqualTo(16 + 1_000);
        assertThat(ExchangeWeight.of(new ObjectMapper().readTree("{\"key\":[]}"), MOST))
                .isEqualTo(64 + 19 + 64);
    }

    @Test
    @Requirement("SEC-93")
    void a_value_of_an_unknown_kind_is_too_heavy() {
        assertThat(ExchangeWeight.of(new ByteArrayInputStream(new byte[0]), MOST))
                .isGreaterThan(MOST);
        assertThat(ExchangeWeight.of(List.of(new Object()), MOST)).isGreaterThan(MOST);
    }

    /** Counting takes no more steps than the limit allows, also where values hold each other. */
    @Test
    @Requirement("SEC-93")
    void counting_ends_whatever_the_value_is() {
        List<Object> circle = new ArrayList<>();
        circle.add(circle);
        Map<String, Object> doubled = new HashMap<>();
        for (int i = 0; i < 60; i++) {
            doubled = new HashMap<>(Map.of("a", doubled, "b", doubled));
        }
        Endless endless = new Endless();

        assertThat(ExchangeWeight.of(circle, MOST)).isGreaterThan(MOST);
        assertThat(ExchangeWeight.of(doubled, MOST)).isGreaterThan(MOST);
        assertThat(ExchangeWeight.of(endless, MOST)).isGreaterThan(MOST);
        assertThat(endless.given).isLessThan((int) MOST / 16 + 2);
    }

    private static final class Endless implements Iterable<Object> {
        private int given;

        @Override
        public java.util.Iterator<Object> iterator() {
            return new java.util.Iterator<>() {
                @Override
                public boolean hasNext() {
                    return true;
                }

                @Override
                public Object next() {
                    given++;
                    return Collections.emptyList();
                }
            };
        }
    }
}
