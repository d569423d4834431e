package observation;

/** What is sent: the same length whatever the target, of the same content for both. */
final class Submission {
    private Submission() {}

    static String body(String target, int number, int revision) {
        return "{\"target_file\":\"" + target + "\",\"new_code\":\""
                + Targets.text(number % Targets.FILES, revision).replace("\n", "\\n")
                + "\",\"component\":\"observed\",\"confidence\":0.5,\"reasoning\":\"Observed by ops/silence.\"}";
    }
}
