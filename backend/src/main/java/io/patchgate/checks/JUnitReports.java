package io.patchgate.checks;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Sums up what test runners write in JUnit's XML. Reports come out of a run, so they say what the run wants them to say:
 * they are shown beside its exit code and never instead of it.
 */
final class JUnitReports extends DefaultHandler {
    private static final int NAMED = 5;

    private final List<String> failed = new ArrayList<>();
    private int tests;
    private int failures;
    private int skipped;
    private String test = "";
    private boolean counted;

    private JUnitReports() {}

    /** @param reports the files, a NUL behind each */
    static Optional<String> summary(String reports) {
        JUnitReports sum = new JUnitReports();
        for (String report : reports.split("\0")) {
            if (!report.isBlank()) {
                sum.read(report);
            }
        }
        return sum.tests == 0 ? Optional.empty() : Optional.of(sum.sentence());
    }

    private void read(String report) {
        try {
            SAXParserFactory factory = SAXParserFactory.newDefaultInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.newSAXParser().parse(new InputSource(new StringReader(report)), this);
        } catch (SAXException | IOException | ParserConfigurationException e) {
            // No report, or half of one: what was counted so far is counted.
        }
    }

    @Override
    public void startElement(String uri, String local, String name, Attributes attributes) {
        switch (name) {
            case "testcase" -> {
                tests++;
                counted = false;
                test = String.valueOf(attributes.getValue("name"));
            }
            case "failure", "error" -> {
                if (!counted) {
                    counted = true;
                    failures++;
                    if (failed.size() < NAMED) {
                        failed.add(test.length() > 100 ? test.substring(0, 100) + "…" : test);
                    }
                }
            }
            case "skipped" -> skipped++;
            default -> {}
        }
    }

    private String sentence() {
        StringBuilder sentence = new StringBuilder(tests == 1 ? "1 test" : tests + " tests");
        if (failures > 0) {
            sentence.append(", ").append(failures).append(" failed: ").append(String.join(", ", failed));
            sentence.append(failures > failed.size() ? ", …" : "");
        }
        return skipped == 0
                ? sentence.toString()
                : sentence.append("; ").append(skipped).append(" skipped").toString();
    }
}
