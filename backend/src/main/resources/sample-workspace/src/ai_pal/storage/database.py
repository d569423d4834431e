"""Feedback and patch requests in SQLite."""

import json
import sqlite3

SCHEMA = """
CREATE TABLE IF NOT EXISTS feedback (
    feedback_id TEXT PRIMARY KEY,
    component TEXT NOT NULL,
    type TEXT NOT NULL,
    body TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS patch_requests (
    request_id TEXT PRIMARY KEY,
    target_file TEXT NOT NULL,
    confidence REAL NOT NULL,
    status TEXT NOT NULL
);
"""


class Database:
    """One connection; a program with several threads opens one each."""

    def __init__(self, path=":memory:"):
        self.connection = sqlite3.connect(path)
        self.connection.row_factory = sqlite3.Row
        self.connection.executescript(SCHEMA)

    def close(self):
        self.connection.close()

    def add_feedback(self, events):
        """Stores the events and answers how many of them were new."""
        added = 0
        for event in events:
            known = self.connection.execute(
                "SELECT 1 FROM feedback WHERE feedback_id = ?", (event["feedback_id"],)
            ).fetchone()
            if known is None:
                self.connection.execute(
                    "INSERT INTO feedback VALUES (?, ?, ?, ?)",
                    (event["feedback_id"], event["component"], event["type"], json.dumps(event)),
                )
                self.connection.commit()
                added += 1
        return added

    def feedback(self, component):
        rows = self.connection.execute(
            "SELECT body FROM feedback WHERE component = ? ORDER BY rowid", (component,)
        )
        return [json.loads(row["body"]) for row in rows]

    def save_request(self, request):
        self.connection.execute(
            "INSERT OR REPLACE INTO patch_requests VALUES (?, ?, ?, ?)",
            (request.request_id, request.target_file, request.confidence, request.status),
        )
        self.connection.commit()

    def count_by_status(self):
        """How many requests there are in each status that occurs."""
        counts = {}
        rows = self.connection.execute("SELECT DISTINCT status FROM patch_requests").fetchall()
        for row in rows:
            same = self.connection.execute(
                "SELECT * FROM patch_requests WHERE status = ?", (row["status"],)
            ).fetchall()
            counts[row["status"]] = len(same)
        return counts
