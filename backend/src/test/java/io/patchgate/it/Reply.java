package io.patchgate.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.stream.StreamSupport;

/** An answer of the product. */
record Reply(int status, HttpHeaders headers, String body) {
    JsonNode json() {
        try {
            return RunningProduct.JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new AssertionError("Not JSON: " + body, e);
        }
    }

    String text(String field) {
        return json().path(field).asText();
    }

    String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    Reply expect(int expected) {
        assertThat(status).as(body).isEqualTo(expected);
        return this;
    }

    /** Every error has the form of RFC 9457 and gives nothing of the inside away. */
    Reply expectProblem(int expected) {
        expect(expected);
        assertThat(header("Content-Type")).startsWith("application/problem+json");
        assertThat(json().path("status").asInt()).isEqualTo(expected);
        assertThat(text("title")).isNotBlank();
        assertThat(body).doesNotContain("Exception", "at io.", "select ", "insert ");
        return this;
    }

    /** The fields that a 422 names. */
    List<String> fields() {
        return StreamSupport.stream(json().path("errors").spliterator(), false)
                .map(error -> error.path("field").asText())
                .toList();
    }
}
