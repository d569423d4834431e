package observation;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One answer as it came over the wire, head and body, and how long it took.
 *
 * @param nanos from the first byte sent to the last byte read
 */
record Answer(byte[] bytes, int status, long nanos) {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z");
    private static final Pattern DATE = Pattern.compile("(?i)(\r\ndate: )[^\r]*");
    private static final Pattern LENGTH = Pattern.compile("(?i)(\r\ncontent-length: )\\d+");

    String requestId() {
        Matcher id = ID.matcher(text());
        if (!id.find()) {
            throw new IllegalStateException("An answer without an id: " + text());
        }
        return id.group();
    }

    String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /**
     * All that may not differ: every byte but the id, the time and the path that the agent chose itself. The length
     * is that of what is left, since a time is written with as many digits as it needs.
     */
    String comparable() {
        String masked = text().replace(Targets.DENIED, Targets.ALLOWED);
        masked = ID.matcher(masked).replaceAll("ID");
        masked = TIME.matcher(masked).replaceAll("TIME");
        masked = DATE.matcher(masked).replaceAll("$1TIME");
        int body = masked.indexOf("\r\n\r\n") + 4;
        return LENGTH.matcher(masked).replaceAll("$1" + (masked.length() - body));
    }
}
