package io.patchgate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchgate.bus.Failure;
import io.patchgate.bus.Store;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorsTest {
    @Test
    void comesBackAsItWasToTheMicrosecond() {
        for (String time :
                new String[] {"1970-01-01T00:00:00Z", "2026-11-22T10:15:30.123456Z", "9999-12-31T23:59:58.999999Z"}) {
            for (Store.Sort sort : Store.Sort.values()) {
                Store.Cursor cursor = new Store.Cursor(sort, Instant.parse(time), UUID.randomUUID());
                assertThat(Cursors.decode(Cursors.encode(cursor), sort)).isEqualTo(cursor);
            }
        }
        assertThat(Cursors.decode(null, Store.Sort.CREATED)).isNull();
    }

    @Test
    void isNoPlaceInAListOfAnotherOrder() {
        for (Store.Sort sort : Store.Sort.values()) {
            Store.Sort other = sort == Store.Sort.CREATED ? Store.Sort.DECIDED : Store.Sort.CREATED;
            String text = Cursors.encode(new Store.Cursor(sort, Instant.EPOCH, UUID.randomUUID()));
            assertThatThrownBy(() -> Cursors.decode(text, other)).isInstanceOf(Failure.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "AAYyX0n3AQALbTweTQ5KU5pXKkovbxw",
                "AAYyX0n3AQALbTweTQ5KU5pXKkovbxwRAA",
                "________________________________",
                "gAYyX0n3AQALbTweTQ5KU5pXKkovbxwR",
                "AAYyX0n3AQALbTweTQ5KU5pXKkovbx+/",
                "AAYyX0n3AQALbTweTQ5KU5pXKkovbxwR=",
                " AAYyX0n3AQALbTweTQ5KU5pXKkovbxwR"
            })
    void refusesWhatItNeverGave(String text) {
        assertThatThrownBy(() -> Cursors.decode(text, Store.Sort.CREATED))
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure -> assertThat(failure.errors().get(0).field()).isEqualTo("cursor"));
    }
}
