"""What waits for a person, as a page of plain text."""

HIGH_CONFIDENCE = 0.9
WIDTH = 78


def _cut(text, width):
    line = " ".join(text.split())
    return line if len(line) <= width else line[: width - 3] + "..."


def alerts(pending):
    """The sentences at the top of the page; none where nothing waits."""
    lines = []
    if pending:
        lines.append(f"{len(pending)} AI code modification request(s) pending approval")
    high = [request for request in pending if request.confidence > HIGH_CONFIDENCE]
    if high:
        lines.append(f"{len(high)} high-confidence request(s) awaiting review")
    return lines


def row(request):
    head = f"{request.confidence:4.0%}  {request.target_file}"
    return [_cut(head, WIDTH), "      " + _cut(request.reasoning, WIDTH - 6)]


def attention(request):
    """A guess at how much of a person's time a request deserves: what the agent is least sure of comes first."""
    return (1 - request.confidence) * min(1.0, len(request.reasoning) / 500 + 0.5)


def render(requests):
    """The whole page: alerts, what waits, and how many requests are in each status."""
    pending = [request for request in requests if request.status == "PENDING_APPROVAL"]
    pending.sort(key=attention, reverse=True)
    lines = ["AI Code Modification Requests", "=" * WIDTH]
    lines += alerts(pending)
    for request in pending[:10]:
        lines += row(request)
    if len(pending) > 10:
        lines.append(f"      and {len(pending) - 10} more")
    lines.append("-" * WIDTH)
    for status in sorted({request.status for request in requests}):
        count = len([request for request in requests if request.status == status])
        lines.append(f"{status:<20}{count:>6}")
    return "\n".join(lines) + "\n"
