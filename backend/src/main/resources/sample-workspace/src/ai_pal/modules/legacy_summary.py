"""The summary of conversations as it was before the dialogue window. Nothing calls it any more."""


def summarise(turns, limit=200):
    text = " ".join(turn.text for turn in turns)
    if len(text) <= limit:
        return text
    return text[:limit] + "..."


def first_words(turns, count=3):
    words = []
    for turn in turns:
        words = words + turn.text.split()
    return words[:count]
