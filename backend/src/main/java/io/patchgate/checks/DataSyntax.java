package io.patchgate.checks;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.patchgate.patch.Change;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/** Reads a file from its beginning to its end and keeps nothing of it. */
final class DataSyntax {
    private static final JsonFactory JSON = new JsonFactory();
    private static final YAMLFactory YAML = new YAMLFactory();
    private static final TomlMapper TOML = new TomlMapper();

    private DataSyntax() {}

    static Optional<Fault> fault(Language language, Change file) {
        String path = file.target().value();
        String code = file.newCode().startsWith("\uFEFF") ? file.newCode().substring(1) : file.newCode();
        try {
            switch (language) {
                case JAVA -> {
                    return JavaSyntax.fault(path, code);
                }
                case JSON -> json(code);
                case TOML -> TOML.readTree(code);
                case XML -> xml(code);
                case YAML -> yaml(code);
                case PYTHON, JAVASCRIPT, TYPESCRIPT ->
                    throw new IllegalArgumentException(language + " is parsed in the sandbox");
            }
            return Optional.empty();
        } catch (JacksonException e) {
            long line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            return Optional.of(new Fault(path, line, e.getOriginalMessage()));
        } catch (SAXParseException e) {
            return Optional.of(new Fault(path, e.getLineNumber(), String.valueOf(e.getMessage())));
        } catch (SAXException e) {
            return Optional.of(new Fault(path, 0, String.valueOf(e.getMessage())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One value and nothing behind it. */
    private static void json(String code) throws IOException {
        try (JsonParser parser = JSON.createParser(code)) {
            if (parser.nextToken() == null) {
                throw new JsonParseException(parser, "The file is empty");
            }
            parser.skipChildren();
            if (parser.nextToken() != null) {
                throw new JsonParseException(parser, "There is something behind the end of the value");
            }
        }
    }

    private static void yaml(String code) throws IOException {
        try (JsonParser parser = YAML.createParser(code)) {
            while (parser.nextToken() != null) {
                // Reading is all.
            }
        }
    }

    /** A DTD is read where it stands in the file, within the platform's limits; nothing outside is opened. */
    private static void xml(String code) throws SAXException, IOException {
        try {
            SAXParserFactory factory = SAXParserFactory.newDefaultNSInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
            factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
            factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
            factory.newSAXParser().parse(new InputSource(new StringReader(code)), new Quiet());
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("Every Java platform parses XML", e);
        }
    }

    /** Finds every entity empty, and prints nothing. */
    private static final class Quiet extends DefaultHandler {
        @Override
        public InputSource resolveEntity(String publicId, String systemId) {
            return new InputSource(new StringReader(""));
        }
    }
}
