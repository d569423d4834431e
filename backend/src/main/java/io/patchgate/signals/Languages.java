package io.patchgate.signals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.patchgate.patch.Signal.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The languages of {@code languages.yaml}, read once. */
final class Languages {
    static final List<Language> ALL = read();

    private Languages() {}

    static Optional<Language> of(ChangedFile file) {
        List<String> lines = file.deletes() ? file.before() : file.after();
        String first = lines.isEmpty() ? "" : lines.get(0);
        return ALL.stream()
                .filter(language -> language.speaks(file.path(), first))
                .findFirst();
    }

    static JsonNode resource(String name) {
        try (InputStream in = Languages.class.getResourceAsStream("/signals/" + name)) {
            return new YAMLMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Language> read() {
        List<Language> languages = new ArrayList<>();
        for (JsonNode node : resource("languages.yaml")) {
            List<Language.Quote> quotes = new ArrayList<>();
            for (JsonNode quote : node.path("strings")) {
                quotes.add(new Language.Quote(
                        quote.path("open").asText(),
                        quote.path("escapes").asBoolean(),
                        quote.path("lines").asBoolean(),
                        quote.path("code").asBoolean()));
            }
            List<List<String>> blocks = new ArrayList<>();
            node.path("block_comments").forEach(marks -> blocks.add(texts(marks)));
            languages.add(new Language(
                    node.path("name").asText(),
                    texts(node.path("files")),
                    texts(node.path("programs")),
                    texts(node.path("tests")),
                    texts(node.path("comments")),
                    node.path("comments_at_words").asBoolean(),
                    blocks,
                    node.path("regular_expressions").asBoolean(),
                    quotes,
                    node.path("code_prefixes").asText(""),
                    book(node.path("new")),
                    book(node.path("lost"))));
        }
        return List.copyOf(languages);
    }

    private static PhraseBook book(JsonNode kinds) {
        PhraseBook book = new PhraseBook();
        kinds.properties().forEach(entry -> {
            Kind kind = Kind.valueOf(entry.getKey().toUpperCase(Locale.ROOT));
            texts(entry.getValue().path("phrases")).forEach(text -> book.phrase(kind, text));
            texts(entry.getValue().path("imports")).forEach(name -> book.module(kind, name));
            texts(entry.getValue().path("parts")).forEach(part -> book.part(kind, part));
        });
        return book;
    }

    static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asText()));
        return List.copyOf(texts);
    }
}
