package observation;

import java.util.List;
import java.util.stream.Collectors;

/** What is sent: the same length whatever the target, of the same content for both. */
final class Submission {
    private Submission() {}

    static String body(List<String> targets, int number, int revision) {
        String code = Targets.text(number % Targets.FILES, revision).replace("\n", "\\n");
        String changes = targets.stream()
                .map(target -> "{\"target_file\":\"" + target + "\",\"new_code\":\"" + code + "\"}")
                .collect(Collectors.joining(","));
        return "{\"changes\":[" + changes
                + "],\"component\":\"observed\",\"confidence\":0.5,\"reasoning\":\"Observed by ops/silence.\"}";
    }
}
