import io
import json
import tempfile
import unittest

from ai_pal.api.main import application
from ai_pal.improvement.patch_manager import PatchManager


class ApiTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.patches = PatchManager(folder.name)

    def call(self, method, path, body=b""):
        status = []
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body),
        }
        content = b"".join(application(self.patches)(environ, lambda line, headers: status.append(line)))
        return int(status[0][:3]), json.loads(content)

    def test_lists_what_waits(self):
        self.patches.submit("a.py", "pass\n", "because", 0.5)
        code, answer = self.call("GET", "/api/patch-requests/pending")
        self.assertEqual((200, ["a.py"]), (code, [request["target_file"] for request in answer["pending_requests"]]))

    def test_decides_a_request_once(self):
        path = f"/api/patch-requests/{self.patches.submit('a.py', 'pass', 'because', 0.5).request_id}/approve"
        self.assertEqual(200, self.call("POST", path, b'{"approved": true}')[0])
        self.assertEqual(409, self.call("POST", path, b'{"approved": true}')[0])

    def test_answers_what_is_wrong(self):
        path = "/api/patch-requests/unknown/approve"
        for body, code in ((b"{", 400), (b"[]", 400), (b"{}", 422), (b'{"approved": false}', 404)):
            with self.subTest(body=body):
                self.assertEqual(code, self.call("POST", path, body)[0])
        self.assertEqual(404, self.call("GET", "/somewhere")[0])
