package io.patchgate.signals;

import java.util.Set;

/** The last tokens of a file, so that phrases can look back. */
final class Recent {
    private static final int KEPT = 16;
    private static final Set<String> BEFORE_COMMANDS = Set.of(
            "then", "do", "else", "elif", "if", "while", "until", "sudo", "exec", "time", "env", "command", "nohup");

    private final String[] texts = new String[KEPT];
    private final int[] lines = new int[KEPT];
    private int count;

    void push(String text, int line) {
        texts[count % KEPT] = text;
        lines[count % KEPT] = line;
        count++;
    }

    /** The token this many before the latest; empty where there is none. */
    String text(int back) {
        return back < count && back < KEPT ? texts[(count - 1 - back) % KEPT] : "";
    }

    int line(int back) {
        return back < count && back < KEPT ? lines[(count - 1 - back) % KEPT] : 0;
    }

    boolean beginsStatement(int back, boolean commands) {
        String previous = text(back + 1);
        if (previous.isEmpty() || line(back + 1) != line(back)) {
            return true;
        }
        return commands
                ? "|;&({`!".contains(previous) || BEFORE_COMMANDS.contains(previous)
                : ";{}:".contains(previous);
    }
}
