package observation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What the agent does with one submission, call by call; always six calls, so that observations compare. */
enum Plan {
    /** Looks at it in every way there is, then takes it back. */
    LOOK {
        @Override
        void follow(Walk walk) throws IOException {
            walk.get();
            walk.list();
            walk.again();
            walk.withdraw();
            walk.get();
        }
    },
    /** Takes it back at once, while the verdict may be on its way. */
    WITHDRAW {
        @Override
        void follow(Walk walk) throws IOException {
            walk.withdraw();
            walk.get();
            walk.again();
            walk.list();
            walk.withdraw();
        }
    },
    /** Sends another right behind it, which is written behind whatever the first one led to. */
    ANOTHER {
        @Override
        void follow(Walk walk) throws IOException {
            walk.another();
            walk.get();
            walk.withdrawOther();
            walk.withdraw();
            walk.get();
        }
    };

    static final int CALLS = 6;

    abstract void follow(Walk walk) throws IOException;

    /** One submission's calls on one connection, with their answers. */
    static final class Walk {
        private static final String API = "/api/patch-requests";

        private final Connection agent;
        private final String body;
        private final String key;
        private final String otherBody;
        private final List<Answer> answers = new ArrayList<>(CALLS);
        private final List<String> names = new ArrayList<>(CALLS);
        private String id;
        private String other;

        Walk(Connection agent, String body, String otherBody, String key) {
            this.agent = agent;
            this.body = body;
            this.otherBody = otherBody;
            this.key = key;
        }

        void submit() throws IOException {
            id = add("the submission", agent.call("POST", API, body, key), 202).requestId();
        }

        void get() throws IOException {
            add("reading it", agent.get(API + "/" + id), 200);
        }

        void list() throws IOException {
            add("the list", agent.get(API + "?status=PENDING_APPROVAL&limit=5"), 200);
        }

        void again() throws IOException {
            add("the same submission again", agent.call("POST", API, body, key), 202);
        }

        void withdraw() throws IOException {
            add("its withdrawal", agent.post(API + "/" + id + "/withdraw", null), 0);
        }

        void another() throws IOException {
            other = add("another submission", agent.call("POST", API, otherBody, key + "-b"), 202).requestId();
        }

        void withdrawOther() throws IOException {
            add("the other's withdrawal", agent.post(API + "/" + other + "/withdraw", null), 200);
        }

        /** @param status 0 for any */
        private Answer add(String name, Answer answer, int status) {
            if (status != 0 && answer.status() != status) {
                throw new IllegalStateException(name + " was answered by " + answer.text());
            }
            answers.add(answer);
            names.add(name);
            return answer;
        }

        List<Answer> answers() {
            return answers;
        }

        List<String> names() {
            return names;
        }
    }
}
