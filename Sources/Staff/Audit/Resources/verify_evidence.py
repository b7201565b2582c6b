#!/usr/bin/env python3
"""Verifies an evidence bundle of Levee without Levee and without a database.

usage: verify.py evidence.json [checkpoint.json]

Needs Python 3; and openssl, where approvals are signed. Computes every seal again (SHA-256 over the seal before, the place, and the exact text
of the event), the digest of every text that the bundle carries, and the digest of every statement as a whole; verifies the
signature of every approval that has one; compares the last seal with a checkpoint that was kept elsewhere. Prints each fault. Exit 0: unchanged; 1: changed; 2: not readable.
"""
import base64
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile


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


def ssh_fields(data, most=16):
    """The fields of a message of SSH: four bytes of length, then so many bytes; what is left over comes last."""
    fields = []
    while len(data) >= 4 and len(fields) < most and int.from_bytes(data[:4], "big") <= len(data) - 4:
        end = 4 + int.from_bytes(data[:4], "big")
        fields.append(data[4:end])
        data = data[end:]
    return fields + [data] if data else fields


P256 = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d030107034200")
ED25519 = bytes.fromhex("302a300506032b6570032100")


def openssl_verifies(prefix, key, data, signature):
    """Whether a public key (a point of P-256, or an Ed25519 key) signed some bytes, by openssl."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in (("key", prefix + key), ("data", data), ("signature", signature)):
            with open(os.path.join(folder, name), "wb") as file:
                file.write(content)
        if prefix == P256:
            command = ["openssl", "dgst", "-sha256", "-verify", "key", "-keyform", "DER", "-signature", "signature", "data"]
        else:
            command = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", "key", "-keyform", "DER", "-rawin",
                       "-in", "data", "-sigfile", "signature"]
        return subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0


def passkey_holds(message, key, realm, signature, authenticator, client):
    """A passkey's answer (Web Authentication 2, 7.2) to the challenge that is the digest of the message."""
    said = json.loads(client)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(message).digest()).decode().rstrip("=")
    host = said["origin"].split("/")[-1].split(":")[0]
    return (said["type"] == "webauthn.get" and said["challenge"] == challenge and not said.get("crossOrigin")
            and host == realm and authenticator[:32] == hashlib.sha256(realm.encode()).digest() and authenticator[32] & 5 == 5
            and openssl_verifies(P256, key, authenticator + hashlib.sha256(client).digest(), signature))


def ssh_holds(message, key, signature):
    """What ssh-keygen -Y sign made of the message, in the namespace levee (OpenSSH, PROTOCOL.sshsig)."""
    parts = ssh_fields(signature[10:])
    said = ssh_fields(key)
    made = ssh_fields(parts[4], 2)
    if signature[:10] != b"SSHSIG" + bytes([0, 0, 0, 1]) or parts[0] != key or parts[1] != b"levee" or made[0] != said[0]:
        return False
    frame = lambda data: len(data).to_bytes(4, "big") + data
    digest = {b"sha256": hashlib.sha256, b"sha512": hashlib.sha512}[parts[3]](message).digest()
    signed = b"SSHSIG" + frame(parts[1]) + frame(parts[2]) + frame(parts[3]) + frame(digest)
    if said[0].startswith(b"sk-"):
        if len(made[2]) != 5 or not made[2][0] & 1:
            return False
        signed = hashlib.sha256(said[-1]).digest() + made[2] + hashlib.sha256(signed).digest()
    if b"ed25519" in said[0]:
        return openssl_verifies(ED25519, said[1], signed, made[1])
    numbers = b"".join(bytes([2, len(number)]) + number for number in ssh_fields(made[1]))
    return openssl_verifies(P256, said[2], signed, bytes([0x30, len(numbers)]) + numbers)


def verify_signatures(bundle, known, faults):
    """Each signed approval: the text that was signed is the one that the events tell of, and the signature holds. Returns how many;
    -1 where there is no openssl."""
    given = {s["event"]: s for s in bundle["signatures"]}
    if given and not shutil.which("openssl"):
        return -1
    for event in (e for e in known.values() if e["kind"] == "review" and e["data"].get("signed")):
        same = lambda e: all(e["data"].get(k) == event["data"][k] for k in ("kind", "document_id", "number"))
        if not any(e["kind"] == "review_signature" and e["person"] == event["person"] and same(e) for e in known.values()):
            faults.append(("signature_missing", event["id"]))
    for event in (e for e in known.values() if e["kind"] == "review_signature"):
        data, signature = event["data"], given.get(event["id"])
        bytes_of = lambda name: bytes.fromhex(data[name][2:])
        message = "\n".join([
            "levee review", f"incident: {bundle['chain']}", f"text: {data['kind']} {data['document_id']}.{data['number']}",
            f"digest: {data['digest'][2:]}", f"verdict: {data['verdict']}", f"person: {event['person']}", ""]).encode()
        try:
            key = bytes.fromhex(signature["key"])
            holds = hashlib.sha256(key).digest() == bytes_of("key") and (
                passkey_holds(message, key, signature["realm"], bytes_of("signature"), bytes_of("authenticator"), bytes_of("client"))
                if signature["kind"] == "passkey" else ssh_holds(message, key, bytes_of("signature")))
        except (KeyError, IndexError, TypeError, ValueError):
            holds = False
        if not holds:
            faults.append(("signature_false", event["id"]))
    return len(given)


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
        signed = verify_signatures(bundle, known, faults)
        if len(arguments) == 3:
            verify_checkpoint(arguments[2], bundle, faults)
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f"cannot read the bundle: {error!r}", file=sys.stderr)
        return 2
    sealed = sum(e.get("sequence") is not None for e in bundle["events"])
    print(f"incident {bundle['chain']}: {sealed} sealed events, {len(bundle['events']) - sealed} unsealed, "
          f"{len(texts)} texts ({erased} erased), {statements} statements, "
          + (f"{signed} signed approvals" if signed >= 0 else "signatures not looked at: there is no openssl"))
    for fault, where in faults:
        print(f"FAULT {fault}: event {where}")
    print("changed" if faults else "unchanged")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
