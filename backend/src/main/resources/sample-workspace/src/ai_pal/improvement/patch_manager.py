"""Keeps patch requests and applies those that a person has approved."""

import os
import shutil
import uuid
from dataclasses import dataclass, replace

from ai_pal.gates import gate_system

PENDING, DENIED, APPLIED, FAILED = "PENDING_APPROVAL", "DENIED", "APPLIED", "FAILED"


@dataclass(frozen=True)
class PatchRequest:
    request_id: str
    target_file: str
    new_code: str
    reasoning: str
    confidence: float
    status: str = PENDING
    comment: str = ""


class PatchManager:
    """Requests for one code base. A request that the gates refuse is not kept and not explained."""

    def __init__(self, root):
        self.root = root
        self.requests = {}

    def submit(self, target_file, new_code, reasoning, confidence):
        waiting = len(self.pending())
        if not gate_system.permits_patch(target_file, new_code.count("\n"), waiting):
            return None
        request = PatchRequest(str(uuid.uuid4()), target_file, new_code, reasoning, confidence)
        self.requests[request.request_id] = request
        return request

    def pending(self):
        return [request for request in self.requests.values() if request.status == PENDING]

    def decide(self, request_id, approved, comment=""):
        """Records a person's decision, once; applies the patch where it was approved."""
        request = self.requests[request_id]
        if request.status != PENDING:
            raise ValueError(f"{request_id} is decided already: {request.status}")
        status, comment = (DENIED, comment) if not approved else self._apply(request, comment)
        decided = replace(request, status=status, comment=comment)
        self.requests[request_id] = decided
        return decided

    def _apply(self, request, comment):
        path = os.path.join(self.root, request.target_file)
        try:
            if os.path.exists(path):
                shutil.copy2(path, path + ".backup")
            with open(path, "w", encoding="utf-8", newline="") as file:
                file.write(request.new_code)
        except OSError as error:
            return FAILED, str(error)
        return APPLIED, comment
