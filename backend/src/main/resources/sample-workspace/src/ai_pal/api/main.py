"""The patch requests over HTTP, as a WSGI application with nothing but the standard library."""

import json
from dataclasses import asdict
from wsgiref.simple_server import make_server

from ai_pal.core import config
from ai_pal.improvement.patch_manager import PatchManager

MAX_BODY = 1_000_000


class Refused(Exception):
    def __init__(self, status, detail):
        super().__init__(detail)
        self.status = status


def _body(environ):
    length = int(environ.get("CONTENT_LENGTH") or 0)
    if length > MAX_BODY:
        raise Refused("413 Content Too Large", "The body is too large.")
    try:
        body = json.loads(environ["wsgi.input"].read(length))
    except ValueError:
        raise Refused("400 Bad Request", "The body is not JSON.") from None
    if not isinstance(body, dict):
        raise Refused("400 Bad Request", "The body is not an object.")
    return body


def _decide(patches, request_id, environ):
    body = _body(environ)
    if not isinstance(body.get("approved"), bool):
        raise Refused("422 Unprocessable Content", "approved has to be true or false.")
    try:
        return asdict(patches.decide(request_id, body["approved"], body.get("review_comment", "")))
    except KeyError:
        raise Refused("404 Not Found", "There is no such request.") from None
    except ValueError as error:
        raise Refused("409 Conflict", str(error)) from None


def _answer(patches, environ):
    method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"].strip("/").split("/")
    if path[:2] != ["api", "patch-requests"]:
        raise Refused("404 Not Found", "There is nothing here.")
    if (method, path[2:]) == ("GET", ["pending"]):
        return {"pending_requests": [asdict(request) for request in patches.pending()]}
    if (method, path[2:]) == ("GET", ["protected-files"]):
        return {"protected_files": list(config.PROTECTED_FILES)}
    if method == "POST" and len(path) == 4 and path[3] == "approve":
        return _decide(patches, path[2], environ)
    raise Refused("404 Not Found", "There is nothing here.")


def application(patches):
    """The WSGI application over one patch manager."""

    def app(environ, start_response):
        try:
            status, answer = "200 OK", _answer(patches, environ)
        except Refused as refused:
            status, answer = refused.status, {"detail": str(refused)}
        content = json.dumps(answer).encode()
        start_response(status, [("Content-Type", "application/json"), ("Content-Length", str(len(content)))])
        return [content]

    return app


if __name__ == "__main__":
    settings = config.load()
    with make_server(settings.host, settings.port, application(PatchManager("."))) as server:
        server.serve_forever()
