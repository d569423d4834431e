package io.patchgate.it;

import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Submissions that must be refused: what is wrong, the body, the status and the field that the answer names. */
final class BadBodies {
    static final String GOOD = "'component':'c','confidence':0.5,'reasoning':'r'";

    private static final String FILE = ",'target_file':'bad/a.txt','new_code':'x'";

    private BadBodies() {}

    static Stream<Arguments> all() {
        return Stream.of(
                body("not JSON", "{'component':", 400, null),
                body("two values", "{" + GOOD + FILE + "} {}", 400, null),
                body("nothing", " ", 400, null),
                body("a key twice", "{" + GOOD + ",'component':'d'" + FILE + "}", 400, null),
                body(
                        "5,000 levels",
                        "{" + GOOD + FILE + ",'metrics':{'a':" + "[".repeat(5000) + "]".repeat(5000) + "}}",
                        400,
                        null),
                body("an array", "[]", 422, "body"),
                body("an unknown field", "{" + GOOD + FILE + ",'colour':'red'}", 422, "colour"),
                body("a missing field", "{'confidence':0.5,'reasoning':'r'" + FILE + "}", 422, "component"),
                body("no target", "{" + GOOD + "}", 422, "target_file"),
                body("no content", "{" + GOOD + ",'target_file':'bad/a.txt'}", 422, "new_code"),
                body(
                        "a number for a text",
                        "{'component':7,'confidence':0.5,'reasoning':'r'" + FILE + "}",
                        422,
                        "component"),
                body(
                        "a text for a number",
                        "{'component':'c','confidence':'0.5','reasoning':'r'" + FILE + "}",
                        422,
                        "confidence"),
                body("null", "{'component':null,'confidence':0.5,'reasoning':'r'" + FILE + "}", 422, "component"),
                body("NaN", "{'component':'c','confidence':NaN,'reasoning':'r'" + FILE + "}", 422, "confidence"),
                body("1e999", "{'component':'c','confidence':1e999,'reasoning':'r'" + FILE + "}", 422, "confidence"),
                body("over 1", "{'component':'c','confidence':1.01,'reasoning':'r'" + FILE + "}", 422, "confidence"),
                body("under 0", "{'component':'c','confidence':-0.01,'reasoning':'r'" + FILE + "}", 422, "confidence"),
                body("NUL", "{'component':'c','confidence':0.5,'reasoning':'a\\u0000b'" + FILE + "}", 422, "reasoning"),
                body(
                        "a lone surrogate",
                        "{'component':'c','confidence':0.5,'reasoning':'\\ud800'" + FILE + "}",
                        422,
                        "reasoning"),
                body(
                        "NUL in content",
                        "{" + GOOD + ",'target_file':'bad/a.txt','new_code':'\\u0000'}",
                        422,
                        "new_code"),
                body(
                        "both forms",
                        "{" + GOOD + FILE + ",'changes':[{'target_file':'b','new_code':'x'}]}",
                        422,
                        "target_file"),
                body("no changes", "{" + GOOD + ",'changes':[]}", 422, "changes"),
                body("an empty change", "{" + GOOD + ",'changes':[{'target_file':'b'}]}", 422, "changes[0]"),
                body(
                        "delete false",
                        "{" + GOOD + ",'changes':[{'target_file':'b','delete':false}]}",
                        422,
                        "changes[0].delete"),
                body(
                        "one target twice",
                        "{" + GOOD
                                + ",'changes':[{'target_file':'b','new_code':'x'},{'target_file':'b','new_code':'y'}]}",
                        422,
                        "changes[1].target_file"),
                body(
                        "a diff of nothing",
                        "{" + GOOD + ",'changes':[{'target_file':'b','diff':'@@ -1 +1 @@\\n-a\\n+b\\n'}]}",
                        422,
                        "changes[0].diff"),
                body(
                        "no diff",
                        "{" + GOOD + ",'changes':[{'target_file':'README.md','diff':'hello'}]}",
                        422,
                        "changes[0].diff"),
                body(
                        "deleting nothing",
                        "{" + GOOD + ",'changes':[{'target_file':'bad/none','delete':true}]}",
                        422,
                        "changes[0].target_file"),
                body("no such workspace", "{" + GOOD + FILE + ",'workspace':'other'}", 422, "workspace"),
                body(
                        "no such request",
                        "{" + GOOD + FILE + ",'supersedes':'0b6d3c1e-4d0e-4a53-9a57-2a4a2f6f1c11'}",
                        422,
                        "supersedes"),
                body("no id", "{" + GOOD + FILE + ",'supersedes':'it'}", 422, "supersedes"));
    }

    private static Arguments body(String what, String body, int status, String field) {
        return Arguments.of(what, body.replace('\'', '"'), status, field);
    }
}
