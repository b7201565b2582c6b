#!/usr/bin/env python3
"""Verifies an evidence bundle of Levee without Levee and without a database.

usage: verify.py evidence.json [checkpoint.json]

Needs Python 3 and nothing else. Computes every seal again (SHA-256 over the seal before, the place, and the exact text
of the event), the digest of every text that the bundle carries, and the digest of every statement as a whole; compares
the last seal with a checkpoint that was kept elsewhere. Prints each fault. Exit 0: unchanged; 1: changed; 2: not readable.
"""
import hashlib
import json
import sys


def field(text):
    """A field of a digest: its length in bytes (4, big-endian), then its UTF-8 bytes."""
    data = text.encode()
    return len(data).to_bytes(4, "big") + data


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).hexdigest()


def verify_chain(events, faults):
    """Each seal follows the one before, and is of the event beside it. Returns what the events say, by id."""
    link = sha256(field("levee"))
    place = 0
    known = {}
    payloads = {event["id"]: event["payload"] for event in events}
    for event in events:
        try:
            said = json.loads(event["payload"])
        except ValueError:
            faults.append(("edited", event["id"]))
            continue
        known[event["id"]] = said
        if event.get("sequence") is None:
            continue
        place += 1
        if event["sequence"] != place:
            faults.append(("missing" if event["sequence"] > place else "reordered", event["id"]))
            place = event["sequence"]
        elif event["previous"] != link:
            faults.append(("chain_broken", event["id"]))
        seal = lambda text: sha256(bytes.fromhex(event["previous"]), field(str(event["sequence"])), field(text))
        if seal(event["payload"]) != event["hash"]:
            moved = any(seal(other) == event["hash"] for key, other in payloads.items() if key != event["id"])
            faults.append(("reordered" if moved else "edited", event["id"]))
        elif said.get("id") != event["id"]:
            faults.append(("edited", event["id"]))
        link = event["hash"]
    return known


def verify_texts(texts, known, faults):
    """Each text has the digest that its event states. Returns the texts by event, and how many were erased."""
    by_event = {}
    erased = 0
    for text in texts:
        event = known.get(text["event"])
        if event is None or event.get("kind") != text["kind"]:
            faults.append(("inserted", text["event"]))
            continue
        by_event[text["event"]] = text
        if text["salt"] == "\\x":
            erased += 1
            if not any(e["kind"] == "erasure" and e["data"].get("target") == text["event"] for e in known.values()):
                faults.append(("text_edited", text["event"]))
        elif sha256(field(text["salt"]), *map(field, text["contents"])) != event["data"].get("text"):
            faults.append(("text_edited", text["event"]))
    return by_event, erased


def row_digest(event):
    """The salted digest of a row's texts, as its event states it; of an erased row it is all that is left."""
    return bytes.fromhex(event["data"]["text"])


def verify_statements(chain, texts, known, faults):
    """A statement as a whole: everything that its revision says has the digest that was handed in and approved."""
    events = list(known.values())

    def of(kind, key):
        return [e for e in events if e["kind"] == kind and e["data"].get("document_id") == key[0]
                and e["data"].get("number") == key[1]]

    count = 0
    for submission in (e for e in events if e["kind"] == "submission" and e["data"]["kind"] == "statement"):
        data = submission["data"]
        key = (data["document_id"], data["number"])
        revisions = [e for e in of("revision", key) if e["data"]["kind"] == "statement"]
        if len(revisions) != 1:
            faults.append(("text_edited", submission["id"]))
            continue
        content = b"".join(map(field, [str(chain), "statement", str(key[0]), str(key[1])])) + row_digest(revisions[0])
        for event in sorted(of("rendition", key), key=lambda e: e["data"]["name"].encode()):
            said = event["data"]
            content += b"".join(map(field, ["rendition", said["name"], said["channel_kind"], said["audience"],
                                            said["language"]])) + row_digest(event)
        for citation in sorted(of("citation", key), key=lambda e: e["data"]["fact_id"]):
            content += field("fact") + field(str(citation["data"]["fact_id"]))
        count += 1
        if "\\x" + sha256(content) != data["digest"]:
            faults.append(("text_edited", submission["id"]))
    return count


def verify_checkpoint(path, bundle, faults):
    with open(path, encoding="utf-8") as file:
        checkpoint = json.load(file)
    for head in checkpoint["heads"]:
        if head["chain"] == bundle["chain"]:
            if not any(e.get("sequence") == head["sequence"] and e["hash"] == head["hash"] for e in bundle["events"]):
                faults.append(("rewritten", head["sequence"]))


def main(arguments):
    if not 2 <= len(arguments) <= 3:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        with open(arguments[1], encoding="utf-8") as file:
            bundle = json.load(file)
        faults = []
        known = verify_chain(bundle["events"], faults)
        texts, erased = verify_texts(bundle["texts"], known, faults)
        statements = verify_statements(bundle["chain"], texts, known, faults)
        if len(arguments) == 3:
            verify_checkpoint(arguments[2], bundle, faults)
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f"cannot read the bundle: {error!r}", file=sys.stderr)
        return 2
    sealed = sum(e.get("sequence") is not None for e in bundle["events"])
    print(f"incident {bundle['chain']}: {sealed} sealed events, {len(bundle['events']) - sealed} unsealed, "
          f"{len(texts)} texts ({erased} erased), {statements} statements")
    for fault, where in faults:
        print(f"FAULT {fault}: event {where}")
    print("changed" if faults else "unchanged")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
